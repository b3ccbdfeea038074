//! The e-mail that confirms an order.

use super::key_of;
use super::view::view_of;
use crate::cookies::hash;
use crate::jobs::JobError;
use crate::mail::letter::{Block, Letter, Sum};
use crate::state::AppState;
use crate::words;
use giano_api::checkout::PaymentMethod;
use giano_api::orders::{OrderLineView, OrderView};
use giano_commerce::order::OrderNumber;
use giano_commerce::pricing::PricedBasket;
use giano_commerce::tax::VatTreatment;
use giano_commerce::terms::PaymentSchedule;
use giano_commerce::{Face, Locale, Money};
use giano_store::OrderOwner;

/// The confirmation of an order, and whom it goes to; none where the order was cancelled before anybody was told of it.
pub(crate) async fn letter(state: &AppState, number: &OrderNumber) -> Result<Option<(String, Letter)>, JobError> {
    let key = key_of(state, number);
    let order = state.store.order(number, &OrderOwner::Key(hash(&key))).await?;
    let order = order.ok_or_else(|| JobError::Refused(format!("there is no order {number}")))?;
    if order.head.cancelled().is_some() {
        return Ok(None);
    }
    // Of an order from an earlier shop that could not be understood nobody knows whose it is.
    let about = order.about.as_ref();
    let locale = about.ok_or_else(|| JobError::Refused(format!("nobody is known for order {number}")))?.locale;
    let view = view_of(order)?;
    let shop = state.snapshot().shop.name.clone();
    let origin = &state.settings.origin;
    let page = (!origin.is_empty()).then(|| format!("{origin}/orders/{number}?key={key}"));
    Ok(Some((view.email.clone(), written(locale, &shop, page, &view))))
}

fn written(l: Locale, shop: &str, page: Option<String>, order: &OrderView) -> Letter {
    let mut blocks = vec![
        Block::Title(words::orders::number_on(l, words::day_of(l, order.placed_at), &order.number)),
        Block::Text(words::mail::order_thanks(l, shop)),
        Block::Sums(order.lines.iter().map(|entry| line(l, order.face, entry)).collect()),
        Block::Sums(totals(l, &order.priced)),
    ];
    blocks.extend(note(l, &order.priced.treatment).map(Block::Text));
    blocks.push(Block::Facts(facts(l, order)));
    blocks.extend(page.map(|address| Block::Link { text: words::mail::order_open(l).to_owned(), address }));
    Letter::new(l, shop, words::mail::order_subject(l, &order.number, shop), &blocks)
}

fn line(l: Locale, face: Face, entry: &OrderLineView) -> Sum {
    let (shown, priced) = (&entry.shown, &entry.priced);
    let name = format!("{} × {}", words::number(l, priced.quantity.get().into()), shown.name);
    let sku = (face == Face::Business).then(|| priced.sku.to_string());
    let each =
        (priced.quantity.get() > 1).then(|| format!("{} {}", words::money(l, priced.unit), words::cart::each(l)));
    let detail: Vec<String> =
        [Some(shown.label.clone()).filter(|label| !label.is_empty()), sku, each].into_iter().flatten().collect();
    Sum {
        detail: Some(detail.join(", ")).filter(|detail| !detail.is_empty()),
        ..Sum::plain(name, words::money(l, priced.total))
    }
}

/// Goods, discounts by name, delivery, VAT by rate, total: as on the order's page.
fn totals(l: Locale, priced: &PricedBasket) -> Vec<Sum> {
    let free = |amount: Money| if amount.is_zero() { words::cart::free(l).to_owned() } else { words::money(l, amount) };
    let mut sums = vec![Sum::plain(words::cart::goods(l), words::money(l, priced.goods))];
    for discount in &priced.discounts {
        sums.push(Sum::plain(discount.name.get(l), format!("−{}", words::money(l, discount.amount))));
    }
    for gift in &priced.gifts {
        let what = words::cart::gift(l, gift.name.get(l), words::number(l, gift.quantity.into()), &gift.sku);
        sums.push(Sum::plain(what, words::cart::free(l)));
    }
    sums.extend(priced.shipping.as_ref().map(|way| Sum::plain(way.name.get(l), free(way.price))));
    let business = priced.face == Face::Business;
    let total = Sum { strong: true, ..Sum::plain(words::cart::total(l), words::money(l, priced.total)) };
    if business {
        sums.push(Sum::plain(words::cart::net(l), words::money(l, priced.net)));
        for part in &priced.vat {
            let name = words::cart::vat_on(l, words::money(l, part.net), words::percent(l, part.rate));
            sums.push(Sum::plain(name, words::money(l, part.tax)));
        }
        sums.push(total);
    } else {
        sums.push(total);
        for part in priced.vat.iter().filter(|part| !part.tax.is_zero()) {
            let name = words::cart::vat_included(l, words::percent(l, part.rate));
            sums.push(Sum::plain(name, words::money(l, part.tax)));
        }
    }
    sums
}

