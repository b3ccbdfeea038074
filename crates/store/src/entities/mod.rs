//! The tables as SeaORM sees them, one module a table.

pub(crate) mod audit;
pub(crate) mod carts;
pub(crate) mod catalog;
pub(crate) mod company;
pub(crate) mod content;
pub(crate) mod orders;
pub(crate) mod payments;
pub(crate) mod people;
pub(crate) mod prices;
pub(crate) mod promotions;
pub(crate) mod shop_settings;
pub(crate) mod work;
