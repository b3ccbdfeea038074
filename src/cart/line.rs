//! A line of the basket.

use super::hints::more;
use super::model::Model;
use crate::boot::{use_face, use_locale};
use crate::prelude::*;
use crate::ui::{
    Glyph, HintTone, Html, QuantityField, availability_note, closest, cures, hint, html, live, money, picture, price,
    quantity_issue_text, supply_said, trace,
};
use crate::{routes, words};
use giano_api::basket::{BasketLine, LineShown};
use giano_api::problem::LineIssue;
use giano_commerce::pricing::PricedLine;
use giano_commerce::{Face, Locale, QuantityRule, Sku};

/// Picture, name, price with its reasons, quantity, total.
///
/// What is shown is finished markup; clicks in it are told apart by `data-do`.
pub(super) fn line(line: BasketLine, model: Model) -> AnyView {
    let (l, face) = (use_locale(), use_face());
    let id = line.input.id;
    let sku = line.input.item.sku.clone();
    let shown = line.shown;
    let priced = model.priced(id);
    let quantity = Signal::derive(move || priced.with(|priced| priced.as_ref().map_or(1, |line| line.quantity.get())));
    let of_line = move |make: fn(Locale, &PricedLine) -> Html| {
        live(move || priced.with(|priced| priced.as_ref().map(|line| make(l, line)).unwrap_or_default()))
    };
    let name = full_name(&shown);
    let no_script = html(
        "<span class=\"cart-no-script tabular\">{} ×</span>",
        &[&words::number(l, line.input.quantity.get().into())],
    );
    let clicked = move |event: leptos::ev::MouseEvent| {
        let Some(button) = closest(&event, "[data-do]") else { return };
        let what = button.get_attribute("data-do").unwrap_or_default();
        match (what.as_str(), what.parse::<u32>()) {
            ("save", _) => model.save(id),
            ("remove", _) => model.remove(id),
            (_, Ok(pieces)) => model.set_quantity(id, pieces),
            (_, Err(_)) => (),
        }
    };
    let (rule, stock) = (shown.quantities, line.stock);
    let issue = move || {
        let found = model.view.with(|view| view.issues.iter().find(|issue| issue.sku == sku).cloned());
        match (found, supply_said(l, stock, rule, quantity.get())) {
            (Some(issue), _) => issue_markup(l, rule, &issue),
            (None, Some(said)) => hint(HintTone::Good, Glyph::Truck, &said.text, &Html::default()),
            (None, None) => Html::default(),
        }
    };
    let hint = move || {
        let Some(more) = model.view.with(|view| more(view, id)) else { return Html::default() };
        let pieces = words::number(l, more.pieces.into());
        let text = match more.less {
            Some(less) => words::cart::more_less(l, more.pieces.into(), money(l, less)),
            None => words::cart::more_each(l, more.pieces.into(), money(l, more.unit)),
        };
        let button = take(more.quantity, &words::cart::add_more(l, &pieces));
        hint(HintTone::Good, Glyph::Tag, &text, &button)
    };
    view! {
        <li class="cart-line" on:click=clicked>
            {picture_of(l, &shown, "8rem").view()}
            {what(l, face, &shown, line.input.item.sku.as_str()).view()}
            {of_line(unit)}
            <div class="cart-quantity">
                {no_script.view()}
                <QuantityField
                    rule=shown.quantities
                    value=quantity
                    on_change=move |pieces| model.set_quantity(id, pieces)
                    label=words::cart::quantity_of(l, &name)
                />
            </div>
            {of_line(total)}
            <div class="cart-below">
                <div role="status">{live(issue)}</div>
                {live(hint)}
                <div class="cart-actions">
                    <details class="cart-why">
                        <summary>{words::ui::why_this_price(l)}</summary>
                        {of_line(|l, line| trace(l, &line.trace))}
                    </details>
                    {actions(l, &name).view()}
                </div>
            </div>
        </li>
    }
    .into_any()
}

/// The product's name with its options.
pub(super) fn full_name(shown: &LineShown) -> String {
    if shown.label.is_empty() { shown.name.clone() } else { format!("{}, {}", shown.name, shown.label) }
}

