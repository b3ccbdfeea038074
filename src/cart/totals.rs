//! Sums, the same way in basket, checkout and order.

use crate::prelude::*;
use crate::ui::money;
use crate::words;
use giano_commerce::format::percent;
use giano_commerce::pricing::PricedBasket;
use giano_commerce::tax::VatTreatment;
use giano_commerce::terms::PaymentSchedule;
use giano_commerce::{Face, Locale, Money};
use rust_decimal::Decimal;

/// Goods, discounts by name, delivery, VAT by rate, total. `delivery` is said where none is chosen yet.
pub(crate) fn totals(l: Locale, priced: &PricedBasket, delivery: Option<String>) -> AnyView {
    let mut rows: Vec<AnyView> = vec![row(words::cart::goods(l).to_owned(), money(l, priced.goods), "")];
    for discount in &priced.discounts {
        rows.push(row(discount.name.get(l).to_owned(), format!("−{}", money(l, discount.amount)), "totals-good"));
    }
    for gift in &priced.gifts {
        let what = words::cart::gift(l, gift.name.get(l), words::number(l, gift.quantity.into()), &gift.sku);
        rows.push(row(what, words::cart::free(l).to_owned(), "totals-good"));
    }
    match &priced.shipping {
        Some(shipping) => {
            let amount =
                if shipping.price.is_zero() { words::cart::free(l).to_owned() } else { money(l, shipping.price) };
            rows.push(row(shipping.name.get(l).to_owned(), amount, ""));
        }
        None => rows.extend(delivery.map(|delivery| row(words::cart::delivery(l).to_owned(), delivery, "totals-soft"))),
    }
    let business = priced.face == Face::Business;
    if business {
        rows.push(row(words::cart::net(l).to_owned(), money(l, priced.net), "totals-soft"));
        rows.extend(vat_rows(l, priced, false));
    }
    rows.push(row(words::cart::total(l).to_owned(), money(l, priced.total), "totals-total"));
    if !business {
        rows.extend(vat_rows(l, priced, true));
    }
    if !priced.saved.is_zero() {
        rows.push(row(words::cart::you_save(l).to_owned(), money(l, priced.saved), "totals-good"));
    }
    let note = match &priced.treatment {
        VatTreatment::Charged { .. } => None,
        VatTreatment::ReverseCharge { vat_number } => Some(words::cart::reverse_charge(l, vat_number)),
        VatTreatment::Export => Some(words::cart::export(l).to_owned()),
    };
    view! {
        <dl class="totals">{rows}</dl>
        {note.map(|note| view! { <p class="totals-note">{note}</p> })}
    }
    .into_any()
}

fn vat_rows(l: Locale, priced: &PricedBasket, included: bool) -> Vec<AnyView> {
    let rate = |rate: Decimal, net: Money| {
        if included {
            words::cart::vat_included(l, percent(l, rate))
        } else {
            words::cart::vat_on(l, money(l, net), percent(l, rate))
        }
    };
    priced
        .vat
        .iter()
        .filter(|part| !part.tax.is_zero() || !included)
        .map(|part| row(rate(part.rate, part.net), money(l, part.tax), "totals-soft"))
        .collect()
}

fn row(name: String, amount: String, class: &'static str) -> AnyView {
    view! {
        <div class=format!("totals-row {class}")>
            <dt>{name}</dt>
            <dd>{amount}</dd>
        </div>
    }
    .into_any()
}

/// What is owed when: both totals and both dates where paying early costs less.
pub(crate) fn schedule(l: Locale, schedule: &PaymentSchedule) -> AnyView {
    let full = match schedule.full.on {
        Some(day) => words::cart::due_by(l, money(l, schedule.full.amount), words::day(l, day)),
        None => words::cart::due_on_delivery(l, money(l, schedule.full.amount)),
    };
    let early = schedule.early.as_ref().and_then(|early| {
        let day = early.on?;
        let less = schedule.full.amount.checked_sub(early.amount).unwrap_or(early.amount);
        Some(words::cart::due_early(l, money(l, early.amount), words::day(l, day), money(l, less)))
    });
    view! {
        <ul class="totals-schedule">
            {early.map(|early| view! { <li class="totals-early">{early}</li> })}
            <li>{full}</li>
        </ul>
    }
    .into_any()
}
