//! How much guests may store: anybody can be one, as often as they like.

use crate::problem::Failure;
use crate::state::AppState;
use crate::throttle::Storing;
use crate::visit::Visitor;
use giano_api::Code;
use std::sync::atomic::Ordering;

/// Seconds after which there may be room again: baskets that were left are forgotten once an hour.
const AN_HOUR: u64 = 60 * 60;

/// Makes room for lines that a guest adds, and for the basket where it is the first; what people who are signed in store
/// is bounded by their number.
///
/// # Errors
/// 429 where this address has stored enough, 503 where all guests together have.
pub(super) async fn make(state: &AppState, visitor: &mut Visitor, lines: usize) -> Result<(), Failure> {
    if !visitor.is_anonymous() {
        return Ok(());
    }
    let known = match visitor.basket_owner() {
        Some(owner) => state.store.has_basket(&owner).await?,
        None => false,
    };
    if !known {
        state.throttles.count_stored(Storing::GuestBaskets, visitor.actor.client, 1)?;
        // Under a token that the shop has drawn, not under one that somebody made up.
        visitor.actor.basket_token = Some(crate::clock::draw_token());
    }
    let lines = u32::try_from(lines).unwrap_or(u32::MAX);
    state.throttles.count_stored(Storing::GuestLines, visitor.actor.client, lines)?;
    let stored = state.basket_lines.fetch_add(lines.into(), Ordering::Relaxed);
    if stored.saturating_add(lines.into()) > state.snapshot().settings.guest_baskets.most_lines {
        state.basket_lines.fetch_sub(lines.into(), Ordering::Relaxed);
        tracing::error!(stored, "there is no room for guests' baskets");
        return Err(Failure::new(Code::Unavailable).retry_after(AN_HOUR).detail("sign in, or come back in an hour"));
    }
    Ok(())
}

/// Gives back the room of lines that came to no row of their own: those that were refused, and those of SKUs that were there.
pub(super) fn give_back(state: &AppState, visitor: &Visitor, lines: usize) {
    if visitor.is_anonymous() {
        state.basket_lines.fetch_sub(u64::try_from(lines).unwrap_or_default(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::clock::Clock;
    use crate::settings::Settings;
    use crate::state::AppState;
    use giano_store::Store;

    #[tokio::test]
    async fn a_server_knows_what_is_stored_when_it_starts() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::connect(&format!("sqlite://{}", folder.path().join("shop.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        let owner = giano_store::BasketOwner::Guest("guest".to_owned());
        let line = ("MOKA-3".parse().unwrap(), giano_commerce::Quantity::ONE);
        store.add_to_basket(&owner, |_| vec![line], 0).await.unwrap();
        let state = AppState::load(Settings::default(), store, Clock::fixed(0)).await.unwrap();
        assert_eq!(state.basket_lines.load(super::Ordering::Relaxed), 1);
    }
}
