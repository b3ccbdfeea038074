//! What coffee costs a company: from cups a day to machines, beans, cost of a cup, and when the machine has paid off.

use giano_api::demonstration::{CalculatorItem, CalculatorMachine, CalculatorView};
use giano_commerce::Money;
use rust_decimal::Decimal;

/// What the calculator is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Habits {
    /// Cups a day, all together.
    pub cups_a_day: u32,
    /// Days a month with coffee.
    pub days_a_month: u32,
    /// What a cup costs today, bought elsewhere, net.
    pub cup_today: Money,
    /// The machine wanted, by its place; none for the one that suits.
    pub machine: Option<usize>,
}

/// What comes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Estimate {
    /// The machine, by its place.
    pub machine: usize,
    /// How many of it: as many as can be ordered.
    pub machines: u32,
    /// Their net price together.
    pub investment: Money,
    /// Grams of beans a month.
    pub grams_a_month: u64,
    /// Pieces of beans a month: as many as can be ordered.
    pub beans: u32,
    /// Their net price.
    pub beans_a_month: Money,
    /// Cost of a cup: beans, and the machines over [`MONTHS`] months.
    pub cup: Money,
    /// Months until the machines have paid off; none where a cup is no cheaper.
    pub payback_months: Option<u32>,
}

/// Months over which the machines' price is spread.
pub(super) const MONTHS: u32 = 36;

/// The place of the machine that suits: the smallest that makes so many cups, else the greatest.
pub(super) fn suited(machines: &[CalculatorMachine], cups_a_day: u32) -> Option<usize> {
    let enough = machines.iter().position(|machine| machine.cups_a_day >= cups_a_day);
    enough.or(machines.len().checked_sub(1))
}

/// The estimate. None without a cup or beyond all numbers.
pub(super) fn estimate(habits: Habits, from: &CalculatorView) -> Option<Estimate> {
    let cups_a_month = habits.cups_a_day.checked_mul(habits.days_a_month).filter(|cups| *cups > 0)?;
    let place = habits.machine.or_else(|| suited(&from.machines, habits.cups_a_day))?;
    let machine = from.machines.get(place)?;
    let machines = machine.item.quantities.enough_for(habits.cups_a_day.div_ceil(machine.cups_a_day.max(1)));
    let price = price_at(&machine.item, machines)?;
    let currency = price.currency();
    let cups = Decimal::from(cups_a_month);
    let grams = from.grams_a_cup.checked_mul(cups)?;
    let pieces = grams.checked_div(Decimal::from(from.beans.grams.max(1)))?.ceil();
    let beans = from.beans.item.quantities.enough_for(u32::try_from(pieces).ok()?);
    let bean_price = price_at(&from.beans.item, beans)?;
    let investment = price.amount().checked_mul(machines.into())?;
    let beans_a_cup =
        bean_price.amount().checked_mul(from.grams_a_cup)?.checked_div(Decimal::from(from.beans.grams.max(1)))?;
    let machine_a_cup = investment.checked_div(Decimal::from(MONTHS).checked_mul(cups)?)?;
    let saved_a_month = (habits.cup_today.amount() - beans_a_cup).checked_mul(cups)?;
    let payback_months = (saved_a_month > Decimal::ZERO)
        .then(|| investment.checked_div(saved_a_month))
        .flatten()
        .and_then(|months| months.ceil().try_into().ok());
    Some(Estimate {
        machine: place,
        machines,
        investment: Money::new(investment, currency).rounded(),
        grams_a_month: u64::try_from(grams.ceil()).ok()?,
        beans,
        beans_a_month: Money::new(bean_price.amount().checked_mul(beans.into())?, currency).rounded(),
        cup: Money::new(beans_a_cup.checked_add(machine_a_cup)?, currency).rounded(),
        payback_months,
    })
}

