//! What coffee costs a company: from cups a day to machines, beans, cost of a cup, and when the machine has paid off.

use giano_commerce::Money;
use rust_decimal::Decimal;

/// What the calculator knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Habits {
    /// Cups a day, all together.
    pub cups_a_day: u32,
    /// Days a month with coffee.
    pub days_a_month: u32,
    /// Cups that one machine makes in a day without haste.
    pub cups_a_machine: u32,
    /// Net price of a kilogram of beans.
    pub beans: Money,
    /// What a cup costs today, bought elsewhere, net.
    pub cup_today: Money,
}

/// What comes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Estimate {
    /// How many machines.
    pub machines: u32,
    /// Their net price together.
    pub investment: Money,
    /// Grams of beans a month.
    pub grams_a_month: u32,
    /// Cost of a cup: beans, and the machines over [`MONTHS`] months.
    pub cup: Money,
    /// Months until the machines have paid off; none where a cup is no cheaper.
    pub payback_months: Option<u32>,
}

/// Beans of a cup, in grams.
const GRAMS_A_CUP: u32 = 8;
/// Months over which the machines' price is spread.
pub(super) const MONTHS: u32 = 36;

/// The estimate, at a net price of one machine for a number of machines. None without a cup or beyond all numbers.
pub(super) fn estimate(habits: Habits, machine_price: impl Fn(u32) -> Money) -> Option<Estimate> {
    let cups_a_month = habits.cups_a_day.checked_mul(habits.days_a_month).filter(|cups| *cups > 0)?;
    let machines = habits.cups_a_day.div_ceil(habits.cups_a_machine.max(1)).max(1);
    let price = machine_price(machines);
    let currency = price.currency();
    let investment = price.amount().checked_mul(machines.into())?;
    let grams_a_month = cups_a_month.checked_mul(GRAMS_A_CUP)?;
    let beans_a_cup = habits.beans.amount().checked_mul(GRAMS_A_CUP.into())?.checked_div(Decimal::ONE_THOUSAND)?;
    let machine_a_cup = investment.checked_div(Decimal::from(MONTHS).checked_mul(cups_a_month.into())?)?;
    let saved_a_month = (habits.cup_today.amount() - beans_a_cup).checked_mul(cups_a_month.into())?;
    let payback_months = (saved_a_month > Decimal::ZERO)
        .then(|| investment.checked_div(saved_a_month))
        .flatten()
        .and_then(|months| months.ceil().try_into().ok());
    Some(Estimate {
        machines,
        investment: Money::new(investment, currency).rounded(),
        grams_a_month,
        cup: Money::new(beans_a_cup.checked_add(machine_a_cup)?, currency).rounded(),
        payback_months,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use giano_commerce::Currency;

    fn euro(text: &str) -> Money {
        Money::parse(text, Currency::Eur).unwrap()
    }

    fn office() -> Habits {
        Habits { cups_a_day: 100, days_a_month: 20, cups_a_machine: 120, beans: euro("15.00"), cup_today: euro("1.00") }
    }

    #[test]
    fn an_office_of_a_hundred_cups() {
        let estimate = estimate(office(), |_| euro("1440.00")).unwrap();
        assert_eq!(estimate.machines, 1);
        assert_eq!(estimate.grams_a_month, 16_000);
        // Beans 0.12, machine 1440 / (36 × 2000) = 0.02.
        assert_eq!(estimate.cup, euro("0.14"));
        // 1440 / (0.88 × 2000) = 0.82 months.
        assert_eq!(estimate.payback_months, Some(1));
    }

    #[test]
    fn the_price_of_a_machine_may_depend_on_their_number() {
        let habits = Habits { cups_a_day: 250, ..office() };
        let estimate =
            estimate(habits, |machines| if machines >= 3 { euro("900.00") } else { euro("1000.00") }).unwrap();
        assert_eq!((estimate.machines, estimate.investment), (3, euro("2700.00")));
    }

    #[test]
    fn a_cup_that_is_cheaper_elsewhere_never_pays_off() {
        let estimate = estimate(Habits { cup_today: euro("0.05"), ..office() }, |_| euro("1000.00")).unwrap();
        assert_eq!(estimate.payback_months, None);
    }

    #[test]
    fn no_cups_no_estimate() {
        assert_eq!(estimate(Habits { cups_a_day: 0, ..office() }, |_| euro("1000.00")), None);
    }
}
