//! Guides, posts, case studies, pages by trade, service pages.

use crate::catalog::Upserted;
use crate::connection::Store;
use crate::entities::content::content;
use crate::error::StoreError;
use crate::upsert::{finish, upsert};
use crate::versions::Part;
use giano_commerce::Sku;
use giano_commerce::catalog::Media;
use giano_commerce::locale::Text;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryOrder};
use serde::{Deserialize, Serialize};

/// A page of content in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentDocument {
    /// Headline.
    pub title: Text,
    /// One or two sentences.
    pub summary: Text,
    /// Sanitised HTML.
    pub body_html: Text,
    /// A picture.
    pub image: Option<Media>,
    /// Slugs of the products it speaks of.
    pub products: Vec<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was written (milliseconds since 1970).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_at: Option<i64>,
    /// Whom it tells of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Slug of the page of the trade it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trade: Option<String>,
    /// What it came to, in figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<FigureDocument>,
    /// What to begin with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kit: Vec<KitDocument>,
    /// Slug of the guide that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guide: Option<String>,
    /// Slug of the case that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
}

/// A figure with what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureDocument {
    /// E.g. `38 %`.
    pub value: Text,
    /// What it counts.
    pub label: Text,
}

/// A line of what to begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KitDocument {
    /// What.
    pub sku: Sku,
    /// How many.
    pub quantity: u32,
}

/// A page of content with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentRecord {
    /// The kind's word in addresses, e.g. `guides`.
    pub kind: String,
    /// Its place in addresses.
    pub slug: String,
    /// Its place among those of its kind.
    pub position: i32,
    /// What it says.
    pub document: ContentDocument,
}

impl Store {
    /// Writes a page of content, told apart by kind and slug.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_content(
        &self,
        kind: &str,
        slug: &str,
        position: i32,
        page: &ContentDocument,
    ) -> Result<Upserted, StoreError> {
        let document = serde_json::to_string(page).map_err(StoreError::unreadable("content"))?;
        let command = self.command().await?;
        let key = content::Column::Kind.eq(kind).and(content::Column::Slug.eq(slug));
        let row = content::ActiveModel { position: Set(position), document: Set(document), ..Default::default() };
        let written = upsert::<content::Entity>(&command, key, row, |row| {
            row.kind = Set(kind.to_owned());
            row.slug = Set(slug.to_owned());
        });
        let done = written.await?.done();
        finish(command, done, Part::Content).await
    }

    /// All content in order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load_content(&self) -> Result<Vec<ContentRecord>, StoreError> {
        let rows = content::Entity::find()
            .order_by_asc(content::Column::Kind)
            .order_by_asc(content::Column::Position)
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| {
                let document = serde_json::from_str(&row.document).map_err(StoreError::unreadable("content"))?;
                Ok(ContentRecord { kind: row.kind, slug: row.slug, position: row.position, document })
            })
            .collect()
    }
}
