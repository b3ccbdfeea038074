//! Who is visiting: session, sign-in, preferences.

use crate::endpoint::{NoBody, NoQuery, endpoint};
use giano_commerce::company::{CompanyRole, CompanyState};
use giano_commerce::terms::PaymentTerm;
use giano_commerce::{Country, Face, Locale, Money};
use serde::{Deserialize, Serialize};

endpoint!(
    /// Who is visiting.
    GetSession: Get "/api/session", query NoQuery, body NoBody => SessionView
);
endpoint!(
    /// Signs in; merges the guest's basket into the person's.
    SignIn: Post "/api/session", query NoQuery, body SignInBody => SessionView
);
endpoint!(
    /// Signs out.
    SignOut: Delete "/api/session", query NoQuery, body NoBody => SessionView
);
endpoint!(
    /// Sets face, language or country; what is absent stays.
    SetPreferences: Put "/api/session/preferences", query NoQuery, body PreferencesBody => SessionView
);
endpoint!(
    /// Whom one can be in a demonstration; nobody elsewhere.
    ListDemoPeople: Get "/api/session/people", query NoQuery, body NoBody => DemoPeople
);

/// Who is visiting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// The face shown.
    pub face: Face,
    /// The language.
    pub locale: Locale,
    /// The shop itself.
    pub shop: ShopView,
    /// Where orders go, unless said otherwise.
    pub country: Country,
    /// The signed-in person.
    pub person: Option<PersonView>,
    /// Pieces and lines in the basket, for the header.
    pub basket: BasketCount,
}

/// What every page says of the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShopView {
    /// Its name.
    pub name: String,
    /// A sentence on what it sells, in the face shown; may be empty.
    pub about: String,
    /// Goods from this sum on are delivered free at home, VAT included.
    pub free_delivery_from: Option<Money>,
    /// Days in which people at home may send goods back.
    pub return_days: u32,
    /// Whether all of it is invented: nothing is delivered.
    pub demonstration: bool,
}

/// What is in the basket, in short.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BasketCount {
    /// Number of lines.
    pub lines: u32,
    /// Sum of quantities.
    pub pieces: u64,
}

/// The signed-in person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonView {
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// The company bought for, for people of a company.
    pub company: Option<CompanyView>,
}

/// The company of the signed-in person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompanyView {
    /// Name.
    pub name: String,
    /// VAT number, where given.
    pub vat_number: Option<String>,
    /// Whether it may buy.
    pub state: CompanyState,
    /// What the person is in it.
    pub role: CompanyRole,
    /// The terms it may choose; the first is the usual one.
    pub terms: Vec<PaymentTerm>,
    /// Credit left, where it has credit.
    pub credit_left: Option<Money>,
}

/// The people of a demonstration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoPeople {
    /// In the order they were loaded.
    pub people: Vec<DemoPerson>,
}

/// Somebody of the demonstration shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoPerson {
    /// Name.
    pub name: String,
    /// What the person is, e.g. `Buyer, Bar Centrale S.r.l.`.
    pub description: String,
    /// The role in the company; none for people at home.
    pub role: Option<CompanyRole>,
    /// E-mail to sign in with.
    pub email: String,
    /// Password to sign in with.
    pub password: String,
}

/// E-mail and password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInBody {
    /// E-mail.
    pub email: String,
    /// Password.
    pub password: String,
}

impl std::fmt::Debug for SignInBody {
    /// Keeps the password out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignInBody").field("email", &self.email).finish_non_exhaustive()
    }
}

/// What to change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreferencesBody {
    /// The face.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face: Option<Face>,
    /// The language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// Where orders go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
}

/// Name of the cookie that keeps the face; readable by the app.
pub const FACE_COOKIE: &str = "giano-face";
/// Name of the cookie that keeps the language; readable by the app.
pub const LOCALE_COOKIE: &str = "giano-lang";
/// Name of the cookie that keeps the theme (`light`, `dark`; absent: as the system); readable by the app.
pub const THEME_COOKIE: &str = "giano-theme";
/// Name of the cookie of a signed-in session; `HttpOnly`.
pub const SESSION_COOKIE: &str = "__Host-giano-session";
/// Name of the cookie of a device that somebody has signed in with; `HttpOnly`. It gives no right but to try a password
/// when others have tried too often.
pub const DEVICE_COOKIE: &str = "__Host-giano-device";
/// Name of the cookie of a guest's basket; `HttpOnly`.
pub const BASKET_COOKIE: &str = "__Host-giano-basket";
