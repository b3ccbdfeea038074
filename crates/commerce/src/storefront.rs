//! What a shop says of itself: on its home pages, and at the head and foot of every page.

use crate::catalog::Media;
use crate::locale::Text;
use crate::{Face, Locale};
use serde::{Deserialize, Serialize};

/// What a shop says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storefront {
    /// The shop's name.
    pub name: String,
    /// To people at home.
    #[serde(default)]
    pub home: Greeting,
    /// To companies.
    #[serde(default)]
    pub business: Greeting,
    /// Where the shop comes from, told on the home page at home.
    #[serde(default)]
    pub story: Option<Story>,
}

/// How a shop greets in one face. What is empty is not shown; a title that is empty is the shop's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Greeting {
    /// The home page's title.
    pub title: Text,
    /// One or two sentences below it, and for search engines.
    pub description: Text,
    /// A sentence at the foot of every page.
    pub about: Text,
    /// The home page's picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Media>,
}

/// Where a shop comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// The year it began, or another short mark set large beside the text.
    #[serde(default)]
    pub mark: String,
    /// The headline.
    pub title: Text,
    /// The text, paragraph by paragraph.
    pub text: Vec<Text>,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Media>,
}

impl Default for Storefront {
    /// A shop that has not said anything of itself yet.
    fn default() -> Self {
        Self::named("Giano")
    }
}

impl Storefront {
    /// A shop of which only the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), home: Greeting::default(), business: Greeting::default(), story: None }
    }

    /// How the shop greets in a face.
    pub const fn greeting(&self, face: Face) -> &Greeting {
        match face {
            Face::Home => &self.home,
            Face::Business => &self.business,
        }
    }

    /// The home page's title in a face: never empty.
    pub fn title(&self, face: Face, locale: Locale) -> &str {
        Some(self.greeting(face).title.get(locale)).filter(|title| !title.is_empty()).unwrap_or(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_of_which_only_the_name_is_known_is_greeted_by_it() {
        let mut shop = Storefront::named("Luma");
        assert_eq!(shop.title(Face::Business, Locale::It), "Luma");
        shop.business.title = Text::both("Gear for teams", "Attrezzatura per squadre");
        assert_eq!(shop.title(Face::Business, Locale::It), "Attrezzatura per squadre");
        assert_eq!(shop.title(Face::Home, Locale::It), "Luma");
    }
}
