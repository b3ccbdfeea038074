//! Idempotency keys.

use crate::database::Fresh;
use giano_store::Idempotency;

on_both!(
    a_key_is_held_answered_and_forgotten,
    a_key_that_led_to_nothing_is_free,
    a_lost_key_is_taken_over_by_one,
    many_ask_and_one_goes,
);

async fn a_key_is_held_answered_and_forgotten(fresh: Fresh) {
    let store = fresh.store;
    assert_eq!(store.begin_idempotent("k", "body", 10).await.unwrap(), Idempotency::Fresh);
    let held = Idempotency::InProgress { order: None, since: 10 };
    assert_eq!(store.begin_idempotent("k", "body", 20).await.unwrap(), held);
    assert_eq!(store.begin_idempotent("k", "other", 20).await.unwrap(), Idempotency::Mismatch);
    store.finish_idempotent("k", 200, "done").await.unwrap();
    let replay = Idempotency::Replay { status: 200, answer: "done".to_owned() };
    assert_eq!(store.begin_idempotent("k", "body", 30).await.unwrap(), replay);
    assert_eq!(store.begin_idempotent("k", "other", 30).await.unwrap(), Idempotency::Mismatch);
    assert_eq!(store.forget_idempotent(10).await.unwrap(), 0);
    assert_eq!(store.forget_idempotent(11).await.unwrap(), 1);
    assert_eq!(store.begin_idempotent("k", "other", 40).await.unwrap(), Idempotency::Fresh);
}

async fn a_key_that_led_to_nothing_is_free(fresh: Fresh) {
    let store = fresh.store;
    store.begin_idempotent("k", "body", 10).await.unwrap();
    store.abandon_idempotent("k").await.unwrap();
    assert_eq!(store.begin_idempotent("k", "other", 20).await.unwrap(), Idempotency::Fresh);
}

async fn a_lost_key_is_taken_over_by_one(fresh: Fresh) {
    let store = fresh.store;
    store.begin_idempotent("k", "body", 10).await.unwrap();
    assert!(store.take_over_idempotent("k", 10, 99).await.unwrap());
    assert!(!store.take_over_idempotent("k", 10, 99).await.unwrap());
    store.finish_idempotent("k", 200, "done").await.unwrap();
    assert!(!store.take_over_idempotent("k", 99, 200).await.unwrap());
}

async fn many_ask_and_one_goes(fresh: Fresh) {
    let tasks: Vec<_> = (0..12)
        .map(|_| {
            let store = fresh.store.clone();
            tokio::spawn(async move { store.begin_idempotent("k", "body", 10).await.unwrap() })
        })
        .collect();
    let mut first = 0;
    for task in tasks {
        first += usize::from(task.await.unwrap() == Idempotency::Fresh);
    }
    assert_eq!(first, 1);
}
