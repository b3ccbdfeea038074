//! A product in short: in lists, carousels, recommendations.

use crate::boot::use_locale;
use crate::prelude::*;
use crate::routes;
use crate::ui::{AvailabilityNote, Badge, Picture, Price, Stars};
use giano_api::catalog::ProductCard;

/// A product in short, as the face shows it.
#[component]
pub fn CardView(
    /// The product.
    card: ProductCard,
    /// Load the picture at once.
    #[prop(optional)]
    eager: bool,
) -> impl IntoView {
    let _ = use_locale();
    view! {
        <article class="card">
            <a class="card-picture" href=routes::product(&card.slug) tabindex="-1" aria-hidden="true">
                <Picture media=card.image eager=eager decorative=true />
            </a>
            {card.badge.map(|badge| view! { <Badge text=badge /> })}
            <h3 class="card-name"><a href=routes::product(&card.slug)>{card.name}</a></h3>
            {card.rating.map(|rating| view! { <Stars rating=rating count=Some(card.reviews) /> })}
            <Price value=card.price before=card.before from=card.from vat_note=true />
            <AvailabilityNote availability=card.availability />
        </article>
    }
    .into_any()
}
