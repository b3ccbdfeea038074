//! Everybody there is, and a shop with something for each to find.

use super::rules::{Body, Rule};
use crate::database::Fresh;
use crate::shop::{Browser, NOON, Raw, Shop, by, eur, person_of, placed};
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use giano_api::basket::GetBasket;
use giano_api::checkout::PaymentMethod;
use giano_api::session::{FACE_COOKIE, SESSION_COOKIE};
use giano_commerce::company::{CompanyId, CompanyRole, CompanyState, Permissions, PersonId, StaffRole};
use giano_commerce::pricing::ContractTerms;
use giano_commerce::{Currency, Face};
use giano_store::{Author, PriceEntryDraft, RoleChoice};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// Nobody is signed in.
    Anonymous,
    /// Somebody with an account who buys at home.
    Consumer,
    /// The bar's administrator.
    Administrator,
    /// The bar's approver.
    Approver,
    /// The bar's buyer, whose things are asked for.
    Buyer,
    /// The bar's viewer.
    Viewer,
    /// Somebody of the bar whose role allows nothing.
    NoPermissions,
    /// The administrator of another company.
    OtherCompany,
    /// The administrator of a company that is blocked.
    BlockedCompany,
    /// The administrator of a company that is not active yet.
    PendingCompany,
    /// The shop's sales representative.
    SalesRepresentative,
    /// The same, while acting for the bar's buyer.
    Acting,
    /// The shop's support agent.
    SupportAgent,
    /// Who runs the shop.
    Merchant,
}

impl Who {
    /// Everybody.
    pub const ALL: [Self; 14] = [
        Self::Anonymous,
        Self::Consumer,
        Self::Administrator,
        Self::Approver,
        Self::Buyer,
        Self::Viewer,
        Self::NoPermissions,
        Self::OtherCompany,
        Self::BlockedCompany,
        Self::PendingCompany,
        Self::SalesRepresentative,
        Self::Acting,
        Self::SupportAgent,
        Self::Merchant,
    ];

    /// Whether somebody belongs to the bar, or acts for somebody who does.
    pub const fn knows_the_bar(self) -> bool {
        matches!(
            self,
            Self::Administrator | Self::Approver | Self::Buyer | Self::Viewer | Self::NoPermissions | Self::Acting
        )
    }

    /// The role among the shop's staff.
    pub const fn staff(self) -> Option<StaffRole> {
        match self {
            Self::SalesRepresentative | Self::Acting => Some(StaffRole::SalesRepresentative),
            Self::SupportAgent => Some(StaffRole::SupportAgent),
            Self::Merchant => Some(StaffRole::Merchant),
            _ => None,
        }
    }

    /// What the role in the company allows; none outside of a company.
    pub fn permissions(self) -> Option<Permissions> {
        match self {
            Self::Administrator | Self::OtherCompany | Self::BlockedCompany | Self::PendingCompany => {
                Some(CompanyRole::Administrator.permissions())
            }
            Self::Approver => Some(CompanyRole::Approver.permissions()),
            Self::Buyer => Some(CompanyRole::Buyer.permissions()),
            Self::Acting => Some(CompanyRole::Buyer.permissions().while_acted_for()),
            Self::Viewer => Some(CompanyRole::Viewer.permissions()),
            Self::NoPermissions => Some(Permissions::NONE),
            Self::Anonymous | Self::Consumer | Self::SalesRepresentative | Self::SupportAgent | Self::Merchant => None,
        }
    }

    /// The name of the company, with the role in it.
    const fn company(self) -> Option<(&'static str, CompanyRole)> {
        match self {
            Self::Administrator => Some(("Bar Centrale", CompanyRole::Administrator)),
            Self::Approver => Some(("Bar Centrale", CompanyRole::Approver)),
            Self::Buyer => Some(("Bar Centrale", CompanyRole::Buyer)),
            Self::Viewer | Self::NoPermissions => Some(("Bar Centrale", CompanyRole::Viewer)),
            Self::OtherCompany => Some(("Hotel Due", CompanyRole::Administrator)),
            Self::BlockedCompany => Some(("Blocked Inn", CompanyRole::Administrator)),
            Self::PendingCompany => Some(("Pending Café", CompanyRole::Administrator)),
            Self::Anonymous
            | Self::Consumer
            | Self::SalesRepresentative
            | Self::Acting
            | Self::SupportAgent
            | Self::Merchant => None,
        }
    }
}

/// A shop with something of the bar's that others must not see.
pub struct Scene {
    shop: Shop,
    /// Another server on the same database.
    second: axum::Router,
    people: HashMap<Who, (PersonId, Option<CompanyId>)>,
    /// What the words with a dollar sign in the rules stand for.
    words: BTreeMap<&'static str, String>,
    /// What nobody outside of the bar may read.
    pub secrets: Vec<String>,
}

/// What the bar pays for a grinder.
const CONTRACT_PRICE: &str = "71.37";

