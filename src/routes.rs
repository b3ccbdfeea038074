//! Every address of the shop, as typed builders.

use crate::http::{encode, query_string};
use giano_api::catalog::{ListQuery, Sort};
use giano_api::content::ContentKind;
use leptos_router::params::ParamsMap;

/// The home page.
pub const fn home() -> &'static str {
    "/"
}

/// A product's page.
pub fn product(slug: &str) -> String {
    segment("/p/", slug)
}

/// A category's page; its slug may contain slashes.
pub fn category(slug: &str) -> String {
    format!("/c/{slug}")
}

/// A page of search results.
pub fn search(query: &ListQuery) -> String {
    with_query("/search".to_owned(), query)
}

/// A list: of its category where it has one and no words, else of the search.
pub fn list(query: &ListQuery) -> String {
    if query.category.is_empty() || !query.q.is_empty() {
        return search(query);
    }
    let path = category(&query.category);
    with_query(path, &ListQuery { category: String::new(), ..query.clone() })
}

/// What is on promotion.
pub const fn offers() -> &'static str {
    "/search?offers=true"
}

/// The basket.
pub const fn basket() -> &'static str {
    "/basket"
}

/// The checkout.
pub const fn checkout() -> &'static str {
    "/checkout"
}

/// The signed-in person's orders.
pub const fn orders() -> &'static str {
    "/orders"
}

/// An order's page, opened by its key where nobody is signed in.
pub fn order(number: &str, key: Option<&str>) -> String {
    let mut out = segment("/orders/", number);
    if let Some(key) = key {
        out.push_str("?key=");
        encode(key, &mut out);
    }
    out
}

/// An order's page, given its address, where the bank's question is asked at once.
pub fn at_the_bank(order: &str) -> String {
    let mark = if order.contains('?') { '&' } else { '?' };
    format!("{order}{mark}bank=asks")
}

/// Finding an order by number and e-mail.
pub const fn order_lookup() -> &'static str {
    "/orders/lookup"
}

/// Signing in, and going back afterwards.
pub fn sign_in(back: &str) -> String {
    if back.is_empty() || back == "/" {
        return "/sign-in".to_owned();
    }
    let mut out = "/sign-in?back=".to_owned();
    encode(back, &mut out);
    out
}

/// A page of content.
pub fn content(kind: ContentKind, slug: &str) -> String {
    segment(&format!("/{}/", kind.as_str()), slug)
}

/// All content of a kind.
pub fn content_list(kind: ContentKind) -> String {
    format!("/{}", kind.as_str())
}

/// Questions and answers.
pub const fn faq() -> &'static str {
    "/faq"
}

/// Whether an address is a place within a page. Going there is the browser's own business: only it opens what is closed
/// around the place.
pub fn is_within_a_page(address: &str) -> bool {
    address.contains('#')
}

/// A parameter of an address, as a text; empty where it is not there. What cannot stand in a text is a blank: nobody typed it,
/// and pages say back what was searched for.
pub fn text(params: &ParamsMap, name: &str) -> String {
    params.get(name).unwrap_or_default().replace(char::is_control, " ")
}

/// Sorts a list's address back into what it lists; what makes no sense is left out.
pub fn parse_list(params: &ParamsMap, category: &str) -> ListQuery {
    let text = |name: &str| text(params, name);
    ListQuery {
        face: None,
        locale: None,
        q: text("q"),
        category: if category.is_empty() { text("category") } else { category.to_owned() },
        facets: text("facets"),
        min_price: text("min_price"),
        max_price: text("max_price"),
        rating: text("rating").parse().ok(),
        available: text("available") == "true",
        offers: text("offers") == "true",
        sort: parse_sort(&text("sort")),
        page: text("page").parse().ok(),
        per_page: text("per_page").parse().ok(),
    }
}

/// The order of a word in an address.
pub fn parse_sort(word: &str) -> Option<Sort> {
    Some(match word {
        "relevance" => Sort::Relevance,
        "price_up" => Sort::PriceUp,
        "price_down" => Sort::PriceDown,
        "rating" => Sort::Rating,
        "name" => Sort::Name,
        "newest" => Sort::Newest,
        _ => return None,
    })
}

/// The same page with one parameter of its query replaced (or taken out with an empty value).
pub fn replacing(path: &str, query: &str, name: &str, value: &str) -> String {
    let others = query
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(name));
    let mut out = path.to_owned();
    let mut mark = '?';
    for pair in others {
        out.push(mark);
        out.push_str(pair);
        mark = '&';
    }
    if !value.is_empty() {
        out.push(mark);
        out.push_str(name);
        out.push('=');
        encode(value, &mut out);
    }
    out
}

fn with_query(mut path: String, query: &ListQuery) -> String {
    let query = query_string(query);
    if !query.is_empty() {
        path.push('?');
        path.push_str(&query);
    }
    path
}

fn segment(before: &str, text: &str) -> String {
    let mut out = before.to_owned();
    encode(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_address_comes_back_as_the_same_list() {
        let query = ListQuery {
            q: "caffè".into(),
            facets: "colour:red,size:6-cups".into(),
            min_price: "10".into(),
            rating: Some(4),
            available: true,
            sort: Some(Sort::PriceDown),
            page: Some(3),
            ..Default::default()
        };
        let address = list(&query);
        let mut params = ParamsMap::new();
        for pair in address.split_once('?').map_or("", |(_, q)| q).split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            params.insert(name.to_owned(), value.replace("%C3%A8", "è"));
        }
        assert_eq!(parse_list(&params, ""), query);
    }

    #[test]
    fn a_category_stands_in_the_path() {
        let query = ListQuery { category: "coffee/beans".into(), page: Some(2), ..Default::default() };
        assert_eq!(list(&query), "/c/coffee/beans?page=2");
    }

    #[test]
    fn replacing_keeps_the_rest_of_the_address() {
        assert_eq!(replacing("/search", "?q=a&for=home&page=2", "for", "business"), "/search?q=a&page=2&for=business");
        assert_eq!(replacing("/", "", "lang", "it"), "/?lang=it");
        assert_eq!(replacing("/", "lang=it", "lang", ""), "/");
    }
}
