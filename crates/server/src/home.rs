//! The two home pages.

use crate::catalog::answer::{Reading, answer_apart};
use crate::problem::Failure;
use crate::product::demonstration::turntable;
use crate::product::price_table;
use crate::snapshot::cards::badge;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use giano_api::content::ContentKind;
use giano_api::endpoint::Visit;
use giano_api::home::{Demonstration, DemonstrationStep, HomePromotion, HomeView, StoryView, TurnStill};
use giano_api::product::{RatingSummary, Shows};
use giano_commerce::Face;
use giano_store::{DemonstrationSetting, StepSetting};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Products recommended beside the carousel: a row.
const RECOMMENDED: usize = 4;

pub(crate) fn routes() -> OpenApiRouter<Arc<AppState>> {
    OpenApiRouter::new().routes(routes!(get_home))
}

/// What the home page of a face shows.
#[utoipa::path(get, path = "/api/home", params(Visit), responses((status = 200, body = HomeView)))]
pub(crate) async fn get_home(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    uri: Uri,
) -> Result<Response, Failure> {
    // It looks through the whole catalogue for what is best.
    answer_apart(state, visitor, &uri, home).await
}

fn home(reading: &Reading<'_>) -> Result<HomeView, Failure> {
    let Reading { snapshot, visitor, context, .. } = reading;
    let (locale, business) = (visitor.locale, visitor.face == Face::Business);
    let eye = reading.eye();
    let promotions: Vec<HomePromotion> = snapshot
        .promotions
        .iter()
        .filter(|promotion| promotion.is_public() && promotion.runs(context.face, context.now))
        .take(4)
        .map(|promotion| HomePromotion {
            promotion: badge(promotion, locale),
            products: snapshot.cards(snapshot.in_scope(promotion, 4), eye),
        })
        .collect();
    let demonstration = snapshot.demonstration.as_ref().filter(|_| business).and_then(|it| demonstration(reading, it));
    let many = snapshot.products.len();
    let mut best: Vec<usize> = (0..many).filter(|at| snapshot.products[*at].is_available()).collect();
    best.sort_by_key(|at| {
        let entry = &snapshot.products[*at];
        std::cmp::Reverse((entry.average_tenths().unwrap_or(0), entry.reviews.len()))
    });
    let carousel: Vec<usize> = (0..many).filter(|at| snapshot.products[*at].is_available()).take(12).collect();
    let recommended =
        best.into_iter().filter(|at| business || !carousel.iter().take(4).any(|c| c == at)).take(RECOMMENDED);
    let (mut stars, mut histogram) = (0_u32, [0_u32; 5]);
    for entry in &snapshot.products {
        stars += entry.stars;
        histogram.iter_mut().zip(entry.histogram).for_each(|(sum, own)| *sum += own);
    }
    let count: u32 = histogram.iter().sum();
    let average = (count > 0).then(|| (stars * 20 + count) / (count * 2));
    let quoted = (!business).then(|| snapshot.quoted_reviews(locale)).into_iter().flatten();
    let content = |kind, here: bool| if here { snapshot.content_cards(kind, locale) } else { Vec::new() };
    let story = snapshot.shop.story.as_ref().filter(|_| !business).map(|story| StoryView {
        mark: story.mark.clone(),
        title: story.title.get(locale).to_owned(),
        text: story.text.iter().map(|paragraph| paragraph.get(locale).to_owned()).collect(),
        image: story.image.clone(),
    });
    Ok(HomeView {
        title: snapshot.shop.title(visitor.face, locale).to_owned(),
        image: snapshot.shop.greeting(visitor.face).image.clone(),
        description: snapshot.shop.greeting(visitor.face).description.get(locale).to_owned(),
        promotions,
        recommended: if business { Vec::new() } else { snapshot.cards(recommended, eye) },
        carousel: snapshot.cards(carousel.iter().copied(), eye),
        reviews: quoted.map(|(at, review)| snapshot.review(review, Some(at), locale)).collect(),
        rating: RatingSummary {
            average: average.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)),
            count,
            histogram,
        },
        categories: snapshot.nodes(&snapshot.roots, locale),
        demonstration,
        trades: content(ContentKind::Trade, business),
        cases: content(ContentKind::Case, business),
        guides: content(ContentKind::Guide, true),
        posts: snapshot.newest_posts(3, locale),
        story,
    })
}

fn demonstration(reading: &Reading<'_>, setting: &DemonstrationSetting) -> Option<Demonstration> {
    let Reading { snapshot, visitor, .. } = reading;
    let locale = visitor.locale;
    let at = snapshot.by_slug(&setting.product)?;
    let product = &snapshot.products[at].product;
    let step = |step: &StepSetting| DemonstrationStep {
        title: step.title.get(locale).to_owned(),
        text: step.text.get(locale).to_owned(),
        x: step.x.min(100),
        y: step.y.min(100),
    };
    let turn = product.turntable.as_ref().map(|it| turntable(it, locale));
    let percent = |per_mille: u16| u8::try_from(per_mille / 10).map_or(100, |percent| percent.min(100));
    let steps = match &turn {
        // Where the turn begins; what is hidden from there is still told of, at the edge of what hides it.
        Some(turn) => turn
            .spots
            .iter()
            .map(|spot| {
                let (x, y, _) = spot.at(0).unwrap_or((500, 500, false));
                DemonstrationStep { title: spot.title.clone(), text: spot.text.clone(), x: percent(x), y: percent(y) }
            })
            .collect(),
        None => setting.steps.iter().map(step).collect(),
    };
    Some(Demonstration {
        product: snapshot.card(at, reading.eye()),
        summary: product.summary.get(locale).to_owned(),
        still: turn.map(|turn| TurnStill { src: turn.frame(0), width: turn.width, height: turn.height, alt: turn.alt }),
        steps,
        shows: Shows {
            turntable: product.turntable.is_some(),
            video: product.video.is_some(),
            calculator: snapshot.calculator.is_some(),
        },
        price_table: price_table(reading, at, 0),
    })
}
