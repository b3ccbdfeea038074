//! Questions that are often asked.

use crate::catalog::answer::answer;
use crate::problem::{Failure, Query};
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use giano_api::faq::{FaqQuery, FaqTopic, FaqView, NamedProduct, Question};
use giano_store::FaqEntry;
use std::sync::Arc;

/// Questions for a face by topic, or those about one product.
#[utoipa::path(get, path = "/api/faq", params(FaqQuery), responses((status = 200, body = FaqView)))]
pub(crate) async fn get_faq(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    uri: Uri,
    Query(query): Query<FaqQuery>,
) -> Result<Response, Failure> {
    answer(&state, &visitor, &uri, |reading| {
        let (snapshot, locale) = (reading.snapshot, visitor.locale);
        let named = |slug: &String| {
            let product = &snapshot.products[snapshot.by_slug(slug)?].product;
            Some(NamedProduct { slug: slug.clone(), name: product.name.get(locale).to_owned() })
        };
        let question = |entry: &FaqEntry| Question {
            id: entry.id.clone(),
            question: entry.question.get(locale).to_owned(),
            answer_html: entry.answer_html.get(locale).to_owned(),
            products: entry.products.iter().filter_map(named).collect(),
        };
        let asked = |entry: &&FaqEntry| {
            entry.audience.includes(visitor.face)
                && (query.product.is_empty() || entry.products.contains(&query.product))
        };
        let topics = snapshot.faq.topics.iter().map(|topic| {
            let own = snapshot.faq.questions.iter().filter(|entry| entry.topic == topic.code);
            FaqTopic {
                code: topic.code.clone(),
                name: topic.name.get(locale).to_owned(),
                questions: own.filter(asked).map(question).collect(),
            }
        });
        Ok(FaqView { topics: topics.filter(|topic| !topic.questions.is_empty()).collect() })
    })
    .await
}
