//! Price, quantity, and the way into the basket.

use super::choice::choices;
use crate::boot::{use_face, use_locale};
use crate::cart::use_basket;
use crate::prelude::*;
use crate::ui::{
    Button, Glyph, HintTone, Html, QuantityField, Tone, availability_note, hint, html, icon, live, money, price,
    price_table, problem_text, quantity_rule_text, supply_said, taken, trace,
};
use crate::{routes, words};
use giano_api::Problem;
use giano_api::catalog::Availability;
use giano_api::price::PriceLine;
use giano_api::product::{ProductDetail, PromotionBadge, VariantView};
use giano_commerce::supply::Supply;
use giano_commerce::{Face, Locale, Money, Quantity, QuantityRule};
use leptos_router::hooks::use_navigate;
use std::sync::Arc;

/// Everything beside the pictures that has to do with buying.
#[component]
pub(super) fn BuyPanel(product: Arc<ProductDetail>, chosen: Memo<usize>) -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let wanted = RwSignal::new(0_u32);
    let busy = RwSignal::new(false);
    // What stands in the field cannot be ordered.
    let refused = RwSignal::new(false);
    let problem = RwSignal::new(None::<Problem>);
    let basket = use_basket();
    let go = use_navigate();
    let product = StoredValue::new(product);
    // The variant now, with what its rule makes of the quantity asked for.
    let now = Memo::new(move |_| {
        let rule = product.with_value(|product| product.variants.get(chosen.get()).map(|variant| variant.quantities));
        held(rule.unwrap_or_default(), wanted.get())
    });
    let with = move |f: fn(Locale, Face, &ProductDetail, &VariantView, u32) -> Html| {
        let quantity = now.get();
        product.with_value(|product| match product.variants.get(chosen.get()) {
            Some(variant) => f(l, face, product, variant, quantity),
            None => html("<span></span>", &[]),
        })
    };
    let field = move || {
        product.with_value(|product| {
            product.variants.get(chosen.get()).map(|variant| {
                let rule = variant.quantities;
                let name = words::product::quantity_of(l, &product.name);
                let on_change = move |pieces| wanted.set(pieces);
                let on_refused = move |is_refused| refused.set(is_refused);
                view! { <QuantityField rule=rule value=now on_change=on_change on_refused=on_refused label=name /> }
            })
        })
    };
    let taken_there = move |event: leptos::ev::MouseEvent| {
        if let Some((_, pieces)) = taken(&event) {
            wanted.set(pieces);
            refused.set(false);
        }
    };
    let sold_out = Signal::derive(move || {
        product.with_value(|product| {
            product.variants.get(chosen.get()).is_none_or(|variant| variant.availability == Availability::Out)
        })
    });
    let add = move |then: Option<Callback<()>>| {
        if refused.get_untracked() {
            // Another quantity than the one that stands there is never ordered.
            return;
        }
        let line = product.with_value(|product| {
            let sku = product.variants.get(chosen.get_untracked())?.sku.clone();
            Some(PriceLine { sku, quantity: Quantity::new(now.get_untracked()).ok()? })
        });
        let Some(line) = line else { return };
        busy.set(true);
        problem.set(None);
        leptos::task::spawn_local(async move {
            match (basket.add(vec![line]).await, then) {
                (Ok(_), Some(then)) => then.run(()),
                (Ok(_), None) => (),
                (Err(refused), _) => problem.set(Some(refused)),
            }
            busy.set(false);
        });
    };
    let to_checkout = Callback::new(move |()| go(routes::checkout(), leptos_router::NavigateOptions::default()));
    view! {
        <div class="product-buy">
            {live(move || with(price_block))}
            {product.with_value(|product| promotions(l, &product.promotions)).map(Html::view)}
            {live(move || product.with_value(|product| choices(l, product, chosen.get())).unwrap_or_default())}
            {(face == Face::Business).then(|| live(move || with(table_block)))}
            <div class="product-quantity" on:click=taken_there>
                {field}
                {live(move || with(quantity_notes))}
            </div>
            <div class="product-action">
                {live(move || with(total))}
                <Button tone=Tone::Primary busy=busy disabled=sold_out on_click=move |()| add(None) class="product-add">
                    {match face {
                        Face::Home => words::product::add(l),
                        Face::Business => words::product::add_order(l),
                    }}
                </Button>
                {(face == Face::Home)
                    .then(|| {
                        view! {
                            <Button busy=busy disabled=sold_out on_click=move |()| add(Some(to_checkout)) class="product-now">
                                {words::product::buy_now(l)}
                            </Button>
                        }
                    })}
            </div>
            <p class="product-problem" role="alert">
                {move || match refused.get() {
                    true => Some(words::product::quantity_first(l).to_owned()),
                    false => problem.with(|problem| problem.as_ref().map(|problem| problem_text(l, problem))),
                }}
            </p>
            {live(move || with(delivery))}
        </div>
    }
    .into_any()
}

