//! Product exports of Shopify: rows of one handle are one product.

use crate::adobe::whose;
use crate::counted;
use crate::error::ImportError;
use crate::markup::{plain, sanitised, shortened};
use crate::number::{grams, pieces, price};
use crate::on_record;
use crate::options::{offer, value_code};
use crate::progress::{Progress, Step};
use crate::report::{Reason, Report};
use crate::slug::slug;
use crate::table::{Next, Row, Table};
use crate::words;
use giano_commerce::catalog::{Attribute, Media, MediaKind, ProductOption, Stock};
use giano_commerce::civil_time::CivilTime;
use giano_commerce::locale::Text;
use giano_commerce::tax::VatClass;
use giano_commerce::{Currency, Gtin, QuantityRule, Sku};
use giano_store::{CategoryDraft, CountDates, ProductDraft, RefusedCount, Store, StoreError, VariantDraft};
use jiff::Timestamp;
use rust_decimal::Decimal;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

/// What to load.
#[derive(Debug, Clone)]
pub struct ShopifyOptions {
    /// The product export.
    pub file: PathBuf,
    /// The currency of the prices, which the export does not name.
    pub currency: Currency,
    /// The moment of loading.
    pub now: Timestamp,
    /// When the stock was counted, where the file does not say: see [`CountDates::all`].
    pub counted_at: Option<Timestamp>,
    /// The shop's civil time: moments in the file are by it.
    pub civil_time: CivilTime,
}

/// The rows of a handle that are looked at together; an export has at most 2 000 variants and 250 pictures a product.
const MOST_ROWS: usize = 5_000;
/// The most that these rows may hold together, in bytes: each may have 4 MiB, but not all of them.
const MOST_BYTES: usize = 64 << 20;

/// Loads products. Each is written with all its variants in one transaction. Pictures are addresses on the web, which an
/// import does not fetch: each is in the report and stands as an empty frame. See the crate's page.
///
/// # Errors
/// [`ImportError`] where nothing of the file is usable, or the database fails.
pub async fn import_shopify(
    store: &Store,
    options: &ShopifyOptions,
    progress: &dyn Progress,
) -> Result<Report, ImportError> {
    counted::check(options.counted_at, options.now)?;
    let mut table = Table::open(&options.file, &["handle", "title", "variant price"])?;
    let mut loading = Loading {
        store,
        options,
        report: Report::default(),
        handles: HashMap::new(),
        skus: HashMap::new(),
        categories: HashSet::new(),
        dates: CountDates { all: options.counted_at, ..CountDates::default() },
    };
    let outcome = loading.products(&mut table, progress).await;
    on_record::catalog(store, options.now, &loading.report, outcome).await?;
    table.note(&mut loading.report);
    loading.report.put_in_order();
    Ok(loading.report)
}

struct Loading<'a> {
    store: &'a Store,
    options: &'a ShopifyOptions,
    report: Report,
    /// Lines of the handles met.
    handles: HashMap<String, u64>,
    /// Lines of the SKUs met, by their key.
    skus: HashMap<String, u64>,
    categories: HashSet<String>,
    /// When stock was counted.
    dates: CountDates,
}

