//! A product in short: in lists, carousels, recommendations.

use crate::boot::{use_face, use_locale};
use crate::cart::{BasketState, use_basket};
use crate::prelude::*;
use crate::ui::{
    BadgeTone, Glyph, Html, Toasts, availability_note, badge, closest, html, icon, money, picture, price, problem_text,
    stars, use_toasts,
};
use crate::{routes, words};
use giano_api::catalog::{Availability, ProductCard};
use giano_api::price::PriceLine;
use giano_commerce::{Face, Locale, Quantity, Sku};
use wasm_bindgen::JsCast;

/// How wide a card's picture is shown.
const SIZES: &str = "(min-width: 75rem) 20rem, (min-width: 40rem) 33vw, 50vw";
/// Colours hinted at on a card.
const MOST_SWATCHES: usize = 5;

/// A product in short, as the face shows it; it can be added from here where there is nothing to choose.
#[component]
pub fn CardView(
    /// The product.
    card: ProductCard,
    /// Load the picture at once.
    #[prop(optional)]
    eager: bool,
) -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let buying = Buying::here(l);
    let inside = match face {
        Face::Home => at_home(l, &card, eager),
        Face::Business => for_business(l, &card, eager),
    };
    view! { <article class="card" on:click=move |event| buying.clicked(&event)>{inside.view()}</article> }.into_any()
}

/// Cards in a grid; one listener serves them all.
pub(super) fn cards(l: Locale, face: Face, cards: &[ProductCard]) -> Html {
    let entries = cards.iter().enumerate().map(|(place, card)| {
        // Those in the first row are seen first.
        let inside = match face {
            Face::Home => at_home(l, card, place < 4),
            Face::Business => for_business(l, card, place < 4),
        };
        html("<li><article class=\"card\">{}</article></li>", &[&inside])
    });
    html("<ul class=\"list-grid\">{}</ul>", &[&Html::join(entries)])
}

fn head(l: Locale, card: &ProductCard, eager: bool) -> Html {
    let address = routes::product(&card.slug);
    let reduced = card.badge.as_ref().map(|text| badge(BadgeTone::Signal, text));
    html(
        "<a class=\"card-picture\" href=\"{}\" tabindex=\"-1\" aria-hidden=\"true\">{}</a>{}",
        &[&address, &picture(l, card.image.as_ref(), SIZES, eager, true), &reduced],
    )
}

fn name(card: &ProductCard) -> Html {
    html("<h3 class=\"card-name\"><a href=\"{}\">{}</a></h3>", &[&routes::product(&card.slug), &card.name])
}

fn at_home(l: Locale, card: &ProductCard, eager: bool) -> Html {
    let rating = card.rating.as_ref().map(|rating| stars(l, rating, Some(card.reviews)));
    let rest = card.swatches.len().saturating_sub(MOST_SWATCHES);
    let colours = card.swatches.iter().take(MOST_SWATCHES).map(|colour| swatch(colour));
    let swatches = (card.swatches.len() > 1).then(|| {
        html(
            "<span class=\"card-swatches\" role=\"img\" aria-label=\"{}\">{}{}</span>",
            &[
                &words::catalog::swatches(l, card.swatches.len()),
                &Html::join(colours),
                &(rest > 0).then(|| html("<small>+{}</small>", &[&words::number(l, rest as u64)])),
            ],
        )
    });
    // "In stock" is what people expect: only what differs is said.
    let availability = (!matches!(card.availability, Availability::InStock { .. }))
        .then(|| availability_note(l, Face::Home, card.availability));
    html(
        "<div class=\"card-inside\">{}{}<div class=\"card-facts\">{}{}</div>\
         <div class=\"card-end\">{}{}{}</div></div>",
        &[
            &head(l, card, eager),
            &name(card),
            &rating,
            &swatches,
            &availability,
            &price(l, card.price, card.before, card.from, None),
            &action(l, Face::Home, card),
        ],
    )
}

fn for_business(l: Locale, card: &ProductCard, eager: bool) -> Html {
    html(
        "<div class=\"card-inside\">{}<span class=\"card-sku\">{}</span>{}\
         <div class=\"card-facts\">{}{}</div>\
         <div class=\"card-end\">{}{}{}</div></div>",
        &[
            &head(l, card, eager),
            &card.sku.as_str(),
            &name(card),
            &tier(l, card),
            &pack(l, card),
            &price(l, card.price, card.before, card.from, Some(Face::Business)),
            &availability_note(l, Face::Business, card.availability),
            &action(l, Face::Business, card),
        ],
    )
}

