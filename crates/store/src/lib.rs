//! Persistence on SQLite and PostgreSQL: one code for both.
//!
//! [`Store`] has one file per feature. Reads of owned things (baskets, orders, sessions) always take the owner; a command
//! that changes something is one transaction, opened `IMMEDIATE` on SQLite. Limits (stock, coupons, credit) are
//! conditional updates whose row count is checked.

mod alone;
mod amount;
mod audit;
mod breaker;
mod carts;
mod catalog;
mod channel;
mod companies;
mod company;
mod connection;
mod content;
mod demonstration;
mod devices;
mod entities;
mod error;
mod faq;
mod given;
mod idempotency;
mod imported;
mod jobs;
mod migrations;
mod orders;
mod outbox;
mod payments;
mod people;
mod price_history;
mod prices;
mod promotions;
mod retry;
mod sessions;
mod settings;
mod shop_settings;
mod staff;
mod storefront;
mod throttle;
mod upsert;
mod versions;

pub use alone::{Alone, Task};
pub use audit::{AuditAction, AuditPage, AuditRecord, Author, ShopPart, Subject, Who};
pub use carts::{
    BasketOwner, CartKey, CartKind, CartOwner, CartRecord, CartRow, CartSummary, DraftSnapshot, LineChange,
    LineRefusal, NewCartRow, PriceSource,
};
pub use catalog::{
    CategoryDraft, CountDates, LinkDraft, ProductDraft, RefusedCount, ReviewDraft, StockChanges, Upserted, VariantDraft,
};
pub use channel::{Channel, Heard, Listener};
pub use companies::{CompanyDocument, CompanyDraft, CompanyRecord, CreditEntryKind};
pub use company::{
    CompanyAddress, CostCentre, MemberRecord, MemberRefusal, Membership, RoleChoice, RoleRemoval, TeamRecord,
    TeamRefusal,
};
pub use connection::Store;
pub use content::{ContentDocument, ContentRecord, FigureDocument, KitDocument};
pub use demonstration::{CalculatorMachine, CalculatorSetting, DemonstrationSetting, StepSetting};
pub use error::StoreError;
pub use faq::{FaqDocument, FaqEntry, FaqTopic};
pub use idempotency::{Idempotency, KeyHold};
pub use imported::{CatalogChanges, Changes, Imported};
pub use jobs::{ClaimedJob, Job, JobFilter, JobId, JobOutcome, JobRecord, JobRules, JobState};
pub use orders::{
    AboutSnapshot, AddressSnapshot, NewOrder, OrderHead, OrderLineRecord, OrderOwner, OrderParts, OrderPayment,
    OrderRecord, OrderTotals, PastOrder, PictureSnapshot, Placed, PromiseSnapshot, PromotionUse, QuantitySnapshot,
    Refusal, Sending, ShipmentRecord, ShownSnapshot, StockTaking, Taking,
};
pub use outbox::{Message, OutgoingMessage};
pub use payments::{
    AttemptRecord, CameIn, Heard as PaymentHeard, NewAttempt, NewPayment, PaymentRecord, RefundNoted, RefundRecord,
    RefundToSeeTo, Settlement, Transfer, TransferNoted,
};
pub use people::{PersonDraft, PersonRecord};
pub use prices::{FormerPrice, OtherCurrency, PriceEntry, PriceEntryDraft, PriceEntryKey, PriceListRecord};
pub use promotions::PromotionRecord;
pub use sessions::SessionRecord;
pub use shop_settings::{SettingChange, SettingDraft, SettingRecord, SettingsRefusal, Trial};
pub use throttle::{Tried, TryLimit};
pub use versions::{PricedAt, Versions};
