//! `faq.toml`: questions that are often asked.

use super::DemoError;
use super::files::toml_if_there;
use super::links::rendered;
use giano_commerce::locale::Text;
use giano_commerce::promotion::Audience;
use giano_store::{FaqDocument, FaqEntry, FaqTopic};
use serde::Deserialize;
use std::path::Path;

/// `faq.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaqFile {
    pub topics: Vec<FaqTopic>,
    pub questions: Vec<QuestionEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuestionEntry {
    pub id: String,
    pub topic: String,
    pub audience: Audience,
    pub question: Text,
    /// Markdown.
    pub answer: Text,
    #[serde(default)]
    pub products: Vec<String>,
}

/// The questions of a demonstration shop; none where it has no such file.
pub(crate) fn faq(folder: &Path) -> Result<FaqFile, DemoError> {
    toml_if_there(&folder.join("faq.toml"))
}

impl FaqFile {
    /// The questions as the shop keeps them.
    pub fn document(&self) -> FaqDocument {
        let question = |entry: &QuestionEntry| FaqEntry {
            id: entry.id.clone(),
            topic: entry.topic.clone(),
            audience: entry.audience,
            question: entry.question.clone(),
            answer_html: rendered(&entry.answer),
            products: entry.products.clone(),
        };
        FaqDocument { topics: self.topics.clone(), questions: self.questions.iter().map(question).collect() }
    }
}