impl Scene {
    pub async fn open(fresh: Fresh) -> Self {
        let url = fresh.url.clone();
        let shop = Shop::open(fresh).await;
        let store = &shop.store;
        shop.company("Pending Café", CompanyState::Pending, "150.00").await;
        // Everybody who may orders on account here.
        shop.company("Bar Centrale", CompanyState::Active, "100000.00").await;
        let contract = PriceEntryDraft {
            list: "bar".to_owned(),
            sku: "GRINDER".parse().unwrap(),
            minimum: 1,
            price: ContractTerms::Fixed { price: eur(CONTRACT_PRICE) },
            currency: Currency::Eur,
            firm: false,
            mix_and_match: false,
            valid_from: None,
            valid_until: None,
        };
        store.put_price_entry(&contract, NOON).await.unwrap();
        // Many add some of it to their baskets here.
        shop.change("moka-3", |draft| draft.variants[0].stock.on_hand = 100_000).await;

        let mut people = HashMap::new();
        for who in Who::ALL.into_iter().filter(|who| *who != Who::Anonymous) {
            let email = format!("{who:?}@matrix.example").to_lowercase();
            let person = person_of(store, &email, who.company()).await;
            store.set_staff(&by(), person.id, who.staff()).await.unwrap();
            people.insert(who, (person.id, person.usual_company));
        }
        let (nobody, bar) = people[&Who::NoPermissions];
        let bar = bar.unwrap();
        let nothing = store.add_role(&by(), bar, &"Nothing".parse().unwrap(), Permissions::NONE).await.unwrap();
        let given = store.put_member(&by(), bar, nobody, RoleChoice::Own(nothing), None).await.unwrap();
        assert_eq!(given, Ok(()));
        store.add_cost_centre(&by(), bar, &"Centro Segreto".parse().unwrap()).await.unwrap();

        let (buyer, _) = people[&Who::Buyer];
        let words = BTreeMap::from([("$buyer", buyer.0.to_string()), ("$bar", bar.0.to_string())]);
        let secrets = ["Bar Centrale", "buyer@matrix.example", "Centro Segreto", CONTRACT_PRICE];
        let (_, second) = shop.second(&url).await;
        let mut scene = Self { shop, second, people, words, secrets: secrets.map(str::to_owned).to_vec() };
        scene.fill().await;
        scene
    }

    /// An order of the bar's buyer, a line in a stranger's basket, a payment that waits for its buyer.
    async fn fill(&mut self) {
        let mut buyer = self.browser(Who::Buyer).await;
        buyer.add(&[("GRINDER", 1)]).await.unwrap();
        let (number, _) = placed(buyer.place("").await.unwrap());
        self.secrets.push(number.clone());
        self.words.insert("$order", number);
        let mut stranger = self.shop.guest();
        stranger.add(&[("FEW", 1)]).await.unwrap();
        let basket = stranger.get::<GetBasket>(&[]).await.unwrap();
        self.words.insert("$strangers_line", basket.lines[0].input.id.to_string());
    }

    /// A browser of somebody's own, with a session of its own.
    pub async fn browser(&self, who: Who) -> Browser {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let mut browser = self.shop.guest();
        let Some((person, company)) = self.people.get(&who).copied() else { return browser };
        let store = &self.shop.store;
        let token = format!("{:064x}", NEXT.fetch_add(1, Ordering::Relaxed));
        let hash = hex::encode(Sha256::digest(token.as_bytes()));
        store.open_session(&hash, person, company, NOON, NOON + 1_000_000).await.unwrap();
        let mut face = if company.is_some() { Face::Business } else { Face::Home };
        if who == Who::Acting {
            let (buyer, bar) = self.people[&Who::Buyer];
            let by = Author::person(person, NOON);
            assert!(store.begin_acting(&by, &hash, person, buyer, bar).await.unwrap());
            face = Face::Business;
        }
        browser.cookies.insert(SESSION_COOKIE.to_owned(), token);
        browser.cookies.insert(FACE_COOKIE.to_owned(), face.as_str().to_owned());
        browser
    }

    /// What somebody is told who calls an endpoint; the call itself comes to another server than what went before it, where that is
    /// wanted.
    pub async fn call(&self, browser: &mut Browser, rule: &Rule, elsewhere: bool) -> Raw {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut words = self.words.clone();
        if rule.wants_a_basket() {
            browser.add(&[("MOKA-3", 2)]).await.unwrap();
            let basket = browser.get::<GetBasket>(&[]).await.unwrap();
            words.insert("$line", basket.lines[0].input.id.to_string());
        }
        if rule.uri().contains("$payment") || rule.uri().contains("$waiting") {
            let (payment, number, key) = self.waiting_payment(next).await;
            words.extend([("$payment", payment), ("$waiting", number), ("$waiting_key", key)]);
        }
        let body = match &rule.body {
            Body::None => None,
            Body::Json(text) => Some((*text).to_owned()),
            Body::Order => Some(order_of(browser).await),
        };
        let put = |text: &str| words.iter().rev().fold(text.to_owned(), |text, (word, is)| text.replace(word, is));
        let mut request = Request::builder().method(rule.method).uri(put(&rule.uri()));
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        request = request.header("idempotency-key", format!("matrix {next}"));
        let mut request = request.body(body.map(|body| put(&body)).unwrap_or_default().into()).unwrap();
        // Everybody comes from an address of their own, so that nobody is held up by what others tried.
        let address = SocketAddr::from(([10, 0, (next >> 8) as u8, next as u8], 4711));
        request.extensions_mut().insert(ConnectInfo(address));
        if elsewhere {
            browser.router = self.second.clone();
        }
        browser.send(request).await
    }

    /// A payment that its bank wants to see the buyer for, with its order's number and key.
    async fn waiting_payment(&self, next: u32) -> (String, String, String) {
        let mut guest = self.shop.guest_ready(&[("LATER", 1)], &format!("guest{next}@matrix.example")).await;
        match guest.place("tok_challenge").await.unwrap() {
            giano_api::checkout::PlacedOrder::Challenge { payment, number, key } => (payment, number, key),
            other => panic!("not waiting: {other:?}"),
        }
    }
}

/// Everything that is sent to order what is in the basket, by card.
async fn order_of(browser: &mut Browser) -> String {
    let mut draft = browser.type_address("somebody@matrix.example").await.draft;
    draft.payment = Some(PaymentMethod::Card);
    browser.send_body::<giano_api::checkout::SaveDraft>(&[], &draft).await.unwrap();
    serde_json::to_string(&browser.order_body("tok_success").await).unwrap()
}
