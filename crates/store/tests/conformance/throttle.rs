//! Tries, counted for all servers together.

use crate::database::Fresh;
use futures::future::join_all;
use giano_store::{Store, Tried, TryLimit};

on_both!(all_servers_together_count_no_more_than_the_limit, tries_come_back_one_by_one, the_right_one_starts_anew);

const FIVE: TryLimit = TryLimit { burst: 5, each: 100 };

async fn all_servers_together_count_no_more_than_the_limit(fresh: Fresh) {
    let store = fresh.store;
    let other = Store::connect(&fresh.url).await.unwrap();
    let tries = (0..40).map(|n: usize| {
        let store = if n.is_multiple_of(2) { store.clone() } else { other.clone() };
        tokio::spawn(async move { store.count_try("sign_in anna", FIVE, 1000).await.unwrap() })
    });
    let tries = join_all(tries).await.into_iter().map(Result::unwrap);
    let (counted, refused): (Vec<Tried>, Vec<Tried>) = tries.partition(|tried| *tried == Tried::Counted);
    assert_eq!(counted.len(), 5);
    // The first of them comes back after one pause, whoever asks.
    assert!(refused.iter().all(|tried| *tried == Tried::NoneLeft { wait: 100 }), "{refused:?}");
    assert_eq!(store.count_try("sign_in bruno", FIVE, 1000).await.unwrap(), Tried::Counted);
}

async fn tries_come_back_one_by_one(fresh: Fresh) {
    let store = fresh.store;
    let once = TryLimit { burst: 1, each: 100 };
    assert_eq!(store.count_try("once", once, 0).await.unwrap(), Tried::Counted);
    assert_eq!(store.count_try("once", once, 99).await.unwrap(), Tried::NoneLeft { wait: 1 });
    assert_eq!(store.count_try("once", once, 100).await.unwrap(), Tried::Counted);
    for _ in 0..5 {
        assert_eq!(store.count_try("five", FIVE, 0).await.unwrap(), Tried::Counted);
    }
    assert_eq!(store.count_try("five", FIVE, 30).await.unwrap(), Tried::NoneLeft { wait: 70 });
    // Asking whether one is left counts nothing.
    assert_eq!(store.wait_for_try("five", FIVE, 30).await.unwrap(), Some(70));
    assert_eq!(store.wait_for_try("five", FIVE, 100).await.unwrap(), None);
    assert_eq!(store.wait_for_try("unheard of", FIVE, 0).await.unwrap(), None);
    // What was refused was not counted.
    assert_eq!(store.count_try("five", FIVE, 100).await.unwrap(), Tried::Counted);
    assert_eq!(store.count_try("five", FIVE, 100).await.unwrap(), Tried::NoneLeft { wait: 100 });
    // After all of the time they are all there, and no more than that.
    assert_eq!(store.forget_old_tries(599).await.unwrap(), 1);
    for _ in 0..5 {
        assert_eq!(store.count_try("five", FIVE, 10_000).await.unwrap(), Tried::Counted);
    }
    assert_eq!(store.count_try("five", FIVE, 10_000).await.unwrap(), Tried::NoneLeft { wait: 100 });
    assert_eq!(store.forget_old_tries(10_499).await.unwrap(), 0);
    assert_eq!(store.forget_old_tries(10_500).await.unwrap(), 1);
}

async fn the_right_one_starts_anew(fresh: Fresh) {
    let store = fresh.store;
    for _ in 0..5 {
        store.count_try("k", FIVE, 0).await.unwrap();
    }
    store.forget_tries("k").await.unwrap();
    assert_eq!(store.count_try("k", FIVE, 0).await.unwrap(), Tried::Counted);
}
