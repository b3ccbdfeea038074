//! Content and questions as the wire shows them.

use super::Snapshot;
use super::suggest::first_shown;
use giano_api::catalog::FoundPage;
use giano_api::content::{ContentCard, ContentKind};
use giano_commerce::catalog::Product;
use giano_commerce::{Face, Locale};
use giano_store::{ContentRecord, FaqEntry};
use std::cmp::Reverse;

impl Snapshot {
    /// Content by its place in addresses.
    pub fn content_at(&self, kind: &str, slug: &str) -> Option<&ContentRecord> {
        self.content.iter().find(|record| record.kind == kind && record.slug == slug)
    }

    /// Content in short.
    pub fn content_card(&self, record: &ContentRecord, locale: Locale) -> Option<ContentCard> {
        Some(ContentCard {
            kind: ContentKind::from_word(&record.kind)?,
            slug: record.slug.clone(),
            title: record.document.title.get(locale).to_owned(),
            summary: record.document.summary.get(locale).to_owned(),
            image: record.document.image.clone(),
            written_at: record.document.written_at,
        })
    }

    /// All content of a kind, posts with the newest first.
    pub fn content_of(&self, kind: ContentKind) -> Vec<&ContentRecord> {
        let mut found: Vec<_> = self.content.iter().filter(|record| record.kind == kind.as_str()).collect();
        // Stable: what has no date keeps its order.
        found.sort_by_key(|record| Reverse(record.document.written_at));
        found
    }

    /// All content of a kind in short.
    pub fn content_cards(&self, kind: ContentKind, locale: Locale) -> Vec<ContentCard> {
        self.content_of(kind).into_iter().filter_map(|record| self.content_card(record, locale)).collect()
    }

    /// The newest posts in short.
    pub fn newest_posts(&self, most: usize, locale: Locale) -> Vec<ContentCard> {
        let posts = self.content_of(ContentKind::Post).into_iter().take(most);
        posts.filter_map(|record| self.content_card(record, locale)).collect()
    }

    /// Whether the calculator goes with a product: one of its machines, or what is demonstrated beside it.
    pub fn is_calculated(&self, product: &Product) -> bool {
        let own = |sku: &giano_commerce::Sku| product.variants.iter().any(|variant| variant.sku.key() == sku.key());
        let demonstrated = self.demonstration.as_ref().is_some_and(|setting| setting.product == product.slug);
        self.calculator
            .as_ref()
            .is_some_and(|setting| demonstrated || setting.machines.iter().any(|machine| own(&machine.sku)))
    }

    /// Content and questions for a face that words are found in, best first.
    pub fn found_pages(&self, words: &str, face: Face, locale: Locale, most: usize) -> Vec<FoundPage> {
        first_shown(most, |asked| self.search.pages(words, asked), |place| self.found_page(place, face, locale))
    }

    /// Questions of a face about a product.
    pub fn asked_about(&self, slug: &str, face: Face, locale: Locale) -> Vec<FoundPage> {
        let about = self.faq.questions.iter().filter(|entry| entry.products.iter().any(|product| product == slug));
        about.filter(|entry| entry.audience.includes(face)).map(|entry| asked(entry, locale)).collect()
    }

    /// What is at a place of the search index: content first, then questions.
    fn found_page(&self, place: usize, face: Face, locale: Locale) -> Option<FoundPage> {
        if let Some(record) = self.content.get(place) {
            return Some(FoundPage {
                path: format!("/{}/{}", record.kind, record.slug),
                title: record.document.title.get(locale).to_owned(),
                summary: record.document.summary.get(locale).to_owned(),
            });
        }
        let entry = self.faq.questions.get(place - self.content.len()).filter(|entry| entry.audience.includes(face))?;
        Some(asked(entry, locale))
    }
}

/// A question, with the address that it has among all others.
fn asked(entry: &FaqEntry, locale: Locale) -> FoundPage {
    FoundPage {
        path: format!("/faq#{}", entry.id),
        title: entry.question.get(locale).to_owned(),
        summary: String::new(),
    }
}
