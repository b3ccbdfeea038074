//! Purchases of the past, e.g. of a demonstration shop: priced as they would have been on their day, and moved on to where
//! they would stand by now.

use super::key_hash;
use super::view::kept;
use crate::actor::Actor;
use crate::basket::view::line_shown;
use crate::price_lists::{Contracts, contracts};
use crate::pricing::{Choice, context_at, payer, terms_of};
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::visit::Visitor;
use giano_api::catalog::Availability;
use giano_api::checkout::PaymentMethod;
use giano_commerce::address::Address;
use giano_commerce::checkout::{Paying, TermNotAChoice, takes_credit};
use giano_commerce::order::{Lifecycle, OrderNumber, PaymentEvent, PaymentState, ShipmentState, TransitionError};
use giano_commerce::pricing::{LineInput, PricedBasket, PricedLine, PricingContext, PricingError, price};
use giano_commerce::settings::{DeliveryMethod, ShopSettings};
use giano_commerce::terms::{PaymentTerm, TermDue};
use giano_commerce::{Country, EmailAddress, Face, Locale, Quantity, Sku};
use giano_store::{AboutSnapshot, CostCentre, NewOrder, NewPayment, PastOrder, ShownSnapshot, StoreError, Upserted};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

/// Something somebody bought.
#[derive(Debug, Clone)]
pub struct Purchase {
    /// Tells it apart from all others; written again under the same key it is the same order.
    pub key: String,
    /// Who bought it.
    pub person: EmailAddress,
    /// When.
    pub at: Timestamp,
    /// Where it went.
    pub address: Address,
    /// What and how many.
    pub lines: Vec<(Sku, u32)>,
    /// How it was paid.
    pub payment: PaymentMethod,
    /// Code of the payment term, where a company bought it.
    pub term: Option<String>,
}

