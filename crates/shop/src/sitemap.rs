//! `sitemap.xml` and `robots.txt`.

use crate::pages::{Shop, origin};
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::IntoResponse;
use giano_app::ui::{Html, html};
use std::sync::Arc;

/// Every page that search engines should know (sitemaps.org, 50 000 addresses at most).
pub async fn sitemap(State(shop): State<Arc<Shop>>, request: Request) -> impl IntoResponse {
    const MOST: usize = 50_000;
    let origin = origin(&shop, request.headers(), request.extensions());
    let snapshot = shop.state.snapshot();
    let categories = snapshot
        .categories
        .values()
        .filter(|entry| !entry.products.is_empty())
        .map(|entry| format!("/c/{}", entry.category.slug));
    let products = snapshot.products.iter().map(|entry| format!("/p/{}", entry.product.slug));
    let content = snapshot.content.iter().map(|page| format!("/{}/{}", page.kind, page.slug));
    let faq = (!snapshot.faq.questions.is_empty()).then(|| "/faq".to_owned());
    let mut paths: Vec<String> = categories.chain(content).chain(faq).collect();
    paths.sort();
    let all = std::iter::once("/".to_owned()).chain(paths).chain(products).take(MOST);
    let entries = Html::join(all.map(|path| html("<url><loc>{}</loc></url>\n", &[&format!("{origin}{path}")])));
    let xml = html(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}\
         </urlset>\n",
        &[&entries],
    );
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], String::from(xml))
}

/// What search engines may read.
pub async fn robots(State(shop): State<Arc<Shop>>, request: Request) -> impl IntoResponse {
    let origin = origin(&shop, request.headers(), request.extensions());
    let text = format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /basket\nDisallow: /checkout\nDisallow: /orders\nDisallow: /sign-in\n\
         Disallow: /search\n\nSitemap: {origin}/sitemap.xml\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text)
}
