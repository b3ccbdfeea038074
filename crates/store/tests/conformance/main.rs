//! What the store promises, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../support/database.rs"]
#[macro_use]
mod database;
#[path = "../support/earlier_shop.rs"]
mod earlier_shop;

mod audit;
mod baskets;
mod cancelling;
mod carts;
mod carts_migration;
mod company;
mod contention;
mod jobs;
mod keys;
mod large_orders;
mod listening;
mod memberships_migration;
mod migrations;
mod orders;
mod orders_migration;
mod payments;
mod payments_migration;
mod people;
mod placing;
mod price_history;
mod price_lists;
mod price_lists_migration;
mod prices;
mod reading_orders;
mod refunds;
mod shop_settings;
mod starts;
mod stock;
mod throttle;
mod versions;
