//! Questions on the way: the bank's, and whether another price is all right.

use super::model::{Model, Phase};
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Button, Dialog, Glyph, Icon, Tone, money};
use crate::words;
use giano_commerce::basket::PriceMoved;
use giano_commerce::{Locale, Money};

/// The bank's question, as the test provider plays it.
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
    let waiting = move || !open.get() && model.phase.with(|phase| matches!(phase, Phase::Challenge(_)));
    view! {
        <div class="notice notice-warning" role="alert" hidden=move || !waiting()>
            <Icon name=Glyph::Lock />
            <div>
                <p>{words::checkout::challenge_waits(l)}</p>
                <Button on_click=move |()| open.set(true)>{words::checkout::challenge_open(l)}</Button>
            </div>
        </div>
        <Dialog open=open title=words::checkout::challenge_title(l) class="checkout-dialog">
            <p class="badge badge-warning">{words::checkout::test_title(l)}</p>
            <p>
                {move || {
                    let total = model.view.with(|view| money(l, view.basket.priced.total));
                    words::checkout::challenge_text(l, total)
                }}
            </p>
            <div class="checkout-dialog-actions">
                <Button on_click=move |()| answer(false)>{words::checkout::challenge_refuse(l)}</Button>
                <Button tone=Tone::Primary on_click=move |()| answer(true)>
                    {words::checkout::challenge_approve(l)}
                </Button>
            </div>
        </Dialog>
    }
    .into_any()
}

/// The price is not what was shown: the difference, and the question whether to go on.
#[component]
pub(super) fn Moved(model: Model) -> impl IntoView {
    let l = use_locale();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(model.phase.with(|phase| matches!(phase, Phase::Moved(_)))));
    view! {
        <Dialog open=open title=words::checkout::moved_title(l) class="checkout-dialog">
            <p>{words::checkout::moved_text(l)}</p>
            {move || match model.phase.get() {
                Phase::Moved(moved) => Some(difference(l, model, &moved)),
                _ => None,
            }}
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

fn difference(l: Locale, model: Model, moved: &PriceMoved) -> AnyView {
    let name = |sku: &giano_commerce::Sku| {
        model.view.with_untracked(|view| {
            let line = view.basket.lines.iter().find(|line| line.input.item.sku == *sku);
            line.map_or_else(|| sku.to_string(), |line| line.shown.name.clone())
        })
    };
    let mut rows: Vec<AnyView> =
        moved.lines.iter().map(|line| row(l, name(&line.sku), line.before, line.after)).collect();
    let pair = |name: &'static str, pair: Option<(Money, Money)>| {
        pair.map(|(before, after)| row(l, name.to_owned(), Some(before), Some(after)))
    };
    rows.extend(pair(words::cart::delivery(l), moved.shipping));
    rows.extend(pair(words::checkout::vat(l), moved.tax));
    rows.push(row(l, words::cart::total(l).to_owned(), Some(moved.total_before), Some(moved.total_after)));
    view! {
        <table class="checkout-moved">
            <thead>
                <tr>
                    <td></td>
                    <th scope="col">{words::checkout::moved_before(l)}</th>
                    <th scope="col">{words::checkout::moved_now(l)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(l: Locale, name: String, before: Option<Money>, after: Option<Money>) -> AnyView {
    let amount = |amount: Option<Money>| amount.map_or_else(|| "–".to_owned(), |amount| money(l, amount));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{amount(before)}</td>
            <td>{amount(after)}</td>
        </tr>
    }
    .into_any()
}
