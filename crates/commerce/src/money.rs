//! Exact money.
//!
//! No float touches an amount, not even in JSON: `{"amount":"12.30","currency":"EUR"}`.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "ISO 4217 codes speak for themselves")]
pub enum Currency {
    #[default]
    Eur,
    Usd,
    Gbp,
    Chf,
    Pln,
    Czk,
    Dkk,
    Sek,
    Huf,
    Ron,
    Bgn,
    Jpy,
}

impl Currency {
    /// Every currency the shop can hold prices in.
    pub const ALL: [Self; 12] = [
        Self::Eur,
        Self::Usd,
        Self::Gbp,
        Self::Chf,
        Self::Pln,
        Self::Czk,
        Self::Dkk,
        Self::Sek,
        Self::Huf,
        Self::Ron,
        Self::Bgn,
        Self::Jpy,
    ];

    /// The ISO 4217 code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Eur => "EUR",
            Self::Usd => "USD",
            Self::Gbp => "GBP",
            Self::Chf => "CHF",
            Self::Pln => "PLN",
            Self::Czk => "CZK",
            Self::Dkk => "DKK",
            Self::Sek => "SEK",
            Self::Huf => "HUF",
            Self::Ron => "RON",
            Self::Bgn => "BGN",
            Self::Jpy => "JPY",
        }
    }

    /// Digits of the minor unit (ISO 4217): 2 for the euro, 0 for the yen.
    pub const fn minor_digits(self) -> u32 {
        match self {
            Self::Jpy => 0,
            _ => 2,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Currency {
    type Err = MoneyError;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|c| c.as_str() == s).ok_or(MoneyError::UnknownCurrency)
    }
}

/// Why an amount cannot be read or combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The code is not one of the shop's currencies.
    #[error("unknown currency")]
    UnknownCurrency,
    /// The text is not a decimal number like `12.30`.
    #[error("not a decimal amount")]
    NotANumber,
    /// The amount is beyond what the shop can hold (10^15).
    #[error("amount out of range")]
    OutOfRange,
    /// Two amounts of different currencies cannot be combined.
    #[error("cannot combine {0} with {1}")]
    CurrencyMismatch(Currency, Currency),
}

/// An exact amount in one currency. Not rounded by itself: see [`Money::rounded`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Money {
    /// A decimal as text, e.g. `"12.30"`.
    #[cfg_attr(
        feature = "openapi",
        schema(value_type = String, example = "12.30", pattern = r"^-?[0-9]{1,15}(\.[0-9]{1,28})?$")
    )]
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// An amount as given.
    pub const fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Nothing, in a currency.
    pub const fn zero(currency: Currency) -> Self {
        Self { amount: Decimal::ZERO, currency }
    }

    /// Reads a decimal like `12.30`; at most six decimals and below 10^15.
    ///
    /// # Errors
    /// [`MoneyError::NotANumber`] or [`MoneyError::OutOfRange`].
    pub fn parse(amount: &str, currency: Currency) -> Result<Self, MoneyError> {
        let amount = Decimal::from_str_exact(amount.trim()).map_err(|_| MoneyError::NotANumber)?;
        if amount.abs() >= Decimal::from(1_000_000_000_000_000_i64) || amount.scale() > 6 {
            return Err(MoneyError::OutOfRange);
        }
        Ok(Self { amount, currency })
    }

    /// The exact decimal.
    pub const fn amount(self) -> Decimal {
        self.amount
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Rounded to the currency's minor unit, half away from zero, and shown with all its digits.
    #[must_use]
    pub fn rounded(self) -> Self {
        Self { amount: round_to_minor(self.amount, self.currency), currency: self.currency }
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] where the currencies differ.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        self.amount
            .checked_add(other.amount)
            .map(|amount| Self { amount, currency: self.currency })
            .ok_or(MoneyError::OutOfRange)
    }

    /// The difference.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] where the currencies differ.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.checked_add(Self { amount: -other.amount, currency: other.currency })
    }

    /// Whether the amount is zero.
    pub fn is_zero(self) -> bool {
        self.amount.is_zero()
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch(self.currency, other.currency))
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