fn note(l: Locale, treatment: &VatTreatment) -> Option<String> {
    match treatment {
        VatTreatment::Charged { .. } => None,
        VatTreatment::ReverseCharge { vat_number } => Some(words::cart::reverse_charge(l, vat_number)),
        VatTreatment::Export => Some(words::cart::export(l).to_owned()),
    }
}

/// What is owed and until when: less by the earlier day, where the term says so.
fn due(l: Locale, schedule: &PaymentSchedule) -> Vec<String> {
    let PaymentSchedule { early, full } = schedule;
    let early = early.as_ref().and_then(|early| {
        let less = full.amount.checked_sub(early.amount).ok()?;
        let (amount, day) = (words::money(l, early.amount), words::day(l, early.on?));
        Some(words::cart::due_early(l, amount, day, words::money(l, less)))
    });
    let amount = words::money(l, full.amount);
    let full = match full.on {
        Some(day) => words::cart::due_by(l, amount, words::day(l, day)),
        None => words::cart::due_on_delivery(l, amount),
    };
    early.into_iter().chain([full]).collect()
}

fn facts(l: Locale, order: &OrderView) -> Vec<(String, Vec<String>)> {
    let mut facts = vec![(words::orders::address(l), order.address.lines(words::checkout::countries(l)))];
    facts.extend(order.vat_number.iter().map(|number| (words::checkout::vat_number(l), vec![number.clone()])));
    let mut delivery: Vec<String> = order.priced.shipping.iter().map(|way| way.name.get(l).to_owned()).collect();
    delivery.extend(order.arrives.map(|(from, until)| match from == until {
        true => words::checkout::arrives_on(l, words::day(l, from)),
        false => words::checkout::arrives_between(l, words::day(l, from), words::day(l, until)),
    }));
    delivery.extend(order.requested_date.map(|day| words::orders::requested(l, words::day(l, day))));
    facts.push((words::checkout::delivery(l), delivery));
    let method = match order.payment {
        PaymentMethod::Card => words::checkout::card(l),
        PaymentMethod::Account => words::checkout::account(l),
        PaymentMethod::Transfer => words::checkout::transfer(l),
    };
    let mut payment = vec![method.to_owned()];
    payment.extend(order.term.clone());
    payment.extend(order.pay_by.map(|day| words::orders::pay_by(l, words::day(l, day))));
    if order.payment == PaymentMethod::Account {
        payment.extend(order.priced.schedule.iter().flat_map(|schedule| due(l, schedule)));
    }
    facts.push((words::checkout::payment(l), payment));
    for (name, text) in [
        (words::checkout::purchase_order(l), &order.purchase_order),
        (words::checkout::cost_centre(l), &order.cost_centre),
        (words::orders::note(l), &order.note),
    ] {
        facts.extend(text.iter().map(|text| (name, vec![text.clone()])));
    }
    facts.into_iter().filter(|(_, lines)| !lines.is_empty()).map(|(name, lines)| (name.to_owned(), lines)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use giano_commerce::Currency;
    use giano_commerce::terms::DueAmount;
    use jiff::civil::date;

    #[test]
    fn who_may_pay_less_early_is_told_both_sums_and_both_days() {
        let due_amount = |amount, on| DueAmount { amount: Money::parse(amount, Currency::Eur).unwrap(), on };
        let early = due_amount("98.00", Some(date(2026, 12, 8)));
        let full = due_amount("100.00", Some(date(2026, 12, 28)));
        let lines = due(Locale::En, &PaymentSchedule { early: Some(early), full });
        let [early, full] = &lines[..] else { panic!("two lines: {lines:?}") };
        assert!(["98.00", "2.00", "8 December 2026"].iter().all(|said| early.contains(said)), "{early}");
        assert!(["100.00", "28 December 2026"].iter().all(|said| full.contains(said)), "{full}");
        let on_delivery = PaymentSchedule { early: None, full: due_amount("100.00", None) };
        assert_eq!(due(Locale::It, &on_delivery).len(), 1);
    }
}
