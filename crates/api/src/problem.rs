//! Errors on the wire: RFC 9457 problem details with a typed code.

use giano_commerce::Sku;
use giano_commerce::basket::PriceMoved;
use giano_commerce::checkout::{Issue, Wrong};
use giano_commerce::quantity::QuantityIssue;
use serde::{Deserialize, Serialize};

/// A problem (RFC 9457), sent as `application/problem+json`. The app matches on `code` and has its own words for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A link to the code's description, e.g. `/docs/problems#out_of_stock`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short English sentence, the same for every occurrence of the code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time and what to do, in English, for developers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The code.
    pub code: Code,
    /// What is wrong with which field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldIssue>,
    /// What is wrong with which line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineIssue>,
    /// With `price_moved`: the difference between what was shown and what holds now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<PriceMoved>,
    /// With `too_many_requests` and `unavailable`: seconds to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// Names this very occurrence in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
}

/// Every kind of problem the API knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request cannot be read.
    MalformedRequest,
    /// Some fields are wrong: see `fields`.
    InvalidFields,
    /// There is no such thing (or it is not yours).
    NotFound,
    /// The address exists, not with this method.
    MethodNotAllowed,
    /// The body or the address is larger than allowed, or has more lines.
    TooLarge,
    /// It took longer than allowed.
    TimedOut,
    /// Too often: see `retry_after`.
    TooManyRequests,
    /// A request from another site.
    CrossSite,
    /// Sign in first.
    SignInRequired,
    /// E-mail or password is wrong (which one is not said).
    WrongCredentials,
    /// Not allowed for this person.
    Forbidden,
    /// The company is blocked or not active yet: may look, not buy.
    CompanyNotActive,
    /// A SKU that is not sold: see `lines`.
    UnknownSku,
    /// A quantity that cannot be ordered: see `lines`.
    QuantityRule,
    /// Not enough on hand: see `lines`.
    OutOfStock,
    /// The basket is full: 10 000 lines, a guest's 1 000.
    BasketFull,
    /// As many lines are saved for later as may be: 1 000.
    SavedFull,
    /// The basket is empty.
    BasketEmpty,
    /// The basket changed in another tab: read it again.
    BasketChanged,
    /// No such coupon, or not now.
    UnknownCoupon,
    /// Guests' orders that wait for a bank transfer may hold back only a part of the stock, and this one would go beyond it:
    /// `available` in `lines` says how many are left for it.
    TransferShare,
    /// A promotion's limit was reached meanwhile.
    PromotionUsedUp,
    /// The price is not what was shown: see `moved`.
    PriceMoved,
    /// The company's credit does not suffice.
    CreditExceeded,
    /// The payment was declined: nothing was charged, try again.
    PaymentDeclined,
    /// The payment provider did not answer: the order waits, do not pay twice.
    PaymentUnavailable,
    /// The same idempotency key came with another content.
    IdempotencyMismatch,
    /// The same order is being placed right now.
    IdempotencyInProgress,
    /// The server cannot do it now (starting, stopping, database away).
    Unavailable,
    /// A fault of the server; it was logged under `instance`.
    Internal,
    /// Used by the app alone: there is no connection.
    Offline,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldIssue {
    /// JSON pointer to the field in the body, e.g. `/address/postal_code`.
    pub pointer: String,
    /// What is wrong.
    pub issue: FieldCode,
    /// An example of a right value or the limit, where it helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl FieldIssue {
    /// What the checkout's rules found, in a body that has the draft at `root` (empty, or e.g. `/draft`).
    pub fn of_checkout(root: &str, issue: Issue) -> Self {
        let (code, hint) = match issue.wrong {
            Wrong::Missing => (FieldCode::Missing, None),
            Wrong::TooLong { most } => (FieldCode::TooLong, Some(most.to_string())),
            Wrong::Format { example } => (FieldCode::Format, example),
            Wrong::CheckDigits => (FieldCode::CheckDigits, None),
            Wrong::NotAChoice => (FieldCode::NotAChoice, None),
            Wrong::TooEarly => (FieldCode::TooEarly, None),
        };
        Self { pointer: format!("{root}/{}", issue.field.name()), issue: code, hint }
    }
}

