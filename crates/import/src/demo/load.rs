//! Loading the demonstration shop into a database.

use super::files::DemoFiles;
use super::media::Maker;
use super::product::{Showing, draft, money};
use super::promotion::promotion;
use super::shop_file::{CompanyEntry, GreetingEntry};
use super::{DemoError, civil_time};
use crate::digest::name_of;
use crate::on_record::author;
use crate::pictures::Extent;
use giano_commerce::Currency;
use giano_commerce::catalog::Catalog;
use giano_commerce::pricing::ContractTerms;
use giano_commerce::storefront::{Greeting, Storefront, Story};
use giano_files::Files;
use giano_store::{
    CalculatorSetting, CatalogChanges, CategoryDraft, Changes, CompanyDocument, CompanyDraft, Imported, PersonDraft,
    PriceEntryDraft, ReviewDraft, Store,
};
use jiff::{Span, Timestamp};
use std::path::Path;

/// Loads the demonstration shop: catalogue, reviews, promotions, prices, companies, people, content, questions, and its
/// pictures and videos into the shop's `media`. Days are reckoned from `now`; everybody gets the password of
/// `password_hash`. Loading it again on the same day changes nothing.
///
/// What people ordered is planned by [`super::orders()`] and stored by whoever can price it. Pictures are there as JPEG and
/// WebP; [`add_avif`] adds what takes longer.
///
/// # Errors
/// [`DemoError`], naming the file.
pub async fn load(
    store: &Store,
    folder: &Path,
    media: &Files,
    now: Timestamp,
    password_hash: &str,
) -> Result<(), DemoError> {
    let files = DemoFiles::read(folder)?;
    let maker = Maker::new(&files, media, Extent::Light).await?;
    let loading = Loading { store, files: &files, maker: &maker, now };
    store.put_storefront(&loading.storefront()).await?;
    let mut changes = loading.catalogue().await?;
    changes.reviews = loading.reviews().await?;
    store.note_import(&author(now), &Imported::Catalog(changes)).await?;
    loading.prices().await?;
    loading.people(password_hash).await?;
    loading.promotions(&store.load_catalog().await?).await?;
    loading.content().await?;
    store.put_faq(&files.faq.document()).await?;
    store.put_demonstration(&files.shop.demonstration).await?;
    let calculator = files.shop.calculator.as_ref().map(|entry| CalculatorSetting {
        beans: entry.beans.clone(),
        beans_grams: entry.beans_grams.max(1),
        grams_a_cup: entry.grams_a_cup,
        machines: entry.machines.clone(),
    });
    store.put_calculator(calculator.as_ref()).await?;
    Ok(())
}

/// Makes the demonstration's pictures as AVIF and in their largest sizes too, and names those wherever the shop shows one of these
/// pictures: on its front, at products that are sold, in articles. Nothing else is changed, so that what happened in the shop
/// meanwhile stays. Doing it again changes nothing.
///
/// # Errors
/// [`DemoError`], naming the file.
pub async fn add_avif(store: &Store, folder: &Path, media: &Files, now: Timestamp) -> Result<(), DemoError> {
    let maker = Maker::new(&DemoFiles::read(folder)?, media, Extent::Whole).await?;
    let whole = maker.pictures();
    if let Some(mut front) = store.storefront().await? {
        let story = front.story.as_mut().and_then(|story| story.image.as_mut());
        whole.name(front.home.image.iter_mut().chain(&mut front.business.image).chain(story));
        store.put_storefront(&front).await?;
    }
    let mut changes = CatalogChanges::default();
    for slug in store.shown_products().await? {
        let Some(mut draft) = store.product_draft(&slug).await? else { continue };
        let poster = draft.video.as_mut().and_then(|video| video.poster.as_mut());
        if whole.name(draft.media.iter_mut().chain(poster)) {
            changes.products.count(store.upsert_product(&draft, now.as_millisecond()).await?);
        }
    }
    store.note_import(&author(now), &Imported::Catalog(changes)).await?;
    for mut page in store.load_content().await? {
        if whole.name(&mut page.document.image) {
            store.put_content(&page.kind, &page.slug, page.position, &page.document).await?;
        }
    }
    Ok(())
}

struct Loading<'a> {
    store: &'a Store,
    files: &'a DemoFiles,
    maker: &'a Maker<'a>,
    now: Timestamp,
}

