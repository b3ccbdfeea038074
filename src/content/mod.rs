//! Guides, case studies, pages by trade, service pages.

mod article;
mod card;
mod kit;
mod list;

pub use article::ContentPageView;
pub use card::{ContentCardView, content_card, content_cards};
pub use list::ContentListPage;

use crate::words;
use giano_api::content::ContentKind;
use giano_commerce::Locale;

/// The name of a kind of content.
pub fn kind_name(l: Locale, kind: ContentKind) -> &'static str {
    match kind {
        ContentKind::Guide => words::content::guides(l),
        ContentKind::Case => words::content::cases(l),
        ContentKind::Trade => words::content::trades(l),
        ContentKind::Post => words::content::posts(l),
        ContentKind::Service => words::content::service(l),
    }
}
