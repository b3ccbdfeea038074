//! Orders: placing one in a single transaction, moving it on, and reading it by its owner.

mod moving;
mod number;
mod parts;
mod past;
mod place;
mod priced;
mod read;
mod sending;
mod share;
pub(crate) mod snapshot;
mod taking;
mod waiting;
mod write;

pub(crate) use moving::{bring_to_change, cancel, subject_of, touch};
pub use parts::{OrderHead, OrderParts, OrderPayment, ShipmentRecord};
pub(crate) use parts::{currency, moment, unknown};
pub use past::PastOrder;
pub use place::{Placed, PromotionUse, Refusal, StockTaking, Taking};
pub use priced::OrderTotals;
pub use read::{OrderLineRecord, OrderOwner, OrderRecord};
pub use sending::Sending;
pub use snapshot::{AboutSnapshot, AddressSnapshot, PictureSnapshot, PromiseSnapshot, QuantitySnapshot, ShownSnapshot};
pub(crate) use waiting::hand_over;
pub use write::NewOrder;
