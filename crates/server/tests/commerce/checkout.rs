//! Checkout: the draft, and what keeps an order from being placed.

use crate::database::Fresh;
use crate::shop::{Browser, Shop, eur, placed};
use giano_api::Code;
use giano_api::basket::{AddCoupon, ChangeLine, ChangeLineBody, CouponBody, GetBasket};
use giano_api::catalog::{ListProducts, ListQuery};
use giano_api::checkout::{
    CheckoutDraft, GetCheckout, PaymentMethod, PlaceOrder, PlaceOrderBody, PlacedOrder, SaveDraft,
};
use giano_api::endpoint::Visit;
use giano_api::problem::FieldCode;
use giano_api::product::GetProduct;
use giano_api::session::FACE_COOKIE;
use giano_commerce::basket::{PriceMoved, ShownLine, ShownPrices};
use giano_commerce::catalog::Stock;
use giano_commerce::supply::Supply;
use giano_commerce::tax::{VatClass, VatTreatment};
use giano_commerce::{Face, Money, Quantity};
use jiff::civil::{Date, date};

on_both!(
    the_draft_survives_and_choices_follow_it,
    holidays_delay_what_arrives,
    a_company_finds_its_own_things,
    on_account_is_never_prepaid,
    everything_wrong_is_said_at_once,
    a_moved_price_is_refused_with_the_difference,
    opposite_moves_are_refused_though_the_total_is_the_same,
    a_moved_delivery_is_refused,
    a_moved_vat_is_refused_though_the_total_is_the_same,
    lines_that_were_not_shown_or_are_gone_are_named,
    a_basket_that_changed_is_refused,
    stock_is_taken_and_missing_stock_named,
    backorders_never_go_below_zero,
    what_leaves_in_parts_is_told_everywhere_and_arrives_with_its_last_piece,
    blocked_companies_and_viewers_look_only,
    credit_is_taken_and_not_exceeded,
    a_promotion_once_per_customer,
    nothing_is_written_of_a_refused_order,
    the_next_order_knows_the_address,
    a_number_that_nobody_confirmed_is_believed_up_to_a_sum,
);

async fn the_draft_survives_and_choices_follow_it(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    guest.add(&[("MOKA-3", 1)]).await.unwrap();
    let first = guest.get::<GetCheckout>(&[]).await.unwrap();
    assert_eq!(first.draft.delivery, "standard");
    assert_eq!(
        (first.payments.as_slice(), first.draft.payment),
        (&[PaymentMethod::Card][..], Some(PaymentMethod::Card))
    );
    assert_eq!(first.basket.priced.total, eur("35.90"));
    let codes: Vec<_> = first.deliveries.iter().map(|way| way.shipping.code.as_str()).collect();
    assert_eq!(codes, ["standard", "express", "pickup"]);
    // Monday: two to four working days.
    let standard = &first.deliveries[0];
    assert_eq!((standard.from, standard.until), (Date::constant(2026, 11, 25), Date::constant(2026, 11, 27)));

    let typed = CheckoutDraft { email: "half@".to_owned(), country: "DE".to_owned(), ..first.draft };
    let saved = guest.send_body::<SaveDraft>(&[], &typed).await.unwrap();
    assert_eq!(saved.deliveries.len(), 2);
    assert_eq!(
        (saved.deliveries[0].from, saved.deliveries[0].until),
        (Date::constant(2026, 11, 27), Date::constant(2026, 12, 1))
    );
    assert_eq!(saved.basket.priced.treatment, VatTreatment::Charged { country: "DE".parse().unwrap() });
    let again = guest.get::<GetCheckout>(&[]).await.unwrap();
    assert_eq!(again.draft, typed);
    // Pick-up is at home only: what is offered is chosen instead.
    let pickup = CheckoutDraft { delivery: "pickup".to_owned(), ..typed };
    assert_eq!(guest.send_body::<SaveDraft>(&[], &pickup).await.unwrap().draft.delivery, "standard");
    assert_eq!(shop.guest().send_body::<SaveDraft>(&[], &pickup).await.unwrap_err().code, Code::BasketEmpty);
}