/// A quantity that obeys the rule, nearest to the one asked for.
fn held(rule: QuantityRule, wanted: u32) -> u32 {
    let step = rule.increment.max(1);
    wanted.max(rule.least()).min(rule.greatest().max(rule.least())).div_ceil(step) * step
}

/// The column of the price table that the variant's price stands in: the usual term.
fn column(variant: &VariantView) -> usize {
    let first = variant.price_table.as_ref().and_then(|table| table.rows.first());
    first.and_then(|row| row.prices.iter().position(|price| *price == variant.price)).unwrap_or(0)
}

/// The unit price at a quantity, as the server worked it out.
fn unit(variant: &VariantView, quantity: u32) -> Money {
    let row = variant.price_table.as_ref().and_then(|table| table.rows.iter().rfind(|row| row.minimum <= quantity));
    row.and_then(|row| row.prices.get(column(variant))).copied().unwrap_or(variant.price)
}

fn times(unit: Money, quantity: u32) -> Money {
    Money::new(unit.amount() * rust_decimal::Decimal::from(quantity), unit.currency()).rounded()
}

fn price_block(l: Locale, face: Face, _: &ProductDetail, variant: &VariantView, quantity: u32) -> Html {
    let now = unit(variant, quantity);
    let why = (!variant.trace.is_empty()).then(|| {
        html(
            "<details class=\"product-why\"><summary>{}</summary>{}</details>",
            &[&words::ui::why_this_price(l), &trace(l, &variant.trace)],
        )
    });
    let sku = (face == Face::Business).then(|| html("<p class=\"card-sku\">{}</p>", &[&variant.sku.as_str()]));
    html(
        "<div class=\"product-price\">{}{}{}</div>",
        &[&sku, &price(l, now, variant.before.filter(|_| now == variant.price), false, Some(face)), &why],
    )
}

fn table_block(l: Locale, _: Face, _: &ProductDetail, variant: &VariantView, quantity: u32) -> Html {
    let table = variant.price_table.as_ref().map(|table| {
        let term = table.terms.get(column(variant)).map(|term| term.code.as_str());
        price_table(l, table, quantity, term)
    });
    html("<div class=\"product-prices\">{}</div>", &[&table])
}

/// What can be ordered, and what a little more would bring.
fn quantity_notes(l: Locale, _: Face, _: &ProductDetail, variant: &VariantView, quantity: u32) -> Html {
    let rule = quantity_rule_text(l, variant.quantities).map(|text| html("<p class=\"product-rule\">{}</p>", &[&text]));
    let hint = more(l, variant, quantity).map(|text| html("<p class=\"product-more\">{}</p>", &[&text]));
    html("<div class=\"product-notes\">{}{}{}</div>", &[&rule, &beyond_stock(l, variant, quantity), &hint])
}

