//! Questions on the way: the bank's, and whether another price is all right.

use super::bank::BankDialog;
use super::model::{Model, Phase};
use crate::boot::use_locale;
use crate::cart::name_of;
use crate::prelude::*;
use crate::ui::{Button, Dialog, Glyph, Html, Icon, Tone, html, live, money};
use crate::words;
use giano_commerce::basket::{MovedLine, PriceMoved};
use giano_commerce::{Locale, Money};

/// The bank's question, on the way from the button to the order.
#[component]
pub(super) fn Challenge(model: Model) -> impl IntoView {
    let l = use_locale();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(model.phase.with(|phase| matches!(phase, Phase::Challenge(_)))));
    let answer = move |approve: bool| {
        if let Phase::Challenge(payment) = model.phase.get_untracked() {
            model.answer_challenge(payment, approve);
        }
    };
    let waits = move || !open.get() && model.phase.with(|phase| matches!(phase, Phase::Challenge(_)));
    let total = Signal::derive(move || model.view.with(|view| view.basket.priced.total));
    view! {
        <div class="notice notice-warning" role="alert" hidden=Signal::derive(move || !waits())>
            <Icon name=Glyph::Lock />
            <div>
                <p>{words::checkout::challenge_waits(l)}</p>
                <Button on_click=move |()| open.set(true)>{words::checkout::challenge_open(l)}</Button>
            </div>
        </div>
        <BankDialog open=open total=total on_answer=Callback::new(answer) />
    }
    .into_any()
}

/// The price is not what was shown: the difference, and the question whether to go on.
#[component]
pub(super) fn Moved(model: Model) -> impl IntoView {
    let l = use_locale();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(model.phase.with(|phase| matches!(phase, Phase::Moved(_)))));
    let shown = move || match model.phase.get() {
        Phase::Moved(moved) => difference(l, model, &moved),
        _ => Html::default(),
    };
    view! {
        <Dialog open=open title=words::checkout::moved_title(l) class="checkout-dialog">
            <p>{words::checkout::moved_text(l)}</p>
            {live(shown)}
            <div class="checkout-dialog-actions">
                <Button on_click=move |()| model.phase.set(Phase::Typing)>{words::checkout::moved_no(l)}</Button>
                <Button
                    tone=Tone::Primary
                    on_click=move |()| {
                        model.phase.set(Phase::Typing);
                        model.place();
                    }
                >
                    {words::checkout::moved_yes(l)}
                </Button>
            </div>
        </Dialog>
    }
    .into_any()
}

fn difference(l: Locale, model: Model, moved: &PriceMoved) -> Html {
    let mut rows: Vec<Html> = model.view.with_untracked(|view| {
        let name = |moved: &MovedLine| {
            let line = view.basket.lines.iter().find(|line| line.input.id == moved.id);
            let shown = line.map(|line| &line.shown);
            match shown.filter(|shown| !shown.label.is_empty()) {
                // Variants of one product differ by it only.
                Some(shown) => format!("{}, {}", shown.name, shown.label),
                None => name_of(&view.basket.lines, &moved.sku),
            }
        };
        moved.lines.iter().map(|line| row(l, &name(line), line.before, line.after)).collect()
    });
    let pair =
        |name: &str, pair: Option<(Money, Money)>| pair.map(|(before, after)| row(l, name, Some(before), Some(after)));
    rows.extend(pair(words::cart::delivery(l), moved.shipping));
    rows.extend(pair(words::checkout::vat(l), moved.tax));
    rows.push(row(l, words::cart::total(l), Some(moved.total_before), Some(moved.total_after)));
    html(
        "<table class=\"checkout-moved\"><thead><tr><td></td><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\
         <tbody>{}</tbody></table>",
        &[&words::checkout::moved_before(l), &words::checkout::moved_now(l), &Html::join(rows)],
    )
}

fn row(l: Locale, name: &str, before: Option<Money>, after: Option<Money>) -> Html {
    let amount = |amount: Option<Money>| amount.map_or_else(|| "–".to_owned(), |amount| money(l, amount));
    html("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>", &[&name, &amount(before), &amount(after)])
}
