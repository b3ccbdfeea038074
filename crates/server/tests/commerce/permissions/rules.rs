//! The rules: a line for each endpoint.
//!
//! Words with a dollar sign stand for something of the shop in `actors.rs`: `$order` is an order of the bar's buyer,
//! `$line` a line of the caller's own basket, `$strangers_line` one of somebody else's, `$payment` a payment that waits,
//! `$waiting` its order, a guest's, and `$waiting_key` the key that opens it.

use super::actors::Who;
use giano_api::basket::{
    AddCoupon, AddLines, ChangeLine, ChooseTerm, GetBasket, PreviewFace, RemoveCoupon, RemoveLine,
};
use giano_api::catalog::{ListCategories, ListProducts, Suggest};
use giano_api::checkout::{AnswerChallenge, GetCheckout, PlaceOrder, SaveDraft};
use giano_api::content::{GetContent, ListContent};
use giano_api::demonstration::GetDemonstration;
use giano_api::faq::GetFaq;
use giano_api::home::GetHome;
use giano_api::orders::{GetOrder, GiveUpOrder, ListOrders, ListWaitingOrders, LookUpOrder};
use giano_api::price::PriceLines;
use giano_api::product::{GetProduct, ListReviews};
use giano_api::session::{
    BeginActing, ChooseCompany, EndActing, GetSession, ListCompanies, ListDemoPeople, SetPreferences, SignIn, SignOut,
};
use giano_api::{Code, Endpoint, Method};
use giano_commerce::company::{Permission, StaffPermission};

/// Who may call an endpoint.
#[derive(Debug, Clone, Copy)]
pub enum Access {
    /// Everybody, with what is their own.
    Everybody,
    /// Nobody: there is no such thing for anybody here.
    Nobody(Code),
    /// Everybody who is signed in.
    SignedIn,
    /// Everybody for themselves; in a company, whoever may order, while it may buy.
    Buyers,
    /// Everybody for themselves; in a company, whoever may any of these.
    InCompany(&'static [Permission]),
    /// Something of the bar's, for its people who may.
    OfTheBar(Permission),
    /// A sales representative who acts for nobody yet.
    ActingForNobody,
    /// The sales representative who acts for the bar's buyer.
    Acting,
    /// Who belongs to the bar and is themselves.
    MembersOfTheBar,
}

/// What comes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// All is well.
    Answered,
    /// It is refused, with this code.
    Refused(Code),
}

use Expected::{Answered, Refused};

impl Access {
    /// What comes of a call by somebody.
    pub fn of(self, who: Who) -> Expected {
        let signed_in = who != Who::Anonymous;
        let refused = if signed_in { Refused(Code::Forbidden) } else { Refused(Code::SignInRequired) };
        let allowed = |may: bool, otherwise: Expected| if may { Answered } else { otherwise };
        let has = |permission: &Permission| who.permissions().is_some_and(|set| set.contains(*permission));
        match self {
            Self::Everybody => Answered,
            Self::Nobody(code) => Refused(code),
            Self::SignedIn => allowed(signed_in, refused),
            Self::Buyers => match who {
                Who::BlockedCompany | Who::PendingCompany => Refused(Code::CompanyNotActive),
                _ => allowed(who.permissions().is_none() || has(&Permission::PlaceOrders), refused),
            },
            Self::InCompany(permissions) => {
                allowed(signed_in && (who.permissions().is_none() || permissions.iter().any(has)), refused)
            }
            Self::OfTheBar(permission) => allowed(who.knows_the_bar() && has(&permission), Refused(Code::NotFound)),
            Self::ActingForNobody | Self::Acting => match who.staff() {
                Some(role) if role.permissions().contains(StaffPermission::ActForCustomers) => {
                    let acts = matches!(self, Self::Acting);
                    allowed(acts == (who == Who::Acting), Refused(Code::NotFound))
                }
                _ => refused,
            },
            Self::MembersOfTheBar => match who {
                Who::Anonymous => refused,
                Who::Acting => Refused(Code::NotFound),
                _ => allowed(who.knows_the_bar(), Refused(Code::NotFound)),
            },
        }
    }

    /// Whether who is outside of the bar is let in by the call itself.
    pub fn lets_in(self, who: Who) -> bool {
        matches!(self, Self::ActingForNobody) && self.of(who) == Answered
    }
}

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub enum Body {
    /// Nothing.
    None,
    /// This.
    Json(&'static str),
    /// An order of the caller's basket.
    Order,
}

/// Who may call an endpoint, with a call that is right but for who calls.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Method.
    pub method: &'static str,
    /// Path, with parameters in braces.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    /// What stands for the parameters of the path, in order.
    parameters: &'static [&'static str],
    query: &'static str,
    /// What is sent.
    pub body: Body,
}

fn raw(method: &'static str, path: &'static str, access: Access) -> Rule {
    Rule { method, path, access, parameters: &[], query: "", body: Body::None }
}

fn rule<E: Endpoint>(access: Access) -> Rule {
    let method = match E::METHOD {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    };
    raw(method, E::PATH, access)
}