async fn holidays_delay_what_arrives(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest();
    guest.add(&[("MOKA-3", 1)]).await.unwrap();
    // Friday, 4 December 2026: two to four working days, none of which is the weekend or Tuesday the 8th.
    shop.pass(11 * 24 * 60 * 60 * 1000);
    let standard = guest.get::<GetCheckout>(&[]).await.unwrap().deliveries.swap_remove(0);
    assert_eq!((standard.from, standard.until), (Date::constant(2026, 12, 9), Date::constant(2026, 12, 11)));
}

async fn a_company_finds_its_own_things(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 2)]).await.unwrap();
    let checkout = anna.get::<GetCheckout>(&[]).await.unwrap();
    let draft = &checkout.draft;
    assert_eq!(
        (draft.email.as_str(), draft.company.as_str(), draft.street.as_str()),
        ("anna@bar.example", "Bar Centrale", "Via Po 3")
    );
    assert_eq!(
        (draft.delivery.as_str(), draft.term.as_str(), draft.payment),
        ("freight", "net30", Some(PaymentMethod::Account))
    );
    let centres: Vec<&str> = checkout.cost_centres.iter().map(|centre| centre.name.as_str()).collect();
    assert_eq!(centres, ["bar", "kitchen"]);
    assert_eq!(checkout.addresses[0].address.street, "Via Po 3");
    assert_eq!((checkout.addresses.len(), checkout.credit_left), (1, Some(eur("150.00"))));
    // 2 × 15 € + freight 9 € + 2.50 € for the first kilogram, and 22 % on it.
    assert_eq!(checkout.basket.priced.total, eur("50.63"));
}

async fn on_account_is_never_prepaid(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("GRINDER", 1)]).await.unwrap();
    let draft = anna.get::<GetCheckout>(&[]).await.unwrap().draft;
    let prepaid = CheckoutDraft { term: "prepaid".to_owned(), ..draft };
    let checkout = anna.send_body::<SaveDraft>(&[], &prepaid).await.unwrap();
    // All ways of paying that go with some term are offered; the one chosen goes with this term.
    assert_eq!(checkout.payments, [PaymentMethod::Account, PaymentMethod::Card, PaymentMethod::Transfer]);
    assert_eq!(checkout.draft.payment, Some(PaymentMethod::Card));
    assert_eq!(checkout.basket.priced.goods, eur("78.40"));
    assert_eq!(anna.get::<GetBasket>(&[]).await.unwrap().priced.goods, eur("78.40"));
    let mut body = anna.order_body("tok_success").await;
    body.draft.payment = Some(PaymentMethod::Account);
    let refused = anna.place_as(&body, "account").await.unwrap_err();
    assert_eq!(
        (refused.fields[0].pointer.as_str(), refused.fields[0].issue),
        ("/draft/payment", FieldCode::NotAChoice)
    );
    body.draft.payment = Some(PaymentMethod::Transfer);
    body.card_token = None;
    let (number, key) = placed(anna.place_as(&body, "transfer").await.unwrap());
    assert!(!number.is_empty() && !key.is_empty());
}

