//! What an order is made of.

use super::draft::{arrival, next_draft};
use super::validate::Ready;
use crate::basket::view::line_shown;
use crate::clock::draw_token;
use crate::cookies::hash;
use crate::orders::document::OrderDocument;
use crate::orders::key_of;
use crate::pricing::deliveries;
use crate::problem::Failure;
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::visit::Visitor;
use giano_api::Code;
use giano_api::catalog::Availability;
use giano_api::checkout::{PaymentMethod, PlaceOrderBody};
use giano_api::orders::OrderLineView;
use giano_commerce::order::{OrderNumber, OrderState};
use giano_commerce::pricing::{PricedBasket, PricingContext};
use giano_store::{BasketOwner, BasketRecord, KeyHold, NewOrder, NewOrderLine, NewPayment, PromotionUse};
use jiff::Span;
use jiff::civil::Date;

/// Everything an order is made of.
pub(super) struct Making<'a> {
    pub state: &'a AppState,
    pub snapshot: &'a Snapshot,
    pub visitor: &'a Visitor,
    pub owner: &'a BasketOwner,
    pub basket: &'a BasketRecord,
    pub body: &'a PlaceOrderBody,
    pub ready: &'a Ready,
    pub context: &'a PricingContext,
    pub priced: &'a PricedBasket,
}

impl Making<'_> {
    /// The order, under a number.
    pub fn order(
        &self,
        number: OrderNumber,
        promotions: Vec<PromotionUse>,
        hold: &KeyHold,
    ) -> Result<NewOrder, Failure> {
        let Self { state, snapshot, visitor, owner, basket, body, ready, priced, .. } = *self;
        let now = state.clock.now();
        let payment = (ready.payment == PaymentMethod::Card).then(|| {
            let id = draw_token();
            let reference = state.payments.reference(&id, body.card_token.as_deref().unwrap_or_default());
            NewPayment { id, provider: state.payments.name().to_owned(), reference }
        });
        let bought = priced.lines.iter().map(|line| (line.sku.clone(), line.quantity.get(), false));
        let gifts = priced.gifts.iter().map(|gift| (gift.sku.clone(), gift.quantity, true));
        let kept = self.pay_by().map(|day| kept_until(state, day));
        let company = visitor.buying_company().map(|company| company.id);
        Ok(NewOrder {
            key_hash: hash(&key_of(state, &number)),
            number,
            person: visitor.actor.customer().map(|person| person.id),
            company,
            email_key: ready.email.key(),
            state: match &payment {
                Some(payment) => OrderState::AwaitingPayment { since: now, payment: Some(payment.id.clone()) },
                None if ready.payment == PaymentMethod::Account => OrderState::Placed { at: now },
                None => OrderState::AwaitingPayment { since: now, payment: None },
            },
            placed_at: now.as_millisecond(),
            total: priced.total,
            catalog_version: snapshot.version,
            document: serde_json::to_string(&self.document()).map_err(|_| Failure::new(Code::Internal))?,
            lines: bought.chain(gifts).map(|(sku, quantity, gift)| NewOrderLine { sku, quantity, gift }).collect(),
            promotions,
            credit: company.filter(|_| ready.takes_credit()),
            basket: (owner.clone(), basket.version),
            coupons: basket.coupons.clone(),
            expires_at: kept,
            next_draft: serde_json::to_string(&next_draft(&body.draft)).ok(),
            payment,
            idempotency: Some(hold.clone()),
        })
    }

    /// Last day for a bank transfer, where that is how it is paid.
    fn pay_by(&self) -> Option<Date> {
        let settings = &self.state.settings;
        let today = settings.civil_time.day_at(self.state.clock.now());
        let days = Span::new().days(settings.transfer_days);
        (self.ready.payment == PaymentMethod::Transfer).then(|| today.checked_add(days).unwrap_or(Date::MAX))
    }

    fn document(&self) -> OrderDocument {
        let Self { state, snapshot, visitor, body, ready, context, priced, .. } = *self;
        let country = ready.address.country;
        let lines: Vec<OrderLineView> = priced
            .lines
            .iter()
            .filter_map(|line| {
                let (product, variant) = snapshot.by_sku(&line.sku)?;
                Some(OrderLineView { shown: line_shown(snapshot, visitor, product, variant), priced: line.clone() })
            })
            .collect();
        let later = lines.iter().filter_map(|line| match line.shown.availability {
            Availability::Later { days } => days,
            Availability::InStock { .. } | Availability::Low { .. } | Availability::Out => None,
        });
        let later = later.max().unwrap_or(0);
        let way = deliveries(&state.settings, visitor.face, country).find(|w| w.shipping.code == body.draft.delivery);
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        OrderDocument {
            face: visitor.face,
            locale: visitor.locale,
            email: ready.email.to_string(),
            address: ready.address.clone(),
            vat_number: match visitor.buying_company() {
                Some(company) => company.document.vat_number.as_ref().map(ToString::to_string),
                None => ready.vat_number.as_ref().map(ToString::to_string),
            },
            lines,
            priced: priced.clone(),
            payment: ready.payment,
            pay_by: self.pay_by(),
            term: context.term.as_ref().map(|term| term.name.clone()),
            purchase_order: text(&body.draft.purchase_order),
            cost_centre: text(&body.draft.cost_centre),
            requested_date: ready.requested,
            note: text(&body.draft.note),
            arrives: way.map(|way| arrival(state, way, country, later)),
        }
    }
}

/// Working days that a transfer may be on its way: a bank has until the end of the next working day (Directive (EU)
/// 2015/2366, art. 83), and the shop one more to find it on its account.
const BANKS_TAKE: u32 = 2;

/// The moment at which an order is given up whose transfer had to be made by a day: who pays on that very day has kept to
/// what was asked.
fn kept_until(state: &AppState, pay_by: Date) -> i64 {
    let last = state.settings.working_days.after(pay_by, BANKS_TAKE);
    let next = last.tomorrow().unwrap_or(Date::MAX);
    state.settings.civil_time.start_of(next).as_millisecond()
}
