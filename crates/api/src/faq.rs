//! Questions that are often asked, with their answers.

use crate::endpoint::{NoBody, endpoint};
use giano_commerce::{Face, Locale};
use serde::{Deserialize, Serialize};

endpoint!(
    /// Questions for a face by topic, or those about one product.
    GetFaq: Get "/api/faq", query FaqQuery, body NoBody => FaqView
);

/// Which questions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct FaqQuery {
    /// The face.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub face: Option<Face>,
    /// The language.
    #[serde(rename = "lang", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub locale: Option<Locale>,
    /// Slug of a product: only what is asked about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub product: String,
}

/// Questions by topic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FaqView {
    /// Topics in order; those without a question for the face are left out.
    pub topics: Vec<FaqTopic>,
}

/// A topic with its questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FaqTopic {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its questions in order.
    pub questions: Vec<Question>,
}

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Question {
    /// Its place in addresses, unique: `/faq#{id}`.
    pub id: String,
    /// The question.
    pub question: String,
    /// The answer: sanitised HTML.
    pub answer_html: String,
    /// Products it speaks of.
    pub products: Vec<NamedProduct>,
}

/// A product's name and address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamedProduct {
    /// Its place in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
}