async fn everything_wrong_is_said_at_once(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    let mut body = guest.order_body("tok_success").await;
    assert_eq!(guest.send_body::<PlaceOrder>(&[], &body).await.unwrap_err().code, Code::MalformedRequest);
    body.draft.email = "nobody".to_owned();
    body.draft.postal_code = "1012".to_owned();
    body.draft.city = " ".to_owned();
    body.draft.delivery = "rocket".to_owned();
    body.draft.requested_date = "2026-11-23".to_owned();
    body.draft.note = "x".repeat(1001);
    body.card_token = None;
    let problem = guest.place_as(&body, "wrong").await.unwrap_err();
    assert_eq!(problem.code, Code::InvalidFields);
    let mut wrong: Vec<_> = problem.fields.iter().map(|field| (field.pointer.as_str(), field.issue)).collect();
    wrong.sort_by_key(|(pointer, _)| *pointer);
    assert_eq!(
        wrong,
        [
            ("/card_token", FieldCode::Missing),
            ("/draft/city", FieldCode::Missing),
            ("/draft/delivery", FieldCode::NotAChoice),
            ("/draft/email", FieldCode::Format),
            ("/draft/note", FieldCode::TooLong),
            ("/draft/postal_code", FieldCode::Format),
            ("/draft/requested_date", FieldCode::TooEarly),
        ]
    );
    // The key led to nothing: it may be used for the corrected order.
    let right = guest.order_body("tok_success").await;
    placed(guest.place_as(&right, "wrong").await.unwrap());
    assert_eq!(guest.place_as(&right, "another").await.unwrap_err().code, Code::BasketEmpty);
}

/// Tries to order at the prices in `body`; what moved since, by SKU.
async fn moved(browser: &mut Browser, body: &PlaceOrderBody) -> PriceMoved {
    let problem = browser.place_as(body, "moved").await.unwrap_err();
    assert_eq!(problem.code, Code::PriceMoved);
    let mut moved = problem.moved.unwrap();
    moved.lines.sort_by(|one, other| one.sku.cmp(&other.sku));
    moved
}

fn of_lines(moved: &PriceMoved) -> Vec<(&str, Option<Money>, Option<Money>)> {
    moved.lines.iter().map(|line| (line.sku.as_str(), line.before, line.after)).collect()
}

async fn a_moved_price_is_refused_with_the_difference(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 2), ("FEW", 1)], "g@home.example").await;
    let body = guest.order_body("tok_success").await;
    shop.change("moka-3", |draft| draft.variants[0].home_price = eur("31.00")).await;
    let moved = moved(&mut guest, &body).await;
    assert_eq!((moved.total_before, moved.total_after), (eur("72.90"), eur("74.90")));
    assert_eq!(of_lines(&moved), [("MOKA-3", Some(eur("60.00")), Some(eur("62.00")))]);
    // 72.90 × 22/122 and 74.90 × 22/122.
    assert_eq!((moved.shipping, moved.tax), (None, Some((eur("13.15"), eur("13.51")))));
    assert_eq!(shop.on_hand("MOKA-3").await, 100);
    let body = guest.order_body("tok_success").await;
    placed(guest.place_as(&body, "moved").await.unwrap());
    assert_eq!(shop.on_hand("MOKA-3").await, 98);
}

async fn opposite_moves_are_refused_though_the_total_is_the_same(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1), ("FEW", 1)], "g@home.example").await;
    let body = guest.order_body("tok_success").await;
    shop.change("moka-3", |draft| draft.variants[0].home_price = eur("31.00")).await;
    shop.change("few", |draft| draft.variants[0].home_price = eur("6.00")).await;
    let moved = moved(&mut guest, &body).await;
    assert_eq!((moved.total_before, moved.total_after), (eur("42.90"), eur("42.90")));
    assert_eq!(
        of_lines(&moved),
        [("FEW", Some(eur("7.00")), Some(eur("6.00"))), ("MOKA-3", Some(eur("30.00")), Some(eur("31.00")))]
    );
    assert_eq!((moved.shipping, moved.tax), (None, None));
    assert_eq!(shop.on_hand("FEW").await, 50);
}

async fn a_moved_delivery_is_refused(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("MOKA-3", 2)]).await.unwrap();
    let body = anna.order_body("").await;
    // Freight goes by weight: 9.00 €, and 2.50 € for every ten kilograms; now they are twenty.
    shop.change("moka-3", |draft| draft.variants[0].weight_grams = 10_000).await;
    let moved = moved(&mut anna, &body).await;
    assert_eq!(of_lines(&moved), []);
    assert_eq!(moved.shipping, Some((eur("11.50"), eur("14.00"))));
    assert_eq!(moved.tax, Some((eur("9.13"), eur("9.68"))));
    assert_eq!((moved.total_before, moved.total_after), (eur("50.63"), eur("53.68")));
}