impl Rule {
    const fn at(mut self, parameters: &'static [&'static str]) -> Self {
        self.parameters = parameters;
        self
    }

    const fn query(mut self, query: &'static str) -> Self {
        self.query = query;
        self
    }

    const fn json(mut self, json: &'static str) -> Self {
        self.body = Body::Json(json);
        self
    }

    const fn ordering(mut self) -> Self {
        self.body = Body::Order;
        self
    }

    /// The address to call, with words that stand for something.
    pub fn uri(&self) -> String {
        let mut uri = self.path.to_owned();
        for parameter in self.parameters {
            let (start, end) = (uri.find('{').unwrap(), uri.find('}').unwrap());
            uri.replace_range(start..=end, parameter);
        }
        assert!(!uri.contains('{'), "{}: a parameter is missing", self.path);
        if self.query.is_empty() { uri } else { format!("{uri}?{}", self.query) }
    }

    /// Whether the caller has to have something in the basket.
    pub fn wants_a_basket(&self) -> bool {
        let own = ["/api/basket", "/api/checkout"];
        matches!(self.body, Body::Order) || own.iter().any(|path| self.path.starts_with(path))
    }
}

/// Seeing orders, some or all.
const SEES_ORDERS: &[Permission] =
    &[Permission::ViewOwnOrders, Permission::ViewTeamOrders, Permission::ViewCompanyOrders];

/// All rules. An endpoint may have several: one for what is one's own, one for what is others'.
pub fn rules() -> Vec<Rule> {
    use Access::{Acting, ActingForNobody, Buyers, Everybody, InCompany, MembersOfTheBar, Nobody, OfTheBar, SignedIn};
    vec![
        rule::<GetHome>(Everybody),
        rule::<ListCategories>(Everybody),
        rule::<ListProducts>(Everybody).query("q=grinder"),
        rule::<Suggest>(Everybody).query("q=grinder"),
        rule::<GetProduct>(Everybody).at(&["grinder"]),
        rule::<GetDemonstration>(Everybody).at(&["grinder"]),
        rule::<ListReviews>(Everybody).at(&["grinder"]),
        rule::<ListContent>(Everybody).at(&["guides"]),
        rule::<GetContent>(Nobody(Code::NotFound)).at(&["guides", "not-there"]),
        rule::<GetFaq>(Everybody),
        rule::<PriceLines>(Everybody).json(r#"{"lines":[{"sku":"GRINDER","quantity":2}]}"#),
        rule::<GetSession>(Everybody),
        rule::<SignIn>(Everybody).json(r#"{"email":"paolo@home.example","password":"one good password"}"#),
        rule::<SignOut>(Everybody),
        rule::<SetPreferences>(Everybody).json(r#"{"locale":"it"}"#),
        rule::<ListDemoPeople>(Everybody),
        rule::<ListCompanies>(SignedIn),
        rule::<ChooseCompany>(MembersOfTheBar).json(r#"{"company":$bar}"#),
        rule::<BeginActing>(ActingForNobody).json(r#"{"person":$buyer,"company":$bar}"#),
        rule::<EndActing>(Acting),
        rule::<GetBasket>(Everybody),
        rule::<AddLines>(Everybody).json(r#"{"lines":[{"sku":"GRINDER","quantity":1}]}"#),
        rule::<ChangeLine>(Everybody).at(&["$line"]).json(r#"{"quantity":4}"#),
        rule::<ChangeLine>(Nobody(Code::NotFound)).at(&["$strangers_line"]).json(r#"{"quantity":4}"#),
        rule::<RemoveLine>(Everybody).at(&["$line"]),
        rule::<RemoveLine>(Nobody(Code::NotFound)).at(&["$strangers_line"]),
        rule::<AddCoupon>(Everybody).json(r#"{"code":"TEN"}"#),
        rule::<RemoveCoupon>(Everybody).at(&["TEN"]),
        rule::<ChooseTerm>(Everybody).query("for=business").json(r#"{"code":"prepaid"}"#),
        rule::<PreviewFace>(Everybody).query("to=business"),
        rule::<GetCheckout>(Everybody),
        rule::<SaveDraft>(Everybody).json(r#"{"note":"a word"}"#),
        rule::<PlaceOrder>(Buyers).ordering(),
        rule::<ListOrders>(InCompany(SEES_ORDERS)),
        rule::<GetOrder>(OfTheBar(Permission::ViewCompanyOrders)).at(&["$order"]),
        rule::<GetOrder>(OfTheBar(Permission::ViewCompanyOrders))
            .at(&["$order"])
            .query("key=0123456789abcdef0123456789abcdef"),
        rule::<LookUpOrder>(Nobody(Code::NotFound)).json(r#"{"number":"$order","email":"other@matrix.example"}"#),
        rule::<ListWaitingOrders>(Everybody),
        rule::<GiveUpOrder>(Everybody).at(&["$waiting"]).query("key=$waiting_key"),
        rule::<GiveUpOrder>(Nobody(Code::NotFound)).at(&["$waiting"]),
        // Whoever knows the payment's identifier was told the order's key with it: it is the secret, and no session is needed.
        rule::<AnswerChallenge>(Everybody).at(&["$payment"]).json(r#"{"approve":true}"#),
        rule::<AnswerChallenge>(Nobody(Code::NotFound)).at(&["not-a-payment"]).json(r#"{"approve":true}"#),
        raw("POST", "/api/payments/{provider}/webhook", Nobody(Code::Forbidden))
            .at(&["test"])
            .json(r#"{"payment":"any","charge":"declined"}"#),
    ]
}
