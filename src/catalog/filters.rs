//! What a list can be filtered by, and what it is filtered by now. Every filter is a link or a form: it works without
//! JavaScript, and at once with it.

use super::address::{Address, sort_word};
use super::card::swatch;
use crate::ui::{Glyph, Html, html, icon, money, stars};
use crate::words;
use giano_api::catalog::{Facet, FacetValue, ProductList, Sort};
use giano_commerce::{Currency, Face, Locale, Money};

/// Values of a facet shown at once.
const AT_ONCE: usize = 7;

/// The panel of filters.
pub(super) fn panel(l: Locale, face: Face, here: &Address, list: &ProductList) -> Html {
    use words::catalog as w;
    let facets = list.facets.iter().map(|facet| facet_view(l, here, facet));
    let query = &here.query;
    let ratings = [4_u8, 3].map(|least| {
        let words = w::rating_least(l, least);
        let shown = html(
            "<span class=\"visually-hidden\">{}</span><span aria-hidden=\"true\" class=\"facet-stars\">{} +</span>",
            &[&words, &stars(l, &least.to_string(), None)],
        );
        let chosen = query.rating == Some(least);
        let href = here.with(&|query| query.rating = (!chosen).then_some(least));
        value(&format!("rating-{least}"), &href, &shown, None, chosen)
    });
    let plain = |text: &str| html("{}", &[&text]);
    let state = [
        value("available", &here.with(&|q| q.available = !q.available), &plain(w::available(l)), None, query.available),
        value("offers", &here.with(&|q| q.offers = !q.offers), &plain(w::on_offer(l)), None, query.offers),
    ];
    html(
        "<div class=\"filters-inside\"><header class=\"filters-head\"><h2>{}</h2>\
         <button type=\"button\" class=\"icon-button\" popovertarget=\"filters\" popovertargetaction=\"hide\" \
         aria-label=\"{}\">{}</button></header>{}{}{}{}\
         <div class=\"filters-end\"><button type=\"button\" class=\"button button-primary\" popovertarget=\"filters\" \
         popovertargetaction=\"hide\">{}</button></div></div>",
        &[
            &w::filters(l),
            &w::close(l),
            &icon(Glyph::Close),
            &group(w::state(l), &Html::join(state)),
            &price_form(l, face, here, list),
            &Html::join(facets),
            &group(w::rating(l), &Html::join(ratings)),
            &w::show_results(l, list.total.into()),
        ],
    )
}

fn group(name: &str, values: &Html) -> Html {
    html("<section class=\"facet\"><h3>{}</h3><ul class=\"facet-values\">{}</ul></section>", &[&name, values])
}

fn facet_view(l: Locale, here: &Address, facet: &Facet) -> Html {
    let one = |given: &FacetValue| {
        let colour = given.swatch.as_ref().map(|colour| swatch(colour));
        let name = html("{}<span>{}</span>", &[&colour, &given.name]);
        let href = here.toggle(&facet.code, &given.code);
        value(
            &format!("{}-{}", facet.code, given.code),
            &href,
            &name,
            Some(words::number(l, given.count.into())),
            given.chosen,
        )
    };
    let (first, rest) = facet.values.split_at(facet.values.len().min(AT_ONCE));
    let more = (!rest.is_empty()).then(|| {
        html(
            "<details class=\"facet-more\"><summary>{}</summary><ul class=\"facet-values\">{}</ul></details>",
            &[&words::catalog::more_values(l, rest.len()), &Html::join(rest.iter().map(one))],
        )
    });
    html(
        "<section class=\"facet\"><h3>{}</h3><ul class=\"facet-values\">{}</ul>{}</section>",
        &[&facet.name, &Html::join(first.iter().map(one)), &more],
    )
}

/// A value as a link that chooses it, or undoes that.
fn value(id: &str, href: &str, name: &Html, count: Option<String>, chosen: bool) -> Html {
    let count = count.map(|count| html("<span class=\"facet-count\">{}</span>", &[&count]));
    let template = if chosen {
        "<li><a id=\"f-{}\" class=\"facet-value\" href=\"{}\" rel=\"nofollow\" data-noscroll aria-current=\"true\">{}{}</a></li>"
    } else {
        "<li><a id=\"f-{}\" class=\"facet-value\" href=\"{}\" rel=\"nofollow\" data-noscroll>{}{}</a></li>"
    };
    html(template, &[&id, &href, name, &count])
}

fn price_form(l: Locale, face: Face, here: &Address, list: &ProductList) -> Option<Html> {
    use words::catalog as w;
    let range = list.price_range?;
    let (action, kept) = here.form(&["min_price", "max_price"]);
    let field = |name: &'static str, label: &'static str, value: &str, limit: Money| {
        html(
            "<label class=\"facet-price\"><span>{}</span><input class=\"input\" id=\"f-{}\" name=\"{}\" inputmode=\"decimal\" \
             autocomplete=\"off\" value=\"{}\" placeholder=\"{}\"></label>",
            &[&label, &name, &name, &value, &limit.amount().round_dp(0).to_string()],
        )
    };
    let name = match face {
        Face::Home => w::price(l),
        Face::Business => w::price_net(l),
    };
    Some(html(
        "<section class=\"facet\"><h3>{}</h3><form class=\"facet-form\" method=\"get\" action=\"{}\">{}{}{}\
         <button class=\"button button-secondary\" type=\"submit\" id=\"f-price\">{}</button></form></section>",
        &[
            &name,
            &action,
            &kept,
            &field("min_price", w::price_from(l), &here.query.min_price, range.min),
            &field("max_price", w::price_to(l), &here.query.max_price, range.max),
            &w::price_apply(l),
        ],
    ))
}

