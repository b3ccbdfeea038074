//! What an import changed goes into the audit log: once, in numbers, also where the import did not come to its end.

use crate::error::ImportError;
use crate::report::{Counts, Report};
use giano_store::{Author, CatalogChanges, Changes, Imported, ShopPart, Store};
use jiff::Timestamp;

/// Files that a merchant loads change the shop.
pub(crate) fn author(now: Timestamp) -> Author {
    Author::shop(ShopPart::Import, now.as_millisecond())
}

fn changes(counts: Counts) -> Changes {
    Changes { added: counts.created, changed: counts.updated, ended: 0 }
}

/// Notes what an import did to the catalogue; `outcome` is how the import ended, and is passed on. Why it stopped matters more
/// than that this could not be noted.
pub(crate) async fn catalog(
    store: &Store,
    now: Timestamp,
    report: &Report,
    outcome: Result<(), ImportError>,
) -> Result<(), ImportError> {
    let imported = Imported::Catalog(CatalogChanges {
        categories: changes(report.categories),
        products: changes(report.products),
        reviews: changes(report.reviews),
    });
    let noted = store.note_import(&author(now), &imported).await;
    outcome?;
    Ok(noted?)
}
