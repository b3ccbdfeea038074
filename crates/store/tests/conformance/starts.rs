//! Several servers that start at the same moment on one database.

use crate::database::Fresh;
use futures::future::join_all;
use giano_store::Store;

on_both!(empty: first_starts_at_once_make_one_shop);

async fn first_starts_at_once_make_one_shop(empty: Fresh) {
    let starts = (0..8).map(|_| {
        let url = empty.url.clone();
        tokio::spawn(async move {
            let store = Store::connect(&url).await.unwrap();
            store.migrate().await.map(|()| store)
        })
    });
    for started in join_all(starts).await {
        let store = started.unwrap().unwrap();
        assert!(store.is_empty().await.unwrap());
        store.close().await;
    }
    // A later start finds nothing to do.
    empty.store.migrate().await.unwrap();
}
