//! An order as its buyer sees it.

use crate::problem::Failure;
use giano_api::Code;
use giano_api::basket::LineShown;
use giano_api::catalog::Availability;
use giano_api::checkout::PaymentMethod;
use giano_api::orders::{OrderLineView, OrderView};
use giano_commerce::address::Address;
use giano_commerce::pricing::{PricedBasket, PricedLine};
use giano_commerce::tax::VatTreatment;
use giano_commerce::{Country, Money, Quantity, QuantityRule};
use giano_store::{OrderHead, OrderLineRecord, OrderRecord, PictureSnapshot, PromiseSnapshot, ShownSnapshot};
use rust_decimal::Decimal;

/// Codes of where an order stands and of what is to be said besides.
pub(crate) fn codes(head: &OrderHead) -> (String, Vec<String>) {
    let standing = head.standing();
    let notes = standing.notes.iter().map(|note| note.code().to_owned());
    (standing.headline.code().to_owned(), notes.collect())
}

/// An order as its buyer sees it.
pub(crate) fn view_of(order: OrderRecord) -> Result<OrderView, Failure> {
    let (state, notes) = codes(&order.head);
    let payment = order.head.parts.payments.first().map_or(PaymentMethod::Account, |payment| payment.method);
    let cancelled = order.head.cancelled();
    let (Some(about), Some(priced)) = (order.about.clone(), order.priced()) else {
        return incomplete(&order, state, notes, payment);
    };
    let bought = order.lines.iter().filter(|line| !line.gift);
    let lines = bought.filter_map(|line| {
        let of_line = |priced: &&PricedLine| Some(priced.id) == line.id_when_priced();
        let priced = priced.lines.iter().find(of_line)?.clone();
        Some(OrderLineView { shown: line.shown().map_or_else(|| unseen(line), seen), priced })
    });
    Ok(OrderView {
        lines: lines.collect(),
        number: order.head.number,
        placed_at: order.head.placed_at,
        face: order.head.face,
        state,
        notes,
        incomplete: false,
        email: about.email,
        address: about.address.into(),
        vat_number: about.vat_number,
        priced,
        payment,
        pay_by: about.pay_by,
        at_bank: None,
        cancelled,
        term: about.term.map(|term| term.get(about.locale).to_owned()),
        purchase_order: about.purchase_order,
        cost_centre: about.cost_centre,
        requested_date: about.requested_date,
        note: about.note,
        arrives: about.arrives,
    })
}

/// What a line looked like.
fn seen(shown: &ShownSnapshot) -> LineShown {
    LineShown {
        slug: shown.slug.clone(),
        name: shown.name.clone(),
        label: shown.label.clone(),
        image: shown.picture.clone().map(Into::into),
        quantities: shown.quantities.into(),
        pack_size: shown.pack_size,
        availability: match shown.promise {
            PromiseSnapshot::InStock { on_hand } => Availability::InStock { on_hand },
            PromiseSnapshot::Low { on_hand } => Availability::Low { on_hand },
            PromiseSnapshot::Later { days } => Availability::Later { days },
            PromiseSnapshot::Out => Availability::Out,
        },
    }
}

/// What is kept of what a line looks like.
pub(crate) fn kept(shown: LineShown) -> ShownSnapshot {
    let LineShown { slug, name, label, image, quantities, pack_size, availability } = shown;
    ShownSnapshot {
        slug,
        name,
        label,
        picture: image.and_then(PictureSnapshot::of),
        quantities: quantities.into(),
        pack_size,
        promise: match availability {
            Availability::InStock { on_hand } => PromiseSnapshot::InStock { on_hand },
            Availability::Low { on_hand } => PromiseSnapshot::Low { on_hand },
            Availability::Later { days } => PromiseSnapshot::Later { days },
            Availability::Out => PromiseSnapshot::Out,
        },
    }
}

/// A line of which only its SKU is known.
fn unseen(line: &OrderLineRecord) -> LineShown {
    LineShown {
        slug: String::new(),
        name: line.sku.to_string(),
        label: String::new(),
        image: None,
        quantities: QuantityRule::default(),
        pack_size: 1,
        availability: Availability::Later { days: None },
    }
}

/// An order of which only the columns are known.
fn incomplete(
    order: &OrderRecord,
    state: String,
    notes: Vec<String>,
    payment: PaymentMethod,
) -> Result<OrderView, Failure> {
    let head = &order.head;
    let zero = Money::zero(head.total.currency());
    let lines = order.lines.iter().filter(|line| !line.gift).map(|line| {
        let quantity = Quantity::new(line.quantity).map_err(|_| Failure::new(Code::Internal))?;
        let priced = PricedLine {
            id: line.id,
            sku: line.sku.clone(),
            quantity,
            base: zero,
            unit: zero,
            before: None,
            total: zero,
            order_discount: zero,
            tier: None,
            vat_percent: Decimal::ZERO,
            trace: Vec::new(),
        };
        Ok(OrderLineView { shown: unseen(line), priced })
    });
    let lines: Vec<OrderLineView> = lines.collect::<Result<_, Failure>>()?;
    Ok(OrderView {
        number: head.number.clone(),
        placed_at: head.placed_at,
        face: head.face,
        state,
        notes,
        incomplete: true,
        email: String::new(),
        address: Address {
            name: String::new(),
            company: None,
            street: String::new(),
            extra: None,
            postal_code: String::new(),
            city: String::new(),
            region: None,
            country: Country::IT,
            phone: None,
        },
        vat_number: None,
        priced: PricedBasket {
            face: head.face,
            lines: lines.iter().map(|line| line.priced.clone()).collect(),
            gifts: Vec::new(),
            goods: order.totals.subtotal,
            discounts: Vec::new(),
            saved: zero,
            shipping: None,
            coupons: Vec::new(),
            promotions_used: Vec::new(),
            treatment: VatTreatment::Charged { country: Country::IT },
            vat: Vec::new(),
            net: head.total,
            tax: zero,
            total: head.total,
            schedule: None,
            weight_grams: 0,
        },
        lines,
        payment,
        pay_by: None,
        at_bank: None,
        cancelled: head.cancelled(),
        term: None,
        purchase_order: None,
        cost_centre: None,
        requested_date: None,
        note: None,
        arrives: None,
    })
}
