//! What a trade begins with: lines at the visitor's prices, into the basket with one press.

use crate::boot::{use_face, use_locale};
use crate::cart::use_basket;
use crate::prelude::*;
use crate::ui::{Button, Html, Tone, html, money, picture};
use crate::{routes, words};
use giano_api::content::Kit;
use giano_api::price::PriceLine;
use giano_commerce::{Face, Quantity};
use leptos::task::spawn_local;

/// What to begin with.
#[component]
pub(super) fn KitView(kit: Kit) -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let basket = use_basket();
    let busy = RwSignal::new(false);
    let rows = kit.lines.iter().map(|line| {
        let name = if line.label.is_empty() { line.name.clone() } else { format!("{}, {}", line.name, line.label) };
        html(
            "<li class=\"kit-line\"><span class=\"kit-picture\">{}</span><a href=\"{}\">{}</a>\
             <span class=\"kit-count\">{} ×</span><span class=\"kit-total\">{}</span></li>",
            &[
                &picture(l, line.image.as_ref(), "5rem", false, true),
                &routes::product(&line.slug),
                &name,
                &words::number(l, line.quantity.into()),
                &money(l, line.total),
            ],
        )
    });
    let vat = match face {
        Face::Home => words::ui::vat_included(l),
        Face::Business => words::ui::vat_excluded(l),
    };
    let table = html(
        "<div><h2 id=\"kit\">{}</h2><ul class=\"kit-lines\">{}</ul><p class=\"kit-sum\"><span>{}</span> \
         <strong>{}</strong> <small>{}</small></p></div>",
        &[&words::content::kit(l), &Html::join(rows), &words::content::kit_total(l), &money(l, kit.total), &vat],
    );
    let lines: Vec<PriceLine> = kit
        .lines
        .into_iter()
        .filter_map(|line| Some(PriceLine { sku: line.sku, quantity: Quantity::new(line.quantity).ok()? }))
        .collect();
    let add = move |()| {
        let lines = lines.clone();
        busy.set(true);
        spawn_local(async move {
            // What went wrong is said by the basket itself.
            let _ = basket.add(lines).await;
            busy.try_set(false);
        });
    };
    view! {
        <section class="kit" aria-labelledby="kit">
            {table.view()}
            <Button tone=Tone::Primary busy=busy on_click=add>
                {match face {
                    Face::Home => words::content::kit_to_basket(l),
                    Face::Business => words::content::kit_to_order(l),
                }}
            </Button>
        </section>
    }
    .into_any()
}
