//! The bank's question, as the test provider plays it.

use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Button, Dialog, Tone, html, live, money};
use crate::words;
use giano_commerce::Money;

/// The bank's page: whether the buyer wants to pay.
#[component]
pub(crate) fn BankDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What is to be paid.
    total: Signal<Money>,
    /// Hears the buyer's answer.
    on_answer: Callback<bool>,
) -> impl IntoView {
    let l = use_locale();
    let question = move || html("<p>{}</p>", &[&words::checkout::challenge_text(l, money(l, total.get()))]);
    view! {
        <Dialog open=open title=words::checkout::challenge_title(l) class="checkout-dialog">
            <p class="badge badge-warning">{words::checkout::test_title(l)}</p>
            {live(question)}
            <div class="checkout-dialog-actions">
                <Button on_click=move |()| on_answer.run(false)>{words::checkout::challenge_refuse(l)}</Button>
                <Button tone=Tone::Primary on_click=move |()| on_answer.run(true)>
                    {words::checkout::challenge_approve(l)}
                </Button>
            </div>
        </Dialog>
    }
    .into_any()
}
