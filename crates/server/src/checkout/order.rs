//! What an order is made of.

use super::draft::next_draft;
use super::validate::Ready;
use crate::basket::view::line_shown;
use crate::clock::draw_token;
use crate::orders::view::kept;
use crate::price_lists::Contracts;
use crate::problem::Failure;
use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::visit::Visitor;
use giano_api::Code;
use giano_api::basket::LineShown;
use giano_api::checkout::{PaymentMethod, PlaceOrderBody};
use giano_commerce::order::{Lifecycle, PaymentState};
use giano_commerce::pricing::{PricedBasket, PricedLine, PricingContext};
use giano_commerce::settings::ShopSettings;
use giano_store::{
    AboutSnapshot, BasketOwner, CartRecord, KeyHold, NewOrder, NewPayment, PricedAt, PromotionUse, Taking,
};
use jiff::civil::Date;
use jiff::{Span, Timestamp};

/// Everything an order is made of.
pub(super) struct Making<'a> {
    pub state: &'a AppState,
    pub snapshot: &'a Snapshot,
    pub contracts: &'a Contracts,
    pub visitor: &'a Visitor,
    pub owner: &'a BasketOwner,
    pub basket: &'a CartRecord,
    pub body: &'a PlaceOrderBody,
    pub ready: &'a Ready,
    pub context: &'a PricingContext,
    pub priced: &'a PricedBasket,
}

impl Making<'_> {
    /// The order.
    pub fn order(&self) -> Result<NewOrder, Failure> {
        let Self { state, snapshot, visitor, ready, priced, body, .. } = *self;
        let now = state.clock.now();
        let until = self.pay_by().map(|day| kept_until(&snapshot.settings, day));
        let id = draw_token();
        let (provider, payment) = match ready.payment {
            PaymentMethod::Card => {
                let provider = state.payments.for_new().ok_or_else(|| Failure::new(Code::PaymentUnavailable))?;
                let reference = provider.reference(&id, body.card_token.as_deref().unwrap_or_default());
                (Some((provider.name().to_owned(), reference)), PaymentState::Created { since: now })
            }
            PaymentMethod::Account => (None, PaymentState::Owed { since: now }),
            PaymentMethod::Transfer => (None, PaymentState::Awaited { since: now, until }),
        };
        let shown = self.shown()?;
        Ok(NewOrder {
            person: visitor.actor.customer().map(|person| person.id),
            company: visitor.buying_company().map(|company| company.id),
            email_key: ready.email.key(),
            placed_at: now.as_millisecond(),
            lifecycle: Lifecycle::Placed { at: now },
            about: self.about(),
            priced: priced.clone(),
            shown: shown.into_iter().map(kept).collect(),
            payment: NewPayment { id, method: ready.payment, provider, state: payment },
        })
    }

    /// What the order takes.
    pub fn taking(&self, promotions: Vec<PromotionUse>, hold: &KeyHold) -> Taking {
        let Self { snapshot, contracts, visitor, owner, basket, body, ready, .. } = *self;
        let company = visitor.buying_company().map(|company| company.id);
        Taking {
            priced_at: PricedAt { versions: snapshot.versions, price_lists: contracts.versions() },
            promotions,
            credit: company.filter(|_| ready.takes_credit()),
            basket: (owner.clone(), basket.version),
            coupons: basket.coupons.clone(),
            next_draft: Some(next_draft(&body.draft).into()),
            idempotency: Some(hold.clone()),
            stock_share: self.is_strangers_transfer().then_some(snapshot.settings.stranger_transfers.stock_share),
        }
    }

    /// Last day for a bank transfer, where that is how it is paid.
    fn pay_by(&self) -> Option<Date> {
        let settings = &self.snapshot.settings;
        let today = settings.time_zone.day_at(self.state.clock.now());
        let days = match self.is_strangers_transfer() {
            true => Ord::min(settings.bank_transfer.days, settings.stranger_transfers.days),
            false => settings.bank_transfer.days,
        };
        let days = Span::new().days(days);
        (self.ready.payment == PaymentMethod::Transfer).then(|| today.checked_add(days).unwrap_or(Date::MAX))
    }

    /// Whether somebody whom the shop does not know pays by bank transfer.
    fn is_strangers_transfer(&self) -> bool {
        self.ready.payment == PaymentMethod::Transfer && self.visitor.actor.customer().is_none()
    }

    /// What the lines look like.
    fn shown(&self) -> Result<Vec<LineShown>, Failure> {
        let Self { snapshot, visitor, priced, .. } = *self;
        let line = |line: &PricedLine| {
            let (product, variant) = snapshot.by_sku(&line.sku).ok_or_else(|| Failure::new(Code::BasketChanged))?;
            Ok(line_shown(snapshot, visitor, product, variant))
        };
        priced.lines.iter().map(line).collect()
    }

    fn about(&self) -> AboutSnapshot {
        let Self { snapshot, visitor, body, ready, context, priced, .. } = *self;
        let country = ready.address.country;
        let of_line = |line: &PricedLine| {
            let (product, variant) = snapshot.by_sku(&line.sku)?;
            Some(snapshot.products[product].stock(variant).supply(line.quantity.get()).later_days())
        };
        let later = priced.lines.iter().filter_map(of_line).max().unwrap_or(0);
        let settings = &snapshot.settings;
        let way = settings.deliveries(visitor.face, country).find(|w| w.shipping.code == body.draft.delivery);
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        AboutSnapshot {
            locale: visitor.locale,
            email: ready.email.to_string(),
            address: ready.address.clone().into(),
            vat_number: match visitor.buying_company() {
                Some(company) => company.document.vat_number.as_ref().map(ToString::to_string),
                None => ready.vat_number.as_ref().map(ToString::to_string),
            },
            pay_by: self.pay_by(),
            term: context.term.as_ref().map(|term| term.name.clone()),
            purchase_order: text(&body.draft.purchase_order),
            cost_centre: text(&body.draft.cost_centre),
            requested_date: ready.requested,
            note: text(&body.draft.note),
            arrives: way.map(|way| settings.arrival(context.today, way, country, later)),
        }
    }
}

/// The moment at which an order is given up whose transfer had to be made by a day: who pays on that very day has kept to
/// what was asked.
fn kept_until(settings: &ShopSettings, pay_by: Date) -> Timestamp {
    let last = settings.working_days.after(pay_by, settings.bank_transfer.grace_working_days);
    let next = last.tomorrow().unwrap_or(Date::MAX);
    settings.time_zone.start_of(next)
}
