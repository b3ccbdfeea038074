//! The product demonstrated, as the server writes it: its first picture with numbered spots, and the steps that tell of
//! them. Once somebody moves, the turntable takes its place (`demonstration`).

use crate::boot::{use_face, use_locale};
use crate::demonstration::Island;
use crate::prelude::*;
use crate::ui::{Html, availability_note, html, picture, price, price_table};
use crate::{routes, words};
use giano_api::home::{Demonstration, TurnStill};
use giano_commerce::Locale;
use giano_commerce::catalog::MediaKind;

/// The product demonstrated.
#[component]
pub(super) fn Machine(demonstration: Demonstration) -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let product = &demonstration.product;
    let head = html(
        "<div class=\"demonstration-head\"><p class=\"demonstration-sku\">{}</p><h1 id=\"demonstration\">{}</h1>\
         <p class=\"hero-text\">{}</p></div>",
        &[&product.sku.as_str(), &product.name, &demonstration.summary],
    );
    let below = html(
        "<div class=\"demonstration-buy\"><p class=\"demonstration-price\">{} {}</p>{}\
         <a class=\"button button-primary\" href=\"{}\">{}</a></div>",
        &[
            &price(l, product.price, product.before, product.from, Some(face)),
            &availability_note(l, face, product.availability),
            &demonstration.price_table.as_ref().map(|table| price_table(l, table, 0, None)),
            &routes::product(&product.slug),
            &words::home::to_product(l),
        ],
    );
    let meanwhile = meanwhile(l, &demonstration, &head, &below);
    let shows = demonstration.shows;
    if shows.turntable || shows.video || shows.calculator {
        let slug = demonstration.product.slug;
        view! { <Island slug=slug head=head below=below meanwhile=meanwhile /> }.into_any()
    } else {
        meanwhile.view().into_any()
    }
}

fn meanwhile(l: Locale, demonstration: &Demonstration, head: &Html, below: &Html) -> Html {
    let (shown, ratio) = match &demonstration.still {
        Some(TurnStill { src, width, height, alt }) => {
            let (width, height) = (u64::from(*width), u64::from(*height));
            let shown = html(
                "<img class=\"turntable-picture\" src=\"{}\" width=\"{}\" height=\"{}\" alt=\"{}\" fetchpriority=\"high\">",
                &[src, &width, &height, alt],
            );
            (shown, format!("{width}/{height}"))
        }
        None => {
            let image = demonstration.product.image.as_ref();
            let ratio = match image.map(|image| &image.kind) {
                Some(MediaKind::Image { width, height, .. }) => format!("{width}/{height}"),
                _ => "1".to_owned(),
            };
            (picture(l, image, "(min-width: 60rem) 45vw, 100vw", true, false), ratio)
        }
    };
    let steps = || demonstration.steps.iter().zip(1_u64..);
    let spots = steps().map(|(step, place)| {
        html(
            "<a class=\"demonstration-spot\" href=\"#step-{}\" rel=\"external\" id=\"spot-{}\" style=\"--x:{}%;--y:{}%\" \
             aria-label=\"{}\"><span aria-hidden=\"true\">{}</span></a>",
            &[
                &place,
                &place,
                &u64::from(step.x.min(100)),
                &u64::from(step.y.min(100)),
                &words::demonstration::spot(l, place, &step.title),
                &place,
            ],
        )
    });
    let list = steps().map(|(step, place)| {
        let open = if place == 1 { "open" } else { "" };
        html(
            "<li><details class=\"demonstration-step\" id=\"step-{}\" name=\"demonstration\" {}>\
             <summary id=\"summary-{}\">{}</summary><p>{}</p></details></li>",
            &[&place, &open, &place, &step.title, &step.text],
        )
    });
    let later = [
        (demonstration.shows.video, "<div class=\"film film-waits\"></div>"),
        (demonstration.shows.calculator, "<div class=\"calculator calculator-waits\"></div>"),
    ];
    let later = later.into_iter().filter(|(shown, _)| *shown).map(|(_, waits)| html(waits, &[]));
    html(
        "<div class=\"demonstrations\"><section class=\"demonstration\" aria-labelledby=\"demonstration\">\
         <div class=\"demonstration-picture\"><div class=\"turntable\"><div class=\"demonstration-frame\" style=\"--ratio:{}\">\
         {}{}</div></div></div><div class=\"demonstration-words\">{}<ol class=\"demonstration-steps\">{}</ol></div>{}</section>{}</div>",
        &[&ratio, &shown, &Html::join(spots), head, &Html::join(list), below, &Html::join(later)],
    )
}
