//! What words that nobody knows cost: searches of twelve of them on a catalogue of 10 000 products, one by one and eight at
//! a time, beside what somebody else waits for meanwhile.
//!
//! `cargo run --release -p giano-server --example search_unknown`

#![allow(clippy::unwrap_used, missing_docs)]
#![allow(clippy::disallowed_methods, reason = "it measures time")]

mod catalogue;

use catalogue::{ask, word};

/// A search of twelve words of which each is nearly one that there is, twice not quite.
fn nonsense(seed: u64) -> String {
    let words = (0..12).map(|at| format!("x{}x", word(seed * 12 + at)));
    format!("/api/products?q={}", words.collect::<Vec<_>>().join("+"))
}

#[tokio::main]
async fn main() {
    let (router, _folder) = catalogue::shop().await;
    ask(router.clone(), "/api/products?q=warm".to_owned()).await;

    let mut alone = Vec::new();
    for seed in 0..20 {
        alone.push(ask(router.clone(), nonsense(seed)).await);
    }
    alone.sort();
    println!("twelve unknown words: median {:?}, longest {:?}", alone[10], alone[19]);

    let attackers: Vec<_> = (0..8)
        .map(|one| {
            let router = router.clone();
            tokio::spawn(async move {
                for seed in 0..10 {
                    ask(router.clone(), nonsense(100 + one * 10 + seed)).await;
                }
            })
        })
        .collect();
    let mut others = Vec::new();
    while !attackers.iter().all(tokio::task::JoinHandle::is_finished) {
        others.push(ask(router.clone(), format!("/api/categories?n={}", others.len())).await);
        tokio::task::yield_now().await;
    }
    others.sort();
    let (median, last) = (others[others.len() / 2], others[others.len() - 1]);
    println!("beside eight such searches at once, others wait: median {median:?}, longest {last:?}");
}
