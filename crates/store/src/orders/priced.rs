//! A priced basket as an order keeps it: sums and lines in columns of minor units, the rest in snapshots; and back.

use super::read::OrderRecord;
use super::snapshot::LineSnapshot;
use super::snapshot::v1::PricingSnapshot;
use super::snapshot::v1::line::LinePricingSnapshot;
use crate::amount::{basis_points, major, minor, percent};
use giano_commerce::order::{LineTax, line_taxes};
use giano_commerce::pricing::{Gift, PricedBasket, PricedLine, PricedShipping, ShippingKind};
use giano_commerce::promotion::PromotionId;
use giano_commerce::tax::VatPart;
use giano_commerce::{Currency, Money, Quantity};

/// The sums of an order.
///
/// At home they include VAT: goods less discounts and with the delivery are the total. For business they are net: with the
/// VAT they are the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderTotals {
    /// The lines, before order-level discounts.
    pub subtotal: Money,
    /// Order-level discounts, positive.
    pub discount: Money,
    /// The delivery.
    pub shipping: Money,
    /// VAT of the delivery, which is in `vat` too.
    pub shipping_vat: Money,
    /// VAT.
    pub vat: Money,
    /// What is to be paid.
    pub total: Money,
}

/// The columns of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineColumns {
    pub unit_minor: i64,
    /// Line promotions that are not per piece.
    pub discount_minor: i64,
    /// The line's share of order-level discounts.
    pub order_discount_minor: i64,
    /// What is charged for the line after both.
    pub total_minor: i64,
    pub vat_basis_points: i32,
    pub vat_minor: i64,
}

/// VAT of a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct VatColumns {
    pub basis_points: i32,
    pub net_minor: i64,
    pub vat_minor: i64,
}

/// The columns of an order and its lines, gifts excepted: those cost nothing.
pub(super) fn columns(priced: &PricedBasket) -> (OrderTotals, Vec<LineColumns>, Vec<VatColumns>) {
    let currency = priced.total.currency();
    let charged = |line: &PricedLine| Money::new(line.total.amount() - line.order_discount.amount(), currency);
    let taxed: Vec<LineTax> =
        priced.lines.iter().map(|line| LineTax { percent: line.vat_percent, charged: charged(line) }).collect();
    let (taxes, delivery) = line_taxes(priced.face, &priced.vat, &taxed);
    let lines = priced.lines.iter().zip(taxes).map(|(line, tax)| {
        let unit_minor = minor(line.unit);
        let before = minor(line.total);
        LineColumns {
            unit_minor,
            discount_minor: unit_minor * i64::from(line.quantity.get()) - before,
            order_discount_minor: minor(line.order_discount),
            total_minor: minor(charged(line)),
            vat_basis_points: basis_points(line.vat_percent),
            vat_minor: minor(tax),
        }
    });
    let vat = priced.vat.iter().map(|part| VatColumns {
        basis_points: basis_points(part.rate),
        net_minor: minor(part.net),
        vat_minor: minor(part.tax),
    });
    let totals = OrderTotals {
        subtotal: priced.goods,
        discount: Money::new(priced.discounts.iter().map(|discount| discount.amount.amount()).sum(), currency),
        shipping: priced.shipping.as_ref().map_or(Money::zero(currency), |shipping| shipping.price),
        shipping_vat: Money::new(delivery, currency),
        vat: priced.tax,
        total: priced.total,
    };
    (totals, lines.collect(), vat.collect())
}

/// What an order keeps of its prices besides columns.
pub(super) fn snapshot_of(priced: &PricedBasket) -> PricingSnapshot {
    PricingSnapshot {
        shipping: priced.shipping.as_ref().map(Into::into),
        discounts: priced.discounts.iter().map(Into::into).collect(),
        coupons: priced.coupons.iter().map(Into::into).collect(),
        promotions_used: priced.promotions_used.iter().map(|promotion| promotion.0).collect(),
        treatment: (&priced.treatment).into(),
        schedule: priced.schedule.as_ref().map(Into::into),
        saved: priced.saved,
        weight_grams: priced.weight_grams,
    }
}

/// What a line keeps of its price besides columns.
pub(super) fn line_snapshot_of(line: &PricedLine) -> LinePricingSnapshot {
    LinePricingSnapshot {
        id: line.id,
        base: line.base,
        before: line.before,
        tier: line.tier.as_ref().map(Into::into),
        trace: line.trace.iter().map(Into::into).collect(),
    }
}

impl OrderRecord {
    /// The order as it was priced; none where what it looked like could not be understood when it was carried over.
    pub fn priced(&self) -> Option<PricedBasket> {
        let pricing = self.pricing.clone()?;
        let currency = self.head.total.currency();
        let mut lines = Vec::with_capacity(self.lines.len());
        let mut gifts = Vec::new();
        for line in &self.lines {
            match line.snapshot.clone() {
                // Its columns still count.
                None => (),
                Some(LineSnapshot::Bought { pricing, .. }) => lines.push(priced_line(line, pricing, currency)?),
                Some(LineSnapshot::Gift { promotion, name }) => gifts.push(Gift {
                    promotion: PromotionId(promotion),
                    name,
                    sku: line.sku.clone(),
                    quantity: line.quantity,
                }),
            }
        }
        let net = self.totals.total.checked_sub(self.totals.vat).ok()?;
        Some(PricedBasket {
            face: self.head.face,
            lines,
            gifts,
            goods: self.totals.subtotal,
            discounts: pricing.discounts.into_iter().map(Into::into).collect(),
            saved: pricing.saved,
            shipping: pricing.shipping.map(|shipping| PricedShipping {
                code: shipping.code,
                name: shipping.name,
                // Nobody orders without having chosen.
                kind: ShippingKind::Chosen,
                regular: shipping.regular,
                price: self.totals.shipping,
                missing_to_free: None,
            }),
            coupons: pricing.coupons.into_iter().map(Into::into).collect(),
            promotions_used: pricing.promotions_used.into_iter().map(PromotionId).collect(),
            treatment: pricing.treatment.into(),
            vat: self.vat.clone(),
            net,
            tax: self.totals.vat,
            total: self.totals.total,
            schedule: pricing.schedule.map(Into::into),
            weight_grams: pricing.weight_grams,
        })
    }
}

fn priced_line(
    line: &super::read::OrderLineRecord,
    pricing: LinePricingSnapshot,
    currency: Currency,
) -> Option<PricedLine> {
    let charged = minor(line.total) + minor(line.order_discount);
    Some(PricedLine {
        id: pricing.id,
        sku: line.sku.clone(),
        quantity: Quantity::new(line.quantity).ok()?,
        base: pricing.base,
        unit: line.unit,
        before: pricing.before,
        total: major(charged, currency),
        order_discount: line.order_discount,
        tier: pricing.tier.map(Into::into),
        vat_percent: line.vat_percent,
        trace: pricing.trace.into_iter().map(Into::into).collect(),
    })
}

/// VAT of a rate, as read.
pub(super) fn vat_part(columns: VatColumns, currency: Currency) -> VatPart {
    VatPart {
        rate: percent(columns.basis_points),
        net: major(columns.net_minor, currency),
        tax: major(columns.vat_minor, currency),
    }
}
