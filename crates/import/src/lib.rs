//! Loading a merchant's catalogue from the exports of other shops, and the demonstration shop.
//!
//! - [`import_adobe`], [`import_shopify`], [`import_prices`]: read a file as a stream, write product by product (each in
//!   one transaction), and answer with a [`Report`] of everything taken and every line that was not. Loading the same
//!   file again changes nothing. They read files and make pictures on the thread that polls them: run them in a process
//!   of their own, as the commands do.
//! - [`demo`]: the demonstration shop's own files.
//! - [`pictures`]: pictures in several sizes and formats, made once.

mod adobe;
mod colour;
mod counted;
pub mod demo;
mod digest;
mod error;
mod markup;
mod number;
mod on_record;
mod options;
pub mod pictures;
mod prices;
mod progress;
mod report;
mod shopify;
mod slug;
mod table;
mod whole;
mod words;

pub use adobe::{AdobeOptions, WeightUnit, import_adobe};
pub use counted::moment;
pub use error::ImportError;
pub use prices::{PricesOptions, import_prices};
pub use progress::{Progress, Silent, Step};
pub use report::{Counts, PictureCounts, Reason, Refusal, Report};
pub use shopify::{ShopifyOptions, import_shopify};
pub use whole::{Ending, whole_adobe, whole_prices, whole_shopify};
