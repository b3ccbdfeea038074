//! What stands around every page: header, search, footer.

mod categories;
mod footer;
mod going_on;
mod header;
mod search;
mod switches;

pub use footer::Footer;
pub(crate) use going_on::GoingOn;
pub use header::{Header, SkipLink, logo};
pub use search::SearchBox;
pub(crate) use switches::provide_theme;
pub use switches::{FaceSwitch, LanguageSwitch, ThemeSwitch};
