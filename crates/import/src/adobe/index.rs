//! The first pass over an export: where each SKU's row is, which products there are, which pictures they name.
//!
//! Variants stand before the product that offers them, so a second pass follows, product by product. What is kept in
//! between is a few words a SKU, never a description.

use super::product::{MOST_PICTURES, picture_names};
use super::special::{self, SlashedDays};
use super::syntax::{View, attributes, variations};
use crate::error::ImportError;
use crate::progress::{Progress, Step};
use crate::report::{Reason, Report};
use crate::slug::slug;
use crate::table::{Next, Place, Row, Table};
use giano_commerce::Sku;
use std::collections::{HashMap, HashSet};

/// Facets have at most so many values; attributes with more are shown, but lists cannot be filtered by them.
const MOST_FACET_VALUES: usize = 40;

/// A product to load in the second pass.
#[derive(Debug)]
pub(super) struct Entry {
    pub place: Place,
    pub slug: String,
    pub configurable: bool,
}

#[derive(Debug, Default)]
pub(super) struct Index {
    /// Products in the file's order.
    pub products: Vec<Entry>,
    /// Rows by the key of their SKU.
    pub rows: HashMap<String, Place>,
    /// Italian rows by the key of their SKU.
    pub italian: HashMap<String, Place>,
    /// English rows that add to the usual one.
    pub english: HashMap<String, Place>,
    /// Slug of the product by the key of each SKU: its own, or that of a variant.
    pub slugs: HashMap<String, String>,
    /// Names of pictures, each once, in the order met.
    pub pictures: Vec<String>,
    /// What its days of special prices look like.
    pub special_days: SlashedDays,
    /// Values of attributes, until there are too many for a facet.
    values: HashMap<String, HashSet<String>>,
}

/// A row that may become a product, until it is known whether another product offers it.
struct Candidate {
    sku: Sku,
    key: String,
    place: Place,
    wish: String,
    configurable: bool,
    visible: bool,
}

impl Index {
    /// Reads the file through.
    pub fn read(table: &mut Table, report: &mut Report, progress: &dyn Progress) -> Result<Self, ImportError> {
        progress.begin(Step::Reading, None);
        let mut index = Self::default();
        let mut candidates = Vec::new();
        let mut offered: HashMap<String, String> = HashMap::new();
        let mut pictures = HashSet::new();
        let file = table.file().to_owned();
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
            let sku = row.get("sku").to_owned();
            [special::FROM, special::UNTIL].iter().for_each(|column| index.special_days.see(row.get(column)));
            if let Err((column, reason)) = index.row(&row, &mut candidates, &mut offered) {
                report.refuse(&file, row.line(), Some(column), &sku, reason);
                continue;
            }
            for name in picture_names(&row).into_iter().take(MOST_PICTURES) {
                if pictures.insert(name.to_owned()) {
                    index.pictures.push(name.to_owned());
                }
            }
        }
        index.settle(candidates, &offered, |candidate, reason| {
            report.refuse(&file, candidate.place.line, Some("visibility"), candidate.sku.as_str(), reason);
        });
        progress.end();
        Ok(index)
    }

    fn row(
        &mut self,
        row: &Row,
        candidates: &mut Vec<Candidate>,
        offered: &mut HashMap<String, String>,
    ) -> Result<(), (&'static str, Reason)> {
        let sku: Sku = row.get("sku").parse().map_err(|error| ("sku", Reason::Sku(error)))?;
        let key = sku.key();
        let view = match View::of(row.get("store_view_code")) {
            View::Usual => &mut self.rows,
            View::Italian => &mut self.italian,
            View::English => &mut self.english,
            View::Other => {
                return Err(("store_view_code", Reason::StoreView(row.get("store_view_code").to_owned())));
            }
        };
        if let Some(first) = view.get(&key) {
            return Err(("sku", Reason::DuplicateSku { first_line: first.line }));
        }
        if !matches!(View::of(row.get("store_view_code")), View::Usual) {
            view.insert(key, row.place);
            return Ok(());
        }
        let configurable = match row.get("product_type") {
            "configurable" => true,
            "" | "simple" | "virtual" => false,
            other => return Err(("product_type", Reason::Type(other.to_owned()))),
        };
        view.insert(key.clone(), row.place);
        if configurable {
            for variation in variations(row.get("configurable_variations")) {
                offered.entry(variation.sku.trim().to_lowercase()).or_insert_with(|| key.clone());
            }
        }
        if configurable || !hidden(row) {
            for (code, values) in attributes(row.get("additional_attributes")) {
                let known = self.values.entry(code).or_default();
                if known.len() <= MOST_FACET_VALUES {
                    known.extend(values);
                }
            }
        }
        let wish = match row.get("url_key") {
            "" => slug(&crate::markup::plain(row.get("name"))),
            given => slug(given),
        };
        candidates.push(Candidate { sku, key, place: row.place, wish, configurable, visible: !hidden(row) });
        Ok(())
    }

    /// Now that it is known which rows are variants: what the products are, and under which addresses.
    fn settle(
        &mut self,
        candidates: Vec<Candidate>,
        offered: &HashMap<String, String>,
        mut refuse: impl FnMut(&Candidate, Reason),
    ) {
        let mut taken = HashSet::new();
        for candidate in candidates {
            if !candidate.configurable && offered.contains_key(&candidate.key) {
                continue;
            }
            if !candidate.configurable && !candidate.visible {
                refuse(&candidate, Reason::Orphan);
                continue;
            }
            let by_sku = slug(&candidate.key);
            let wishes = [candidate.wish.clone(), format!("{}-{by_sku}", candidate.wish), by_sku];
            let free = wishes.iter().map(|wish| wish.trim_matches('-')).find(|w| !w.is_empty() && !taken.contains(*w));
            let own = free.map_or_else(|| crate::digest::name_of(candidate.key.as_bytes()), str::to_owned);
            taken.insert(own.clone());
            self.slugs.insert(candidate.key, own.clone());
            self.products.push(Entry { place: candidate.place, slug: own, configurable: candidate.configurable });
        }
        for (variant, product) in offered {
            if let Some(slug) = self.slugs.get(product).cloned() {
                self.slugs.entry(variant.clone()).or_insert(slug);
            }
        }
    }

    /// Whether lists can be filtered by an attribute.
    pub fn is_facet(&self, code: &str) -> bool {
        let short = |values: &HashSet<String>| values.iter().all(|value| value.chars().count() <= 40);
        self.values.get(code).is_some_and(|values| values.len() <= MOST_FACET_VALUES && short(values))
    }

    /// Whether an attribute only says yes or no.
    pub fn is_switch(&self, code: &str) -> bool {
        let yes_or_no = |value: &String| matches!(value.as_str(), "Yes" | "No");
        self.values.get(code).is_some_and(|values| values.len() <= 2 && values.iter().all(yes_or_no))
    }
}

fn hidden(row: &Row) -> bool {
    row.get("visibility") == "Not Visible Individually"
}
