//! Orders: one, all of one's own, finding a guest's, and those that wait at the bank.

mod bank;
mod list;
mod lookup;
mod order;
mod state;
mod waiting;

pub use list::OrdersPage;
pub use lookup::OrderLookupPage;
pub use order::OrderPage;
pub use waiting::{Waiting, WaitingBar, provide_waiting, use_waiting};
