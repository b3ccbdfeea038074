//! What stands around every page: header, footer.

mod footer;
mod header;

pub use footer::Footer;
pub use header::{Header, SkipLink};

/// The shop's name, as in titles.
pub const SHOP_NAME: &str = "Giano";
