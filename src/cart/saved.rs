//! Lines saved for later.

use super::line::{full_name, picture_of};
use super::model::Model;
use crate::boot::{use_face, use_locale};
use crate::prelude::*;
use crate::ui::{Html, availability_note, closest, html, live};
use crate::{routes, words};
use giano_api::basket::SavedLine;
use giano_commerce::{Face, Locale};

/// What is saved for later; nothing where nothing is.
pub(super) fn saved(model: Model) -> AnyView {
    let (l, face) = (use_locale(), use_face());
    let clicked = move |event: leptos::ev::MouseEvent| {
        let Some(button) = closest(&event, "[data-back],[data-remove]") else { return };
        let id = |name: &str| button.get_attribute(name).and_then(|id| id.parse::<i64>().ok());
        if let Some(id) = id("data-back") {
            let _ = button.set_attribute("aria-busy", "true");
            model.bring_back(id);
        } else if let Some(id) = id("data-remove") {
            model.remove_saved(id);
        }
    };
    let list = move || {
        model.view.with(|view| match view.saved.is_empty() {
            true => Html::default(),
            false => {
                let lines = Html::join(view.saved.iter().map(|saved| line(l, face, saved)));
                html(
                    "<section class=\"cart-saved\" aria-labelledby=\"saved-title\"><h2 id=\"saved-title\">{}</h2>\
                     <ul class=\"cart-saved-list\">{}</ul></section>",
                    &[&words::cart::saved_title(l), &lines],
                )
            }
        })
    };
    view! { <div on:click=clicked>{live(list)}</div> }.into_any()
}

fn line(l: Locale, face: Face, line: &SavedLine) -> Html {
    let shown = &line.shown;
    let label = (!shown.label.is_empty()).then(|| html("<p class=\"cart-label\">{}</p>", &[&shown.label]));
    let id = line.id.to_string();
    html(
        "<li class=\"cart-saved-line\">{}<div class=\"cart-what\"><a class=\"cart-name\" href=\"{}\">{}</a>{}\
         <p class=\"cart-label\">{}</p>{}</div><div class=\"cart-saved-actions cart-script\">\
         <button type=\"button\" class=\"button button-secondary\" data-back=\"{}\">{}</button>\
         <button type=\"button\" class=\"cart-action\" data-remove=\"{}\" aria-label=\"{}\">{}</button></div></li>",
        &[
            &picture_of(l, shown, "6rem"),
            &routes::product(&shown.slug),
            &shown.name,
            &label,
            &words::cart::pieces(l, line.quantity.get().into()),
            &availability_note(l, face, shown.availability),
            &id,
            &words::cart::bring_back(l),
            &id,
            &words::cart::remove_name(l, full_name(shown)),
            &words::cart::remove(l),
        ],
    )
}
