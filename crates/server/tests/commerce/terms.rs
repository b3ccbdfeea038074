//! The payment term is one value from the draft to the ledger: what is priced by it is charged by it.

use crate::database::Fresh;
use crate::shop::{Browser, Shop, by, eur};
use giano_api::basket::{ChooseTerm, GetBasket, TermBody};
use giano_api::checkout::{CheckoutDraft, GetCheckout, PaymentMethod, PlaceOrderBody, PlacedOrder, SaveDraft};
use giano_api::orders::OrderView;
use giano_api::price::{PriceBody, PriceLine, PriceLines};
use giano_api::problem::FieldCode;
use giano_api::{Code, Problem};
use giano_commerce::basket::{ShownLine, ShownPrices};
use giano_commerce::company::{CompanyRole, CompanyState};
use giano_commerce::locale::Text;
use giano_commerce::terms::{PaymentTerm, TermDue};
use giano_commerce::{Face, Money, Quantity};
use giano_store::{BasketOwner, CompanyDraft, PersonDraft};
use std::sync::atomic::{AtomicU32, Ordering};

on_both!(
    what_is_charged_to_credit_is_what_was_priced,
    no_term_is_no_way_around_credit,
    a_guest_has_no_term_that_takes_credit,
    a_list_is_priced_by_the_term_that_was_asked_for,
    a_term_that_lapsed_is_not_kept_in_the_basket,
);

/// Every kind of term there is; code, per cent, when it is due, and whether it is marked as taking credit.
const TERMS: [(&str, &str, TermDue, bool); 5] = [
    ("net30", "0", TermDue::NetDays { days: 30 }, true),
    ("prepaid", "-2", TermDue::Prepaid, false),
    ("net60", "1.5", TermDue::NetDays { days: 60 }, true),
    ("delivery", "0.5", TermDue::OnDelivery, false),
    // A merchant's slip: what is paid beforehand takes no credit, whatever is marked.
    ("slip", "-3", TermDue::Prepaid, true),
];

async fn put_terms(shop: &Shop) {
    for (position, (code, percent, due, on_account)) in (0..).zip(TERMS) {
        let term = PaymentTerm {
            code: code.to_owned(),
            name: Text::one(code),
            adjustment_percent: percent.parse().unwrap(),
            due,
            early: None,
            on_account,
        };
        shop.store.put_term(&term, position).await.unwrap();
    }
    shop.state.refresh_catalog().await.unwrap();
}

/// A buyer of a company that may choose these terms, the first of which is its usual one.
async fn buyer(shop: &Shop, name: &str, terms: &[&str], limit: &str) -> Browser {
    let known = shop.store.person_by_email(&"dora@hotel.example".parse().unwrap()).await.unwrap().unwrap();
    let mut document = shop.store.company(known.usual_company.unwrap()).await.unwrap().unwrap().document;
    document.terms = terms.iter().map(|code| (*code).to_owned()).collect();
    let draft = CompanyDraft {
        name: name.to_owned(),
        state: CompanyState::Active,
        document,
        credit_limit: eur(limit),
        credit_may_exceed: false,
        addresses: Vec::new(),
        cost_centres: Vec::new(),
    };
    shop.store.put_company(&by(), &draft).await.unwrap();
    let email = format!("{}@terms.example", name.to_lowercase());
    let person = PersonDraft {
        email: email.parse().unwrap(),
        name: name.to_owned(),
        password_hash: crate::shop::password_hash().to_owned(),
        company: Some((name.to_owned(), CompanyRole::Buyer)),
        demo: String::new(),
    };
    shop.store.put_person(&by(), &person).await.unwrap();
    shop.signed_in(&email).await
}

async fn credit_left(shop: &Shop, name: &str) -> Option<Money> {
    let email = format!("{}@terms.example", name.to_lowercase());
    let person = shop.store.person_by_email(&email.parse().unwrap()).await.unwrap().unwrap();
    shop.store.company(person.usual_company.unwrap()).await.unwrap().unwrap().credit_left
}

