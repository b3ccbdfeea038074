//! Random shops and baskets, each made of a number alone, so that a case can be made again.

mod chance;
mod describe;
mod goods;
mod promotions;
mod shrink;

pub use chance::Chance;
pub use describe::describe;
pub use shrink::shrunk;

use giano_commerce::locale::Text;
use giano_commerce::pricing::{LineInput, PricingContext, Shipping, ShippingPrice};
use giano_commerce::tax::{VatTreatment, rates_on};
use giano_commerce::terms::{EarlyPayment, PaymentTerm, TermDue};
use giano_commerce::{Country, Currency, Face, Money, Sku};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use std::sync::Arc;

const TODAY: Date = date(2026, 3, 2);

/// Codes that promotions may ask for.
pub const CODES: [&str; 4] = ["UNO", "DUE", "TRE", "QUATTRO"];

/// A basket and what it is priced by.
#[derive(Debug, Clone)]
pub struct Case {
    pub context: PricingContext,
    pub lines: Vec<LineInput>,
}

/// What kind of shop is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Anything that a merchant may set.
    Any,
    /// A shop in which nothing is given once for an order and every price falls with the quantity, so that a basket can
    /// cost no more than its parts: see [`crate::reference`].
    Lawful,
}

/// The case of a number.
pub fn case(number: u64, kind: Kind) -> Case {
    let mut chance = Chance::new(number);
    let style = chance.one(&[Style::Euros, Style::Cents, Style::Cents, Style::Small]);
    let currency = if chance.comes(4) { Currency::Jpy } else { Currency::Eur };
    let theme = chance.one(&[Theme::Mixed, Theme::Mixed, Theme::Sets, Theme::Codes]);
    let mut maker = Maker { chance, currency, style, theme, kind };
    maker.case()
}

pub fn now() -> Timestamp {
    "2026-03-02T10:00:00Z".parse().unwrap()
}

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

fn sku(product: i64, variant: i64) -> Sku {
    format!("{}{variant}", ["A", "B", "C", "D", "E"][usize::try_from(product).unwrap()]).parse().unwrap()
}

/// What prices look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Whole euros, near each other: promotions, contracts and tiers often come to the same.
    Euros,
    /// Any cents.
    Cents,
    /// Some cents: rounding counts.
    Small,
}

/// What a shop has much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Theme {
    /// Some of all.
    Mixed,
    /// Contracts, and promotions on several pieces.
    Sets,
    /// Codes, and exclusive promotions.
    Codes,
}

struct Maker {
    chance: Chance,
    currency: Currency,
    style: Style,
    theme: Theme,
    kind: Kind,
}

/// So many minor units.
fn money(currency: Currency, units: i64) -> Money {
    Money::new(Decimal::new(units, currency.minor_digits()), currency)
}

impl Maker {
    fn price(&mut self) -> i64 {
        match self.style {
            Style::Euros => 100 * self.chance.number(2, 20),
            Style::Cents => self.chance.number(100, 4000),
            Style::Small => self.chance.number(1, 99),
        }
    }

    /// So much of a price, in the shop's style.
    fn part_of(&mut self, cents: i64, least: i64, most: i64) -> i64 {
        let part = cents * self.chance.number(least, most) / 100;
        match self.style {
            Style::Euros => (part / 100 * 100).max(100),
            Style::Cents | Style::Small => part,
        }
    }

    /// A price that may be finer than the minor unit, as those of small parts are.
    fn fine(&mut self, units: i64) -> Money {
        let finer = if self.style == Style::Small && self.chance.comes(20) { self.chance.number(-50, 50) } else { 0 };
        let price = money(self.currency, 100 * units + finer);
        Money::new(price.amount() / Decimal::ONE_HUNDRED, self.currency)
    }

    fn percent(&mut self) -> Decimal {
        if self.chance.comes(15) {
            Decimal::new(self.chance.number(1, 999), 1)
        } else {
            Decimal::from(self.chance.one(&[10, 10, 20, 25, 50, 50, 100]))
        }
    }

    fn case(&mut self) -> Case {
        let business = self.chance.comes(if self.kind == Kind::Lawful { 80 } else { 65 });
        let face = if business { Face::Business } else { Face::Home };
        let mut items = self.items();
        let promotions = self.promotions(face, &items);
        let several = promotions.iter().filter(|promotion| promotion.effect.is_on_several_pieces()).count();
        if self.kind == Kind::Lawful && several > 1 {
            // Each of them counts on unit prices: where a tier lowers those, one takes off less though another asks a
            // fixed price for its set.
            items.iter_mut().for_each(|item| Arc::make_mut(item).tiers.clear());
        }
        let lines = self.lines(&items);
        let vat = match self.chance.number(0, 9) {
            0 | 1 => VatTreatment::Charged { country: country("FI") },
            2 => VatTreatment::Charged { country: country("DE") },
            3 if business => VatTreatment::ReverseCharge { vat_number: "DE136695976".to_owned() },
            4 => VatTreatment::Export,
            _ => VatTreatment::Charged { country: country("IT") },
        };
        let mut coupons: Vec<String> = Vec::new();
        for _ in 0..self.chance.one(&[0, 1, 2, 2, 3, 4]) {
            let code = self.chance.one(&[CODES.as_slice(), &["NESSUNO"]].concat()).to_owned();
            if !coupons.contains(&code) {
                coupons.push(code);
            }
        }
        let term = self.chance.maybe(50, Self::term);
        let shipping = self.chance.comes(50).then(|| self.shipping("standard"));
        // Two parcels by a dearer way than the usual one are reduced twice.
        let usual = self.kind == Kind::Any && self.chance.comes(40);
        let usual_shipping = usual.then(|| self.shipping("usual"));
        let context = PricingContext {
            face,
            now: now(),
            today: TODAY,
            currency: self.currency,
            home_country: country("IT"),
            vat,
            rates: rates_on(TODAY, &[country("IT"), country("FI"), country("DE")]),
            promotions: promotions.into_iter().map(Arc::new).collect(),
            coupons,
            term: term.map(Arc::new),
            shipping,
            usual_shipping,
        };
        Case { context, lines }
    }

    fn term(chance: &mut Chance) -> PaymentTerm {
        PaymentTerm {
            code: "term".to_owned(),
            name: Text::one("Term"),
            adjustment_percent: chance.one(&[
                Decimal::from(-2),
                Decimal::ZERO,
                Decimal::new(15, 1),
                Decimal::new(-125, 1),
            ]),
            due: TermDue::NetDays { days: 30 },
            early: chance.comes(30).then_some(EarlyPayment { percent: Decimal::from(2), days: 10 }),
            on_account: true,
        }
    }

    fn shipping(&mut self, code: &str) -> Shipping {
        let price = if self.chance.comes(70) {
            ShippingPrice::Flat { price: money(self.currency, self.chance.one(&[0, 490, 590, 1490])) }
        } else {
            ShippingPrice::Weight {
                base: money(self.currency, 500),
                per_step: money(self.currency, self.chance.number(1, 300)),
                step_grams: 700,
            }
        };
        Shipping {
            code: code.to_owned(),
            name: Text::one("Delivery"),
            price,
            // A tier that is reached may make the goods cost less than free delivery asks for.
            free_from: (self.kind == Kind::Any && self.chance.comes(40))
                .then(|| money(self.currency, self.price() * 3)),
        }
    }
}

fn moment(hours: i64) -> Timestamp {
    now() + SignedDuration::from_hours(hours)
}
