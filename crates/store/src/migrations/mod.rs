//! The tables, step by step. A step that was released is never changed; a new one is added.

mod m0001_catalog;
mod m0002_people;
mod m0003_orders;
mod m0004_order_basket;
mod m0005_order_expiry;
mod m0006_no_drawings;
mod m0015_devices;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

pub(crate) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_catalog::Migration),
            Box::new(m0002_people::Migration),
            Box::new(m0003_orders::Migration),
            Box::new(m0004_order_basket::Migration),
            Box::new(m0005_order_expiry::Migration),
            Box::new(m0006_no_drawings::Migration),
            Box::new(m0015_devices::Migration),
        ]
    }
}
