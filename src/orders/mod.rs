//! Orders: one, all of one's own, finding a guest's.

mod list;
mod lookup;
mod order;
mod state;

pub use list::OrdersPage;
pub use lookup::OrderLookupPage;
pub use order::OrderPage;
