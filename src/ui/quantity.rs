//! How many.

use super::html::{Html, closest, html, live};
use super::icon::{Glyph, Icon};
use crate::boot::use_locale;
use crate::prelude::*;
use crate::words;
use giano_commerce::quantity::QuantityIssue;
use giano_commerce::{Locale, Quantity, QuantityRule};
use leptos::html::Input;

/// A quantity to type or step through, held to what can be ordered: a forbidden one is said, with the nearest allowed.
#[component]
pub fn QuantityField(
    /// What quantities can be ordered.
    rule: QuantityRule,
    /// The quantity now; 0 where none is chosen yet (then it may be stepped down to 0 again).
    #[prop(into)]
    value: Signal<u32>,
    /// A quantity that obeys the rule (or 0 with `may_be_zero`) was chosen.
    #[prop(into)]
    on_change: Callback<u32>,
    /// Of what, in words.
    #[prop(into)]
    label: String,
    /// Name in the form.
    #[prop(default = "quantity")]
    name: &'static str,
    /// Whether none is a choice.
    #[prop(optional)]
    may_be_zero: bool,
    /// Is told whether what stands in the field now cannot be ordered; the quantity is then still the one before, which
    /// nobody has asked for.
    #[prop(optional, into)]
    on_refused: Option<Callback<bool>>,
) -> impl IntoView {
    let l = use_locale();
    let wrong = RwSignal::new(None::<QuantityIssue>);
    let least = if may_be_zero { 0 } else { rule.least() };
    let step = rule.increment.max(1);
    let input = NodeRef::<Input>::new();
    let refuse = move |refused: bool| {
        if let Some(on_refused) = on_refused {
            on_refused.run(refused);
        }
    };
    let choose = move |pieces: u32| {
        wrong.set(None);
        refuse(false);
        // What was typed and refused still stands there, also where the quantity stays as it was.
        if let Some(input) = input.get_untracked() {
            input.set_value(&pieces.to_string());
        }
        if pieces != value.get_untracked() {
            on_change.run(pieces);
        }
    };
    let less = move || {
        let now = value.get_untracked();
        let lower = now.saturating_sub(step) / step * step;
        choose(if lower < rule.least() { least } else { lower });
    };
    let more = move || {
        let now = value.get_untracked();
        choose(if now < rule.least() { rule.least() } else { ((now / step + 1) * step).min(rule.greatest()) });
    };
    let typed = move |text: String| {
        let pieces = text.trim().parse::<u32>().ok();
        if pieces == Some(0) && may_be_zero {
            return choose(0);
        }
        let Some(quantity) = pieces.and_then(|pieces| Quantity::new(pieces).ok()) else { return refuse(true) };
        match rule.check(quantity) {
            Ok(()) => choose(quantity.get()),
            Err(issue) => {
                wrong.set(Some(issue));
                refuse(true);
            }
        }
    };
    let said = move || {
        wrong.get().map_or_else(Html::default, |issue| {
            html(
                "<div class=\"quantity-wrong\"><p>{}</p>{}</div>",
                &[&quantity_issue_text(l, issue), &cure_chips(l, issue)],
            )
        })
    };
    let cured = move |event: leptos::ev::MouseEvent| {
        if let Some((_, pieces)) = taken(&event) {
            choose(pieces);
        }
    };
    view! {
        <div class="quantity" role="group" aria-label=label>
            <div class="quantity-row">
                <button
                    type="button"
                    class="quantity-step"
                    aria-label=words::ui::quantity_less(l)
                    disabled=move || { value.get() <= least }
                    on:click=move |_| less()
                >
                    <Icon name=Glyph::Minus />
                </button>
                <input
                    class="quantity-input"
                    node_ref=input
                    name=name
                    type="number"
                    inputmode="numeric"
                    aria-label=label.clone()
                    min=least
                    max=rule.maximum
                    step=step
                    value=value.get_untracked()
                    prop:value=move || value.get().to_string()
                    aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                    on:change=move |event| typed(event_target_value(&event))
                />
                <button
                    type="button"
                    class="quantity-step"
                    aria-label=words::ui::quantity_more(l)
                    disabled=move || { value.get() >= rule.greatest() }
                    on:click=move |_| more()
                >
                    <Icon name=Glyph::Plus />
                </button>
            </div>
            <div role="status" on:click=cured>
                {live(said)}
            </div>
        </div>
    }
    .into_any()
}

/// Quantities near a forbidden one that can be ordered.
pub fn cures(issue: QuantityIssue) -> Vec<u32> {
    match issue {
        QuantityIssue::BelowMinimum { next, .. } => vec![next],
        QuantityIssue::AboveMaximum { previous, .. } => vec![previous],
        QuantityIssue::NotAMultiple { previous, next, .. } => previous.into_iter().chain(next).collect(),
    }
}

/// [`cures`] as buttons; [`taken`] tells which was clicked.
pub fn cure_chips(l: Locale, issue: QuantityIssue) -> Html {
    Html::join(cures(issue).into_iter().map(|pieces| cure_chip(l, pieces)))
}

/// A quantity to take instead, as a button.
pub fn cure_chip(l: Locale, pieces: u32) -> Html {
    let number = words::number(l, pieces.into());
    html(
        "<button type=\"button\" class=\"chip\" data-take=\"{}\" aria-label=\"{}\">{}</button>",
        &[&u64::from(pieces), &words::ui::take(l, &number), &number],
    )
}

/// The cure that was clicked, if one was, and its button.
pub fn taken(event: &web_sys::Event) -> Option<(web_sys::Element, u32)> {
    let button = closest(event, "[data-take]")?;
    let pieces = button.get_attribute("data-take")?.parse().ok()?;
    Some((button, pieces))
}

/// Why a quantity cannot be ordered, in words.
pub fn quantity_issue_text(l: Locale, issue: QuantityIssue) -> String {
    let n = |pieces: u32| words::number(l, pieces.into());
    match issue {
        QuantityIssue::BelowMinimum { minimum, .. } => words::ui::quantity_minimum(l, n(minimum)),
        QuantityIssue::AboveMaximum { maximum, .. } => words::ui::quantity_maximum(l, n(maximum)),
        QuantityIssue::NotAMultiple { increment, .. } => words::ui::quantity_increment(l, n(increment)),
    }
}

/// What of a rule a buyer should know beforehand; none where every quantity goes.
pub fn quantity_rule_text(l: Locale, rule: QuantityRule) -> Option<String> {
    let n = |pieces: u32| words::number(l, pieces.into());
    let mut parts = Vec::new();
    if rule.least() > 1 {
        parts.push(words::ui::rule_minimum(l, n(rule.least())));
    }
    if rule.increment > 1 {
        parts.push(words::ui::rule_increment(l, n(rule.increment)));
    }
    if let Some(maximum) = rule.maximum {
        parts.push(words::ui::rule_maximum(l, n(maximum)));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}
