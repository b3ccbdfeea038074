//! Questions that are often asked, kept as a setting: they are only ever read whole, into the snapshot.

use crate::catalog::Upserted;
use crate::connection::Store;
use crate::error::StoreError;
use giano_commerce::locale::Text;
use giano_commerce::promotion::Audience;
use serde::{Deserialize, Serialize};

/// The setting that keeps them.
const FAQ: &str = "faq";

/// Topics and questions, each in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaqDocument {
    /// Topics.
    pub topics: Vec<FaqTopic>,
    /// Questions of all topics.
    pub questions: Vec<FaqEntry>,
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaqTopic {
    /// Its code, unique.
    pub code: String,
    /// Its name.
    pub name: Text,
}

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaqEntry {
    /// Its place in addresses, unique.
    pub id: String,
    /// Code of its topic.
    pub topic: String,
    /// Whom it is for.
    pub audience: Audience,
    /// The question.
    pub question: Text,
    /// The answer: sanitised HTML.
    pub answer_html: Text,
    /// Slugs of the products it speaks of.
    pub products: Vec<String>,
}

impl Store {
    /// Questions that are often asked; none in a shop that has not written any.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn faq(&self) -> Result<FaqDocument, StoreError> {
        let found = self.setting(FAQ).await?;
        let read = found.map(|json| serde_json::from_str(&json).map_err(StoreError::unreadable("faq"))).transpose()?;
        Ok(read.unwrap_or_default())
    }

    /// Sets the questions that are often asked.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_faq(&self, faq: &FaqDocument) -> Result<Upserted, StoreError> {
        let json = serde_json::to_string(faq).map_err(StoreError::unreadable("faq"))?;
        self.put_setting(FAQ, &json).await
    }
}
