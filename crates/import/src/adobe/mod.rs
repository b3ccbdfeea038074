//! Product and review exports of Adobe Commerce (Magento), in its standard CSV format.

mod index;
mod product;
mod reviews;
mod special;
mod syntax;

use crate::counted;
use crate::error::ImportError;
use crate::on_record;
use crate::pictures::{Extent, Making, Outcome};
use crate::progress::{Progress, Silent, Step};
use crate::report::{Reason, Report};
use crate::table::Table;
use giano_commerce::Currency;
use giano_commerce::civil_time::CivilTime;
use giano_files::Files;
use giano_store::{CategoryDraft, CountDates, ProductDraft, RefusedCount, Store, StoreError};
use index::Index;
use jiff::Timestamp;
use product::{Drafting, Taken};
use rust_decimal::Decimal;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// What weights are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WeightUnit {
    /// Kilograms.
    #[default]
    Kilogram,
    /// Pounds.
    Pound,
}

impl WeightUnit {
    fn grams(self) -> Decimal {
        match self {
            Self::Kilogram => Decimal::ONE_THOUSAND,
            // 453.59237 g (international yard and pound agreement, 1959).
            Self::Pound => Decimal::new(45_359_237, 5),
        }
    }
}

/// What to load and where to.
#[derive(Debug, Clone)]
pub struct AdobeOptions {
    /// The product export.
    pub products: PathBuf,
    /// The review export: `sku,rating_code,rating_value,title,review,reviewer`.
    pub reviews: Option<PathBuf>,
    /// The folder that the export's image names are relative to; without it all pictures are missing.
    pub media: Option<PathBuf>,
    /// The shop's files, where its pictures go.
    pub files: Files,
    /// The currency of the prices, which the export does not name.
    pub currency: Currency,
    /// What weights are in, which the export does not say.
    pub weight: WeightUnit,
    /// The moment of loading.
    pub now: Timestamp,
    /// When the stock was counted, where the file does not say: see [`CountDates::all`].
    pub counted_at: Option<Timestamp>,
    /// The shop's civil time: days and moments in the file are by it.
    pub civil_time: CivilTime,
}

/// Loads products (and reviews). Each product is written with all its variants in one transaction. See the crate's page.
///
/// # Errors
/// [`ImportError`] where nothing of the product export is usable, or the database fails.
pub async fn import_adobe(
    store: &Store,
    options: &AdobeOptions,
    progress: &dyn Progress,
) -> Result<Report, ImportError> {
    counted::check(options.counted_at, options.now)?;
    let mut report = Report::default();
    let mut table = open(&options.products)?;
    let index = Index::read(&mut table, &mut report, progress)?;
    // Before the products: who names a review file that cannot be opened has to know it before an hour is gone.
    let reviews = options.reviews.as_deref().map(reviews::open).transpose()?;
    let root = options.media.as_deref();
    let making = Making { root, files: &options.files, extent: Extent::Whole, at_once: Making::cores() };
    let pictures = making.all(&index.pictures, progress).await?;
    if progress.cancelled() {
        return Err(ImportError::Cancelled);
    }
    report_pictures(&pictures, &mut report);
    let mut loading = Loading {
        store,
        options,
        index: &index,
        pictures: &pictures,
        categories: Categories::default(),
        said: HashSet::new(),
        dates: CountDates { all: options.counted_at, ..CountDates::default() },
    };
    let work = async {
        loading.products(&mut table, &mut report, progress).await?;
        table.note(&mut report);
        report.notes.extend(index.special_days.note());
        if let Some(mut reviews) = reviews {
            reviews::load(store, &index.slugs, &mut reviews, &mut report, progress).await?;
            reviews.note(&mut report);
        }
        Ok(())
    };
    let outcome = work.await;
    on_record::catalog(store, options.now, &report, outcome).await?;
    report.put_in_order();
    Ok(report)
}

/// Places in addresses of all products of an export, and how many of its records cannot be read.
pub(crate) fn slugs_of(file: &Path) -> Result<(HashSet<String>, u64), ImportError> {
    let mut table = open(file)?;
    let mut report = Report::default();
    let index = Index::read(&mut table, &mut report, &Silent)?;
    let unreadable = report.refused.iter().filter(|refusal| refusal.reason.is_unreadable()).count();
    let slugs = index.products.into_iter().map(|product| product.slug).collect();
    Ok((slugs, u64::try_from(unreadable).unwrap_or(u64::MAX).saturating_add(report.refused_more)))
}

fn open(file: &Path) -> Result<Table, ImportError> {
    Table::open(file, &["sku", "product_type", "name", "price"])
}

