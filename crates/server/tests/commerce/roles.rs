//! What a role lets people see, and what a sales representative sees and may do while acting for one of them.

use crate::database::Fresh;
use crate::shop::{Browser, Shop, by, eur, person_of, placed};
use giano_api::Code;
use giano_api::checkout::{GetCheckout, PaymentMethod, SaveDraft};
use giano_api::orders::{GetOrder, ListOrders};
use giano_api::session::{
    BeginActing, BeginActingBody, EndActing, GetSession, PreferencesBody, SessionView, SetPreferences,
};
use giano_commerce::Face;
use giano_commerce::company::{CompanyRole, CompanyState, Permission, Permissions, StaffRole};
use giano_store::{PersonRecord, RoleChoice};

on_both!(
    who_may_not_see_their_own_orders_sees_none_of_the_company,
    credit_is_shown_to_those_who_may_see_it,
    who_acts_for_a_customer_sees_what_was_ordered_there_and_has_no_say_in_the_company,
);

/// A shop with a bar that has credit, and somebody of it with a role of the bar's own.
async fn shop_with(fresh: Fresh, email: &str, role: &[Permission]) -> (Shop, PersonRecord) {
    let shop = Shop::open(fresh).await;
    shop.company("Bar Centrale", CompanyState::Active, "10000.00").await;
    let person = person_of(&shop.store, email, Some(("Bar Centrale", CompanyRole::Buyer))).await;
    let bar = person.usual_company.unwrap();
    let permissions: Permissions = role.iter().copied().collect();
    let own = shop.store.add_role(&by(), bar, &"Of its own".parse().unwrap(), permissions).await.unwrap();
    let put = shop.store.put_member(&by(), bar, person.id, RoleChoice::Own(own), None).await.unwrap();
    assert_eq!(put, Ok(()));
    (shop, person)
}

async fn show(browser: &mut Browser, face: Face) {
    let body = PreferencesBody { face: Some(face), ..PreferencesBody::default() };
    browser.send_body::<SetPreferences>(&[], &body).await.unwrap();
}

async fn ordered_for_the_company(browser: &mut Browser) -> String {
    browser.add(&[("MOKA-3", 2)]).await.unwrap();
    placed(browser.place("").await.unwrap()).0
}

async fn ordered_at_home(browser: &mut Browser, email: &str) -> String {
    show(browser, Face::Home).await;
    browser.add(&[("MOKA-3", 1)]).await.unwrap();
    let mut draft = browser.type_address(email).await.draft;
    draft.payment = Some(PaymentMethod::Card);
    browser.send_body::<SaveDraft>(&[], &draft).await.unwrap();
    let number = placed(browser.place("tok_success").await.unwrap()).0;
    show(browser, Face::Business).await;
    number
}

async fn listed(browser: &mut Browser) -> Result<Vec<String>, Code> {
    let list = browser.get::<ListOrders>(&[]).await.map_err(|problem| problem.code)?;
    Ok(list.orders.into_iter().map(|order| order.number).collect())
}

async fn opened(browser: &mut Browser, number: &str) -> Result<(), Code> {
    let answer = browser.call_with::<GetOrder>(&[number], &Default::default(), None, &[]).await;
    answer.map(drop).map_err(|problem| problem.code)
}

async fn who_may_not_see_their_own_orders_sees_none_of_the_company(fresh: Fresh) {
    let (shop, _) = shop_with(fresh, "pia@bar.example", &[Permission::PlaceOrders]).await;
    let mut pia = shop.signed_in("pia@bar.example").await;
    let company_s = ordered_for_the_company(&mut pia).await;
    let at_home = ordered_at_home(&mut pia, "pia@bar.example").await;
    assert_eq!(listed(&mut pia).await, Err(Code::Forbidden));
    assert_eq!(opened(&mut pia, &company_s).await, Err(Code::NotFound));
    show(&mut pia, Face::Home).await;
    assert_eq!(listed(&mut pia).await, Ok(vec![at_home.clone()]), "what she ordered at home is hers");
    assert_eq!(opened(&mut pia, &at_home).await, Ok(()));
    assert_eq!(opened(&mut pia, &company_s).await, Err(Code::NotFound));
}

