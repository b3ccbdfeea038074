//! VAT of a priced basket.
//!
//! At home it is inside the prices and taken out of the sum of each rate; for business it is put on the sum of nets of
//! each rate. Shipping is ancillary to the goods and follows their rates in proportion to their worth (Directive
//! 2006/112/EC, art. 78; ECJ C-349/96); without goods of worth it bears the standard rate.

use super::exact::{self, HUNDRED};
use super::{LineInput, PricingContext, PricingError};
use crate::money::round_to_minor;
use crate::sharing::share;
use crate::tax::{VatClass, VatPart, VatTreatment};
use crate::{Country, Face, Money};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The rate of a class in a country, as the context gives it.
pub(super) fn rate(context: &PricingContext, country: Country, class: VatClass) -> Result<Decimal, PricingError> {
    if class == VatClass::Exempt {
        return Ok(Decimal::ZERO);
    }
    context
        .rates
        .iter()
        .find(|rate| rate.country == country && rate.class == class)
        .map(|rate| rate.percent)
        .ok_or(PricingError::NoRate { country, class })
}

/// The rate that is charged on a class under the context's treatment.
pub(super) fn charged(context: &PricingContext, class: VatClass) -> Result<Decimal, PricingError> {
    match &context.vat {
        VatTreatment::Charged { country } => rate(context, *country, class),
        VatTreatment::ReverseCharge { .. } | VatTreatment::Export => Ok(Decimal::ZERO),
    }
}

/// VAT by rate, and the sums.
pub(super) struct Vat {
    pub parts: Vec<VatPart>,
    pub net: Decimal,
    pub tax: Decimal,
    /// Per cent on each line.
    pub line_percents: Vec<Decimal>,
}

/// VAT on lines (after all discounts) and shipping.
pub(super) fn vat(
    context: &PricingContext,
    lines: &[LineInput],
    payable: &[Decimal],
    shipping: Decimal,
) -> Result<Vat, PricingError> {
    let mut classes: Vec<(VatClass, Decimal, Decimal)> = Vec::with_capacity(4);
    let mut line_percents = Vec::with_capacity(lines.len());
    for (line, amount) in lines.iter().zip(payable) {
        let class = line.item.vat_class;
        let known = classes.iter().position(|(known, ..)| *known == class);
        let at = match known {
            Some(at) => at,
            None => {
                classes.push((class, charged(context, class)?.normalize(), Decimal::ZERO));
                classes.len() - 1
            }
        };
        let (_, percent, sum) = &mut classes[at];
        line_percents.push(*percent);
        *sum = exact::add(*sum, *amount)?;
    }
    let mut sums: BTreeMap<Decimal, Decimal> = BTreeMap::new();
    for (_, percent, amount) in classes {
        let sum = sums.entry(percent).or_default();
        *sum = exact::add(*sum, amount)?;
    }
    if !shipping.is_zero() {
        let weights: Vec<Decimal> = sums.values().copied().collect();
        if weights.iter().all(Decimal::is_zero) {
            *sums.entry(charged(context, VatClass::Standard)?.normalize()).or_default() += shipping;
        } else {
            let shares = share(shipping, &weights, &[], context.currency.minor_digits());
            sums.values_mut().zip(shares).for_each(|(sum, part)| *sum += part);
        }
    }
    let mut vat = Vat { parts: Vec::with_capacity(sums.len()), net: Decimal::ZERO, tax: Decimal::ZERO, line_percents };
    let money = |amount| Money::new(round_to_minor(amount, context.currency), context.currency);
    for (percent, sum) in sums {
        let (net, tax) = match context.face {
            Face::Home => {
                let inside = exact::div(exact::mul(sum, percent)?, exact::add(HUNDRED, percent)?)?;
                let tax = round_to_minor(inside, context.currency);
                (exact::sub(sum, tax)?, tax)
            }
            Face::Business => (sum, round_to_minor(exact::percent_of(sum, percent)?, context.currency)),
        };
        vat.net = exact::add(vat.net, net)?;
        vat.tax = exact::add(vat.tax, tax)?;
        vat.parts.push(VatPart { rate: percent, net: money(net), tax: money(tax) });
    }
    Ok(vat)
}
