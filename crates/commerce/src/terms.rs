//! Payment terms: when a company pays, and what that does to the price.

use crate::locale::Text;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A payment term. Terms are data: a merchant can make others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentTerm {
    /// Code, unique, e.g. `net30`.
    pub code: String,
    /// Its name, e.g. `2 % within 10 days, net 30`.
    pub name: Text,
    /// Per cent on every unit price: `-2` makes it cheaper, `1.5` dearer.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "-2"))]
    pub adjustment_percent: Decimal,
    /// When payment is due.
    pub due: TermDue,
    /// Discount for paying early, on the order's total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early: Option<EarlyPayment>,
    /// Whether it takes credit of the company ([`PaymentTerm::takes_credit`]).
    pub on_account: bool,
}

/// When payment is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "when", rename_all = "snake_case")]
pub enum TermDue {
    /// Before it is sent.
    Prepaid,
    /// On delivery.
    OnDelivery,
    /// So many days after the invoice.
    NetDays {
        /// Days.
        days: u32,
    },
}

crate::tagged! {
    TermDue by when {
        Prepaid {}
        OnDelivery {}
        NetDays { days }
    } where { days: u32 }
}

/// A discount for paying early (e.g. 2 % within 10 days).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EarlyPayment {
    /// Per cent off, positive.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2"))]
    pub percent: Decimal,
    /// Days after the invoice within which it must be paid.
    pub days: u32,
}

/// Both totals and both dates of a term that discounts early payment; only the last pair for others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentSchedule {
    /// What is owed when paying early, and until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early: Option<DueAmount>,
    /// What is owed in full, and until when (none: on delivery).
    pub full: DueAmount,
}

/// An amount and the day it is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueAmount {
    /// The amount, VAT included.
    pub amount: crate::Money,
    /// The day, none where it is the day of delivery.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    #[serde(deserialize_with = "crate::wire_time::maybe_day", default)]
    pub on: Option<Date>,
}

impl PaymentTerm {
    /// Whether an order under it takes credit. What is paid beforehand takes none, whatever is marked.
    pub const fn takes_credit(&self) -> bool {
        self.on_account && !matches!(self.due, TermDue::Prepaid)
    }

    /// What is owed and when, for an invoice of `today` over `total` (VAT included).
    ///
    /// The early amount is the total less the discount, rounded to the minor unit.
    pub fn schedule(&self, total: crate::Money, today: Date) -> PaymentSchedule {
        let after =
            |days: u32| jiff::Span::new().try_days(i64::from(days)).and_then(|span| today.checked_add(span)).ok();
        let early = self.early.map(|early| {
            let percent = early.percent.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED);
            let kept = (Decimal::ONE_HUNDRED - percent) / Decimal::ONE_HUNDRED;
            let amount = total.amount().checked_mul(kept).unwrap_or(total.amount());
            DueAmount { amount: crate::Money::new(amount, total.currency()).rounded(), on: after(early.days) }
        });
        let on = match self.due {
            TermDue::Prepaid => Some(today),
            TermDue::OnDelivery => None,
            TermDue::NetDays { days } => after(days),
        };
        PaymentSchedule { early, full: DueAmount { amount: total, on } }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Currency, Money};
    use jiff::civil::date;

    fn term(due: TermDue, early: Option<EarlyPayment>) -> PaymentTerm {
        PaymentTerm {
            code: "t".into(),
            name: Text::one("T"),
            adjustment_percent: Decimal::ZERO,
            due,
            early,
            on_account: true,
        }
    }

    fn eur(text: &str) -> Money {
        Money::parse(text, Currency::Eur).unwrap()
    }

    #[test]
    fn days_go_over_the_end_of_months_and_years() {
        let schedule = term(TermDue::NetDays { days: 60 }, None).schedule(eur("10.00"), date(2026, 12, 15));
        assert_eq!((schedule.full.on, schedule.early), (Some(date(2027, 2, 13)), None));
        let leap = term(TermDue::NetDays { days: 1 }, None).schedule(eur("10.00"), date(2028, 2, 28));
        assert_eq!(leap.full.on, Some(date(2028, 2, 29)));
    }

    #[test]
    fn paying_early_never_costs_more_and_never_less_than_nothing() {
        for (percent, amount) in [("2", "9.80"), ("0", "10.00"), ("100", "0.00"), ("250", "0.00"), ("-5", "10.00")] {
            let early = EarlyPayment { percent: percent.parse().unwrap(), days: 10 };
            let schedule = term(TermDue::NetDays { days: 30 }, Some(early)).schedule(eur("10.00"), date(2026, 3, 2));
            let due = DueAmount { amount: eur(amount), on: Some(date(2026, 3, 12)) };
            assert_eq!(schedule.early, Some(due), "{percent}");
        }
    }

    #[test]
    fn days_beyond_the_calendar_have_no_date() {
        let schedule = term(TermDue::NetDays { days: u32::MAX }, None).schedule(eur("10.00"), date(2026, 3, 2));
        assert_eq!(schedule.full.on, None);
    }
}
