//! The shop's own Markdown: its addresses, and where they lead.

use giano_commerce::locale::Text;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// The address of a product as it is written, and as the shop has it.
const WRITTEN: &str = "/products/";
const SHOP: &str = "/p/";

/// Markdown in both languages as sanitised HTML, with the shop's own addresses.
pub(crate) fn rendered(markdown: &Text) -> Text {
    let one = |text: &str| crate::markup::markdown(&text.replace(&format!("]({WRITTEN}"), &format!("]({SHOP}")));
    Text { en: one(&markdown.en), it: markdown.it.as_deref().map(one) }
}

/// Where the links of a text lead, as written.
pub(crate) fn links_of(markdown: &str) -> Vec<String> {
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    let link = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    };
    parser.filter_map(link).collect()
}

/// Where an address of the shop leads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Leads<'a> {
    /// To a product.
    Product(&'a str),
    /// To a category.
    Category(&'a str),
    /// To a page of content.
    Page(&'a str, &'a str),
    /// To a question.
    Question(&'a str),
    /// To a page that every shop has, or out of the shop.
    Elsewhere,
    /// Nowhere.
    Nowhere,
}

/// Pages that every shop has, besides lists of content.
const PAGES: [&str; 9] =
    ["", "faq", "search", "basket", "checkout", "orders", "orders/lookup", "sign-in", "sitemap.xml"];

/// Where a link leads; `kinds` are the words of content in addresses.
pub(crate) fn leads<'a>(link: &'a str, kinds: &[&str]) -> Leads<'a> {
    if ["https://", "mailto:", "tel:"].iter().any(|scheme| link.starts_with(scheme)) || link.starts_with('#') {
        return Leads::Elsewhere;
    }
    let Some(path) = link.strip_prefix('/') else { return Leads::Nowhere };
    let (path, fragment) = path.split_once('#').map_or((path, None), |(path, fragment)| (path, Some(fragment)));
    let path = path.split('?').next().unwrap_or_default();
    if path == "faq" {
        return fragment.map_or(Leads::Elsewhere, Leads::Question);
    }
    if PAGES.contains(&path) || kinds.contains(&path) {
        return Leads::Elsewhere;
    }
    match path.split_once('/') {
        Some(("p" | "products", slug)) => Leads::Product(slug),
        Some(("c", slug)) => Leads::Category(slug),
        Some((kind, slug)) if kinds.contains(&kind) => Leads::Page(kind, slug),
        _ => Leads::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_have_the_shops_address() {
        let text = Text::both("[Moka](/products/moka) and [more](/guides/moka)", "[Moka](/p/moka)");
        let html = rendered(&text);
        assert_eq!(html.en, "<p><a href=\"/p/moka\">Moka</a> and <a href=\"/guides/moka\">more</a></p>");
        assert_eq!(html.it.as_deref(), Some("<p><a href=\"/p/moka\">Moka</a></p>"));
    }

    #[test]
    fn links_are_found_wherever_they_stand() {
        let text = "| a |\n|---|\n| [x](/p/x) |\n\n> - [y](/c/y \"Y\")\n\n[z]: /faq#z\n\n[z] `[no](/no)`";
        assert_eq!(links_of(text), ["/p/x", "/c/y", "/faq#z"]);
    }

    #[test]
    fn addresses_lead_where_the_app_has_pages() {
        let kinds = ["guides", "service"];
        for (link, to) in [
            ("/products/moka", Leads::Product("moka")),
            ("/p/moka?for=business", Leads::Product("moka")),
            ("/c/coffee/beans", Leads::Category("coffee/beans")),
            ("/guides/grind#coarse", Leads::Page("guides", "grind")),
            ("/guides", Leads::Elsewhere),
            ("/faq#a", Leads::Question("a")),
            ("/orders/lookup", Leads::Elsewhere),
            ("https://example.com", Leads::Elsewhere),
            ("/cases/x", Leads::Nowhere),
            ("guides/grind", Leads::Nowhere),
            ("http://example.com", Leads::Nowhere),
        ] {
            assert_eq!(leads(link, &kinds), to, "{link}");
        }
    }
}
