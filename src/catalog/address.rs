//! The address of a list: it holds all that the list shows.

use crate::ui::{Html, html};
use crate::{http, routes};
use giano_api::catalog::{ListQuery, Sort};
use leptos_router::params::ParamsMap;

/// Name of the parameter that keeps the view.
const VIEW: &str = "view";
/// Its value for the grid; companies see the table without it.
const GRID: &str = "grid";

/// What is listed, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Address {
    pub query: ListQuery,
    /// Companies: as grid instead of as table.
    pub grid: bool,
}

impl Address {
    /// Reads it; `category` is the one in the path.
    pub fn read(params: &ParamsMap, category: &str) -> Self {
        Self { query: routes::parse_list(params, category), grid: params.get(VIEW).as_deref() == Some(GRID) }
    }

    /// The address itself.
    pub fn href(&self) -> String {
        let address = routes::list(&self.query);
        if !self.grid {
            return address;
        }
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        routes::replacing(path, query, VIEW, GRID)
    }

    /// The address after a change of what is listed; it begins at the first page.
    pub fn with(&self, change: &dyn Fn(&mut ListQuery)) -> String {
        let mut new = self.clone();
        new.query.page = None;
        change(&mut new.query);
        new.href()
    }

    /// Another page of the same.
    pub fn page(&self, page: u32) -> String {
        self.with(&|query| query.page = (page > 1).then_some(page))
    }

    /// The same in the other view, whose pages are of another length.
    pub fn view(&self, grid: bool) -> String {
        Self { grid, ..self.clone() }.page(1)
    }

    /// With a facet's value chosen, or not any more.
    pub fn toggle(&self, code: &str, value: &str) -> String {
        let pair = format!("{code}:{value}");
        let mut chosen: Vec<&str> =
            self.query.facets.split(',').filter(|other| !other.is_empty() && *other != pair).collect();
        let was_there = self.query.facets.split(',').any(|other| other == pair);
        if !was_there {
            chosen.push(&pair);
        }
        let facets = chosen.join(",");
        self.with(&|query| query.facets.clone_from(&facets))
    }

    /// Without any filter; words, category and order stay.
    pub fn clear(&self) -> String {
        self.with(&|query| {
            *query = ListQuery {
                q: std::mem::take(&mut query.q),
                category: std::mem::take(&mut query.category),
                sort: query.sort,
                ..Default::default()
            };
        })
    }

    /// Whether anything is filtered.
    pub fn is_filtered(&self) -> bool {
        let query = &self.query;
        !query.facets.is_empty()
            || !query.min_price.is_empty()
            || !query.max_price.is_empty()
            || query.rating.is_some()
            || query.available
            || query.offers
    }

    /// A form's `action` and the hidden fields that keep all of the address but what the form asks for itself.
    pub fn form(&self, asked: &[&str]) -> (String, Html) {
        let address = self.with(&|_| {});
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        let kept = query.split('&').filter_map(|pair| pair.split_once('=')).filter(|(name, _)| !asked.contains(name));
        let fields = kept
            .map(|(name, value)| html("<input type=\"hidden\" name=\"{}\" value=\"{}\">", &[&name, &decode(value)]));
        (path.to_owned(), Html::join(fields))
    }
}

/// Undoes [`http::encode`].
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let coded = after.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match coded.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The word of an order in addresses.
pub(super) const fn sort_word(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "relevance",
        Sort::PriceUp => "price_up",
        Sort::PriceDown => "price_down",
        Sort::Rating => "rating",
        Sort::Name => "name",
        Sort::Newest => "newest",
    }
}

/// The address a form without JavaScript would go to, without what was left empty.
pub(super) fn submitted(form: &web_sys::HtmlFormElement) -> String {
    let mut address = form.get_attribute("action").unwrap_or_default();
    let mut mark = '?';
    let Ok(fields) = form.query_selector_all("[name]") else { return address };
    for field in (0..fields.length()).filter_map(|at| fields.get(at)) {
        let read = |name: &str| js_sys::Reflect::get(&field, &name.into()).ok().and_then(|value| value.as_string());
        if let (Some(name), Some(value)) = (read("name"), read("value"))
            && !value.is_empty()
        {
            address.push(mark);
            address.push_str(&name);
            address.push('=');
            http::encode(&value, &mut address);
            mark = '&';
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> Address {
        Address {
            query: ListQuery {
                category: "coffee/moka".into(),
                facets: "colour:red,size:6".into(),
                page: Some(3),
                ..Default::default()
            },
            grid: true,
        }
    }

    #[test]
    fn a_facet_value_goes_in_and_out_and_begins_at_the_first_page() {
        let here = address();
        assert_eq!(here.toggle("colour", "red"), "/c/coffee/moka?facets=size:6&view=grid");
        assert_eq!(here.toggle("colour", "blue"), "/c/coffee/moka?facets=colour:red,size:6,colour:blue&view=grid");
    }

    #[test]
    fn clearing_keeps_what_is_no_filter() {
        assert_eq!(address().clear(), "/c/coffee/moka?view=grid");
        assert!(address().is_filtered());
        assert!(!Address::default().is_filtered());
    }

    #[test]
    fn pages_and_views_keep_the_filters() {
        let here = address();
        assert!(here.page(2).contains("page=2") && here.page(2).contains("facets="));
        assert!(!here.page(1).contains("page="));
        assert_eq!(here.view(false), "/c/coffee/moka?facets=colour:red,size:6");
    }

    #[test]
    fn forms_keep_the_rest_decoded() {
        let here = Address {
            query: ListQuery { q: "caffè & co".into(), min_price: "3".into(), ..Default::default() },
            grid: false,
        };
        let (action, fields) = here.form(&["min_price", "max_price"]);
        assert_eq!(action, "/search");
        assert_eq!(fields.as_str(), "<input type=\"hidden\" name=\"q\" value=\"caffè &amp; co\">");
    }
}
