//! Commands on orders.

use anyhow::{Result, ensure};
use giano_commerce::order::OrderNumber;
use giano_server::Clock;
use giano_store::{Sending, Store};
use std::process::ExitCode;

/// Notes that orders have left; says of each what came of it.
pub async fn sent(database: &str, numbers: &[String], at: Option<&str>) -> Result<ExitCode> {
    let now = Clock::System.now();
    let store = Store::connect(database).await?;
    store.migrate().await?;
    let at = match at {
        Some(text) => crate::imports::moment(text, &store.shop_settings().await?.time_zone)?,
        None => now,
    };
    ensure!(at <= now, "{at} is yet to come: say when they left once they have");
    let mut all = true;
    for text in numbers {
        let sending = match text.parse::<OrderNumber>() {
            Ok(number) => store.send_order(&number, at).await?,
            Err(_) => Sending::Unknown,
        };
        all &= sending == Sending::Sent;
        match sending {
            Sending::Sent => println!("{text}: sent"),
            Sending::Unknown => println!("{text}: there is no such order"),
            Sending::NothingToSend(stands) => println!("{text}: nothing to send, it is {}", stands.code()),
        }
    }
    Ok(ExitCode::from(u8::from(!all)))
}