/// The net unit price of a quantity.
fn price_at(item: &CalculatorItem, quantity: u32) -> Option<Money> {
    let reached = item.prices.iter().rfind(|row| row.minimum <= quantity);
    reached.or(item.prices.first()).map(|row| row.price)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use giano_api::catalog::CardTier;
    use giano_api::demonstration::CalculatorBeans;
    use giano_commerce::{Currency, QuantityRule};

    fn euro(text: &str) -> Money {
        Money::parse(text, Currency::Eur).unwrap()
    }

    fn item(sku: &str, prices: &[(u32, &str)], quantities: QuantityRule) -> CalculatorItem {
        let prices = prices.iter().map(|(minimum, price)| CardTier { minimum: *minimum, price: euro(price) });
        CalculatorItem {
            sku: sku.parse().unwrap(),
            slug: sku.to_lowercase(),
            name: sku.to_owned(),
            label: String::new(),
            image: None,
            prices: prices.collect(),
            quantities,
        }
    }

    fn shop() -> CalculatorView {
        let one = QuantityRule::default();
        let machine =
            |sku, cups_a_day, prices: &[(u32, &str)]| CalculatorMachine { item: item(sku, prices, one), cups_a_day };
        CalculatorView {
            grams_a_cup: Decimal::from(8),
            machines: vec![
                machine("SMALL", 80, &[(1, "1440.00")]),
                machine("LARGE", 300, &[(1, "3000.00"), (2, "2700.00")]),
            ],
            beans: CalculatorBeans {
                item: item(
                    "BEANS",
                    &[(6, "15.00"), (60, "12.00")],
                    QuantityRule { minimum: 6, maximum: None, increment: 6 },
                ),
                grams: 1000,
                a_kilogram: euro("15.00"),
            },
        }
    }

    fn office(cups_a_day: u32) -> Habits {
        Habits { cups_a_day, days_a_month: 20, cup_today: euro("1.00"), machine: None }
    }

    #[test]
    fn an_office_of_fifty_cups() {
        let estimate = estimate(office(50), &shop()).unwrap();
        assert_eq!((estimate.machine, estimate.machines, estimate.investment), (0, 1, euro("1440.00")));
        // 50 × 20 × 8 g = 8 kg, sold by six: 12 bags.
        assert_eq!((estimate.grams_a_month, estimate.beans, estimate.beans_a_month), (8000, 12, euro("180.00")));
        // Beans 0.12, machine 1440 / (36 × 1000) = 0.04.
        assert_eq!(estimate.cup, euro("0.16"));
        // 1440 / (0.88 × 1000) = 1.6 months.
        assert_eq!(estimate.payback_months, Some(2));
    }

    #[test]
    fn the_machine_that_suits_is_the_smallest_that_is_enough() {
        let shop = shop();
        let of = |cups| suited(&shop.machines, cups);
        assert_eq!([of(1), of(80), of(81), of(301)], [Some(0), Some(0), Some(1), Some(1)]);
        assert_eq!(suited(&[], 1), None);
    }

    #[test]
    fn more_cups_than_one_machine_makes_are_made_by_several_at_their_tier() {
        let two = estimate(office(500), &shop()).unwrap();
        assert_eq!((two.machine, two.machines, two.investment), (1, 2, euro("5400.00")));
        // 80 kg, in bags of a kilogram by six: 84, at the price from 60 on.
        assert_eq!((two.beans, two.beans_a_month), (84, euro("1008.00")));
    }

    #[test]
    fn another_machine_can_be_wanted() {
        let wanted = estimate(Habits { machine: Some(1), ..office(50) }, &shop()).unwrap();
        assert_eq!((wanted.machine, wanted.machines), (1, 1));
        assert_eq!(estimate(Habits { machine: Some(2), ..office(50) }, &shop()), None);
    }

    #[test]
    fn a_cup_that_is_cheaper_elsewhere_never_pays_off() {
        let never = estimate(Habits { cup_today: euro("0.05"), ..office(50) }, &shop()).unwrap();
        assert_eq!(never.payback_months, None);
    }

    #[test]
    fn no_cups_no_estimate() {
        assert_eq!(estimate(office(0), &shop()), None);
    }
}
