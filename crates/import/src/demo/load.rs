//! Loading the demonstration shop into a database.

use super::content::pages;
use super::drawing::Drawing;
use super::files::{CompanyEntry, DemoFiles, EffectEntry, PictureEntry, PromotionEntry, text_of};
use super::product::{draft, money};
use super::{DemoError, content::Page};
use crate::digest::name_of;
use giano_commerce::catalog::Catalog;
use giano_commerce::pricing::ContractTerms;
use giano_commerce::promotion::{Effect, Promotion, PromotionId, Scope};
use giano_commerce::{Currency, Money};
use giano_store::{CategoryDraft, CompanyDocument, CompanyDraft, PersonDraft, PriceEntryDraft, ReviewDraft, Store};
use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use std::path::Path;

/// The shop's civil time against UTC: Italy's in winter.
const OFFSET: Offset = Offset::constant(1);

/// Loads the demonstration shop: catalogue, reviews, promotions, prices, companies, people, content, and its drawings into
/// the folder `media`. Days are reckoned from `now`; everybody gets the password of `password_hash`. Loading it again on
/// the same day changes nothing.
///
/// # Errors
/// [`DemoError`], naming the file.
pub async fn load(
    store: &Store,
    folder: &Path,
    media: &Path,
    now: Timestamp,
    password_hash: &str,
) -> Result<(), DemoError> {
    let files = DemoFiles::read(folder)?;
    let pages = pages(folder)?;
    let loading = Loading { store, files: &files, media, now, password_hash };
    std::fs::create_dir_all(media).map_err(|source| DemoError::File { file: media.to_owned(), source })?;
    store.put_storefront(&files.shop.storefront).await?;
    loading.catalogue().await?;
    loading.reviews().await?;
    loading.prices().await?;
    loading.people().await?;
    loading.promotions(&store.load_catalog().await?).await?;
    loading.content(&pages).await?;
    store.put_demonstration(&files.shop.demonstration).await?;
    Ok(())
}

struct Loading<'a> {
    store: &'a Store,
    files: &'a DemoFiles,
    media: &'a Path,
    now: Timestamp,
    password_hash: &'a str,
}

