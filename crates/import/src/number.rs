//! Numbers as exports write them.

use crate::report::Reason;
use giano_commerce::{Currency, Money};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A decimal with a point, or with a comma where that cannot be a thousand.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let written = match text.rsplit_once(',') {
        Some((whole, fraction)) if !whole.contains([',', '.']) && fraction.len() != 3 => format!("{whole}.{fraction}"),
        Some(_) => return None,
        None => text.to_owned(),
    };
    Decimal::from_str_exact(&written).ok()
}

/// A price: not negative, in the currency's minor unit where it is exact in it.
pub(crate) fn price(text: &str, currency: Currency) -> Result<Money, Reason> {
    let wrong = || Reason::NotAPrice(shown(text));
    let amount = decimal(text).ok_or_else(wrong)?;
    if amount.is_sign_negative() && !amount.is_zero() {
        return Err(Reason::Negative(shown(text)));
    }
    let money = Money::parse(&amount.to_string(), currency).map_err(|_| wrong())?;
    let rounded = money.rounded();
    Ok(if rounded.amount() == money.amount() { rounded } else { money })
}

/// Whole pieces; negative ones are none, parts are cut off.
pub(crate) fn pieces(text: &str) -> Result<u32, Reason> {
    let amount = decimal(text).ok_or_else(|| Reason::NotANumber(shown(text)))?;
    Ok(amount.trunc().max(Decimal::ZERO).to_u32().unwrap_or(u32::MAX))
}

/// Grams out of a weight with so many grams a unit.
pub(crate) fn grams(text: &str, unit: Decimal) -> Result<u32, Reason> {
    let wrong = || Reason::NotANumber(shown(text));
    let amount = decimal(text).and_then(|amount| amount.checked_mul(unit)).ok_or_else(wrong)?;
    amount.round().to_u32().ok_or_else(wrong)
}

/// What to show of a field that is wrong.
fn shown(text: &str) -> String {
    text.trim().chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_exact_and_never_negative() {
        let written = |text| price(text, Currency::Eur).map(|money| money.to_string());
        for (text, expected) in [
            ("52", "52.00 EUR"),
            ("52.0000", "52.00 EUR"),
            (" 12,5 ", "12.50 EUR"),
            ("0.0125", "0.0125 EUR"),
            ("1234.56", "1234.56 EUR"),
        ] {
            assert_eq!(written(text), Ok(expected.to_owned()));
        }
        assert_eq!(written("-0.01"), Err(Reason::Negative("-0.01".into())));
        for text in ["", "free", "1,234", "1.234,50", "1e5", "NaN", "9999999999999999"] {
            assert_eq!(written(text), Err(Reason::NotAPrice(text.into())));
        }
    }

    #[test]
    fn pieces_and_weights() {
        assert_eq!(pieces("100.0000"), Ok(100));
        assert_eq!(pieces("-3"), Ok(0));
        assert_eq!(pieces("99999999999"), Ok(u32::MAX));
        assert!(pieces("many").is_err());
        assert_eq!(grams("1.5", Decimal::ONE_THOUSAND), Ok(1500));
        assert!(grams("-1", Decimal::ONE_THOUSAND).is_err());
    }
}