/// What can be wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// It is needed and empty.
    Missing,
    /// Too long.
    TooLong,
    /// Not of the right format: see `hint`.
    Format,
    /// Check digits are wrong.
    CheckDigits,
    /// Not one of the choices.
    NotAChoice,
    /// In the past, or too soon.
    TooEarly,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineIssue {
    /// Whose line.
    pub sku: Sku,
    /// A quantity the rules forbid, with the nearest that they allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<QuantityIssue>,
    /// How many there are, where that is the trouble.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available: Option<u32>,
    /// What was probably meant, where the SKU is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<Sku>,
}

impl Code {
    /// Every code, in the order in which they are described.
    pub const ALL: [Self; 31] = [
        Self::MalformedRequest,
        Self::InvalidFields,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::TooLarge,
        Self::TimedOut,
        Self::TooManyRequests,
        Self::CrossSite,
        Self::SignInRequired,
        Self::WrongCredentials,
        Self::Forbidden,
        Self::CompanyNotActive,
        Self::UnknownSku,
        Self::QuantityRule,
        Self::OutOfStock,
        Self::BasketFull,
        Self::SavedFull,
        Self::BasketEmpty,
        Self::BasketChanged,
        Self::UnknownCoupon,
        Self::TransferShare,
        Self::PromotionUsedUp,
        Self::PriceMoved,
        Self::CreditExceeded,
        Self::PaymentDeclined,
        Self::PaymentUnavailable,
        Self::IdempotencyMismatch,
        Self::IdempotencyInProgress,
        Self::Unavailable,
        Self::Internal,
        Self::Offline,
    ];