/// Why a purchase cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PurchaseError {
    /// Nobody has the e-mail.
    #[error("nobody has the e-mail {0}")]
    Person(EmailAddress),
    /// It is not sold.
    #[error("{0} is not sold")]
    Sku(Sku),
    /// It cannot have been paid that way under that term.
    #[error("{0} cannot pay so under the term `{1}`")]
    Term(EmailAddress, String),
    /// It cannot be priced.
    #[error(transparent)]
    Pricing(#[from] PricingError),
    /// It cannot have gone that way.
    #[error(transparent)]
    Course(#[from] TransitionError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes purchases of the past as orders, in the order given; answers how many were new or changed. What is on hand and
/// limits of promotions are left alone. On the same day nothing changes a second time.
///
/// # Errors
/// [`PurchaseError`]; those before stay written.
pub async fn write_purchases(state: &AppState, purchases: &[Purchase]) -> Result<usize, PurchaseError> {
    let mut buyers: HashMap<String, Buyer> = HashMap::new();
    let mut changed = 0;
    for purchase in purchases {
        let key = purchase.person.key();
        let buyer = match buyers.get(&key) {
            Some(buyer) => buyer.clone(),
            None => buyers.entry(key).or_insert(buyer(state, purchase).await?).clone(),
        };
        let contracts = contracts(state, &buyer.visitor, buyer.visitor.face).await?;
        let order = Past { state, purchase, visitor: buyer.visitor, centres: buyer.centres, contracts }.order()?;
        if state.store.put_past_order(&order).await? != Upserted::Unchanged {
            changed += 1;
        }
    }
    Ok(changed)
}

/// Somebody who bought.
#[derive(Clone)]
struct Buyer {
    visitor: Visitor,
    /// Cost centres of the company.
    centres: Vec<CostCentre>,
}

async fn buyer(state: &AppState, purchase: &Purchase) -> Result<Buyer, PurchaseError> {
    let person = state.store.person_by_email(&purchase.person).await?;
    let person = person.ok_or_else(|| PurchaseError::Person(purchase.person.clone()))?;
    let company = match person.usual_company {
        Some(id) => state.store.company(id).await?.map(Arc::new),
        None => None,
    };
    let centres = match person.usual_company {
        Some(id) => state.store.cost_centres(id).await?,
        None => Vec::new(),
    };
    let visitor = Visitor {
        face: if company.is_some() { Face::Business } else { Face::Home },
        locale: if purchase.address.country == Country::IT { Locale::It } else { Locale::En },
        country: purchase.address.country,
        actor: Actor { person: Some(person), company, ..Actor::default() },
    };
    Ok(Buyer { visitor, centres })
}

struct Past<'a> {
    state: &'a AppState,
    purchase: &'a Purchase,
    visitor: Visitor,
    centres: Vec<CostCentre>,
    contracts: Contracts,
}

impl Past<'_> {
    fn order(&self) -> Result<PastOrder, PurchaseError> {
        let Self { state, purchase, visitor, contracts, .. } = self;
        let snapshot = state.snapshot();
        let settings = &snapshot.settings;
        let way = settings.deliveries(visitor.face, visitor.country).next();
        let choice = Choice {
            country: Some(visitor.country),
            postal_code: Some(purchase.address.postal_code.clone()),
            term: self.term(&snapshot)?,
            shipping: way.map(|way| way.shipping.clone()),
            ..Choice::default()
        };
        let context = context_at(&snapshot, visitor, visitor.face, choice, purchase.at);
        let company = visitor.buying_company();
        let mut inputs = Vec::with_capacity(purchase.lines.len());
        for (id, (sku, pieces)) in (1..).zip(&purchase.lines) {
            let (product, variant) = snapshot.by_sku(sku).ok_or_else(|| PurchaseError::Sku(sku.clone()))?;
            let quantity = Quantity::new(*pieces).unwrap_or(Quantity::ONE);
            inputs.push(LineInput { id, quantity, item: snapshot.item(product, variant, contracts) });
        }
        let priced = price(&context, &inputs)?;
        let course = Course::of(settings, purchase, way, context.term.as_deref());
        let now = settings.time_zone.day_at(state.clock.now());
        let until = moment(settings, now, 0);
        let number = OrderNumber::from_random(self.chance("number"));
        let stands = course.stands(until)?;
        let is_paid = matches!(stands.payment, PaymentState::Captured { .. });
        let takes_credit = takes_credit(purchase.payment, context.term.as_deref());
        Ok(PastOrder {
            key_hash: key_hash(state, &number),
            number,
            shipment: stands.shipment,
            owed: company.is_some() && takes_credit && !is_paid,
            order: NewOrder {
                person: visitor.actor.person.as_ref().map(|person| person.id),
                company: company.map(|company| company.id),
                email_key: purchase.person.key(),
                placed_at: purchase.at.as_millisecond(),
                lifecycle: stands.lifecycle,
                about: self.about(settings, &context, way),
                shown: self.shown(&priced)?,
                priced,
                payment: NewPayment {
                    id: format!("past-{:016x}{:016x}", self.chance("payment"), self.chance("payment, continued")),
                    method: purchase.payment,
                    provider: None,
                    state: stands.payment,
                },
            },
        })
    }

    /// The term it was bought under.
    fn term(&self, snapshot: &Snapshot) -> Result<Option<Arc<PaymentTerm>>, PurchaseError> {
        let Self { purchase, visitor, .. } = self;
        let terms = terms_of(snapshot, visitor);
        let paying = Paying { payer: payer(visitor, visitor.face), terms: &terms };
        let named = purchase.term.as_deref().unwrap_or_default();
        match paying.term(named, "", Some(purchase.payment)) {
            Ok(term) if paying.allows(term, purchase.payment) => Ok(term.cloned()),
            Ok(_) | Err(TermNotAChoice) => Err(PurchaseError::Term(purchase.person.clone(), named.to_owned())),
        }
    }

    fn shown(&self, priced: &PricedBasket) -> Result<Vec<ShownSnapshot>, PurchaseError> {
        let snapshot = self.state.snapshot();
        let line = |line: &PricedLine| {
            let found = snapshot.by_sku(&line.sku).ok_or_else(|| PurchaseError::Sku(line.sku.clone()))?;
            let mut shown = line_shown(&snapshot, &self.visitor, found.0, found.1);
            // It was on hand then, whatever is now.
            shown.availability = Availability::InStock { on_hand: line.quantity.get() };
            Ok(kept(shown))
        };
        priced.lines.iter().map(line).collect()
    }

    fn about(&self, settings: &ShopSettings, context: &PricingContext, way: Option<&DeliveryMethod>) -> AboutSnapshot {
        let Self { purchase, visitor, centres, .. } = self;
        let transfer_days = Span::new().days(settings.bank_transfer.days);
        let pay_by =
            (purchase.payment == PaymentMethod::Transfer).then(|| context.today.checked_add(transfer_days).ok());
        let company = visitor.buying_company().map(|company| &company.document);
        let chosen = usize::try_from(self.chance("cost centre")).unwrap_or_default().checked_rem(centres.len());
        AboutSnapshot {
            locale: visitor.locale,
            email: purchase.person.to_string(),
            address: purchase.address.clone().into(),
            vat_number: company.and_then(|company| company.vat_number.as_ref()).map(ToString::to_string),
            pay_by: pay_by.flatten(),
            term: context.term.as_ref().map(|term| term.name.clone()),
            purchase_order: None,
            cost_centre: chosen.and_then(|place| centres.get(place)).map(|centre| centre.name.clone()),
            requested_date: None,
            note: None,
            arrives: way.map(|way| settings.arrival(context.today, way, visitor.country, 0)),
        }
    }

    /// A number that is the same whenever it is asked for.
    fn chance(&self, of: &str) -> u64 {
        let digest = Sha256::digest(format!("{}\n{of}", self.purchase.key).as_bytes());
        digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// The moment at an hour of a civil day.
fn moment(settings: &ShopSettings, day: Date, hour: u16) -> Timestamp {
    settings.time_zone.at(day, hour * 60)
}

/// How an order goes: what happens to it, and when.
struct Course {
    placed: Timestamp,
    payment: PaymentState,
    paid: Timestamp,
    packed: Timestamp,
    shipped: Timestamp,
    arrived: Timestamp,
    closed: Timestamp,
}

/// Where an order stands.
struct Stands {
    lifecycle: Lifecycle,
    payment: PaymentState,
    shipment: Option<ShipmentState>,
}

impl Course {
    fn of(
        settings: &ShopSettings,
        purchase: &Purchase,
        way: Option<&DeliveryMethod>,
        term: Option<&PaymentTerm>,
    ) -> Self {
        let ordered = settings.time_zone.day_at(purchase.at);
        let work = |from: Date, days: u32| settings.working_days.after(from, days);
        let at = |day: Date, hour: u16| moment(settings, day, hour);
        let later = |day: Date, days: i64| day.checked_add(Span::new().days(days)).unwrap_or(Date::MAX);
        let since = purchase.at;
        let (payment, begun) = match purchase.payment {
            PaymentMethod::Card => (PaymentState::Created { since }, ordered),
            // It comes in time, so nobody has to give it up.
            PaymentMethod::Transfer => (PaymentState::Awaited { since, until: None }, work(ordered, 2)),
            PaymentMethod::Account => (PaymentState::Owed { since }, ordered),
        };
        let shipped = work(begun, 2);
        let (_, arrived) =
            way.map_or((shipped, work(begun, 3)), |way| settings.arrival(begun, way, purchase.address.country, 0));
        let arrived = arrived.max(work(shipped, 1));
        let paid = match (purchase.payment, term.map(|term| term.due)) {
            (PaymentMethod::Card, _) => purchase.at,
            (PaymentMethod::Transfer, _) => at(begun, 9),
            (PaymentMethod::Account, Some(TermDue::NetDays { days })) => at(later(ordered, days.into()), 10),
            (PaymentMethod::Account, Some(TermDue::OnDelivery | TermDue::Prepaid) | None) => at(arrived, 12),
        };
        let done = paid.max(at(arrived, 11));
        let closed = later(settings.time_zone.day_at(done), 14);
        Self {
            placed: purchase.at,
            payment,
            paid,
            packed: at(work(begun, 1), 10),
            shipped: at(shipped, 15),
            arrived: at(arrived, 11),
            closed: at(closed, 8),
        }
    }

    /// Where it stands at a moment.
    fn stands(self, until: Timestamp) -> Result<Stands, TransitionError> {
        let Self { placed, payment, paid, packed, shipped, arrived, closed } = self;
        let by = |at: Timestamp| at <= until;
        let payment = if by(paid) { payment.apply(PaymentEvent::Capture, paid)? } else { payment };
        let mut shipment = by(packed).then_some(ShipmentState::Preparing { since: packed });
        if by(shipped) {
            shipment = shipment.map(|shipment| shipment.send(shipped)).transpose()?;
        }
        if by(arrived) {
            shipment = shipment.map(|shipment| shipment.deliver(arrived)).transpose()?;
        }
        let lifecycle = Lifecycle::Placed { at: placed };
        let lifecycle = if by(closed) { lifecycle.close(closed)? } else { lifecycle };
        Ok(Stands { lifecycle, payment, shipment })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use giano_commerce::locale::Text;
    use giano_commerce::order::{OrderParts, PaymentPart, Pieces, standing};
    use giano_commerce::{Currency, Money};

    fn code(payment: PaymentMethod, due: Option<TermDue>, days: i64) -> &'static str {
        let initial = include_str!("../../../store/src/migrations/m0022_settings/initial.json");
        let settings: ShopSettings = serde_json::from_str(initial).unwrap();
        let at: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let purchase = Purchase {
            key: "k".into(),
            person: "a@example.com".parse().unwrap(),
            at,
            address: Address {
                name: "A".into(),
                company: None,
                street: "S".into(),
                extra: None,
                postal_code: "10123".into(),
                city: "Torino".into(),
                region: None,
                country: Country::IT,
                phone: None,
            },
            lines: Vec::new(),
            payment,
            term: None,
        };
        let term = due.map(|due| PaymentTerm {
            code: "t".into(),
            name: Text::one("T"),
            adjustment_percent: 0.into(),
            due,
            early: None,
            on_account: true,
        });
        let way = settings.deliveries(Face::Business, Country::IT).next();
        let course = Course::of(&settings, &purchase, way, term.as_ref());
        let stands = course.stands(at + Span::new().hours(24 * days)).unwrap();
        let shipments: Vec<_> = stands.shipment.into_iter().collect();
        let is_paid = matches!(stands.payment, PaymentState::Captured { .. });
        let total = Money::new(10.into(), Currency::Eur);
        let captured = if is_paid { total } else { Money::zero(Currency::Eur) };
        let shipped = if shipments.iter().any(|shipment| shipment.has_left()) { 1 } else { 0 };
        let parts = OrderParts {
            lifecycle: &stands.lifecycle,
            total,
            payments: &[PaymentPart { state: stands.payment, captured }],
            shipments: &shipments,
            pieces: Pieces { ordered: 1, shipped, ..Pieces::default() },
            refunds: &[],
            returns: &[],
        };
        standing(&parts).headline.code()
    }

    /// A Monday's order goes on by working days, and is paid when it is due.
    #[test]
    fn an_order_goes_its_way_day_by_day() {
        use PaymentMethod::{Account, Card, Transfer};
        for (days, card, transfer, account) in [
            (0, "paid", "awaiting_payment", "placed"),
            (1, "paid", "awaiting_payment", "placed"),
            (2, "in_fulfilment", "paid", "in_fulfilment"),
            (3, "shipped", "paid", "shipped"),
            (8, "delivered", "shipped", "delivered"),
            (20, "delivered", "delivered", "delivered"),
            (28, "closed", "closed", "delivered"),
            (31, "closed", "closed", "delivered"),
            (46, "closed", "closed", "closed"),
        ] {
            let net30 = Some(TermDue::NetDays { days: 30 });
            let codes =
                [code(Card, None, days), code(Transfer, Some(TermDue::Prepaid), days), code(Account, net30, days)];
            assert_eq!(codes, [card, transfer, account], "after {days} days");
        }
        assert_eq!(code(Account, Some(TermDue::OnDelivery), 30), "closed");
    }
}