impl Loading<'_> {
    fn wrong(&self, file: &str, reason: String) -> DemoError {
        DemoError::Wrong { file: self.files.folder.join(file), reason }
    }

    /// Midnight of the day so many days from today.
    fn midnight(&self, days: i32) -> Result<Timestamp, DemoError> {
        let place = civil_time();
        let day = place.day_at(self.now).checked_add(Span::new().days(days));
        day.map(|day| place.start_of(day))
            .map_err(|error| self.wrong("shop.toml", format!("{days} days from now: {error}")))
    }

    fn storefront(&self) -> Storefront {
        let front = &self.files.shop.storefront;
        let greeting = |entry: &GreetingEntry| Greeting {
            title: entry.title.clone(),
            description: entry.description.clone(),
            about: entry.about.clone(),
            image: entry.image.as_ref().map(|image| self.maker.picture(None, image)),
        };
        let story = front.story.as_ref().map(|entry| Story {
            mark: entry.mark.clone(),
            title: entry.title.clone(),
            text: entry.text.clone(),
            image: entry.image.as_ref().map(|image| self.maker.picture(None, image)),
        });
        Storefront { name: front.name.clone(), home: greeting(&front.home), business: greeting(&front.business), story }
    }

    async fn catalogue(&self) -> Result<CatalogChanges, DemoError> {
        let mut changes = CatalogChanges::default();
        for (position, category) in (0_i32..).zip(&self.files.shop.categories) {
            let draft = CategoryDraft {
                slug: category.slug.clone(),
                parent: category.parent.clone(),
                name: category.name.clone(),
                description: category.description.clone(),
                position,
            };
            changes.categories.count(self.store.upsert_category(&draft).await?);
        }
        for (at, product) in &self.files.products {
            let slug = Some(product.slug.as_str());
            let pictures = product.pictures.iter().map(|picture| self.maker.picture(slug, picture));
            let showing = Showing {
                media: pictures.collect(),
                turntable: self.maker.turntable(product).await?,
                video: self.maker.video(product).await?,
            };
            let draft = draft(product, showing).map_err(|reason| DemoError::Wrong { file: at.clone(), reason })?;
            changes.products.count(self.store.upsert_product(&draft, self.now.as_millisecond()).await?);
        }
        Ok(changes)
    }

    async fn reviews(&self) -> Result<Changes, DemoError> {
        let mut changes = Changes::default();
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
                language: Some(review.language.clone()),
                verified: review.verified,
                written_at: Some(written),
            };
            let done = self.store.put_review(&format!("demo:{key}"), &draft).await?;
            let missing = || self.wrong("reviews.toml", format!("there is no product `{}`", review.product));
            changes.count(done.ok_or_else(missing)?);
        }
        Ok(changes)
    }

    async fn prices(&self) -> Result<(), DemoError> {
        for (position, term) in (0_i32..).zip(&self.files.shop.terms) {
            self.store.put_term(term, position).await?;
        }
        let wrong = |reason: String| self.wrong("shop.toml", reason);
        for list in &self.files.shop.price_lists {
            let valid_until = list.ends_in_days.map(|days| self.midnight(days)).transpose()?;
            let mut entries = Changes::default();
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
                    entries.count(self.store.put_price_entry(&draft, self.now.as_millisecond()).await?);
                }
            }
            let imported = Imported::PriceList { name: list.name.clone(), entries };
            self.store.note_import(&author(self.now), &imported).await?;
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
            },
            addresses: entry.addresses.clone(),
            cost_centres: entry
                .cost_centres
                .iter()
                .map(|name| name.parse().map_err(|error| wrong(format!("cost centre `{name}`: {error}"))))
                .collect::<Result<_, _>>()?,
        })
    }

    async fn people(&self, password_hash: &str) -> Result<(), DemoError> {
        let by = author(self.now);
        for company in &self.files.shop.companies {
            self.store.put_company(&by, &self.company(company)?).await?;
        }
        for person in &self.files.shop.people {
            let draft = PersonDraft {
                email: person
                    .email
                    .parse()
                    .map_err(|error| self.wrong("shop.toml", format!("`{}`: {error}", person.email)))?,
                name: person.name.clone(),
                password_hash: password_hash.to_owned(),
                company: person.company.clone().zip(person.role),
                demo: serde_json::to_string(&person.shown_as)
                    .map_err(|error| self.wrong("shop.toml", error.to_string()))?,
            };
            self.store.put_person(&by, &draft).await?;
        }
        Ok(())
    }

    async fn promotions(&self, catalog: &Catalog) -> Result<(), DemoError> {
        let mut changes = Changes::default();
        for entry in &self.files.shop.promotions {
            let starts = entry.began().map(|days| self.midnight(-days)).transpose()?;
            let ends = entry.ends_in_days.map(|days| self.midnight(days)).transpose()?;
            let promotion = promotion(entry, catalog, starts, ends)
                .map_err(|reason| self.wrong("shop.toml", format!("promotion {}: {reason}", entry.key)))?;
            changes.count(self.store.put_promotion(&format!("demo:{}", entry.key), &promotion).await?);
        }
        Ok(self.store.note_import(&author(self.now), &Imported::Promotions(changes)).await?)
    }

    async fn content(&self) -> Result<(), DemoError> {
        for page in &self.files.pages {
            let image = page.image.as_ref().map(|image| self.maker.picture(None, image));
            // In the morning, when people write posts.
            let written = page.days_ago.map(|days| self.midnight(-days)).transpose()?;
            let written = written.map(|midnight| midnight.as_millisecond() + 9 * 60 * 60 * 1000);
            let document = page.document(image, written);
            self.store.put_content(page.kind, &page.slug, page.position, &document).await?;
        }
        Ok(())
    }
}