/// Rounds to the currency's minor unit, half away from zero, with exactly the minor unit's digits.
pub fn round_to_minor(amount: Decimal, currency: Currency) -> Decimal {
    let digits = currency.minor_digits();
    let mut rounded = amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(digits);
    rounded
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn eur(text: &str) -> Money {
        Money::parse(text, Currency::Eur).unwrap()
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "1,50", "1.2.3", "NaN", "1e3", "ten", "--1"] {
            assert_eq!(Money::parse(text, Currency::Eur), Err(MoneyError::NotANumber), "{text:?}");
        }
        for text in ["1000000000000000", "-1000000000000000", "0.1234567"] {
            assert_eq!(Money::parse(text, Currency::Eur), Err(MoneyError::OutOfRange), "{text:?}");
        }
    }

    #[test]
    fn half_a_cent_goes_away_from_zero() {
        for (exact, rounded) in
            [("0.005", "0.01"), ("0.0049", "0.00"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1", "1.00")]
        {
            assert_eq!(eur(exact).rounded().amount().to_string(), rounded);
        }
        assert_eq!(Money::parse("1.5", Currency::Jpy).unwrap().rounded().amount().to_string(), "2");
    }

    #[test]
    fn amounts_of_two_currencies_do_not_mix() {
        let usd = Money::parse("1.00", Currency::Usd).unwrap();
        let mismatch = Err(MoneyError::CurrencyMismatch(Currency::Eur, Currency::Usd));
        assert_eq!(eur("1.00").checked_add(usd), mismatch);
        assert_eq!(eur("1.00").checked_sub(usd), mismatch);
        assert_eq!(eur("1.00").checked_sub(eur("0.30")), Ok(eur("0.70")));
    }

    #[test]
    fn what_no_decimal_can_hold_is_an_error() {
        let most = Money::new(Decimal::MAX, Currency::Eur);
        assert_eq!(most.checked_add(most), Err(MoneyError::OutOfRange));
    }

    #[test]
    fn whatever_the_contract_allows_is_read() {
        for allowed in
            ["-0", "000000000000001", "-999999999999999.9999999999999999999999999999", "0.0000000000000000000000000001"]
        {
            let json = format!(r#"{{"amount":"{allowed}","currency":"EUR"}}"#);
            assert!(serde_json::from_str::<Money>(&json).is_ok(), "{allowed}");
        }
    }

    #[test]
    fn on_the_wire_it_is_text() {
        let json = serde_json::to_string(&eur("12.30")).unwrap();
        assert_eq!(json, r#"{"amount":"12.30","currency":"EUR"}"#);
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), eur("12.30"));
        assert!(serde_json::from_str::<Money>(r#"{"amount":12.3,"currency":"EUR"}"#).is_err(), "no float");
        assert!(serde_json::from_str::<Money>(r#"{"amount":"12.30","currency":"XXX"}"#).is_err());
    }

    #[test]
    fn codes_of_currencies_read_back() {
        for currency in Currency::ALL {
            assert_eq!(currency.as_str().parse(), Ok(currency));
            assert_eq!(serde_json::to_value(currency).unwrap(), currency.as_str());
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #[test]
        fn what_is_shown_reads_back(units in -999_999_999_999_999_i64..999_999_999_999_999, digits in 0_u32..5) {
            let money = Money::new(Decimal::new(units, digits), Currency::Eur);
            let shown = money.amount().to_string();
            proptest::prop_assert_eq!(Money::parse(&shown, Currency::Eur).unwrap(), money);
            let json = serde_json::to_string(&money).unwrap();
            proptest::prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}") {
            let _ = Money::parse(&text, Currency::Eur);
        }
    }
}
