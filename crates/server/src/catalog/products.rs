//! Lists of products.

use super::answer::{Reading, answer_apart};
use crate::problem::{Failure, Query};
use crate::snapshot::list::Listed;
use crate::state::AppState;
use crate::visit::Visitor;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use giano_api::Code;
use giano_api::catalog::{CategoryHead, Facet, FacetValue, ListQuery, PriceRange, ProductList, Sort};
use giano_commerce::Money;
use std::sync::Arc;

/// Longest words searched for, in characters.
const LONGEST: usize = 200;
/// Most pages of content and questions beside a list.
const MOST_PAGES: usize = 6;

/// Products by category, words, facets, price, rating and availability.
#[utoipa::path(get, path = "/api/products", params(ListQuery), responses(
    (status = 200, body = ProductList),
    (status = 404, description = "There is no such category", body = giano_api::Problem),
))]
pub(crate) async fn list_products(
    State(state): State<Arc<AppState>>,
    visitor: Visitor,
    uri: Uri,
    Query(query): Query<ListQuery>,
) -> Result<Response, Failure> {
    let query = ListQuery { q: query.q.chars().take(LONGEST).collect(), locale: Some(visitor.locale), ..query };
    answer_apart(state, visitor, &uri, move |reading| list(reading, &query)).await
}

fn list(reading: &Reading<'_>, query: &ListQuery) -> Result<ProductList, Failure> {
    let Reading { snapshot, visitor, context, .. } = reading;
    let locale = visitor.locale;
    let category = match query.category.as_str() {
        "" => None,
        slug => Some(snapshot.category_by_slug(slug).ok_or_else(|| Failure::new(Code::NotFound))?),
    };
    let Listed { products, total, page, pages, facets, price_range, sort, corrected } =
        snapshot.list(query, reading.eye());
    let money = |amount| Money::new(amount, context.currency).rounded();
    let facet = |(number, values): (u16, Vec<(u32, u32, bool)>)| {
        let info = &snapshot.facets.facets[usize::from(number)];
        let value = |(value, count, chosen): (u32, u32, bool)| {
            let known = &info.values[value as usize];
            FacetValue {
                code: known.code.clone(),
                name: known.name.get(locale).to_owned(),
                count,
                chosen,
                swatch: known.swatch.clone(),
            }
        };
        Facet {
            code: info.code.clone(),
            name: info.name.get(locale).to_owned(),
            values: values.into_iter().map(value).collect(),
        }
    };
    let words = corrected.as_deref().unwrap_or(&query.q);
    let found = if page == 1 { snapshot.found_pages(words, visitor.face, locale, MOST_PAGES) } else { Vec::new() };
    Ok(ProductList {
        found,
        category: category.map(|entry| CategoryHead {
            slug: entry.category.slug.clone(),
            name: entry.category.name.get(locale).to_owned(),
            description: entry.category.description.get(locale).to_owned(),
        }),
        breadcrumb: category.map(|entry| snapshot.breadcrumb(entry.category.id, locale)).unwrap_or_default(),
        subcategories: match category {
            Some(entry) => snapshot.nodes(&entry.children, locale),
            None if query.q.is_empty() => snapshot.nodes(&snapshot.roots, locale),
            None => Vec::new(),
        },
        products: products.into_iter().map(|listed| snapshot.card_of(listed, reading.eye())).collect(),
        total: u32::try_from(total).unwrap_or(u32::MAX),
        page,
        pages,
        facets: facets.into_iter().map(facet).collect(),
        price_range: price_range.map(|(min, max)| PriceRange { min: money(min), max: money(max) }),
        sort: sort.unwrap_or(Sort::Relevance),
        corrected,
    })
}