async fn a_moved_vat_is_refused_though_the_total_is_the_same(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    let body = guest.order_body("tok_success").await;
    shop.change("moka-3", |draft| draft.vat_class = VatClass::Food).await;
    let moved = moved(&mut guest, &body).await;
    assert_eq!((of_lines(&moved), moved.shipping), (Vec::new(), None));
    // 35.90 × 22/122 and 35.90 × 10/110.
    assert_eq!(moved.tax, Some((eur("6.47"), eur("3.26"))));
    assert_eq!((moved.total_before, moved.total_after), (eur("35.90"), eur("35.90")));
}

async fn lines_that_were_not_shown_or_are_gone_are_named(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1), ("FEW", 1)], "g@home.example").await;
    let mut body = guest.order_body("tok_success").await;
    body.shown.lines.retain(|line| line.sku.as_str() != "FEW");
    body.shown.lines.push(ShownLine { id: -1, sku: "MOKA-3".parse().unwrap(), total: eur("30.00") });
    let moved = moved(&mut guest, &body).await;
    assert_eq!(of_lines(&moved), [("FEW", None, Some(eur("7.00"))), ("MOKA-3", Some(eur("30.00")), None)]);
    assert_eq!(moved.lines[1].id, -1);
}

async fn a_basket_that_changed_is_refused(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 2)], "g@home.example").await;
    let body = guest.order_body("tok_success").await;
    guest.add(&[("FEW", 1)]).await.unwrap();
    assert_eq!(guest.place_as(&body, "old").await.unwrap_err().code, Code::BasketChanged);
}

async fn stock_is_taken_and_missing_stock_named(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut first = shop.guest_ready(&[("LAST", 4)], "a@home.example").await;
    let mut second = shop.guest_ready(&[("LAST", 2), ("MOKA-3", 1)], "b@home.example").await;
    first.place("tok_success").await.unwrap();
    assert_eq!(shop.on_hand("LAST").await, 1);
    let problem = second.place("tok_success").await.unwrap_err();
    assert_eq!(
        (problem.code, problem.lines[0].sku.as_str(), problem.lines[0].available),
        (Code::OutOfStock, "LAST", Some(1))
    );
    let basket = second.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!((basket.lines.len(), basket.issues[0].available), (2, Some(1)));
    let line = basket.lines.iter().find(|line| line.input.item.sku.as_str() == "LAST").unwrap().input.id.to_string();
    let one = ChangeLineBody { quantity: Quantity::new(1).ok(), saved: None };
    second.send_body::<ChangeLine>(&[&line], &one).await.unwrap();
    placed(second.place("tok_success").await.unwrap());
    assert_eq!((shop.on_hand("LAST").await, shop.on_hand("MOKA-3").await), (0, 99));
}

async fn backorders_never_go_below_zero(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("LATER", 5)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    assert_eq!(shop.on_hand("LATER").await, 0);
    let mut guest = shop.guest_ready(&[("LATER", 3)], "g@home.example").await;
    placed(guest.place("tok_success").await.unwrap());
    assert_eq!(shop.on_hand("LATER").await, 0);
}

