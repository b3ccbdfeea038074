//! Who is visiting: session, sign-in, preferences.

use crate::endpoint::{NoBody, NoQuery, endpoint};
use crate::orders::WaitingOrder;
#[cfg(feature = "openapi")]
use giano_commerce::company::Permission;
use giano_commerce::company::{CompanyId, CompanyRole, CompanyState, Permissions, PersonId};
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
    /// The companies that the signed-in person belongs to.
    ListCompanies: Get "/api/session/companies", query NoQuery, body NoBody => CompanyList
);
endpoint!(
    /// Makes the session one for another company of the person's.
    ChooseCompany: Put "/api/session/company", query NoQuery, body ChooseCompanyBody => SessionView
);
endpoint!(
    /// Makes the session of a sales representative one that acts for a customer.
    BeginActing: Post "/api/session/acting", query NoQuery, body BeginActingBody => SessionView
);
endpoint!(
    /// Makes the session one of the sales representative alone again.
    EndActing: Delete "/api/session/acting", query NoQuery, body NoBody => SessionView
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
    /// Orders of this visitor that wait for their payment at the bank, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<WaitingOrder>,
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
    /// The customer that the person acts for, as one of the shop's sales representatives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<CustomerView>,
    /// The company bought for, for people of a company.
    pub company: Option<CompanyView>,
}

/// A customer that a sales representative acts for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerView {
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: String,
}

/// The company that the session is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompanyView {
    /// Identifier.
    pub id: CompanyId,
    /// Name.
    pub name: String,
    /// VAT number, where given.
    pub vat_number: Option<String>,
    /// Whether it may buy.
    pub state: CompanyState,
    /// What the person is in it; none where it is one of the company's own roles.
    pub role: Option<CompanyRole>,
    /// Name of the company's own role that the person has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_role: Option<String>,
    /// What the person may do in it.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Permission>))]
    pub permissions: Permissions,
    /// The terms it may choose; the first is the usual one.
    pub terms: Vec<PaymentTerm>,
    /// Credit left, where it has credit and the person may see it.
    pub credit_left: Option<Money>,
}

/// The companies that the signed-in person belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompanyList {
    /// In the order in which they came to the shop.
    pub companies: Vec<CompanyChoice>,
}

/// A company that a session can be for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompanyChoice {
    /// Identifier.
    pub id: CompanyId,
    /// Name.
    pub name: String,
}

/// The customer to act for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BeginActingBody {
    /// Who.
    pub person: PersonId,
    /// In which of the customer's companies; none at home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
}

/// The company to go on for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChooseCompanyBody {
    /// Which.
    pub company: CompanyId,
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
