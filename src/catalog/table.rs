//! A list as a purchaser reads it: one line an article, a quantity in each.

use super::card::tier;
use super::picks::Picks;
use crate::ui::{Html, availability_note, html, picture, price, quantity_rule_text};
use crate::{routes, words};
use giano_api::catalog::{Availability, ProductCard};
use giano_commerce::{Face, Locale};

/// The table.
pub(super) fn table(l: Locale, picks: Picks, cards: &[ProductCard]) -> Html {
    use words::catalog as w;
    let rows = cards.iter().map(|card| row(l, picks, card));
    let heads = [w::column_price(l), w::column_tier(l), w::column_pack(l), w::column_stock(l), w::column_quantity(l)];
    let heads = heads.iter().map(|head| html("<th scope=\"col\">{}</th>", &[head]));
    html(
        "<div class=\"list-table\"><table><caption class=\"visually-hidden\">{}. {}</caption>\
         <thead><tr><th scope=\"col\" colspan=\"2\">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>",
        &[&w::table(l), &w::pick_keys(l), &w::column_article(l), &Html::join(heads), &Html::join(rows)],
    )
}

fn row(l: Locale, picks: Picks, card: &ProductCard) -> Html {
    use words::catalog as w;
    let address = routes::product(&card.slug);
    let many = card.variants > 1;
    let quantity = if many {
        html(
            "<a class=\"button button-secondary\" href=\"{}\">{}<span class=\"visually-hidden\">: {}</span></a>",
            &[&address, &w::choose_variants(l, card.variants.into()), &card.name],
        )
    } else if card.availability == Availability::Out {
        html("<span class=\"list-none\">–</span>", &[])
    } else {
        let rule = quantity_rule_text(l, card.quantities).map(|text| html("<small>{}</small>", &[&text]));
        html("{}{}", &[&picks.field(&card.sku, card.quantities, card.stock, &w::quantity_of(l, &card.name)), &rule])
    };
    let none = || html("<span class=\"list-none\">–</span>", &[]);
    let pack = if card.pack_size > 1 { words::number(l, card.pack_size.into()) } else { "1".to_owned() };
    html(
        "<tr><td class=\"list-picture\"><a href=\"{}\" tabindex=\"-1\" aria-hidden=\"true\">{}</a></td>\
         <th scope=\"row\" class=\"list-article\"><a href=\"{}\">{}</a><span class=\"card-sku\">{}</span></th>\
         <td class=\"list-price\">{}</td><td class=\"list-tier\" data-head=\"{}\">{}</td>\
         <td class=\"list-pack\" data-head=\"{}\">{}</td><td class=\"list-stock\">{}</td>\
         <td class=\"list-quantity\">{}</td></tr>",
        &[
            &address,
            &picture(l, card.image.as_ref(), "4rem", false, true),
            &address,
            &card.name,
            &card.sku.as_str(),
            &price(l, card.price, card.before, card.from, None),
            &w::column_tier(l),
            &tier(l, card).unwrap_or_else(none),
            &w::column_pack(l),
            &pack,
            &availability_note(l, Face::Business, card.availability),
            &quantity,
        ],
    )
}