pub(super) fn picture_of(l: Locale, shown: &LineShown, sizes: &str) -> Html {
    html(
        "<a class=\"cart-picture\" href=\"{}\" tabindex=\"-1\" aria-hidden=\"true\">{}</a>",
        &[&routes::product(&shown.slug), &picture(l, shown.image.as_ref(), sizes, false, true)],
    )
}

fn what(l: Locale, face: Face, shown: &LineShown, sku: &str) -> Html {
    let label = (!shown.label.is_empty()).then(|| html("<p class=\"cart-label\">{}</p>", &[&shown.label]));
    let sku = (face == Face::Business).then(|| html("<p class=\"cart-sku tabular\">{}</p>", &[&sku]));
    html(
        "<div class=\"cart-what\"><a class=\"cart-name\" href=\"{}\">{}</a>{}{}{}</div>",
        &[&routes::product(&shown.slug), &shown.name, &label, &sku, &availability_note(l, face, shown.availability)],
    )
}

fn unit(l: Locale, line: &PricedLine) -> Html {
    html(
        "<div class=\"cart-unit\">{}<span class=\"cart-each\">{}</span></div>",
        &[&price(l, line.unit, line.before, false, None), &words::cart::each(l)],
    )
}

fn total(l: Locale, line: &PricedLine) -> Html {
    html(
        "<p class=\"cart-total tabular\"><span class=\"visually-hidden\">{} </span>{}</p>",
        &[&words::cart::line_total(l), &money(l, line.total)],
    )
}

fn actions(l: Locale, name: &str) -> Html {
    let action = |what: &'static str, label: String, text: &'static str| {
        html(
            "<button type=\"button\" class=\"cart-action\" data-do=\"{}\" aria-label=\"{}\">{}</button>",
            &[&what, &label, &text],
        )
    };
    html(
        "<div class=\"cart-action-row cart-script\">{}{}</div>",
        &[
            &action("save", words::cart::save_name(l, name), words::cart::save(l)),
            &action("remove", words::cart::remove_name(l, name), words::cart::remove(l)),
        ],
    )
}

/// A button that sets the quantity.
fn take(pieces: u32, text: &str) -> Html {
    html("<button type=\"button\" class=\"chip cart-script\" data-do=\"{}\">{}</button>", &[&u64::from(pieces), &text])
}

/// What keeps the line from being ordered, with its cure in one click.
fn issue_markup(l: Locale, rule: QuantityRule, issue: &LineIssue) -> Html {
    let mut amounts = issue.quantity.map(cures).unwrap_or_default();
    let text = match (issue.quantity, issue.available) {
        (_, Some(0)) => words::cart::sold_out(l).to_owned(),
        (_, Some(available)) => {
            amounts = rule.greatest_of(available).into_iter().collect();
            words::ui::only_available(l, words::number(l, available.into()))
        }
        (Some(issue), None) => quantity_issue_text(l, issue),
        (None, None) => words::cart::not_orderable(l).to_owned(),
    };
    let number = |pieces: u32| words::number(l, pieces.into());
    let chips = Html::join(amounts.into_iter().map(|pieces| take(pieces, &words::ui::take(l, number(pieces)))));
    hint(HintTone::Warning, Glyph::Warning, &text, &chips)
}

/// What is wrong with a line, in one sentence.
pub(crate) fn issue_text(l: Locale, issue: &LineIssue) -> String {
    match (issue.available, issue.quantity) {
        (Some(0), _) => words::cart::sold_out(l).to_owned(),
        (Some(available), _) => words::ui::only_available(l, words::number(l, available.into())),
        (None, Some(quantity)) => {
            let near: Vec<String> = cures(quantity).into_iter().map(|n| words::number(l, n.into())).collect();
            format!("{} {}", quantity_issue_text(l, quantity), near.join(" / "))
        }
        (None, None) => words::cart::not_orderable(l).to_owned(),
    }
}

/// The name of the line with this SKU; the SKU where there is none.
pub(crate) fn name_of(lines: &[BasketLine], sku: &Sku) -> String {
    let line = lines.iter().find(|line| line.input.item.sku == *sku);
    line.map_or_else(|| sku.to_string(), |line| line.shown.name.clone())
}
