//! What search engines and other sites read of a page.

use super::head::Head;
use super::html::{Html, html};
use super::picture::picture_address;
use crate::boot::use_boot;
use crate::prelude::*;
use crate::routes::replacing;
use giano_commerce::Locale;
use giano_commerce::catalog::Media;
use leptos_router::hooks::use_location;
use serde_json::{Value, json};

/// Title, description, canonical address, the page in the other languages, Open Graph.
#[component]
pub fn Seo(
    /// The page's title; the shop's name is added.
    #[prop(into)]
    title: String,
    /// One or two sentences.
    #[prop(optional, into)]
    description: String,
    /// The page's picture.
    #[prop(optional_no_strip)]
    image: Option<Media>,
    /// `website` unless said: `product`, `article`.
    #[prop(default = "website")]
    kind: &'static str,
    /// Not for search engines: basket, checkout, orders.
    #[prop(optional)]
    private: bool,
    /// Path and query that the page is best known by; the path alone unless said.
    #[prop(optional, into)]
    canonical: Option<String>,
) -> impl IntoView {
    let boot = use_boot();
    let shop = &boot.session.shop.name;
    let full = if title.contains(shop.as_str()) { title.clone() } else { format!("{title} · {shop}") };
    if cfg!(not(feature = "ssr")) {
        let full = full.clone();
        Effect::new(move |_| document().set_title(&full));
    }
    Head::of_page(move || tags(title, full, description, image, kind, private, canonical))
}

fn tags(
    title: String,
    full: String,
    description: String,
    image: Option<Media>,
    kind: &'static str,
    private: bool,
    canonical: Option<String>,
) -> Html {
    let boot = use_boot();
    let path = canonical.unwrap_or_else(|| use_location().pathname.get_untracked());
    let (path, query) = path.split_once('?').unwrap_or((&path, ""));
    let here = format!("{}{}", boot.origin, replacing(path, query, "", ""));
    let described = (!description.is_empty()).then(|| {
        html(
            "<meta name=\"description\" content=\"{}\"><meta property=\"og:description\" content=\"{}\">",
            &[&description, &description],
        )
    });
    let hidden = private.then(|| html("<meta name=\"robots\" content=\"noindex\">", &[]));
    let alternates = Locale::ALL.into_iter().map(|other| {
        let href = format!("{}{}", boot.origin, replacing(path, query, "lang", other.as_str()));
        html("<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">", &[&other.as_str(), &href])
    });
    let image = image
        .as_ref()
        .and_then(picture_address)
        .map(|path| html("<meta property=\"og:image\" content=\"{}\">", &[&format!("{}{path}", boot.origin)]));
    html(
        "<title>{}</title>{}{}<link rel=\"canonical\" href=\"{}\">{}<meta property=\"og:title\" content=\"{}\">\
         <meta property=\"og:type\" content=\"{}\"><meta property=\"og:url\" content=\"{}\">\
         <meta property=\"og:site_name\" content=\"{}\">{}",
        &[
            &full,
            &described,
            &hidden,
            &here,
            &Html::join(alternates),
            &title,
            &kind,
            &here,
            &boot.session.shop.name,
            &image,
        ],
    )
}

/// Structured data. Only the server writes it, so what makes it should be inside `cfg!(feature = "ssr")`, as
/// [`breadcrumb_data`] and [`shop_data`] are.
#[component]
pub fn JsonLd(
    /// The data, with `@context` and `@type`.
    data: Value,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let data = Html::json(&data).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    let data = {
        let _ = data;
        Html::default()
    };
    html("<script type=\"application/ld+json\">{}</script>", &[&data]).view()
}

/// `BreadcrumbList` of names with paths, top first.
pub fn breadcrumb_data(origin: &str, entries: &[(String, String)]) -> Value {
    if !cfg!(feature = "ssr") {
        return Value::Null;
    }
    let items: Vec<Value> = entries
        .iter()
        .enumerate()
        .map(|(place, (name, path))| {
            json!({"@type": "ListItem", "position": place + 1, "name": name, "item": format!("{origin}{path}")})
        })
        .collect();
    json!({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})
}

/// `Organization` and `WebSite` with its search.
pub fn shop_data(origin: &str, name: &str) -> Value {
    if !cfg!(feature = "ssr") {
        return Value::Null;
    }
    json!({"@context": "https://schema.org", "@graph": [
        {"@type": "Organization", "@id": format!("{origin}/#shop"), "name": name, "url": format!("{origin}/"),
         "logo": format!("{origin}/icon.svg")},
        {"@type": "WebSite", "@id": format!("{origin}/#site"), "name": name, "url": format!("{origin}/"),
         "publisher": {"@id": format!("{origin}/#shop")},
         "potentialAction": {"@type": "SearchAction", "target": format!("{origin}/search?q={{query}}"),
                             "query-input": "required name=query"}}
    ]})
}