impl Loading<'_> {
    fn wrong(&self, file: &str, reason: String) -> DemoError {
        DemoError::Wrong { file: self.files.folder.join(file), reason }
    }

    /// Midnight of the day so many days from today.
    fn midnight(&self, days: i32) -> Result<Timestamp, DemoError> {
        let today = OFFSET.to_datetime(self.now).date();
        today
            .checked_add(Span::new().days(days))
            .and_then(|date| OFFSET.to_timestamp(date.at(0, 0, 0, 0)))
            .map_err(|error| self.wrong("shop.toml", format!("{days} days from now: {error}")))
    }

    /// Draws a picture and publishes it.
    fn draw(&self, picture: &PictureEntry) -> Result<Drawing, DemoError> {
        let file = self.files.folder.join("media").join(&picture.file);
        let drawing = Drawing::read(&text_of(&file)?, &picture.paint)
            .map_err(|reason| DemoError::Wrong { file: file.clone(), reason })?;
        let target = self.media.join(format!("{}.svg", drawing.key));
        if !target.exists() {
            write_whole(&target, drawing.svg.as_bytes())?;
        }
        Ok(drawing)
    }

    async fn catalogue(&self) -> Result<(), DemoError> {
        for (position, category) in (0_i32..).zip(&self.files.shop.categories) {
            let draft = CategoryDraft {
                slug: category.slug.clone(),
                parent: category.parent.clone(),
                name: category.name.clone(),
                description: category.description.clone(),
                position,
            };
            self.store.upsert_category(&draft).await?;
        }
        for (at, product) in &self.files.products {
            let drawings: Vec<Drawing> =
                product.pictures.iter().map(|picture| self.draw(picture)).collect::<Result<_, _>>()?;
            let draft = draft(product, &drawings).map_err(|reason| DemoError::Wrong { file: at.clone(), reason })?;
            self.store.upsert_product(&draft, self.now.as_millisecond()).await?;
        }
        Ok(())
    }

    async fn reviews(&self) -> Result<(), DemoError> {
        for review in &self.files.reviews {
            let key = name_of(format!("{}\n{}\n{}", review.product, review.author, review.title).as_bytes());
            // In the evening, when people write reviews.
            let written = self.midnight(-review.days_ago)?.as_millisecond() + 19 * 60 * 60 * 1000;
            let draft = ReviewDraft {
                product: review.product.clone(),
                rating: review.rating,
                title: review.title.clone(),
                body: review.body.clone(),
                author: review.author.clone(),
                verified: review.verified,
                written_at: Some(written),
            };
            if self.store.put_review(&format!("demo:{key}"), &draft).await?.is_none() {
                return Err(self.wrong("reviews.toml", format!("there is no product `{}`", review.product)));
            }
        }
        Ok(())
    }

    async fn prices(&self) -> Result<(), DemoError> {
        for (position, term) in (0_i32..).zip(&self.files.shop.terms) {
            self.store.put_term(term, position).await?;
        }
        let wrong = |reason: String| self.wrong("shop.toml", reason);
        for list in &self.files.shop.price_lists {
            let valid_until = list.ends_in_days.map(|days| self.midnight(days)).transpose()?;
            for row in &list.entries {
                let price = match (&row.price, row.percent_off) {
                    (Some(price), None) => ContractTerms::Fixed { price: money(price).map_err(wrong)? },
                    (None, Some(percent)) => ContractTerms::PercentOff { percent },
                    _ => return Err(wrong(format!("price list {}: a price or per cent off, not both", list.name))),
                };
                for sku in self.files.skus_of(row.sku.as_deref(), row.product.as_deref()) {
                    let draft = PriceEntryDraft {
                        list: list.name.clone(),
                        sku: sku.parse().map_err(|error| wrong(format!("`{sku}`: {error}")))?,
                        minimum: row.minimum,
                        price: price.clone(),
                        currency: Currency::Eur,
                        firm: list.firm,
                        mix_and_match: list.mix_and_match,
                        valid_from: None,
                        valid_until,
                    };
                    self.store.put_price_entry(&draft).await?;
                }
            }
        }
        Ok(())
    }

    fn company(&self, entry: &CompanyEntry) -> Result<CompanyDraft, DemoError> {
        let wrong = |reason: String| self.wrong("shop.toml", format!("company {}: {reason}", entry.name));
        Ok(CompanyDraft {
            name: entry.name.clone(),
            state: entry.state,
            credit_limit: money(&entry.credit_limit).map_err(wrong)?,
            credit_may_exceed: false,
            document: CompanyDocument {
                vat_number: Some(entry.vat_number.parse().map_err(|error| wrong(format!("VAT number: {error}")))?),
                vat_verified: true,
                country: entry.country,
                price_list: entry.price_list.clone(),
                group_price_list: entry.group_price_list.clone(),
                terms: entry.terms.clone(),
                addresses: entry.addresses.clone(),
                cost_centres: entry.cost_centres.clone(),
            },
        })
    }

    async fn people(&self) -> Result<(), DemoError> {
        for company in &self.files.shop.companies {
            self.store.put_company(&self.company(company)?).await?;
        }
        for person in &self.files.shop.people {
            let draft = PersonDraft {
                email: person
                    .email
                    .parse()
                    .map_err(|error| self.wrong("shop.toml", format!("`{}`: {error}", person.email)))?,
                name: person.name.clone(),
                password_hash: self.password_hash.to_owned(),
                company: person.company.clone().zip(person.role),
                demo: serde_json::to_string(&person.shown_as)
                    .map_err(|error| self.wrong("shop.toml", error.to_string()))?,
            };
            self.store.put_person(&draft).await?;
        }
        Ok(())
    }

    fn promotion(&self, entry: &PromotionEntry, catalog: &Catalog) -> Result<Promotion, DemoError> {
        let wrong = |reason: String| self.wrong("shop.toml", format!("promotion {}: {reason}", entry.key));
        let amount = |text: &str| money(text).map_err(wrong);
        let effect = match &entry.effect {
            EffectEntry::Percentage { percent } => Effect::Percentage { percent: *percent },
            EffectEntry::FixedAmount { amount: text } => Effect::FixedAmount { amount: amount(text)? },
            EffectEntry::BuyXGetY { buy, get, percent } => Effect::BuyXGetY { buy: *buy, get: *get, percent: *percent },
            EffectEntry::FreeShipping {} => Effect::FreeShipping,
        };
        let scope = match (&entry.categories[..], &entry.products[..]) {
            ([], []) => Scope::Order,
            (slugs, []) => {
                let known = |slug: &String| catalog.categories.iter().find(|c| c.slug == *slug).map(|c| c.id);
                let all = slugs.iter().map(|slug| known(slug).ok_or_else(|| wrong(format!("no category `{slug}`"))));
                Scope::Categories { categories: all.collect::<Result<_, _>>()? }
            }
            ([], slugs) => {
                let known = |slug: &String| catalog.products.iter().find(|p| p.slug == *slug).map(|p| p.id);
                let all = slugs.iter().map(|slug| known(slug).ok_or_else(|| wrong(format!("no product `{slug}`"))));
                Scope::Products { products: all.collect::<Result<_, _>>()? }
            }
            _ => return Err(wrong("categories or products, not both".to_owned())),
        };
        let minimum_amount: Option<Money> = entry.minimum_amount.as_deref().map(amount).transpose()?;
        Ok(Promotion {
            id: PromotionId(0),
            name: entry.name.clone(),
            description: entry.description.clone(),
            effect,
            scope,
            audience: entry.audience,
            starts: None,
            ends: entry.ends_in_days.map(|days| self.midnight(days)).transpose()?,
            minimum_amount,
            minimum_quantity: entry.minimum_quantity,
            coupon: entry.coupon.clone(),
            limit_total: entry.limit_total,
            limit_per_customer: entry.limit_per_customer,
            priority: entry.priority,
            stacking: entry.stacking,
        })
    }

    async fn promotions(&self, catalog: &Catalog) -> Result<(), DemoError> {
        for entry in &self.files.shop.promotions {
            self.store.put_promotion(&format!("demo:{}", entry.key), &self.promotion(entry, catalog)?).await?;
        }
        Ok(())
    }

    async fn content(&self, pages: &[Page]) -> Result<(), DemoError> {
        for page in pages {
            let drawing = page.image.as_ref().map(|image| self.draw(image)).transpose()?;
            let document = page.document(drawing.as_ref());
            self.store.put_content(page.kind, &page.slug, page.position, &document).await?;
        }
        Ok(())
    }
}

impl DemoFiles {
    /// The SKU that a row names, or all of the product it names.
    pub(crate) fn skus_of<'a>(&'a self, sku: Option<&'a str>, product: Option<&str>) -> Vec<&'a str> {
        let of_product = self.products.iter().filter(|(_, file)| Some(file.slug.as_str()) == product);
        let own = of_product.flat_map(|(_, file)| file.variants.iter().map(|variant| variant.sku.as_str()));
        sku.into_iter().chain(own).collect()
    }
}

/// Writes a file so that it is there whole or not at all.
fn write_whole(file: &Path, bytes: &[u8]) -> Result<(), DemoError> {
    let failed = |source| DemoError::File { file: file.to_owned(), source };
    let part = file.with_extension(format!("{}.part", std::process::id()));
    std::fs::write(&part, bytes).map_err(failed)?;
    std::fs::rename(&part, file).map_err(failed)
}
