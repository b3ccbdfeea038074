//! The basket: what every page knows of it, its page, and the question before the face is switched.

mod changes;
mod extras;
mod guard;
mod hints;
mod line;
mod model;
mod page;
mod saved;
mod state;
mod sync;
mod totals;

pub use changes::Added;
pub use guard::FaceSwitchGuard;
pub(crate) use line::{issue_text, name_of};
pub use page::BasketPage;
pub use state::{BasketState, provide_basket, use_basket};
pub(crate) use totals::{or_free, schedule, totals};