async fn what_leaves_in_parts_is_told_everywhere_and_arrives_with_its_last_piece(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    // Two are on hand; more leave five working days later.
    let stock = Stock { on_hand: 2, backorder: true, lead_days: Some(5) };
    assert_eq!(stock.supply(3), Supply::InParts { now: 2, later: 1, days: Some(5) });
    for face in [Face::Home, Face::Business] {
        let mut guest = shop.guest();
        let visit = Visit { face: Some(face), locale: None };
        let product = guest.call_with::<GetProduct>(&["later"], &visit, None, &[]).await.unwrap();
        assert_eq!(product.variants[0].stock, stock);
        let query = ListQuery { face: Some(face), q: "LATER".to_owned(), ..ListQuery::default() };
        let list = guest.call_with::<ListProducts>(&[], &query, None, &[]).await.unwrap();
        assert_eq!((list.products[0].sku.as_str(), list.products[0].stock), ("LATER", stock));
    }
    // Monday: two to four working days, and five more with the third piece.
    let enough = (date(2026, 11, 25), date(2026, 11, 27));
    let in_parts = (date(2026, 12, 2), date(2026, 12, 4));
    for (pieces, arrives) in [(2, enough), (3, in_parts)] {
        let mut guest = shop.guest_ready(&[("LATER", pieces)], "g@home.example").await;
        let checkout = guest.get::<GetCheckout>(&[]).await.unwrap();
        assert_eq!((checkout.basket.lines[0].stock, checkout.basket.issues.len()), (stock, 0));
        assert_eq!((checkout.deliveries[0].from, checkout.deliveries[0].until), arrives, "{pieces}");
        if pieces == 3 {
            let PlacedOrder::Placed { order, .. } = guest.place("tok_success").await.unwrap() else {
                panic!("not placed")
            };
            assert_eq!(order.arrives, Some(arrives));
        }
    }
}

async fn blocked_companies_and_viewers_look_only(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    for (email, code) in [("ivo@inn.example", Code::CompanyNotActive), ("vera@bar.example", Code::Forbidden)] {
        let mut person = shop.signed_in(email).await;
        person.add(&[("MOKA-3", 2)]).await.unwrap();
        assert_eq!(person.place("tok_success").await.unwrap_err().code, code, "{email}");
    }
}

async fn credit_is_taken_and_not_exceeded(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("GRINDER", 1)]).await.unwrap();
    placed(anna.place("").await.unwrap());
    anna.add(&[("GRINDER", 1)]).await.unwrap();
    // 150 € less 80 € + 11.50 € freight + VAT.
    assert_eq!(anna.get::<GetCheckout>(&[]).await.unwrap().credit_left, Some(eur("38.37")));
    assert_eq!(anna.place("").await.unwrap_err().code, Code::CreditExceeded);
    assert_eq!(shop.on_hand("GRINDER").await, 99);
    // A card does not need credit, and so has no term that takes it.
    let mut body = anna.order_body("").await;
    body.draft.payment = Some(PaymentMethod::Card);
    body.card_token = Some("tok_success".to_owned());
    assert_eq!(anna.place_as(&body, "card").await.unwrap_err().fields[0].pointer, "/draft/payment");
    let prepaid = CheckoutDraft { term: "prepaid".to_owned(), ..body.draft };
    anna.send_body::<SaveDraft>(&[], &prepaid).await.unwrap();
    placed(anna.place("tok_success").await.unwrap());
    assert_eq!(anna.get::<GetCheckout>(&[]).await.unwrap().credit_left, Some(eur("38.37")));
}

async fn a_promotion_once_per_customer(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let coupon = CouponBody { code: "ONCE".to_owned() };
    let mut guest = shop.guest_ready(&[("GRINDER", 1)], "g@home.example").await;
    guest.send_body::<AddCoupon>(&[], &coupon).await.unwrap();
    placed(guest.place("tok_success").await.unwrap());
    // Another browser, the same e-mail: the basket cannot know yet, the checkout does once it is typed.
    let mut again = shop.guest();
    again.add(&[("GRINDER", 1)]).await.unwrap();
    again.send_body::<AddCoupon>(&[], &coupon).await.unwrap();
    let before = again.get::<GetCheckout>(&[]).await.unwrap();
    assert_eq!(before.basket.priced.goods, eur("122.00"));
    assert_eq!(before.basket.priced.discounts.len(), 1);
    let typed = again.type_address("G@home.example").await;
    assert_eq!((typed.basket.priced.total, typed.basket.priced.discounts.len()), (eur("122.00"), 0));
    // An order that still shows the price before is stopped.
    let shown = ShownPrices::from(&before.basket.priced);
    let body = PlaceOrderBody { shown, ..again.order_body("tok_success").await };
    let problem = again.place_as(&body, "stale").await.unwrap_err();
    assert_eq!(problem.code, Code::PriceMoved);
    assert_eq!(problem.moved.unwrap().total_after, eur("122.00"));
    placed(again.place("tok_success").await.unwrap());
    let mut other = shop.guest_ready(&[("GRINDER", 1)], "other@home.example").await;
    other.send_body::<AddCoupon>(&[], &coupon).await.unwrap();
    placed(other.place("tok_success").await.unwrap());
}

