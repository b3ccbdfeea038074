//! Price lists of companies and groups: `list,sku,min_quantity,unit_price,currency,valid_from,valid_until`.

use crate::error::ImportError;
use crate::number::{pieces, price};
use crate::on_record::author;
use crate::progress::{Progress, Step};
use crate::report::{Reason, Report};
use crate::table::{Next, Row, Table};
use giano_commerce::civil_time::CivilTime;
use giano_commerce::pricing::ContractTerms;
use giano_commerce::{Currency, Quantity, Sku};
use giano_store::{Changes, Imported, PriceEntryDraft, Store, StoreError};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// What to load.
#[derive(Debug, Clone)]
pub struct PricesOptions {
    /// The price lists.
    pub file: PathBuf,
    /// The shop's currency: prices in another one would hold for nobody.
    pub currency: Currency,
    /// The shop's civil time: days in the file begin by it.
    pub civil_time: CivilTime,
    /// The moment of loading: until then holds what an entry said before.
    pub now: Timestamp,
}

/// Loads price lists. Prices are net; `min_quantity` may be empty for 1, both days may be empty, and `valid_until` is
/// the last day that a price holds. See the crate's page.
///
/// # Errors
/// [`ImportError`] where nothing of the file is usable, or the database fails.
pub async fn import_prices(
    store: &Store,
    options: &PricesOptions,
    progress: &dyn Progress,
) -> Result<Report, ImportError> {
    let mut table = open(&options.file)?;
    let mut report = Report::default();
    let mut lists = BTreeMap::new();
    let outcome = load(store, options, progress, &mut table, &mut report, &mut lists).await;
    let mut noted = Ok(());
    for (name, entries) in lists {
        let imported = Imported::PriceList { name, entries };
        noted = noted.and(store.note_import(&author(options.now), &imported).await);
    }
    // Why it stopped matters more than that what it did could not be noted.
    outcome?;
    noted?;
    table.note(&mut report);
    report.put_in_order();
    Ok(report)
}

/// Writes the entries of a file, and counts what was changed in each list.
async fn load(
    store: &Store,
    options: &PricesOptions,
    progress: &dyn Progress,
    table: &mut Table,
    report: &mut Report,
    lists: &mut BTreeMap<String, Changes>,
) -> Result<(), ImportError> {
    let file = &options.file;
    // Lines by what tells entries apart, as digests: bounded for files of any length that a price list has.
    let mut lines: HashMap<String, u64> = HashMap::new();
    progress.begin(Step::Prices, None);
    loop {
        if progress.cancelled() {
            return Err(ImportError::Cancelled);
        }
        let row = match table.next()? {
            Next::Row(row) => row,
            Next::Bad(line, reason) => {
                report.refuse(file, line, None, "", reason);
                continue;
            }
            Next::End => break,
        };
        progress.advance(1);
        let sku = row.get("sku").to_owned();
        let mut refuse = |column: Option<&str>, reason: Reason| report.refuse(file, row.line(), column, &sku, reason);
        let draft = match entry(&row, options) {
            Ok(draft) => draft,
            Err((column, reason)) => {
                refuse(Some(column), reason);
                continue;
            }
        };
        let from = draft.valid_from.map_or(0, Timestamp::as_millisecond);
        let apart = format!("{}\n{}\n{}\n{from}", draft.list, draft.sku.key(), draft.minimum);
        if let Some(first_line) = lines.insert(crate::digest::name_of(apart.as_bytes()), row.line()) {
            refuse(None, Reason::Duplicate { first_line });
            continue;
        }
        if store.product_of_sku(&draft.sku).await?.is_none() {
            refuse(Some("sku"), Reason::UnknownProduct(sku.clone()));
            continue;
        }
        match store.put_price_entry(&draft, options.now.as_millisecond()).await {
            Ok(done) => {
                report.prices.count(done);
                lists.entry(draft.list).or_default().count(done);
            }
            Err(StoreError::Conflict(what)) => refuse(Some("currency"), Reason::Conflict(what)),
            Err(error) => return Err(error.into()),
        }
    }
    progress.end();
    Ok(())
}

/// Opens a file of price lists.
pub(crate) fn open(file: &Path) -> Result<Table, ImportError> {
    Table::open(file, &["list", "sku", "unit_price", "currency"])
}

/// The entry of a row; the column that is wrong, and why.
pub(crate) fn entry(row: &Row, options: &PricesOptions) -> Result<PriceEntryDraft, (&'static str, Reason)> {
    let PricesOptions { currency: of_shop, civil_time, .. } = options;
    let list = row.get("list");
    if list.is_empty() {
        return Err(("list", Reason::Empty));
    }
    let sku: Sku = row.get("sku").parse().map_err(|error| ("sku", Reason::Sku(error)))?;
    let written = row.get("currency").to_uppercase();
    let currency: Currency =
        written.parse().map_err(|_| ("currency", Reason::Currency(written.chars().take(20).collect())))?;
    if currency != *of_shop {
        return Err(("currency", Reason::OtherCurrency { found: currency, of_shop: *of_shop }));
    }
    let minimum = match row.get("min_quantity") {
        "" => 1,
        text => {
            let read = pieces(text).map_err(|reason| ("min_quantity", reason))?;
            let known = Quantity::new(read)
                .map_err(|_| ("min_quantity", Reason::NotANumber(text.chars().take(20).collect())))?;
            known.get()
        }
    };
    let price = price(row.get("unit_price"), currency).map_err(|reason| ("unit_price", reason))?;
    let valid_from = day(row.get("valid_from"), 0, civil_time).map_err(|reason| ("valid_from", reason))?;
    let valid_until = day(row.get("valid_until"), 1, civil_time).map_err(|reason| ("valid_until", reason))?;
    if valid_from.zip(valid_until).is_some_and(|(from, until)| until <= from) {
        return Err(("valid_until", Reason::Period));
    }
    Ok(PriceEntryDraft {
        list: list.to_owned(),
        sku,
        minimum,
        price: ContractTerms::Fixed { price },
        currency,
        firm: false,
        mix_and_match: false,
        valid_from,
        valid_until,
    })
}

/// The first moment of a day in the shop, or of the day after; none where nothing is written. A moment with its time
/// zone is taken as it is.
fn day(text: &str, days_after: i32, civil_time: &CivilTime) -> Result<Option<Timestamp>, Reason> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || Reason::Date(text.chars().take(30).collect());
    if text.len() > 10 {
        return text.parse().map(Some).map_err(|_| wrong());
    }
    let date: Date = text.parse().map_err(|_| wrong())?;
    let date = date.checked_add(Span::new().days(days_after)).map_err(|_| wrong())?;
    Ok(Some(civil_time.start_of(date)))
}
