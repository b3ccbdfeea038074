//! What a little more would bring.

use giano_api::basket::BasketView;
use giano_commerce::pricing::{Item, LineInput, price};
use giano_commerce::promotion::Promotion;
use giano_commerce::{Money, Quantity};

/// What more pieces of a line would bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct More {
    /// The quantity to go to.
    pub quantity: u32,
    /// Pieces more than now.
    pub pieces: u32,
    /// The unit price then.
    pub unit: Money,
    /// What the whole line costs less then, where it does.
    pub less: Option<Money>,
}

/// The next lower price of a line, priced together with what counts for it.
pub(super) fn more(view: &BasketView, id: i64) -> Option<More> {
    let line = view.lines.iter().find(|line| line.input.id == id)?;
    let priced = view.priced.lines.iter().find(|line| line.id == id)?;
    let tier = priced.tier.as_ref()?;
    let rule = line.shown.quantities;
    let now = line.input.quantity.get();
    let step = rule.increment.max(1);
    let wanted = (now + tier.next?.saturating_sub(tier.counted)).div_ceil(step) * step;
    if wanted <= now || wanted > rule.greatest() {
        return None;
    }
    let quantity = Quantity::new(wanted).ok()?;
    let item = &line.input.item;
    let counts = |other: &Item| {
        let together = |promotion: &Promotion| {
            let begins = promotion.minimum_quantity.is_some() || promotion.minimum_amount.is_some();
            let holds = |item: &Item| promotion.scope.holds(item.product, &item.categories);
            begins && promotion.is_per_piece() && holds(item) && holds(other)
        };
        other.product == item.product || view.context.promotions.iter().any(|promotion| together(promotion))
    };
    let lines: Vec<LineInput> = view
        .lines
        .iter()
        .filter(|other| counts(&other.input.item))
        .map(|other| LineInput {
            quantity: if other.input.id == id { quantity } else { other.input.quantity },
            ..other.input.clone()
        })
        .collect();
    let then = price(&view.context, &lines).ok()?;
    let then = then.lines.iter().find(|line| line.id == id)?;
    let less = priced.total.checked_sub(then.total).ok().filter(|less| less.amount().is_sign_positive());
    Some(More { quantity: wanted, pieces: wanted - now, unit: then.unit, less: less.filter(|less| !less.is_zero()) })
        .filter(|more| more.unit.amount() < priced.unit.amount())
}

/// What the delivery costs, and what would make it free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DeliveryHint {
    /// Its price for these goods.
    pub price: Money,
    /// What goods are missing to have it free.
    pub missing: Option<Money>,
    /// From this sum on it is free.
    pub free_from: Option<Money>,
}

/// What the delivery costs that is in the basket's total.
pub(super) fn delivery(view: &BasketView) -> Option<DeliveryHint> {
    let priced = view.priced.shipping.as_ref()?;
    let context = &view.context;
    let way = context.shipping.as_ref().or(context.usual_shipping.as_ref())?;
    Some(DeliveryHint { price: priced.price, missing: priced.missing_to_free, free_from: way.free_from })
}