async fn owner(shop: &Shop, name: &str) -> BasketOwner {
    let email = format!("{}@terms.example", name.to_lowercase());
    BasketOwner::Person(shop.store.person_by_email(&email.parse().unwrap()).await.unwrap().unwrap().id)
}

fn key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("term {}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Orders at whatever price the shop says, which is asked for with an order that nobody was shown a price for.
async fn order_at_any_price(browser: &mut Browser, draft: CheckoutDraft, version: i64) -> Result<OrderView, Problem> {
    let nothing = ShownPrices { lines: Vec::new(), shipping: None, tax: eur("0.00"), total: eur("0.00") };
    let card_token = (draft.payment == Some(PaymentMethod::Card)).then(|| "tok_success".to_owned());
    let mut body = PlaceOrderBody { draft, basket_version: version, shown: nothing, card_token };
    let refused = browser.place_as(&body, &key()).await.unwrap_err();
    let Some(moved) = refused.moved else { return Err(refused) };
    let shown = |line: &giano_commerce::basket::MovedLine| ShownLine {
        id: line.id,
        sku: line.sku.clone(),
        total: line.after.unwrap(),
    };
    body.shown = ShownPrices {
        lines: moved.lines.iter().map(shown).collect(),
        shipping: moved.shipping.map(|(_, now)| now),
        tax: moved.tax.unwrap().1,
        total: moved.total_after,
    };
    match browser.place_as(&body, &key()).await? {
        PlacedOrder::Placed { order, .. } => Ok(*order),
        other => panic!("not placed: {other:?}"),
    }
}

/// What should come of an order, worked out from the rules alone.
#[derive(Debug, PartialEq, Eq)]
enum Expected {
    /// A field is wrong.
    Refused(&'static str),
    /// It is priced by this term (none: by none), and takes credit or not.
    Ordered { term: Option<&'static str>, credit: bool },
}

fn expected(terms: &[&'static str], has_credit: bool, draft: &str, basket: &str, method: PaymentMethod) -> Expected {
    let takes_credit = |code: &str| code == "net30" || code == "net60";
    let beforehand = |code: &str| code == "prepaid" || code == "slip";
    // A term that takes credit is no choice for a company that has none.
    let choices: Vec<&'static str> = terms.iter().copied().filter(|code| has_credit || !takes_credit(code)).collect();
    let fits = |code: &str| match method {
        PaymentMethod::Account => !beforehand(code),
        PaymentMethod::Card | PaymentMethod::Transfer => !takes_credit(code),
    };
    let given = [draft, basket].into_iter().find(|code| !code.is_empty());
    let term = match given {
        Some(code) => match choices.iter().find(|choice| **choice == code) {
            Some(known) if fits(known) => Some(*known),
            Some(_) => return Expected::Refused("/draft/payment"),
            None => return Expected::Refused("/draft/term"),
        },
        None => choices.iter().copied().find(|code| fits(code)),
    };
    match (term, method) {
        (None, PaymentMethod::Account) if !choices.is_empty() || !has_credit => Expected::Refused("/draft/payment"),
        (None, PaymentMethod::Account) => Expected::Ordered { term: None, credit: true },
        (term, PaymentMethod::Account) => Expected::Ordered { term, credit: term.is_some_and(takes_credit) },
        (term, _) => Expected::Ordered { term, credit: false },
    }
}

async fn what_is_charged_to_credit_is_what_was_priced(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    put_terms(&shop).await;
    // One piece at 8 € net; delivery by freight 11.50 €.
    let unit = |term: Option<&str>| match term {
        Some("prepaid") => eur("7.84"),
        Some("slip") => eur("7.76"),
        Some("net60") => eur("8.12"),
        Some("delivery") => eur("8.04"),
        _ => eur("8.00"),
    };
    let companies: [(&str, &[&'static str], &str); 7] = [
        ("Usual", &["net30", "prepaid"], "100000.00"),
        ("Prepays", &["prepaid", "net30"], "100000.00"),
        ("Later", &["net60"], "100000.00"),
        ("Slips", &["slip", "net30"], "100000.00"),
        ("Atdoor", &["delivery", "net30"], "100000.00"),
        ("Termless", &[], "100000.00"),
        ("Creditless", &["net30", "prepaid", "delivery"], "0.00"),
    ];
    let mut placed = 0;
    for (name, terms, limit) in companies {
        let mut browser = buyer(&shop, name, terms, limit).await;
        let owner = owner(&shop, name).await;
        let codes: Vec<&str> = ["", "net90"].into_iter().chain(terms.iter().copied()).collect();
        for basket in &codes {
            for draft in &codes {
                for method in [PaymentMethod::Account, PaymentMethod::Card, PaymentMethod::Transfer] {
                    let case = format!("{name}: draft {draft:?}, basket {basket:?}, {method:?}");
                    if browser.get::<GetBasket>(&[]).await.unwrap().lines.is_empty() {
                        browser.add(&[("LATER", 1)]).await.unwrap();
                    }
                    let typed = browser.type_address("buyer@terms.example").await.draft;
                    let typed = CheckoutDraft { term: (*draft).to_owned(), payment: Some(method), ..typed };
                    let term = Some((*basket).to_owned());
                    let version = shop.store.set_basket(&owner, term, None, 0).await.unwrap().version;
                    let before = credit_left(&shop, name).await;
                    let answer = order_at_any_price(&mut browser, typed, version).await;
                    let after = credit_left(&shop, name).await;
                    let taken = before.zip(after).map(|(before, after)| before.checked_sub(after).unwrap());
                    match (expected(terms, limit != "0.00", draft, basket, method), answer) {
                        (Expected::Refused(field), Err(problem)) => {
                            assert_eq!(problem.code, Code::InvalidFields, "{case}");
                            let wrong: Vec<_> =
                                problem.fields.iter().map(|wrong| (wrong.pointer.as_str(), wrong.issue)).collect();
                            assert_eq!(wrong, [(field, FieldCode::NotAChoice)], "{case}");
                            assert!(taken.is_none_or(|taken| taken.is_zero()), "{case}");
                        }
                        (Expected::Ordered { term, credit }, Ok(order)) => {
                            placed += 1;
                            assert_eq!(order.term.as_deref(), term, "{case}");
                            assert_eq!(order.priced.lines[0].unit, unit(term), "{case}");
                            let owed = if credit { order.priced.total } else { eur("0.00") };
                            assert_eq!(taken.unwrap_or(eur("0.00")), owed, "{case}");
                        }
                        (expected, answer) => panic!("{case}: expected {expected:?}, came {answer:?}"),
                    }
                }
            }
        }
    }
    assert!(placed > 100, "only {placed} orders were placed");
}

async fn no_term_is_no_way_around_credit(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    put_terms(&shop).await;
    let mut browser = buyer(&shop, "Around", &["prepaid", "net30"], "100.00").await;
    // Each order costs 23.79 €: the credit suffices for four.
    let mut refused = None;
    for order in 0..6 {
        browser.add(&[("LATER", 1)]).await.unwrap();
        let typed = browser.type_address("buyer@terms.example").await.draft;
        let prepaid = TermBody { code: "prepaid".to_owned() };
        let version = browser.send_body::<ChooseTerm>(&[], &prepaid).await.unwrap().version;
        let typed = CheckoutDraft { term: String::new(), payment: Some(PaymentMethod::Account), ..typed };
        let problem = order_at_any_price(&mut browser, typed.clone(), version).await.unwrap_err();
        assert_eq!(problem.fields[0].pointer, "/draft/payment", "the basket's term is prepaid");
        let asked = CheckoutDraft { term: "net30".to_owned(), ..typed };
        if let Err(problem) = order_at_any_price(&mut browser, asked, version).await {
            refused = Some((order, problem.code));
            break;
        }
    }
    assert_eq!(refused, Some((4, Code::CreditExceeded)));
}

async fn a_guest_has_no_term_that_takes_credit(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    put_terms(&shop).await;
    let mut guest = shop.guest();
    guest.cookies.insert("giano-face".to_owned(), "business".to_owned());
    guest.add(&[("LATER", 1)]).await.unwrap();
    let view = guest.type_address("guest@terms.example").await;
    let codes: Vec<&str> = view.terms.iter().map(|term| term.code.as_str()).collect();
    assert_eq!(codes, ["prepaid", "delivery", "slip"]);
    assert_eq!(view.payments, [PaymentMethod::Card, PaymentMethod::Transfer]);
    assert_eq!(view.basket.context.term, None, "who has no company has no usual term");
    let asked =
        |term: &str, payment| CheckoutDraft { term: term.to_owned(), payment: Some(payment), ..view.draft.clone() };
    for (term, payment, field) in [
        ("net30", PaymentMethod::Card, "/draft/term"),
        ("net30", PaymentMethod::Account, "/draft/term"),
        ("prepaid", PaymentMethod::Account, "/draft/payment"),
        ("delivery", PaymentMethod::Account, "/draft/payment"),
        ("", PaymentMethod::Account, "/draft/payment"),
    ] {
        let problem = order_at_any_price(&mut guest, asked(term, payment), view.basket.version).await.unwrap_err();
        assert_eq!(problem.fields[0].pointer, field, "{term} {payment:?}");
    }
    let draft = asked("prepaid", PaymentMethod::Card);
    let order = order_at_any_price(&mut guest, draft, view.basket.version).await.unwrap();
    assert_eq!((order.term.as_deref(), order.priced.lines[0].unit), (Some("prepaid"), eur("7.84")));
}

async fn a_list_is_priced_by_the_term_that_was_asked_for(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    put_terms(&shop).await;
    let mut browser = buyer(&shop, "Lists", &["net60", "prepaid"], "100.00").await;
    let body = |face, term: Option<&str>| PriceBody {
        lines: vec![PriceLine { sku: "LATER".parse().unwrap(), quantity: Quantity::ONE }],
        face: Some(face),
        country: None,
        term: term.map(str::to_owned),
        coupons: Vec::new(),
    };
    for (term, unit) in [(None, "8.12"), (Some(""), "8.12"), (Some("net60"), "8.12"), (Some("prepaid"), "7.84")] {
        let priced = browser.send_body::<PriceLines>(&[], &body(Face::Business, term)).await.unwrap().basket;
        assert_eq!(priced.lines[0].unit, eur(unit), "{term:?}");
    }
    for term in ["net30", "nonsense"] {
        let refused = browser.send_body::<PriceLines>(&[], &body(Face::Business, Some(term))).await.unwrap_err();
        assert_eq!((refused.code, refused.fields[0].pointer.as_str()), (Code::InvalidFields, "/term"), "{term}");
    }
}

async fn a_term_that_lapsed_is_not_kept_in_the_basket(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    put_terms(&shop).await;
    let mut browser = buyer(&shop, "Lapsed", &["net30", "prepaid"], "100.00").await;
    browser.add(&[("LATER", 1)]).await.unwrap();
    browser.send_body::<ChooseTerm>(&[], &TermBody { code: "prepaid".to_owned() }).await.unwrap();
    let view = browser.type_address("buyer@terms.example").await;
    assert_eq!(view.draft.term, "prepaid");
    let mut browser = buyer(&shop, "Lapsed", &["net60"], "100.00").await;
    // What is shown is what can be had: the page says so, and the order is by that.
    let view = browser.get::<GetCheckout>(&[]).await.unwrap();
    assert_eq!((view.draft.term.as_str(), view.basket.priced.lines[0].unit), ("net60", eur("8.12")));
    assert_eq!(browser.get::<GetBasket>(&[]).await.unwrap().priced.lines[0].unit, eur("8.12"));
    // Somebody who still asks for it is told.
    let typed = CheckoutDraft { term: "prepaid".to_owned(), ..view.draft };
    let refused = order_at_any_price(&mut browser, typed.clone(), view.basket.version).await.unwrap_err();
    assert_eq!((refused.fields[0].pointer.as_str(), refused.fields[0].issue), ("/draft/term", FieldCode::NotAChoice));
    let refused = browser.send_body::<SaveDraft>(&[], &typed).await.unwrap_err();
    assert_eq!((refused.fields[0].pointer.as_str(), refused.fields[0].issue), ("/term", FieldCode::NotAChoice));
}
