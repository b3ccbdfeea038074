//! The kit: what every feature's pages are built of. Knows no feature and no http.

mod availability;
mod breadcrumb;
mod button;
mod carousel;
mod choice;
mod dialog;
mod field;
mod head;
mod html;
mod icon;
mod money;
mod motion;
mod pagination;
mod picture;
mod price_table;
mod problem;
mod quantity;
mod review;
pub mod seo;
mod state;
mod toast;
mod trace;

pub use availability::*;
pub use breadcrumb::*;
pub use button::*;
pub use carousel::*;
pub use choice::*;
pub use dialog::*;
pub use field::*;
pub use head::Head;
#[cfg(feature = "ssr")]
pub use head::HeadTags;
pub use html::*;
pub use icon::*;
pub use money::*;
pub use motion::calm;
pub use pagination::*;
pub use picture::*;
pub use price_table::*;
pub use problem::*;
pub use quantity::*;
pub use review::*;
pub use state::*;
pub use toast::*;
pub use trace::*;