/// A dot in a colour; what is no plain colour is not written into a style.
pub(crate) fn swatch(colour: &str) -> Html {
    let plain = colour.strip_prefix('#').is_some_and(|hex| hex.chars().all(|c| c.is_ascii_hexdigit()));
    html("<span class=\"swatch\" style=\"--swatch:{}\"></span>", &[&if plain { colour } else { "transparent" }])
}

/// The next quantity price.
pub(super) fn tier(l: Locale, card: &ProductCard) -> Option<Html> {
    let tier = card.next_tier?;
    let text = words::catalog::tier(l, words::number(l, tier.minimum.into()), money(l, tier.price));
    Some(html("<span class=\"card-tier\">{}</span>", &[&text]))
}

fn pack(l: Locale, card: &ProductCard) -> Option<Html> {
    (card.pack_size > 1).then(|| {
        let text = words::catalog::pack(l, words::number(l, card.pack_size.into()));
        html("<span class=\"card-pack\">{}</span>", &[&text])
    })
}

/// Adding, or the way to what must be chosen first; of what is sold out, the way to its page and what is like it.
fn action(l: Locale, face: Face, card: &ProductCard) -> Html {
    let page = |label: String, words| {
        html(
            "<a class=\"button button-secondary card-add\" href=\"{}\" aria-label=\"{}\">{}</a>",
            &[&routes::product(&card.slug), &label, &words],
        )
    };
    if card.variants > 1 {
        return page(words::catalog::choose_name(l, &card.name), words::catalog::choose(l));
    }
    if card.availability == Availability::Out {
        return page(words::catalog::details_name(l, &card.name), words::catalog::details(l));
    }
    let rule = card.quantities;
    let (label, words) = match face {
        Face::Home => (words::catalog::add_name(l, &card.name), words::catalog::add(l)),
        Face::Business => (words::catalog::add_order_name(l, &card.name), words::catalog::add_short(l)),
    };
    let field = (face == Face::Business).then(|| {
        html(
            "<input class=\"input card-quantity\" type=\"number\" inputmode=\"numeric\" required aria-label=\"{}\" min=\"{}\" \
             step=\"{}\" max=\"{}\" value=\"{}\">",
            &[
                &words::catalog::quantity_of(l, &card.name),
                &u64::from(rule.least()),
                &u64::from(rule.increment.max(1)),
                &u64::from(rule.greatest()),
                &u64::from(rule.least()),
            ],
        )
    });
    html(
        "<div class=\"card-buy\">{}<button type=\"button\" class=\"button button-secondary card-add\" data-add=\"{}\" \
         data-least=\"{}\" aria-label=\"{}\">{}{}</button></div>",
        &[&field, &card.sku.as_str(), &u64::from(rule.least()), &label, &icon(Glyph::Plus), &words],
    )
}

/// Adds what a button in finished markup says.
#[derive(Clone, Copy)]
pub(crate) struct Buying {
    basket: BasketState,
    toasts: Toasts,
    l: Locale,
}

impl Buying {
    /// Call it while a component is made.
    pub fn here(l: Locale) -> Self {
        Self { basket: use_basket(), toasts: use_toasts(), l }
    }

    /// Adds the article of the button that was clicked, if one was.
    pub fn clicked(self, event: &web_sys::Event) {
        let Some(button) = closest(event, "[data-add]") else { return };
        let Some(sku) = button.get_attribute("data-add").and_then(|sku| sku.parse::<Sku>().ok()) else { return };
        let field = button
            .parent_element()
            .and_then(|around| around.query_selector("input").ok().flatten())
            .and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
        // The browser says what is wrong with the quantity, and which are the nearest that go.
        if field.as_ref().is_some_and(|field| !field.report_validity()) {
            return;
        }
        let text = field.map(|field| field.value()).or_else(|| button.get_attribute("data-least")).unwrap_or_default();
        let Some(quantity) = text.parse().ok().and_then(|pieces| Quantity::new(pieces).ok()) else { return };
        if button.has_attribute("aria-busy") {
            return;
        }
        let _ = button.set_attribute("aria-busy", "true");
        leptos::task::spawn_local(async move {
            if let Err(problem) = self.basket.add(vec![PriceLine { sku, quantity }]).await {
                self.toasts.say(problem_text(self.l, &problem));
            }
            let _ = button.remove_attribute("aria-busy");
        });
    }
}
