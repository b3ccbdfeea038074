//! What imports changed, in numbers: an import writes its records one by one, and the audit log has one entry for all of them.

use crate::audit::{Author, Subject};
use crate::catalog::Upserted;
use crate::connection::{Command, Store};
use crate::error::StoreError;
use serde::Serialize;

/// How many records of a kind were changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Were not there before.
    pub added: u64,
    /// Were there and differed.
    pub changed: u64,
    /// Are not for sale, or do not hold, any more.
    pub ended: u64,
}

impl Changes {
    /// Counts what writing a record did.
    pub const fn count(&mut self, done: Upserted) {
        match done {
            Upserted::Created => self.added += 1,
            Upserted::Updated => self.changed += 1,
            Upserted::Unchanged => (),
        }
    }

    /// So many that ended.
    pub const fn ended(ended: u64) -> Self {
        Self { added: 0, changed: 0, ended }
    }

    const fn is_none(self) -> bool {
        self.added == 0 && self.changed == 0 && self.ended == 0
    }
}

/// What of the catalogue was changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CatalogChanges {
    /// Categories.
    pub categories: Changes,
    /// Products with their variants.
    pub products: Changes,
    /// Reviews.
    pub reviews: Changes,
}

/// What an import changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// The catalogue.
    Catalog(CatalogChanges),
    /// Entries of a price list.
    PriceList {
        /// The list.
        name: String,
        /// Its entries.
        entries: Changes,
    },
    /// Promotions.
    Promotions(Changes),
}

impl Command {
    /// Notes what an import changed. Where that is nothing, nothing is noted.
    pub(crate) async fn audit_imported(&self, by: &Author, imported: &Imported) -> Result<(), StoreError> {
        match imported {
            Imported::Catalog(CatalogChanges { categories, products, reviews })
                if categories.is_none() && products.is_none() && reviews.is_none() =>
            {
                Ok(())
            }
            Imported::Catalog(changes) => self.audit_in_numbers(by, Subject::Catalog, changes).await,
            Imported::PriceList { entries, .. } if entries.is_none() => Ok(()),
            Imported::PriceList { name, entries } => {
                self.audit_in_numbers(by, Subject::PriceList(name.clone()), entries).await
            }
            Imported::Promotions(changes) if changes.is_none() => Ok(()),
            Imported::Promotions(changes) => self.audit_in_numbers(by, Subject::Promotions, changes).await,
        }
    }
}

impl Store {
    /// Notes what an import changed, once it has ended or was broken off: each of its records was written by a command of its
    /// own. Where nothing was changed, nothing is noted.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_import(&self, by: &Author, imported: &Imported) -> Result<(), StoreError> {
        self.retrying(|| async {
            let command = self.command().await?;
            command.audit_imported(by, imported).await?;
            command.commit().await
        })
        .await
    }
}