/// What holds of the quantity asked for, with a way to take what there is.
fn beyond_stock(l: Locale, variant: &VariantView, quantity: u32) -> Option<Html> {
    let said = supply_said(l, variant.stock, variant.quantities, quantity)?;
    let take = said.instead.map(|pieces| {
        let label = words::ui::take(l, words::number(l, pieces.into()));
        html("<button type=\"button\" class=\"chip\" data-take=\"{}\">{}</button>", &[&u64::from(pieces), &label])
    });
    let (tone, glyph) =
        if said.is_short { (HintTone::Warning, Glyph::Warning) } else { (HintTone::Good, Glyph::Truck) };
    Some(html("<div role=\"status\">{}</div>", &[&hint(tone, glyph, &said.text, &take.unwrap_or_default())]))
}

fn more(l: Locale, variant: &VariantView, quantity: u32) -> Option<String> {
    let table = variant.price_table.as_ref()?;
    let next = table.rows.iter().find(|row| row.minimum > quantity)?;
    let wanted = held(variant.quantities, next.minimum);
    let then = *next.prices.get(column(variant))?;
    let now = unit(variant, quantity);
    if then.amount() >= now.amount() || wanted <= quantity {
        return None;
    }
    let pieces = u64::from(wanted - quantity);
    let less =
        times(now, quantity).checked_sub(times(then, wanted)).ok().filter(|less| less.amount().is_sign_positive());
    Some(match less.filter(|less| !less.is_zero()) {
        Some(less) => words::product::more_less(l, pieces, money(l, less)),
        None => words::product::more_each(l, pieces, money(l, then)),
    })
}

/// The line's total. Promotions that count several pieces or need a code show in the basket.
fn total(l: Locale, _: Face, product: &ProductDetail, variant: &VariantView, quantity: u32) -> Html {
    let unit = unit(variant, quantity);
    let several = quantity > 1 && (variant.price_table.is_some() || product.promotions.is_empty());
    let (note, sum) = if several {
        (words::product::total_of(l, words::number(l, quantity.into())), times(unit, quantity))
    } else {
        (String::new(), unit)
    };
    let class = if several { "product-total" } else { "product-total product-total-one" };
    html("<p class=\"{}\" aria-live=\"polite\"><span>{}</span> <b>{}</b></p>", &[&class, &note, &money(l, sum)])
}

/// Whether and when the quantity asked for leaves. What leaves in parts, or cannot be had, is said beside the quantity.
fn delivery(l: Locale, face: Face, _: &ProductDetail, variant: &VariantView, quantity: u32) -> Html {
    let words = match variant.stock.supply(quantity) {
        Supply::OnHand => words::product::leaves_now(l).to_owned(),
        Supply::Later { days: Some(days) } => words::product::leaves_later(l, days.into()),
        Supply::Later { days: None } => words::product::leaves_made(l).to_owned(),
        Supply::InParts { .. } | Supply::Short { .. } => String::new(),
    };
    let truck = (!words.is_empty()).then(|| icon(Glyph::Truck));
    html(
        "<p class=\"product-delivery\">{}<span class=\"product-leaves\">{}{}</span></p>",
        &[&availability_note(l, face, variant.availability), &truck, &words],
    )
}

fn promotions(l: Locale, badges: &[PromotionBadge]) -> Option<Html> {
    let entries = badges.iter().map(|badge| {
        let code = badge.coupon.as_ref().map(|code| {
            html("<span>{} <b class=\"product-code\">{}</b></span>", &[&words::product::with_code(l), code])
        });
        let until = badge.ends_at.map(|end| {
            html("<span class=\"product-until\">{}</span>", &[&words::product::until(l, words::day_of(l, end))])
        });
        html(
            "<li>{}<div><b>{}</b> <span>{}</span> {} {}</div></li>",
            &[&icon(Glyph::Tag), &badge.name, &badge.description, &code, &until],
        )
    });
    (!badges.is_empty()).then(|| html("<ul class=\"product-promotions\">{}</ul>", &[&Html::join(entries)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_held_to_its_rule() {
        let rule = QuantityRule { minimum: 10, maximum: Some(50), increment: 6 };
        assert_eq!([0, 12, 13, 99].map(|wanted| held(rule, wanted)), [12, 12, 18, 48]);
        assert_eq!(held(QuantityRule::default(), 0), 1);
    }
}
