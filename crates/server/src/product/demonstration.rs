//! A product in motion, and what the calculator starts from.

use super::detail::label;
use crate::catalog::answer::{Reading, answer};
use crate::pricing::{price_one, rule};
use crate::problem::{Failure, Path};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use giano_api::Code;
use giano_api::catalog::CardTier;
use giano_api::demonstration::{
    CalculatorBeans, CalculatorItem, CalculatorMachine, CalculatorView, ProductDemonstration, SpotView, TurntableView,
    VideoView,
};
use giano_api::endpoint::Visit;
use giano_commerce::demonstration::{Spot, Turntable, Video};
use giano_commerce::{Face, Locale, Money, Sku};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A product from all sides and at work, and what a calculator of its use starts from.
#[utoipa::path(get, path = "/api/products/{slug}/demonstration", params(("slug" = String, Path), Visit),
    responses((status = 200, body = ProductDemonstration), (status = 404, body = giano_api::Problem)))]
pub(crate) async fn get_demonstration(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    uri: Uri,
    Path(slug): Path<String>,
) -> Result<Response, Failure> {
    answer(&state, &visitor, &uri, |reading| {
        let snapshot = reading.snapshot;
        let at = snapshot.by_slug(&slug).ok_or_else(|| Failure::new(Code::NotFound))?;
        let product = &snapshot.products[at].product;
        Ok(ProductDemonstration {
            turntable: product.turntable.as_ref().map(|it| turntable(it, visitor.locale)),
            video: product.video.as_ref().map(|it| video(it, visitor.locale)),
            calculator: if snapshot.is_calculated(product) { calculator(reading) } else { None },
        })
    })
    .await
}

/// A turntable in a language.
pub(crate) fn turntable(it: &Turntable, locale: Locale) -> TurntableView {
    let spot = |spot: &Spot| SpotView {
        title: spot.title.get(locale).to_owned(),
        text: spot.text.get(locale).to_owned(),
        track: spot.track.clone(),
    };
    TurntableView {
        key: it.key.clone(),
        frames: it.frames,
        width: it.width,
        height: it.height,
        alt: it.alt.get(locale).to_owned(),
        spots: it.spots.iter().map(spot).collect(),
    }
}

/// A video in a language.
pub(crate) fn video(it: &Video, locale: Locale) -> VideoView {
    VideoView {
        key: it.key.clone(),
        width: it.width,
        height: it.height,
        seconds: it.seconds,
        title: it.title.get(locale).to_owned(),
        text: it.text.get(locale).to_owned(),
        poster: it.poster.clone(),
        captions: it.captions.clone(),
        chapters: it.chapters.clone(),
    }
}

/// What the calculator starts from, at the visitor's prices; none at home, or where its beans are not sold. Machines that
/// are not sold are left out.
pub(crate) fn calculator(reading: &Reading<'_>) -> Option<CalculatorView> {
    let Reading { snapshot, context, .. } = reading;
    let setting = snapshot.calculator.as_ref().filter(|_| context.face == Face::Business)?;
    let machine = |machine: &giano_store::CalculatorMachine| {
        Some(CalculatorMachine { item: item(reading, &machine.sku)?, cups_a_day: machine.cups_a_day })
    };
    let machines: Vec<CalculatorMachine> = setting.machines.iter().filter_map(machine).collect();
    let beans = item(reading, &setting.beans)?;
    let piece = beans.prices.first()?.price;
    let a_kilogram =
        piece.amount().checked_mul(Decimal::from(1000))?.checked_div(Decimal::from(setting.beans_grams))?;
    (!machines.is_empty()).then(|| CalculatorView {
        grams_a_cup: setting.grams_a_cup,
        machines,
        beans: CalculatorBeans {
            item: beans,
            grams: setting.beans_grams,
            a_kilogram: Money::new(a_kilogram, piece.currency()).rounded(),
        },
    })
}

fn item(reading: &Reading<'_>, sku: &Sku) -> Option<CalculatorItem> {
    let Reading { snapshot, visitor, context, contracts, .. } = reading;
    let (product, place) = snapshot.by_sku(sku)?;
    let sold = &snapshot.products[product].product;
    let variant = &sold.variants[place];
    let item = snapshot.item(product, place, contracts);
    let quantities = rule(variant, context.face);
    let least = quantities.least();
    let minimums = item.tiers.iter().map(|tier| tier.minimum).chain(item.contract.iter().map(|price| price.minimum));
    let rows: BTreeSet<u32> = minimums.map(|minimum| minimum.max(least)).chain([least]).collect();
    let mut prices: Vec<CardTier> = Vec::with_capacity(rows.len());
    for minimum in rows {
        let price = price_one(context, &item, minimum).ok()?.lines.first()?.unit;
        if prices.last().is_none_or(|last| last.price != price) {
            prices.push(CardTier { minimum, price });
        }
    }
    Some(CalculatorItem {
        sku: variant.sku.clone(),
        slug: sold.slug.clone(),
        name: sold.name.get(visitor.locale).to_owned(),
        label: label(sold, &variant.options, visitor.locale),
        image: snapshot.picture(product, Some(place)),
        prices,
        quantities,
    })
}
