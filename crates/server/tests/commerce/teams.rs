//! What people of a company see of their team's orders.

use crate::database::Fresh;
use crate::shop::{Browser, Shop, by, person_of, placed};
use giano_api::Code;
use giano_api::orders::{GetOrder, ListOrders};
use giano_commerce::company::{CompanyRole, CompanyState, Permission, Permissions};
use giano_store::{PersonRecord, RoleChoice};

on_both!(a_team_s_lead_sees_what_the_teams_below_ordered_and_no_others);

async fn ordered(browser: &mut Browser) -> String {
    browser.add(&[("MOKA-3", 2)]).await.unwrap();
    placed(browser.place("").await.unwrap()).0
}

async fn seen(browser: &mut Browser) -> Vec<String> {
    let list = browser.get::<ListOrders>(&[]).await.unwrap();
    let mut numbers: Vec<String> = list.orders.into_iter().map(|order| order.number).collect();
    numbers.sort();
    numbers
}

async fn a_team_s_lead_sees_what_the_teams_below_ordered_and_no_others(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let store = &shop.store;
    shop.company("Bar Centrale", CompanyState::Active, "10000.00").await;
    let people: Vec<PersonRecord> = {
        let mut people = Vec::new();
        for name in ["lead", "inner", "outer", "alone"] {
            let role = Some(("Bar Centrale", CompanyRole::Buyer));
            people.push(person_of(store, &format!("{name}@bar.example"), role).await);
        }
        people
    };
    let bar = people[0].usual_company.unwrap();
    let team =
        async |name: &str, above| store.add_team(&by(), bar, &name.parse().unwrap(), above).await.unwrap().unwrap();
    let rome = team("Rome", None).await;
    let trastevere = team("Trastevere", Some(rome)).await;
    let milan = team("Milan", None).await;
    let buys: Permissions = [Permission::ViewOwnOrders, Permission::PlaceOrders].into_iter().collect();
    let leads: Permissions =
        [Permission::ViewOwnOrders, Permission::ViewTeamOrders, Permission::PlaceOrders].into_iter().collect();
    let buys = store.add_role(&by(), bar, &"Buys".parse().unwrap(), buys).await.unwrap();
    let leads = store.add_role(&by(), bar, &"Leads".parse().unwrap(), leads).await.unwrap();
    let places = [(leads, Some(rome)), (buys, Some(trastevere)), (buys, Some(milan)), (leads, None)];
    for (person, (role, team)) in people.iter().zip(places) {
        let put = store.put_member(&by(), bar, person.id, RoleChoice::Own(role), team).await.unwrap();
        assert_eq!(put, Ok(()));
    }

    let [mut lead, mut inner, mut outer, mut alone] = [
        shop.signed_in("lead@bar.example").await,
        shop.signed_in("inner@bar.example").await,
        shop.signed_in("outer@bar.example").await,
        shop.signed_in("alone@bar.example").await,
    ];
    let [of_lead, of_inner, of_outer, of_alone] =
        [ordered(&mut lead).await, ordered(&mut inner).await, ordered(&mut outer).await, ordered(&mut alone).await];
    let mut of_rome = vec![of_lead.clone(), of_inner.clone()];
    of_rome.sort();
    assert_eq!(seen(&mut lead).await, of_rome);
    assert_eq!(seen(&mut inner).await, [of_inner.as_str()]);
    assert_eq!(seen(&mut outer).await, [of_outer.as_str()]);
    assert_eq!(seen(&mut alone).await, [of_alone.as_str()]);
    lead.call_with::<GetOrder>(&[&of_inner], &Default::default(), None, &[]).await.unwrap();
    for (browser, number) in [(&mut lead, &of_outer), (&mut inner, &of_lead), (&mut alone, &of_inner)] {
        let refused = browser.call_with::<GetOrder>(&[number], &Default::default(), None, &[]).await.unwrap_err();
        assert_eq!(refused.code, Code::NotFound);
    }
    // It is the team of now that counts.
    let put = store.put_member(&by(), bar, people[1].id, RoleChoice::Own(buys), Some(milan)).await.unwrap();
    assert_eq!(put, Ok(()));
    assert_eq!(seen(&mut lead).await, [of_lead.as_str()]);
    // Another company's team says nothing.
    let mut elsewhere = shop.signed_in("dora@hotel.example").await;
    assert!(seen(&mut elsewhere).await.is_empty());
}
