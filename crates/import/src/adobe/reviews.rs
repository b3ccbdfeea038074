//! Reviews: `sku,rating_code,rating_value,title,review,reviewer`.

use crate::digest::name_of;
use crate::error::ImportError;
use crate::markup::plain;
use crate::progress::{Progress, Step};
use crate::report::{Reason, Report};
use crate::table::{Next, Row, Table};
use giano_commerce::Sku;
use giano_store::{ReviewDraft, Store};
use std::collections::HashMap;
use std::path::Path;

pub(super) fn open(file: &Path) -> Result<Table, ImportError> {
    Table::open(file, &["sku", "rating_value", "title", "review", "reviewer"])
}

/// Loads reviews of products of the export, or of the shop.
pub(super) async fn load(
    store: &Store,
    slugs: &HashMap<String, String>,
    table: &mut Table,
    report: &mut Report,
    progress: &dyn Progress,
) -> Result<(), ImportError> {
    progress.begin(Step::Reviews, None);
    let file = table.file().to_owned();
    // Lines of reviews by their key: a person may say the same twice, a file may hold it twice.
    let mut lines: HashMap<String, u64> = HashMap::new();
    loop {
        if progress.cancelled() {
            return Err(ImportError::Cancelled);
        }
        let row = match table.next()? {
            Next::Row(row) => row,
            Next::Bad(line, reason) => {
                report.refuse(&file, line, None, "", reason);
                continue;
            }
            Next::End => break,
        };
        progress.advance(1);
        let sku = row.get("sku");
        let slug = match slugs.get(&sku.to_lowercase()) {
            Some(slug) => Some(slug.clone()),
            None => match sku.parse::<Sku>() {
                Ok(sku) => store.product_of_sku(&sku).await?,
                Err(_) => None,
            },
        };
        let read = match slug {
            None => Err(("sku", Reason::UnknownProduct(sku.to_owned()))),
            Some(slug) => review(&row, slug),
        };
        let draft = match read {
            Ok(draft) => draft,
            Err((column, reason)) => {
                report.refuse(&file, row.line(), Some(column), sku, reason);
                continue;
            }
        };
        let key = name_of(format!("{sku}\n{}\n{}\n{}", draft.author, draft.title, draft.body).as_bytes());
        if let Some(first_line) = lines.get(&key).copied() {
            report.refuse(&file, row.line(), None, sku, Reason::Duplicate { first_line });
            continue;
        }
        lines.insert(key.clone(), row.line());
        match store.put_review(&format!("adobe:{key}"), &draft).await? {
            Some(done) => report.reviews.count(done),
            // Its product was in the file, but could not be taken.
            None => {
                let reason = Reason::UnknownProduct(sku.to_owned());
                report.refuse(&file, row.line(), Some("sku"), sku, reason);
            }
        }
    }
    progress.end();
    Ok(())
}

fn review(row: &Row, product: String) -> Result<ReviewDraft, (&'static str, Reason)> {
    let written = row.get("rating_value");
    let rating = written.parse().ok().filter(|stars| (1..=5).contains(stars));
    let rating = rating.ok_or_else(|| ("rating_value", Reason::Rating(written.to_owned())))?;
    let body = plain(row.get("review"));
    if body.is_empty() {
        return Err(("review", Reason::Empty));
    }
    Ok(ReviewDraft {
        product,
        rating,
        title: plain(row.get("title")),
        body,
        // The e-mail address in the export is nobody else's business, and is not read.
        author: plain(row.get("reviewer")),
        // The export does not say.
        language: None,
        verified: false,
        written_at: None,
    })
}
