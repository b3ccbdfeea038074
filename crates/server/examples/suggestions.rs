//! What suggestions cost while somebody types, on a catalogue of 10 000 products, beside the list of the same words with six
//! products a page, which finds the same ones among all.
//!
//! `cargo run --release -p giano-server --example suggestions`

#![allow(clippy::unwrap_used, missing_docs)]
#![allow(clippy::disallowed_methods, reason = "it measures time")]

mod catalogue;

use catalogue::{ask, word};

#[tokio::main]
async fn main() {
    let (router, _folder) = catalogue::shop().await;
    ask(router.clone(), "/api/products?q=warm".to_owned()).await;
    for letters in 2..=6 {
        let (mut suggested, mut listed) = (Vec::new(), Vec::new());
        for number in 0..20 {
            let typed: String = word(number * 37).chars().take(letters).collect();
            // Each address once: answers are kept for a moment.
            suggested.push(ask(router.clone(), format!("/api/suggest?q={typed}&n={number}")).await);
            listed.push(ask(router.clone(), format!("/api/products?q={typed}&per_page=6&n={number}")).await);
        }
        suggested.sort();
        listed.sort();
        println!(
            "{letters} letters: suggestions median {:?}, longest {:?}; list median {:?}, longest {:?}",
            suggested[10], suggested[19], listed[10], listed[19]
        );
    }
}