impl Loading<'_> {
    fn refuse(&mut self, row: &Row, column: &str, reason: Reason) {
        let subject = if row.get("variant sku").is_empty() { row.get("handle") } else { row.get("variant sku") };
        self.report.refuse(&self.options.file, row.line(), Some(column), subject, reason);
    }

    async fn products(&mut self, table: &mut Table, progress: &dyn Progress) -> Result<(), ImportError> {
        progress.begin(Step::Products, None);
        let mut group: Vec<Row> = Vec::new();
        let mut bytes = 0;
        loop {
            if progress.cancelled() {
                return Err(ImportError::Cancelled);
            }
            let row = match table.next()? {
                Next::Row(row) => row,
                Next::Bad(line, reason) => {
                    self.report.refuse(&self.options.file, line, None, "", reason);
                    continue;
                }
                Next::End => break,
            };
            progress.advance(1);
            if row.get("handle").is_empty() {
                self.refuse(&row, "handle", Reason::Empty);
            } else if group.first().is_some_and(|first| first.get("handle") != row.get("handle")) {
                bytes = row.size();
                self.product(&std::mem::replace(&mut group, vec![row])).await?;
            } else if group.len() < MOST_ROWS && bytes + row.size() <= MOST_BYTES {
                bytes += row.size();
                group.push(row);
            } else {
                let most = format!("more than {MOST_ROWS} rows or {} MiB", MOST_BYTES >> 20);
                self.refuse(&row, "handle", Reason::Type(most));
            }
        }
        if !group.is_empty() {
            self.product(&group).await?;
        }
        progress.end();
        Ok(())
    }

    async fn product(&mut self, rows: &[Row]) -> Result<(), ImportError> {
        let Some(first) = rows.first() else { return Ok(()) };
        let own = slug(first.get("handle"));
        if let Some(first_line) = self.handles.get(&own).copied() {
            self.refuse(first, "handle", Reason::Duplicate { first_line });
            return Ok(());
        }
        self.handles.insert(own.clone(), first.line());
        if own.is_empty() || first.get("title").is_empty() {
            self.refuse(first, if own.is_empty() { "handle" } else { "title" }, Reason::Empty);
            return Ok(());
        }
        if is_yes(first.get("gift card")) {
            self.refuse(first, "gift card", Reason::Type("gift card".to_owned()));
            return Ok(());
        }
        let mut media = Vec::new();
        for row in rows {
            self.picture(&mut media, row, "image src");
        }
        let (options, variants) = self.variants(rows, &own, &mut media);
        if variants.is_empty() {
            self.refuse(first, "variant price", Reason::NoVariant);
            return Ok(());
        }
        let draft = self.draft(first, own, options, variants, media);
        if let Some(kind) = draft.categories.first()
            && self.categories.insert(kind.clone())
        {
            let category = CategoryDraft {
                slug: kind.clone(),
                parent: None,
                name: Text::one(plain(first.get("type"))),
                description: Text::default(),
                position: i32::try_from(self.categories.len()).unwrap_or(i32::MAX) - 1,
            };
            self.report.categories.count(self.store.upsert_category(&category).await?);
        }
        let now = self.options.now.as_millisecond();
        match self.store.upsert_counted_product(&draft, &self.dates, now).await {
            Ok((done, refused)) => {
                self.report.products.count(done);
                self.report.variants += u64::try_from(draft.variants.len()).unwrap_or_default();
                for RefusedCount { sku, reason } in refused {
                    let line = self.skus.get(&sku.key()).copied().unwrap_or_default();
                    let column = Some("variant inventory qty");
                    self.report.refuse(&self.options.file, line, column, sku.as_str(), Reason::Count(reason));
                }
            }
            Err(StoreError::Conflict(what)) => {
                let reason = Reason::Conflict(whose(self.store, &draft).await?.unwrap_or(what));
                self.refuse(first, "variant sku", reason);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn draft(
        &self,
        first: &Row,
        own: String,
        options: Vec<ProductOption>,
        variants: Vec<VariantDraft>,
        media: Vec<Media>,
    ) -> ProductDraft {
        let description = sanitised(first.get("body (html)"));
        let meta = |column: &str| Some(plain(first.get(column))).filter(|text| !text.is_empty()).map(Text::one);
        let tags: Vec<Text> = first
            .get("tags")
            .split(',')
            .map(plain)
            .filter(|tag| !tag.is_empty())
            .map(|tag| words::value(&tag))
            .collect();
        let tags =
            Attribute { code: "tags".into(), name: Text::both("Tags", "Parole chiave"), values: tags, facet: true };
        ProductDraft {
            slug: own,
            name: Text::one(plain(first.get("title"))),
            summary: Text::one(shortened(&plain(&description), 160)),
            description_html: Text::one(description),
            brand: Some(plain(first.get("vendor"))).filter(|brand| !brand.is_empty()),
            categories: Some(slug(&plain(first.get("type")))).filter(|kind| !kind.is_empty()).into_iter().collect(),
            options,
            attributes: if tags.values.is_empty() { Vec::new() } else { vec![tags] },
            media,
            turntable: None,
            video: None,
            care_html: None,
            in_the_box: Vec::new(),
            dimensions: None,
            variants,
            links: Vec::new(),
            vat_class: match first.get("variant taxable") {
                "false" => VatClass::Exempt,
                _ => VatClass::Standard,
            },
            meta_title: meta("seo title"),
            meta_description: meta("seo description"),
            visible: !matches!(first.get("published"), "false" | "FALSE")
                && !matches!(first.get("status"), "draft" | "archived"),
            prominence: 0,
        }
    }

    fn variants(&mut self, rows: &[Row], own: &str, media: &mut Vec<Media>) -> (Vec<ProductOption>, Vec<VariantDraft>) {
        // Names stand on the first row alone. The one option `Title` with `Default Title` means that there is none.
        let named = |at: usize| rows.first().map_or("", |row| row.get(option_column(at, "name")));
        let only_title =
            named(0) == "Title" && rows.iter().all(|row| matches!(row.get("option1 value"), "Default Title" | ""));
        let places: Vec<usize> = (0..3).filter(|at| !named(*at).is_empty() && !only_title).collect();
        let mut options: Vec<ProductOption> = places
            .iter()
            .map(|at| {
                let name = plain(named(*at));
                ProductOption { code: value_code(&name), name: words::name(&name, Some(&name)), values: Vec::new() }
            })
            .collect();
        let mut variants = Vec::new();
        let mut combinations = HashSet::new();
        // A row without a variant brings one more picture.
        for row in
            rows.iter().filter(|row| !row.get("variant price").is_empty() || !row.get("option1 value").is_empty())
        {
            let values: Vec<&str> = places.iter().map(|at| row.get(option_column(*at, "value"))).collect();
            let codes: Vec<String> = values.iter().map(|value| value_code(value)).collect();
            if values.iter().any(|value| value.is_empty()) || !combinations.insert(codes.clone()) {
                self.refuse(row, "option1 value", Reason::Options);
                continue;
            }
            let fallback = std::iter::once(own).chain(codes.iter().map(String::as_str)).collect::<Vec<_>>().join("-");
            if let Some(variant) = self.variant(row, &fallback, codes, media) {
                options.iter_mut().zip(values).for_each(|(option, value)| offer(option, &plain(value)));
                variants.push(variant);
            }
        }
        (options, variants)
    }

    fn variant(
        &mut self,
        row: &Row,
        fallback: &str,
        options: Vec<String>,
        media: &mut Vec<Media>,
    ) -> Option<VariantDraft> {
        let home_price = match row.get("variant price") {
            "" => Err(Reason::Empty),
            text => price(text, self.options.currency),
        };
        let home_price = home_price.map_err(|reason| self.refuse(row, "variant price", reason)).ok()?;
        let compare_at = match row.get("variant compare at price") {
            "" => None,
            text => {
                let read = price(text, self.options.currency);
                Some(read.map_err(|reason| self.refuse(row, "variant compare at price", reason)).ok()?)
            }
        };
        let sku = self.sku(row, fallback)?;
        let on_hand = match row.get("variant inventory qty") {
            "" => Ok(0),
            text => pieces(text),
        };
        let on_hand = on_hand.map_err(|reason| self.refuse(row, "variant inventory qty", reason)).ok()?;
        let noted = counted::note(&mut self.dates, row, &sku, &self.options.civil_time);
        noted.map_err(|(column, reason)| self.refuse(row, column, reason)).ok()?;
        let weight = match row.get("variant grams") {
            "" => Ok(0),
            text => grams(text, Decimal::ONE),
        };
        let weight_grams = weight.map_err(|reason| self.refuse(row, "variant grams", reason)).ok()?;
        let shown = self.picture(media, row, "variant image").or_else(|| self.picture(media, row, "image src"));
        Some(VariantDraft {
            sku,
            gtin: self.gtin(row),
            options,
            compare_at: compare_at.filter(|before| before.amount() > home_price.amount()),
            special: None,
            home_price,
            list_price: None,
            tiers: Vec::new(),
            mix_and_match: false,
            home_quantities: QuantityRule::default(),
            business_quantities: QuantityRule::default(),
            pack_size: 1,
            pallet_size: None,
            weight_grams,
            dimensions: None,
            origin: None,
            media: shown.into_iter().collect(),
            stock: Stock { on_hand, backorder: row.get("variant inventory policy") == "continue", lead_days: None },
        })
    }

    /// The SKU of a row, or one out of handle and options where the merchant has none.
    fn sku(&mut self, row: &Row, fallback: &str) -> Option<Sku> {
        let written = match row.get("variant sku").trim_start_matches('\'') {
            // Longer than a SKU may be: its end would be lost, so a digest stands for it.
            "" if fallback.chars().count() > 64 => {
                let start: String = fallback.chars().take(31).collect();
                format!("{start}-{}", crate::digest::name_of(fallback.as_bytes())).to_uppercase()
            }
            "" => fallback.to_uppercase(),
            given => given.to_owned(),
        };
        let sku: Sku = written.parse().map_err(|error| self.refuse(row, "variant sku", Reason::Sku(error))).ok()?;
        if let Some(first_line) = self.skus.get(&sku.key()).copied() {
            self.refuse(row, "variant sku", Reason::DuplicateSku { first_line });
            return None;
        }
        self.skus.insert(sku.key(), row.line());
        Some(sku)
    }

    fn gtin(&mut self, row: &Row) -> Option<Gtin> {
        let written = row.get("variant barcode").trim_start_matches('\'');
        if written.is_empty() {
            return None;
        }
        let wrong = |_| Reason::Gtin(written.chars().take(60).collect());
        written.parse().map_err(wrong).map_err(|reason| self.refuse(row, "variant barcode", reason)).ok()
    }

    /// The place of a picture among the product's.
    fn picture(&mut self, media: &mut Vec<Media>, row: &Row, column: &str) -> Option<u32> {
        let name = row.get(column);
        if name.is_empty() {
            return None;
        }
        let there = |media: &Media| matches!(&media.kind, MediaKind::Missing { source } if source == name);
        let place = media.iter().position(there).unwrap_or_else(|| {
            let problem = "is an address on the web, which an import does not fetch".to_owned();
            self.refuse(row, column, Reason::Picture { name: name.to_owned(), problem });
            self.report.pictures.missing += 1;
            let alt = [row.get("image alt text"), row.get("title"), row.get("handle")];
            let alt = alt.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
            media.push(Media { kind: MediaKind::Missing { source: name.to_owned() }, alt: Text::one(plain(alt)) });
            media.len() - 1
        });
        u32::try_from(place).ok()
    }
}

fn is_yes(text: &str) -> bool {
    text.eq_ignore_ascii_case("true")
}

fn option_column(at: usize, what: &str) -> &'static str {
    match (at, what) {
        (0, "name") => "option1 name",
        (0, _) => "option1 value",
        (1, "name") => "option2 name",
        (1, _) => "option2 value",
        (_, "name") => "option3 name",
        (_, _) => "option3 value",
    }
}
