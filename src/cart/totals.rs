//! Sums, the same way in basket, checkout and order.

use crate::ui::{Html, html, money};
use crate::words;
use giano_commerce::format::percent;
use giano_commerce::pricing::{PricedBasket, ShippingKind};
use giano_commerce::tax::VatTreatment;
use giano_commerce::terms::PaymentSchedule;
use giano_commerce::{Face, Locale, Money};
use rust_decimal::Decimal;

/// Goods, discounts by name, delivery, VAT by rate, total.
pub(crate) fn totals(l: Locale, priced: &PricedBasket) -> Html {
    let mut rows = vec![row(words::cart::goods(l), &money(l, priced.goods), "")];
    for discount in &priced.discounts {
        rows.push(row(discount.name.get(l), &format!("−{}", money(l, discount.amount)), "totals-good"));
    }
    for gift in &priced.gifts {
        let what = words::cart::gift(l, gift.name.get(l), words::number(l, gift.quantity.into()), &gift.sku);
        rows.push(row(&what, words::cart::free(l), "totals-good"));
    }
    if let Some(shipping) = &priced.shipping {
        let amount = or_free(l, shipping.price);
        let name = shipping.name.get(l);
        rows.push(match shipping.kind {
            ShippingKind::Chosen => row(name, &amount, ""),
            ShippingKind::Usual => row(&words::cart::delivery_usual(l, name), &amount, ""),
        });
    }
    let business = priced.face == Face::Business;
    if business {
        rows.push(row(words::cart::net(l), &money(l, priced.net), "totals-soft"));
        rows.extend(vat_rows(l, priced, false));
    }
    rows.push(row(words::cart::total(l), &money(l, priced.total), "totals-total"));
    if !business {
        rows.extend(vat_rows(l, priced, true));
    }
    if !priced.saved.is_zero() {
        rows.push(row(words::cart::you_save(l), &money(l, priced.saved), "totals-good"));
    }
    let note = match &priced.treatment {
        VatTreatment::Charged { .. } => None,
        VatTreatment::ReverseCharge { vat_number } => Some(words::cart::reverse_charge(l, vat_number)),
        VatTreatment::Export => Some(words::cart::export(l).to_owned()),
    };
    let note = note.map(|note| html("<p class=\"totals-note\">{}</p>", &[&note]));
    html("<div><dl class=\"totals\">{}</dl>{}</div>", &[&Html::join(rows), &note])
}

/// An amount; nothing is `free`.
pub(crate) fn or_free(l: Locale, amount: Money) -> String {
    if amount.is_zero() { words::cart::free(l).to_owned() } else { money(l, amount) }
}

fn vat_rows(l: Locale, priced: &PricedBasket, included: bool) -> Vec<Html> {
    let rate = |rate: Decimal, net: Money| {
        if included {
            words::cart::vat_included(l, percent(l, rate))
        } else {
            words::cart::vat_on(l, money(l, net), percent(l, rate))
        }
    };
    let parts = priced.vat.iter().filter(|part| !part.tax.is_zero() || !included);
    parts.map(|part| row(&rate(part.rate, part.net), &money(l, part.tax), "totals-soft")).collect()
}

fn row(name: &str, amount: &str, class: &'static str) -> Html {
    html("<div class=\"totals-row {}\"><dt>{}</dt><dd>{}</dd></div>", &[&class, &name, &amount])
}

/// What is owed when: both totals and both dates where paying early costs less.
pub(crate) fn schedule(l: Locale, schedule: &PaymentSchedule) -> Html {
    let full = match schedule.full.on {
        Some(day) => words::cart::due_by(l, money(l, schedule.full.amount), words::day(l, day)),
        None => words::cart::due_on_delivery(l, money(l, schedule.full.amount)),
    };
    let early = schedule.early.as_ref().and_then(|early| {
        let day = early.on?;
        let less = schedule.full.amount.checked_sub(early.amount).unwrap_or(early.amount);
        let text = words::cart::due_early(l, money(l, early.amount), words::day(l, day), money(l, less));
        Some(html("<li class=\"totals-early\">{}</li>", &[&text]))
    });
    html("<ul class=\"totals-schedule\">{}<li>{}</li></ul>", &[&early, &full])
}