async fn credit_is_shown_to_those_who_may_see_it(fresh: Fresh) {
    let buys = [Permission::PlaceOrders, Permission::ViewOwnOrders];
    let (shop, pia) = shop_with(fresh, "pia@bar.example", &buys).await;
    let credit = async |browser: &mut Browser| {
        let session = browser.get::<GetSession>(&[]).await.unwrap();
        let checkout = browser.get::<GetCheckout>(&[]).await.unwrap();
        assert!(checkout.has_credit, "everybody knows that there is some");
        (session.person.unwrap().company.unwrap().credit_left, checkout.credit_left)
    };
    let mut browser = shop.signed_in("pia@bar.example").await;
    browser.add(&[("MOKA-3", 2)]).await.unwrap();
    assert_eq!(credit(&mut browser).await, (None, None));
    let bar = pia.usual_company.unwrap();
    let put = shop.store.put_member(&by(), bar, pia.id, RoleChoice::BuiltIn(CompanyRole::Buyer), None).await.unwrap();
    assert_eq!(put, Ok(()));
    assert!(CompanyRole::Buyer.permissions().contains(Permission::ViewCredit));
    assert_eq!(credit(&mut browser).await, (Some(eur("10000.00")), Some(eur("10000.00"))));
}

async fn who_acts_for_a_customer_sees_what_was_ordered_there_and_has_no_say_in_the_company(fresh: Fresh) {
    let buys =
        [Permission::PlaceOrders, Permission::ViewOwnOrders, Permission::ApproveOrders, Permission::ManagePeople];
    let (shop, pia) = shop_with(fresh, "pia@bar.example", &buys).await;
    let rosa = person_of(&shop.store, "rosa@shop.example", None).await;
    shop.store.set_staff(&by(), rosa.id, Some(StaffRole::SalesRepresentative)).await.unwrap();
    let mut customer = shop.signed_in("pia@bar.example").await;
    let company_s = ordered_for_the_company(&mut customer).await;
    let at_home = ordered_at_home(&mut customer, "pia@bar.example").await;
    let may = |session: &SessionView| session.person.as_ref().unwrap().company.as_ref().unwrap().permissions;
    let own = may(&customer.get::<GetSession>(&[]).await.unwrap());
    assert!(buys.iter().all(|permission| own.contains(*permission)));

    let mut staff = shop.signed_in("rosa@shop.example").await;
    let for_the_bar = BeginActingBody { person: pia.id, company: pia.usual_company };
    let session = staff.send_body::<BeginActing>(&[], &for_the_bar).await.unwrap();
    let acting = may(&session);
    assert!(acting.contains(Permission::PlaceOrders) && acting.contains(Permission::ViewOwnOrders));
    assert!(!acting.contains(Permission::ApproveOrders) && !acting.contains(Permission::ManagePeople));
    assert_eq!(listed(&mut staff).await, Ok(vec![company_s.clone()]));
    assert_eq!(opened(&mut staff, &company_s).await, Ok(()));
    assert_eq!(opened(&mut staff, &at_home).await, Err(Code::NotFound), "what Pia buys at home is not the bar's");

    staff.delete::<EndActing>(&[]).await.unwrap();
    let at_hers = BeginActingBody { person: pia.id, company: None };
    staff.send_body::<BeginActing>(&[], &at_hers).await.unwrap();
    assert_eq!(listed(&mut staff).await, Ok(vec![at_home.clone()]));
    assert_eq!(opened(&mut staff, &at_home).await, Ok(()));
    assert_eq!(opened(&mut staff, &company_s).await, Err(Code::NotFound), "the bar has not asked for that");
}
