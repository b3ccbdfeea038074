//! Accounts, baskets, checkout, orders and payments through the router, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../../../store/tests/support/database.rs"]
#[macro_use]
mod database;

#[path = "../../../store/tests/support/cluster.rs"]
mod cluster;

mod asking;
mod away;
mod basket;
mod caching;
mod carried_over;
mod carts;
mod checkout;
mod civil_time;
mod contracts;
mod cuts;
mod former_prices;
mod jobs;
mod limits;
mod lists;
mod mail;
mod mail_delivery;
mod moody;
mod on_record;
mod orders;
mod past;
mod payments;
mod permissions;
mod refunds;
mod renewal;
mod roles;
mod room;
mod rush;
mod secrets;
mod servers;
mod session;
mod settings;
mod shop;
mod showing;
mod smtp;
mod strangers;
mod teams;
mod terms;
mod till;
mod tries;
mod waiting;
