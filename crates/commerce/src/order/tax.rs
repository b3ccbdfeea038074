//! The share of each line in an order's VAT.

use crate::sharing::share;
use crate::tax::VatPart;
use crate::{Face, Money};
use rust_decimal::Decimal;

/// A line as its VAT is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineTax {
    /// Per cent of VAT on it.
    pub percent: Decimal,
    /// What is charged for it, after all discounts: with VAT at home, without for business.
    pub charged: Money,
}

/// The VAT of every line, and that of the delivery.
///
/// VAT is reckoned and rounded on the sum of each rate; here it is shared out again by largest remainder, so that lines
/// and delivery add up to it to the cent. What of a rate's sum is not of the lines is of the delivery.
pub fn line_taxes(face: Face, vat: &[VatPart], lines: &[LineTax]) -> (Vec<Money>, Decimal) {
    let mut taxes: Vec<Money> = lines.iter().map(|line| Money::zero(line.charged.currency())).collect();
    let mut delivery = Decimal::ZERO;
    for part in vat {
        let sum = match face {
            Face::Home => part.net.amount() + part.tax.amount(),
            Face::Business => part.net.amount(),
        };
        let places: Vec<usize> = (0..lines.len()).filter(|place| lines[*place].percent == part.rate).collect();
        let mut weights: Vec<Decimal> = places.iter().map(|place| lines[*place].charged.amount()).collect();
        let goods: Decimal = weights.iter().sum();
        weights.push((sum - goods).max(Decimal::ZERO));
        let currency = part.tax.currency();
        let mut shares = share(part.tax.amount(), &weights, &[], currency.minor_digits());
        delivery += shares.pop().unwrap_or_default();
        for (place, tax) in places.into_iter().zip(shares) {
            taxes[place] = Money::new(tax, currency);
        }
    }
    (taxes, delivery)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Currency;

    fn eur(text: &str) -> Money {
        Money::parse(text, Currency::Eur).unwrap()
    }

    fn part(rate: &str, net: &str, tax: &str) -> VatPart {
        VatPart { rate: rate.parse().unwrap(), net: eur(net), tax: eur(tax) }
    }

    fn line(percent: &str, charged: &str) -> LineTax {
        LineTax { percent: percent.parse().unwrap(), charged: eur(charged) }
    }

    #[test]
    fn lines_and_delivery_add_up_to_the_tax_of_each_rate() {
        // Three lines of 0.10 net at 22 % and a delivery of 0.05: 0.077 of VAT, rounded to 0.08.
        let lines = [line("22", "0.10"), line("22", "0.10"), line("22", "0.10"), line("10", "5.00")];
        let vat = [part("10", "5.00", "0.50"), part("22", "0.35", "0.08")];
        let (taxes, delivery) = line_taxes(Face::Business, &vat, &lines);
        let shown: Vec<String> = taxes.iter().map(|tax| tax.amount().to_string()).collect();
        assert_eq!(
            (shown, delivery.to_string()),
            (["0.03", "0.02", "0.02", "0.50"].map(str::to_owned).into(), "0.01".into())
        );
    }

    #[test]
    fn at_home_the_tax_is_inside() {
        let vat = [part("22", "53.93", "11.87")];
        let (taxes, delivery) = line_taxes(Face::Home, &vat, &[line("22", "59.90")]);
        assert_eq!((taxes, delivery), (vec![eur("10.81")], eur("1.06").amount()));
    }

    #[test]
    fn nothing_is_shared_where_nothing_is_charged() {
        let vat = [part("0", "10.00", "0.00")];
        let (taxes, delivery) = line_taxes(Face::Business, &vat, &[line("0", "10.00"), line("0", "0.00")]);
        assert_eq!((taxes, delivery.is_zero()), (vec![eur("0.00"), eur("0.00")], true));
    }
}
