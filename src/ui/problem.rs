//! What went wrong, in words.

use super::button::{Button, Tone};
use super::icon::{Glyph, Icon};
use crate::boot::use_locale;
use crate::prelude::*;
use crate::words;
use giano_api::{Code, Problem};
use giano_commerce::Locale;

/// Something went wrong: what happened, what is safe, what to do.
#[component]
pub fn ErrorState(
    /// What went wrong.
    problem: Problem,
    /// Trying again, where that may help.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let l = use_locale();
    view! {
        <div class="error-state" role="alert">
            <Icon name=if problem.code == Code::Offline { Glyph::Wifi } else { Glyph::Warning } />
            <p class="error-state-text">{problem_text(l, &problem)}</p>
            {problem.instance.map(|id| view! { <p class="error-state-id">{words::ui::error_id(l, id)}</p> })}
            {on_retry
                .map(|on_retry| {
                    view! { <Button tone=Tone::Secondary on_click=on_retry>{words::ui::try_again(l)}</Button> }
                })}
        </div>
    }
    .into_any()
}

/// A problem in words: what happened, what is safe, what to do.
pub fn problem_text(l: Locale, problem: &Problem) -> String {
    use words::ui;
    match problem.code {
        Code::MalformedRequest | Code::MethodNotAllowed | Code::CrossSite => ui::problem_refused(l),
        Code::InvalidFields => ui::problem_fields(l),
        Code::NotFound => ui::problem_not_found(l),
        Code::TooLarge => ui::problem_too_large(l),
        Code::TimedOut => ui::problem_timed_out(l),
        Code::TooManyRequests => {
            return problem.retry_after.map_or_else(
                || ui::problem_too_often(l).to_owned(),
                |seconds| ui::problem_wait(l, words::number(l, seconds)),
            );
        }
        Code::SignInRequired => ui::problem_sign_in(l),
        Code::WrongCredentials => ui::problem_credentials(l),
        Code::Forbidden => ui::problem_forbidden(l),
        Code::CompanyNotActive => ui::problem_company(l),
        Code::UnknownSku => ui::problem_unknown_sku(l),
        Code::QuantityRule => ui::problem_quantity(l),
        Code::OutOfStock => ui::problem_stock(l),
        Code::TransferShare => ui::problem_transfer_share(l),
        Code::BasketFull => ui::problem_basket_full(l),
        Code::SavedFull => ui::problem_saved_full(l),
        Code::BasketEmpty => ui::problem_basket_empty(l),
        Code::BasketChanged => ui::problem_basket_changed(l),
        Code::UnknownCoupon => ui::problem_coupon(l),
        Code::PromotionUsedUp => ui::problem_promotion(l),
        Code::PriceMoved => ui::problem_price_moved(l),
        Code::CreditExceeded => ui::problem_credit(l),
        Code::PaymentDeclined => ui::problem_declined(l),
        Code::PaymentUnavailable => ui::problem_payment(l),
        Code::IdempotencyMismatch | Code::IdempotencyInProgress => ui::problem_in_progress(l),
        Code::Unavailable => ui::problem_unavailable(l),
        Code::Internal => ui::problem_internal(l),
        Code::Offline => ui::problem_offline(l),
    }
    .to_owned()
}