    /// What to do about it, for developers.
    pub const fn cure(self) -> &'static str {
        match self {
            Self::MalformedRequest => {
                "Hold the request against the contract at /api/openapi.json; `detail` says what cannot be read."
            }
            Self::InvalidFields => {
                "Mend the fields that `fields` points to (JSON pointers into the body) and send it again; `hint` has an example or a limit."
            }
            Self::NotFound => {
                "Check the address. What belongs to somebody else is answered in the same way: sign in, or bring the order's key."
            }
            Self::MethodNotAllowed => "Use a method that the contract names for this address.",
            Self::TooLarge => {
                "Send less at once: 2 MiB a body, 4096 bytes an address, 10 000 lines, of which a guest adds at most 1 000 to a basket."
            }
            Self::TimedOut => {
                "Ask for less at once, or try again later. What changes something may have been done: look before you send it again."
            }
            Self::TooManyRequests => "Wait for the seconds that `retry_after` and the header Retry-After say.",
            Self::CrossSite => {
                "Send requests that change something from the shop's own pages, or from a program that sends no Origin."
            }
            Self::SignInRequired => "Sign in with POST /api/session and bring its cookie.",
            Self::WrongCredentials => "Check both; which one is wrong is not said to anybody.",
            Self::Forbidden => "Ask somebody of the company, or of the shop, who may do it or can give the permission.",
            Self::CompanyNotActive => {
                "Ask the shop's staff to activate the company. Until then its people may look and not buy."
            }
            Self::UnknownSku => "Mend or remove the lines in `lines`; `did_you_mean` has what was probably meant.",
            Self::QuantityRule => "Take a quantity that `lines` names: minimum, increment and maximum are kept.",
            Self::OutOfStock => "Order no more than `available` in `lines`, or remove the line.",
            Self::BasketFull => {
                "Order what is in it first, or remove lines; people who are signed in have more room than guests."
            }
            Self::SavedFull => "Remove lines that are saved for later, or bring some back.",
            Self::BasketEmpty => "Add lines with POST /api/basket/lines first.",
            Self::BasketChanged => "Read the basket again, show it, and send the request with its new version.",
            Self::UnknownCoupon => {
                "Check the code. It may not have begun, have ended, be used up, or be for the other face."
            }
            Self::TransferShare => "Order no more than `available` in `lines`, pay another way, or sign in.",
            Self::PromotionUsedUp => {
                "Read the checkout again: it has the price without the promotion. Show it before the order is sent again."
            }
            Self::PriceMoved => {
                "Show the difference in `moved` to the buyer, and send the order again with the new prices if they agree."
            }
            Self::CreditExceeded => "Order less, pay another way, or ask the shop for a higher limit.",
            Self::PaymentDeclined => "Nothing was charged. Try again, with another card, under a new Idempotency-Key.",
            Self::PaymentUnavailable => {
                "Do not pay twice: look at the order, which waits for the provider's word. Without an order, try again later."
            }
            Self::IdempotencyMismatch => {
                "Draw a new Idempotency-Key for every order that is meant; only a retry of the same request has the same one."
            }
            Self::IdempotencyInProgress => {
                "Wait a moment and send the same request with the same key again: it is answered with the order."
            }
            Self::Unavailable => {
                "Try again after the seconds that `retry_after` and the header Retry-After say, orders with the same Idempotency-Key."
            }
            Self::Internal => {
                "Try again later. Whoever runs the shop finds what happened in the server's log, under `instance`."
            }
            Self::Offline => {
                "No server answers with it: the app says it where there is no connection. It tries again by itself."
            }
        }
    }

    /// The HTTP status of the code.
    pub const fn status(self) -> u16 {
        match self {
            Self::MalformedRequest => 400,
            Self::SignInRequired | Self::WrongCredentials => 401,
            Self::PaymentDeclined => 402,
            Self::Forbidden | Self::CrossSite | Self::CompanyNotActive => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::TimedOut => 408,
            Self::OutOfStock
            | Self::TransferShare
            | Self::BasketChanged
            | Self::PriceMoved
            | Self::CreditExceeded
            | Self::PromotionUsedUp
            | Self::IdempotencyInProgress => 409,
            Self::TooLarge => 413,
            Self::InvalidFields
            | Self::UnknownSku
            | Self::QuantityRule
            | Self::BasketFull
            | Self::SavedFull
            | Self::BasketEmpty
            | Self::UnknownCoupon
            | Self::IdempotencyMismatch => 422,
            Self::TooManyRequests => 429,
            Self::Internal => 500,
            Self::PaymentUnavailable | Self::Unavailable | Self::Offline => 503,
        }
    }

    /// The title of the code.
    pub const fn title(self) -> &'static str {
        match self {
            Self::MalformedRequest => "The request cannot be read",
            Self::InvalidFields => "Some fields are wrong",
            Self::NotFound => "There is no such thing",
            Self::MethodNotAllowed => "This address does not take this method",
            Self::TooLarge => "The request is larger than allowed",
            Self::TimedOut => "It took longer than allowed",
            Self::TooManyRequests => "Too many requests",
            Self::CrossSite => "Requests from other sites are refused",
            Self::SignInRequired => "Sign in first",
            Self::WrongCredentials => "E-mail or password is wrong",
            Self::Forbidden => "Not allowed",
            Self::CompanyNotActive => "The company may not buy now",
            Self::UnknownSku => "A SKU is not sold here",
            Self::QuantityRule => "A quantity cannot be ordered",
            Self::OutOfStock => "Not enough on hand",
            Self::TransferShare => "So many are not kept for a bank transfer without an account",
            Self::BasketFull => "The basket is full",
            Self::SavedFull => "No more can be saved for later",
            Self::BasketEmpty => "The basket is empty",
            Self::BasketChanged => "The basket changed meanwhile",
            Self::UnknownCoupon => "The coupon is not valid",
            Self::PromotionUsedUp => "A promotion is used up",
            Self::PriceMoved => "The price is not what was shown",
            Self::CreditExceeded => "The credit does not suffice",
            Self::PaymentDeclined => "The payment was declined",
            Self::PaymentUnavailable => "The payment provider does not answer",
            Self::IdempotencyMismatch => "The idempotency key was used for something else",
            Self::IdempotencyInProgress => "This order is being placed right now",
            Self::Unavailable => "Not available right now",
            Self::Internal => "A fault of the server",
            Self::Offline => "No connection",
        }
    }

    /// The code as on the wire.
    pub fn as_str(self) -> String {
        serde_json::to_value(self).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// Where the codes are described, each at the place of its name.
pub const PROBLEMS: &str = "/docs/problems";

impl Problem {
    /// A problem with nothing but its code.
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("{PROBLEMS}#{}", code.as_str()),
            title: code.title().to_owned(),
            status: code.status(),
            detail: None,
            code,
            fields: Vec::new(),
            lines: Vec::new(),
            moved: None,
            retry_after: None,
            instance: None,
        }
    }

    /// With a sentence on this occurrence.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}