fn report_pictures(pictures: &HashMap<String, Outcome>, report: &mut Report) {
    for outcome in pictures.values() {
        match outcome {
            Outcome::Stored { fresh: true, .. } => report.pictures.made += 1,
            Outcome::Stored { fresh: false, .. } => report.pictures.present += 1,
            Outcome::Missing { .. } => report.pictures.missing += 1,
        }
    }
}

struct Loading<'a> {
    store: &'a Store,
    options: &'a AdobeOptions,
    index: &'a Index,
    pictures: &'a HashMap<String, Outcome>,
    categories: Categories,
    /// Missing pictures that were reported: once each, however many products name it.
    said: HashSet<String>,
    /// When stock was counted.
    dates: CountDates,
}

impl Loading<'_> {
    async fn products(
        &mut self,
        table: &mut Table,
        report: &mut Report,
        progress: &dyn Progress,
    ) -> Result<(), ImportError> {
        progress.begin(Step::Products, u64::try_from(self.index.products.len()).ok());
        let file = table.file().to_owned();
        for entry in &self.index.products {
            if progress.cancelled() {
                return Err(ImportError::Cancelled);
            }
            progress.advance(1);
            // It was a row in the first pass; where the file changed since, it is passed over.
            let Some(row) = table.at(entry.place)? else { continue };
            let (line, sku) = (row.line(), row.get("sku").to_owned());
            let mut drafting = Drafting {
                table,
                index: self.index,
                options: self.options,
                pictures: self.pictures,
                said: &mut self.said,
                dates: &mut self.dates,
                report,
            };
            let Some(Taken { draft, paths }) = drafting.product(&row, entry)? else { continue };
            for category in paths.iter().flat_map(|path| self.categories.new_ones(path)) {
                report.categories.count(self.store.upsert_category(&category).await?);
            }
            let now = self.options.now.as_millisecond();
            match self.store.upsert_counted_product(&draft, &self.dates, now).await {
                Ok((done, refused)) => {
                    report.products.count(done);
                    report.variants += u64::try_from(draft.variants.len()).unwrap_or_default();
                    for RefusedCount { sku, reason } in refused {
                        let line = self.index.rows.get(&sku.key()).map_or(line, |place| place.line);
                        report.refuse(&file, line, Some("qty"), sku.as_str(), Reason::Count(reason));
                    }
                }
                Err(StoreError::Conflict(what)) => {
                    let reason = Reason::Conflict(whose(self.store, &draft).await?.unwrap_or(what));
                    report.refuse(&file, line, Some("sku"), &sku, reason);
                }
                Err(error) => return Err(error.into()),
            }
        }
        progress.end();
        Ok(())
    }
}

/// Which SKU of a product belongs to another one.
pub(crate) async fn whose(store: &Store, draft: &ProductDraft) -> Result<Option<String>, ImportError> {
    for variant in &draft.variants {
        let owner = store.product_of_sku(&variant.sku).await?;
        if let Some(owner) = owner.filter(|owner| *owner != draft.slug) {
            return Ok(Some(format!("the SKU {} belongs to the product `{owner}`", variant.sku)));
        }
    }
    Ok(None)
}

/// The tree of categories as far as it was met.
#[derive(Debug, Default)]
struct Categories {
    known: HashSet<String>,
    /// How many there are below each.
    children: HashMap<Option<String>, i32>,
}

impl Categories {
    /// The categories of a path that were not met before, from the top.
    fn new_ones(&mut self, path: &[String]) -> Vec<CategoryDraft> {
        let mut fresh = Vec::new();
        let mut parent: Option<String> = None;
        for (name, slug) in path.iter().zip(category_slugs(path)) {
            if self.known.insert(slug.clone()) {
                let position = self.children.entry(parent.clone()).or_default();
                fresh.push(CategoryDraft {
                    slug: slug.clone(),
                    parent: parent.clone(),
                    name: giano_commerce::locale::Text::one(name),
                    description: giano_commerce::locale::Text::default(),
                    position: *position,
                });
                *position += 1;
            }
            parent = Some(slug);
        }
        fresh
    }
}

/// Places in addresses of a path's categories, from the top.
fn category_slugs(path: &[String]) -> Vec<String> {
    let mut slugs: Vec<String> = Vec::new();
    for name in path {
        let own = match crate::slug::slug(name) {
            own if own.is_empty() => crate::digest::name_of(name.as_bytes()),
            own => own,
        };
        slugs.push(match slugs.last() {
            Some(above) => format!("{above}/{own}"),
            None => own,
        });
    }
    slugs
}
