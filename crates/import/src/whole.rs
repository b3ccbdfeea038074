//! A file that is the whole catalogue, or whole price lists: what is not in it ends. First it is found out what that would
//! be, without writing anything; ending it is a step of its own, once somebody has seen the number.

use crate::adobe::AdobeOptions;
use crate::error::ImportError;
use crate::on_record::author;
use crate::prices::{self, PricesOptions};
use crate::shopify::ShopifyOptions;
use crate::slug::slug;
use crate::table::{Next, Table};
use giano_store::{PriceEntryKey, Store};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::path::Path;

/// How many of what would end are named.
const NAMED: usize = 20;

/// What would end where a file is the whole of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// How many there are now: products that are shown, or prices that hold or will.
    pub there: usize,
    ends: Ends,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Ends {
    /// Products by their slugs, which leave the shop.
    Products(Vec<String>),
    /// Entries of price lists, by list: identifier and SKU.
    Prices(BTreeMap<String, Vec<(i64, String)>>),
}

impl Ending {
    /// How many would end.
    pub fn count(&self) -> usize {
        match &self.ends {
            Ends::Products(slugs) => slugs.len(),
            Ends::Prices(lists) => lists.values().map(Vec::len).sum(),
        }
    }

    /// Whether more than one in so many would end.
    pub fn is_more_than_one_in(&self, so_many: usize) -> bool {
        self.count().saturating_mul(so_many) > self.there
    }

    /// Ends it: products leave the shop, prices hold until now. Orders, and what was ordered at those prices, stay as they
    /// are. Returns how many ended; what had ended meanwhile is not counted.
    ///
    /// # Errors
    /// [`ImportError::Store`].
    pub async fn end(&self, store: &Store, now: Timestamp) -> Result<u64, ImportError> {
        let by = author(now);
        match &self.ends {
            Ends::Products(slugs) => Ok(store.hide_products(&by, slugs).await?),
            Ends::Prices(lists) => {
                let mut ended = 0;
                for (list, entries) in lists {
                    let ids: Vec<i64> = entries.iter().map(|(id, _)| *id).collect();
                    ended += store.end_price_entries(&by, list, &ids, now.as_millisecond()).await?;
                }
                Ok(ended)
            }
        }
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, then, names): (_, _, Vec<String>) = match &self.ends {
            Ends::Products(slugs) => ("products", "would leave the shop", slugs.clone()),
            Ends::Prices(lists) => {
                let of_list = |(list, entries): (&String, &Vec<(i64, String)>)| {
                    entries.iter().map(|(_, sku)| format!("{list} {sku}")).collect::<Vec<_>>()
                };
                ("prices", "would end", lists.iter().flat_map(of_list).collect())
            }
        };
        write!(f, "{} of {} {what} are not in the file and {then}", names.len(), self.there)?;
        if !names.is_empty() {
            write!(f, ": {}", names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", "))?;
        }
        match names.len().checked_sub(NAMED) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, " and {more} more"),
        }
    }
}

/// Refuses what cannot be the whole of anything.
fn must_be_whole(file: &Path, records: usize, unreadable: u64) -> Result<(), ImportError> {
    if records == 0 {
        return Err(ImportError::NothingInIt { file: file.to_owned() });
    }
    if unreadable > 0 {
        return Err(ImportError::NotWhole { file: file.to_owned(), unreadable });
    }
    Ok(())
}

async fn products_not_in(store: &Store, in_file: &HashSet<String>) -> Result<Ending, ImportError> {
    let shown = store.shown_products().await?;
    let there = shown.len();
    let ends = shown.into_iter().filter(|slug| !in_file.contains(slug)).collect();
    Ok(Ending { there, ends: Ends::Products(ends) })
}

/// What would end if an export of Shopify were the whole catalogue.
///
/// # Errors
/// [`ImportError`], also where the file is empty or some of it cannot be read.
pub async fn whole_shopify(store: &Store, options: &ShopifyOptions) -> Result<Ending, ImportError> {
    let mut table = Table::open(&options.file, &["handle", "title", "variant price"])?;
    let (mut handles, mut unreadable) = (HashSet::new(), 0);
    loop {
        match table.next()? {
            Next::Row(row) => _ = handles.insert(slug(row.get("handle"))),
            Next::Bad(..) => unreadable += 1,
            Next::End => break,
        }
    }
    // A row that does not say of which product it is counts as unreadable.
    unreadable += u64::from(handles.remove(""));
    must_be_whole(&options.file, handles.len(), unreadable)?;
    products_not_in(store, &handles).await
}

/// What would end if an export of Adobe Commerce were the whole catalogue.
///
/// # Errors
/// [`ImportError`], also where the file is empty or some of it cannot be read.
pub async fn whole_adobe(store: &Store, options: &AdobeOptions) -> Result<Ending, ImportError> {
    let (slugs, unreadable) = crate::adobe::slugs_of(&options.products)?;
    must_be_whole(&options.products, slugs.len(), unreadable)?;
    products_not_in(store, &slugs).await
}

/// What would end if a file held all prices of the lists that it names; other lists stay as they are.
///
/// # Errors
/// [`ImportError`], also where the file is empty or some of it cannot be read.
pub async fn whole_prices(store: &Store, options: &PricesOptions) -> Result<Ending, ImportError> {
    let mut table = prices::open(&options.file)?;
    let mut lists: BTreeMap<String, HashSet<PriceEntryKey>> = BTreeMap::new();
    let mut unreadable = 0;
    loop {
        match table.next()? {
            Next::Row(row) => match prices::entry(&row, options) {
                Ok(draft) => _ = lists.entry(draft.list.clone()).or_default().insert(draft.key()),
                Err(_) => unreadable += 1,
            },
            Next::Bad(..) => unreadable += 1,
            Next::End => break,
        }
    }
    must_be_whole(&options.file, lists.len(), unreadable)?;
    let (mut there, mut ends) = (0, BTreeMap::new());
    for (list, in_file) in lists {
        let Some(known) = store.price_list(&list).await? else { continue };
        let open: Vec<_> = known.entries.iter().filter(|entry| entry.is_open(options.now)).collect();
        there += open.len();
        let gone: Vec<(i64, String)> = open
            .into_iter()
            .filter(|entry| !in_file.contains(&entry.key()))
            .map(|entry| (entry.id, entry.sku_key.clone()))
            .collect();
        if !gone.is_empty() {
            ends.insert(list, gone);
        }
    }
    Ok(Ending { there, ends: Ends::Prices(ends) })
}