/// The filters in force, each with a way out of it.
pub(super) fn active(l: Locale, here: &Address, list: &ProductList, currency: Currency) -> Option<Html> {
    use words::catalog as w;
    let query = &here.query;
    let mut chips = Vec::new();
    let mut chip = |name: &str, href: String| {
        chips.push(html(
            "<li><a class=\"chip\" id=\"c-{}\" href=\"{}\" rel=\"nofollow\" data-noscroll><span class=\"visually-hidden\">{}</span>\
             <span aria-hidden=\"true\">{}</span>{}</a></li>",
            &[&(chips.len() as u64), &href, &w::filter_remove(l, name), &name, &icon(Glyph::Close)],
        ));
    };
    if query.available {
        chip(w::available(l), here.with(&|query| query.available = false));
    }
    if query.offers {
        chip(w::on_offer(l), here.with(&|query| query.offers = false));
    }
    let amount = |text: &str| Money::parse(text, currency).map(|sum| money(l, sum)).unwrap_or_else(|_| text.to_owned());
    let (least, most) = (&query.min_price, &query.max_price);
    let price = match (least.is_empty(), most.is_empty()) {
        (true, true) => None,
        (false, true) => Some(w::price_at_least(l, amount(least))),
        (true, false) => Some(w::price_at_most(l, amount(most))),
        (false, false) => Some(w::price_between(l, amount(most), amount(least))),
    };
    if let Some(price) = price {
        chip(
            &price,
            here.with(&|query| {
                query.min_price.clear();
                query.max_price.clear();
            }),
        );
    }
    for facet in &list.facets {
        for chosen in facet.values.iter().filter(|value| value.chosen) {
            chip(&chosen.name, here.toggle(&facet.code, &chosen.code));
        }
    }
    if let Some(least) = query.rating {
        chip(&w::rating_least(l, least), here.with(&|query| query.rating = None));
    }
    (!chips.is_empty()).then(|| {
        html(
            "<div class=\"list-active\" role=\"group\" aria-label=\"{}\"><ul>{}</ul>\
             <a class=\"button button-quiet\" href=\"{}\" data-noscroll>{}</a></div>",
            &[&w::filters_active(l), &Html::join(chips), &here.clear(), &w::clear_all(l)],
        )
    })
}

/// The order of the list: a form, sent as soon as another order is chosen.
pub(super) fn sort(l: Locale, here: &Address, now: Sort) -> Html {
    use words::catalog as w;
    let first = if here.query.q.is_empty() { w::sort_recommended(l) } else { w::sort_match(l) };
    let orders = [
        (Sort::Relevance, first),
        (Sort::PriceUp, w::sort_price_up(l)),
        (Sort::PriceDown, w::sort_price_down(l)),
        (Sort::Rating, w::sort_rating(l)),
        (Sort::Name, w::sort_name(l)),
        (Sort::Newest, w::sort_newest(l)),
    ];
    let options = orders.map(|(sort, words)| {
        // The first is what comes without saying.
        let value = if sort == Sort::Relevance { "" } else { sort_word(sort) };
        let template =
            if sort == now { "<option value=\"{}\" selected>{}</option>" } else { "<option value=\"{}\">{}</option>" };
        html(template, &[&value, &words])
    });
    let (action, kept) = here.form(&["sort"]);
    html(
        "<form class=\"list-sort\" method=\"get\" action=\"{}\">{}<label for=\"sort\">{}</label>\
         <select class=\"input select\" id=\"sort\" name=\"sort\" data-send>{}</select>\
         <button class=\"button button-secondary list-sort-go\" type=\"submit\">{}</button></form>",
        &[&action, &kept, &w::sort(l), &Html::join(options), &w::sort_go(l)],
    )
}

/// Table or grid.
pub(super) fn views(l: Locale, here: &Address) -> Html {
    use words::catalog as w;
    let one = |id: &str, grid: bool, glyph: Glyph, name: &'static str| {
        let template = if here.grid == grid {
            "<a class=\"icon-button\" id=\"{}\" href=\"{}\" title=\"{}\" aria-label=\"{}\" data-noscroll aria-current=\"true\">{}</a>"
        } else {
            "<a class=\"icon-button\" id=\"{}\" href=\"{}\" title=\"{}\" aria-label=\"{}\" data-noscroll>{}</a>"
        };
        html(template, &[&id, &here.view(grid), &name, &name, &icon(glyph)])
    };
    html(
        "<div class=\"list-views\" role=\"group\" aria-label=\"{}\">{}{}</div>",
        &[
            &w::view(l),
            &one("view-table", false, Glyph::Table, w::view_table(l)),
            &one("view-grid", true, Glyph::Grid, w::view_grid(l)),
        ],
    )
}