async fn nothing_is_written_of_a_refused_order(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    // Stock and coupon would be there, the credit is not: neither may be taken.
    let mut anna = shop.signed_in("anna@bar.example").await;
    anna.add(&[("GRINDER", 3)]).await.unwrap();
    anna.send_body::<AddCoupon>(&[], &CouponBody { code: "ONCE".to_owned() }).await.unwrap();
    let before = anna.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!(anna.place("").await.unwrap_err().code, Code::CreditExceeded);
    assert_eq!(shop.on_hand("GRINDER").await, 100);
    assert!(shop.store.promotion_uses("company:1").await.unwrap().values().all(|uses| *uses == 0));
    let after = anna.get::<GetBasket>(&[]).await.unwrap();
    assert_eq!((after.version, after.lines), (before.version, before.lines));
}

async fn the_next_order_knows_the_address(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut guest = shop.guest_ready(&[("MOKA-3", 1)], "g@home.example").await;
    let mut body = guest.order_body("tok_success").await;
    body.draft.note = "Ring twice".to_owned();
    placed(guest.place_as(&body, "first").await.unwrap());
    let basket = guest.get::<GetBasket>(&[]).await.unwrap();
    assert!(basket.lines.is_empty());
    let draft = guest.get::<GetCheckout>(&[]).await.unwrap().draft;
    assert_eq!(
        (draft.email.as_str(), draft.street.as_str(), draft.note.as_str()),
        ("g@home.example", "Via Roma 1", "")
    );
}

async fn a_number_that_nobody_confirmed_is_believed_up_to_a_sum(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let germany = "DE".parse().unwrap();
    let order = async |machines: u32, number: &str| {
        let mut guest = shop.guest();
        guest.cookies.insert(FACE_COOKIE.to_owned(), "business".to_owned());
        guest.add(&[("GRINDER", machines)]).await.unwrap();
        let draft = guest.type_address("anna@bar.example").await.draft;
        let draft = CheckoutDraft {
            country: "DE".to_owned(),
            postal_code: "10115".to_owned(),
            company: "Bar Anna".to_owned(),
            vat_number: number.to_owned(),
            payment: Some(PaymentMethod::Card),
            delivery: "freight".to_owned(),
            ..draft
        };
        let checkout = guest.send_body::<SaveDraft>(&[], &draft).await.unwrap();
        let placed = guest.place("tok_success").await;
        let PlacedOrder::Placed { order, .. } = placed.unwrap() else { panic!("not placed") };
        assert_eq!(order.priced.total, checkout.basket.priced.total, "what was shown is charged");
        (checkout.basket.priced.treatment, checkout.vat_number_believed_up_to, checkout.basket.priced.tax)
    };
    let reverse = VatTreatment::ReverseCharge { vat_number: "DE136695976".to_owned() };
    // 10 × 80 € and freight.
    assert_eq!(order(10, "DE136695976").await, (reverse, None, eur("0.00")));
    // 13 × 80 €, which is delivered free: above a thousand.
    let (treatment, believed, tax) = order(13, "DE136695976").await;
    assert_eq!(treatment, VatTreatment::Charged { country: germany });
    assert_eq!((believed, tax), (Some(eur("1000.00")), eur("197.60")));
    let (treatment, believed, _) = order(13, "").await;
    assert_eq!((treatment, believed), (VatTreatment::Charged { country: germany }, None));
}
