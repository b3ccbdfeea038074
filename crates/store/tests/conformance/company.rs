//! What belongs to a company: members, roles, teams, addresses, cost centres; and never another company's.

use crate::database::Fresh;
use crate::people::{by, company, company_id, euros, found, person};
use giano_commerce::address::Address;
use giano_commerce::company::{
    AddressId, CompanyId, CompanyRole, CostCentreId, Permission, Permissions, PersonId, Role, RoleId, ShortName,
    StaffRole, TeamId,
};
use giano_commerce::{Country, Currency, Money};
use giano_store::{CompanyDraft, MemberRefusal, RoleChoice, RoleRemoval, Store, StoreError, TeamRefusal, Upserted};

on_both!(
    a_company_makes_roles_of_its_own,
    a_role_in_use_stays,
    no_team_stands_below_itself,
    two_moves_at_once_make_no_ring,
    a_dissolved_team_leaves_its_people,
    another_companys_identifiers_find_nothing,
    addresses_are_kept_in_order,
    cost_centres_have_one_name_each,
    writing_a_company_again_adds_what_is_missing,
    a_company_keeps_the_currency_of_its_credit,
    a_person_of_two_companies_chooses_one,
    acting_for_a_customer_lasts_as_long_as_the_right_to,
);

fn name(text: &str) -> ShortName {
    text.parse().unwrap()
}

async fn two_companies(store: &Store) -> (CompanyId, CompanyId) {
    for name in ["Bar", "Due"] {
        store.put_company(&by(), &company(name)).await.unwrap();
    }
    (company_id(store, "Bar").await, company_id(store, "Due").await)
}

async fn somebody(store: &Store, email: &str) -> PersonId {
    store.put_person(&by(), &person(email, None)).await.unwrap();
    found(store, email).await.id
}

fn address(street: &str) -> Address {
    Address {
        name: "Anna".to_owned(),
        company: None,
        street: street.to_owned(),
        extra: None,
        postal_code: "10121".to_owned(),
        city: "Torino".to_owned(),
        region: None,
        country: Country::IT,
        phone: None,
    }
}

async fn a_company_makes_roles_of_its_own(fresh: Fresh) {
    let store = fresh.store;
    let (bar, _) = two_companies(&store).await;
    let anna = somebody(&store, "a@bar.example").await;
    let allowed = Permissions::from([Permission::PlaceOrders, Permission::ViewOwnOrders]);
    let role = store.add_role(&by(), bar, &name("Night shift"), allowed).await.unwrap();
    let taken = store.add_role(&by(), bar, &name("NIGHT SHIFT"), allowed).await.unwrap_err();
    assert!(matches!(taken, StoreError::Conflict(_)), "{taken}");

    let given = store.put_member(&by(), bar, anna, RoleChoice::Own(role), None).await.unwrap();
    assert_eq!(given, Ok(()));
    let membership = store.membership(bar, anna).await.unwrap().unwrap();
    assert_eq!(membership.role.permissions(), allowed);
    store.open_session("anna", anna, Some(bar), 0, 100).await.unwrap();
    let session = store.session("anna", 1).await.unwrap().unwrap();
    assert_eq!(session.membership.as_ref(), Some(&membership));

    // A changed role holds at once for whoever has it, signed in or not; without permissions it allows nothing.
    assert!(store.change_role(&by(), bar, role, &name("Nothing"), Permissions::NONE).await.unwrap());
    let session = store.session("anna", 1).await.unwrap().unwrap();
    let Role::Own(own) = session.membership.unwrap().role else { panic!("not the company's own") };
    assert_eq!((own.name.as_str(), own.permissions), ("Nothing", Permissions::NONE));
    assert_eq!(store.roles(bar).await.unwrap(), [own]);
}

async fn a_role_in_use_stays(fresh: Fresh) {
    let store = fresh.store;
    let (bar, due) = two_companies(&store).await;
    let anna = somebody(&store, "a@bar.example").await;
    let role = store.add_role(&by(), bar, &name("Night"), Permissions::NONE).await.unwrap();
    assert_eq!(store.put_member(&by(), bar, anna, RoleChoice::Own(role), None).await.unwrap(), Ok(()));
    assert_eq!(store.remove_role(&by(), due, role).await.unwrap(), RoleRemoval::NotThere);
    assert_eq!(store.remove_role(&by(), bar, role).await.unwrap(), RoleRemoval::InUse);
    let viewer = RoleChoice::BuiltIn(CompanyRole::Viewer);
    assert_eq!(store.put_member(&by(), bar, anna, viewer, None).await.unwrap(), Ok(()));
    assert_eq!(store.remove_role(&by(), bar, role).await.unwrap(), RoleRemoval::Removed);
    assert_eq!(store.membership(bar, anna).await.unwrap().unwrap().role, Role::BuiltIn(CompanyRole::Viewer));
}

async fn no_team_stands_below_itself(fresh: Fresh) {
    let store = fresh.store;
    let (bar, _) = two_companies(&store).await;
    let all = store.add_team(&by(), bar, &name("All"), None).await.unwrap().unwrap();
    let kitchen = store.add_team(&by(), bar, &name("Kitchen"), Some(all)).await.unwrap().unwrap();
    let pastry = store.add_team(&by(), bar, &name("Pastry"), Some(kitchen)).await.unwrap().unwrap();
    let moved = async |team: TeamId, above: TeamId| {
        store.change_team(&by(), bar, team, &name(&format!("Team {}", team.0)), Some(above)).await.unwrap()
    };
    assert_eq!(moved(all, all).await, Err(TeamRefusal::Cycle));
    assert_eq!(moved(all, pastry).await, Err(TeamRefusal::Cycle));
    assert_eq!(moved(kitchen, pastry).await, Err(TeamRefusal::Cycle));
    assert_eq!(moved(pastry, all).await, Ok(()));
    assert_eq!(moved(kitchen, pastry).await, Ok(()));
    assert_eq!(moved(pastry, TeamId(pastry.0 + 100)).await, Err(TeamRefusal::NothingAbove));
    assert_eq!(store.remove_team(&by(), bar, pastry).await.unwrap(), Err(TeamRefusal::TeamsBelow));
    let above: Vec<_> = store.teams(bar).await.unwrap().into_iter().map(|team| (team.id, team.above)).collect();
    assert!(above.contains(&(kitchen, Some(pastry))) && above.contains(&(pastry, Some(all))), "{above:?}");
}

/// A below B and B below A, each right by itself, at the same moment.
async fn two_moves_at_once_make_no_ring(fresh: Fresh) {
    let (one, two) = (fresh.store.clone(), Store::connect(&fresh.url).await.unwrap());
    let (bar, _) = two_companies(&one).await;
    for round in 0..10 {
        let team = async |letter: &str| {
            one.add_team(&by(), bar, &name(&format!("{letter} {round}")), None).await.unwrap().unwrap()
        };
        let (a, b) = (team("a").await, team("b").await);
        let moved = async |store: &Store, team: TeamId, above: TeamId| {
            store.change_team(&by(), bar, team, &name(&format!("{round} {}", team.0)), Some(above)).await.unwrap()
        };
        let (first, second) = tokio::join!(moved(&one, a, b), moved(&two, b, a));
        let refused = [first, second].into_iter().filter(|done| *done == Err(TeamRefusal::Cycle)).count();
        assert_eq!(refused, 1, "{first:?} {second:?}");
    }
    two.close().await;
}

async fn a_dissolved_team_leaves_its_people(fresh: Fresh) {
    let store = fresh.store;
    let (bar, _) = two_companies(&store).await;
    let anna = somebody(&store, "a@bar.example").await;
    let team = store.add_team(&by(), bar, &name("Kitchen"), None).await.unwrap().unwrap();
    let buyer = RoleChoice::BuiltIn(CompanyRole::Buyer);
    assert_eq!(store.put_member(&by(), bar, anna, buyer, Some(team)).await.unwrap(), Ok(()));
    assert_eq!(store.membership(bar, anna).await.unwrap().unwrap().team, Some(team));
    assert_eq!(store.remove_team(&by(), bar, team).await.unwrap(), Ok(()));
    let membership = store.membership(bar, anna).await.unwrap().unwrap();
    assert_eq!((membership.team, membership.role), (None, Role::BuiltIn(CompanyRole::Buyer)));
}

/// Everything of the bar, asked for and changed as the hotel: nothing is found, nothing changes.
async fn another_companys_identifiers_find_nothing(fresh: Fresh) {
    let store = fresh.store;
    let (bar, due) = two_companies(&store).await;
    let anna = somebody(&store, "a@bar.example").await;
    let allowed = Permissions::from([Permission::PlaceOrders]);
    let role: RoleId = store.add_role(&by(), bar, &name("Night"), allowed).await.unwrap();
    let team: TeamId = store.add_team(&by(), bar, &name("Kitchen"), None).await.unwrap().unwrap();
    let place: AddressId = store.add_company_address(&by(), bar, &address("Via Po 3")).await.unwrap();
    let centre: CostCentreId = store.add_cost_centre(&by(), bar, &name("Banco")).await.unwrap();
    let own = RoleChoice::Own(role);
    assert_eq!(store.put_member(&by(), bar, anna, own, Some(team)).await.unwrap(), Ok(()));
    let buyer = RoleChoice::BuiltIn(CompanyRole::Buyer);

    assert!(!store.change_role(&by(), due, role, &name("Stolen"), Permissions::all()).await.unwrap());
    assert_eq!(store.remove_role(&by(), due, role).await.unwrap(), RoleRemoval::NotThere);
    let stolen = store.change_team(&by(), due, team, &name("Stolen"), None).await.unwrap();
    assert_eq!(stolen, Err(TeamRefusal::NotThere));
    assert_eq!(store.remove_team(&by(), due, team).await.unwrap(), Err(TeamRefusal::NotThere));
    let below = store.add_team(&by(), due, &name("Below"), Some(team)).await.unwrap();
    assert_eq!(below, Err(TeamRefusal::NothingAbove));
    assert_eq!(store.company_address(due, place).await.unwrap(), None);
    assert!(!store.change_company_address(&by(), due, place, &address("Elsewhere")).await.unwrap());
    assert!(!store.remove_company_address(&by(), due, place).await.unwrap());
    assert!(!store.rename_cost_centre(&by(), due, centre, &name("Stolen")).await.unwrap());
    assert!(!store.remove_cost_centre(&by(), due, centre).await.unwrap());
    assert_eq!(store.membership(due, anna).await.unwrap(), None);
    assert!(!store.remove_member(&by(), due, anna).await.unwrap());
    let dora = found(&store, "id@due.example").await.id;
    assert_eq!(store.put_member(&by(), due, dora, own, None).await.unwrap(), Err(MemberRefusal::NoSuchRole));
    let refused = store.put_member(&by(), due, dora, buyer, Some(team)).await.unwrap();
    assert_eq!(refused, Err(MemberRefusal::NoSuchTeam));
    let nobody = store.put_member(&by(), due, PersonId(dora.0 + 100), buyer, None).await.unwrap();
    assert_eq!(nobody, Err(MemberRefusal::NoSuchPerson));

    assert!(store.roles(due).await.unwrap().is_empty() && store.teams(due).await.unwrap().is_empty());
    assert!(
        store.company_addresses(due).await.unwrap().is_empty() && store.cost_centres(due).await.unwrap().is_empty()
    );
    assert_eq!(store.members(due).await.unwrap().len(), 1);

    // All of it is still the bar's, as it was.
    assert_eq!(store.roles(bar).await.unwrap()[0].permissions, allowed);
    assert_eq!(store.teams(bar).await.unwrap()[0].name, "Kitchen");
    assert_eq!(store.company_address(bar, place).await.unwrap().unwrap().address, address("Via Po 3"));
    assert_eq!(store.cost_centres(bar).await.unwrap()[0].name, "Banco");
    let membership = store.membership(bar, anna).await.unwrap().unwrap();
    assert_eq!((membership.team, membership.role.permissions()), (Some(team), allowed));
}

async fn addresses_are_kept_in_order(fresh: Fresh) {
    let store = fresh.store;
    let (bar, _) = two_companies(&store).await;
    let mut ids = Vec::new();
    for street in ["One", "Two", "Three"] {
        ids.push(store.add_company_address(&by(), bar, &address(street)).await.unwrap());
    }
    assert!(store.change_company_address(&by(), bar, ids[0], &address("First")).await.unwrap());
    assert!(store.remove_company_address(&by(), bar, ids[1]).await.unwrap());
    ids.push(store.add_company_address(&by(), bar, &address("Four")).await.unwrap());
    let kept = store.company_addresses(bar).await.unwrap();
    let kept: Vec<_> = kept.iter().map(|kept| (kept.id, kept.address.street.as_str())).collect();
    assert_eq!(kept, [(ids[0], "First"), (ids[2], "Three"), (ids[3], "Four")]);
}

async fn cost_centres_have_one_name_each(fresh: Fresh) {
    let store = fresh.store;
    let (bar, due) = two_companies(&store).await;
    let banco = store.add_cost_centre(&by(), bar, &name("Banco")).await.unwrap();
    let dehors = store.add_cost_centre(&by(), bar, &name("Dehors")).await.unwrap();
    let twice = store.add_cost_centre(&by(), bar, &name("BANCO")).await.unwrap_err();
    assert!(matches!(twice, StoreError::Conflict(_)), "{twice}");
    let taken = store.rename_cost_centre(&by(), bar, dehors, &name("banco")).await.unwrap_err();
    assert!(matches!(taken, StoreError::Conflict(_)), "{taken}");
    // Another company may call one so, and a name can be written another way.
    store.add_cost_centre(&by(), due, &name("Banco")).await.unwrap();
    assert!(store.rename_cost_centre(&by(), bar, banco, &name("BANCO")).await.unwrap());
    let names: Vec<_> = store.cost_centres(bar).await.unwrap().into_iter().map(|centre| centre.name).collect();
    assert_eq!(names, ["BANCO", "Dehors"]);
}

async fn writing_a_company_again_adds_what_is_missing(fresh: Fresh) {
    let store = fresh.store;
    let draft = |streets: &[&str], centres: &[&str]| CompanyDraft {
        addresses: streets.iter().map(|street| address(street)).collect(),
        cost_centres: centres.iter().map(|centre| name(centre)).collect(),
        ..company("Bar")
    };
    assert_eq!(store.put_company(&by(), &draft(&["One"], &["Banco"])).await.unwrap(), Upserted::Created);
    assert_eq!(store.put_company(&by(), &draft(&["One"], &["banco"])).await.unwrap(), Upserted::Unchanged);
    let bar = company_id(&store, "Bar").await;
    let own = store.add_company_address(&by(), bar, &address("Own")).await.unwrap();
    assert_eq!(store.put_company(&by(), &draft(&["One", "Two"], &["Banco"])).await.unwrap(), Upserted::Updated);
    let kept = store.company_addresses(bar).await.unwrap();
    assert_eq!(kept.iter().map(|kept| kept.address.street.as_str()).collect::<Vec<_>>(), ["One", "Own", "Two"]);
    assert_eq!(kept[1].id, own);
}

async fn a_company_keeps_the_currency_of_its_credit(fresh: Fresh) {
    let store = fresh.store;
    store.put_company(&by(), &company("Bar")).await.unwrap();
    let bar = company_id(&store, "Bar").await;
    // The same amount of another currency, and another amount of it.
    for amount in [100, 50] {
        let credit_limit = Money::new(amount.into(), Currency::Usd);
        let refused = store.put_company(&by(), &CompanyDraft { credit_limit, ..company("Bar") }).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(_)), "{refused}");
        assert!(refused.to_string().contains("`Bar` is in EUR"), "{refused}");
        assert_eq!(store.company(bar).await.unwrap().unwrap().credit_left, Some(euros("100.00")));
    }
    assert_eq!(store.put_company(&by(), &company("Bar")).await.unwrap(), Upserted::Unchanged);
}

async fn a_person_of_two_companies_chooses_one(fresh: Fresh) {
    let store = fresh.store;
    let (bar, due) = two_companies(&store).await;
    store.put_person(&by(), &person("a@bar.example", Some("Bar"))).await.unwrap();
    let anna = found(&store, "a@bar.example").await.id;
    store.open_session("anna", anna, Some(bar), 0, 100).await.unwrap();
    assert!(!store.choose_company("anna", anna, due).await.unwrap(), "she does not belong to it");
    let viewer = RoleChoice::BuiltIn(CompanyRole::Viewer);
    assert_eq!(store.put_member(&by(), due, anna, viewer, None).await.unwrap(), Ok(()));
    let active = async || {
        let membership = store.session("anna", 1).await.unwrap().unwrap().membership.unwrap();
        (membership.company, membership.role.built_in())
    };
    assert_eq!(active().await, (bar, Some(CompanyRole::Buyer)));
    assert!(store.choose_company("anna", anna, due).await.unwrap());
    assert_eq!(active().await, (due, Some(CompanyRole::Viewer)));
    assert_eq!(found(&store, "a@bar.example").await.usual_company, Some(due));
    // Nobody chooses for somebody else, nor under another token.
    let dora = found(&store, "id@due.example").await.id;
    assert!(!store.choose_company("anna", dora, due).await.unwrap());
    assert!(!store.choose_company("no token", anna, bar).await.unwrap());
}

async fn acting_for_a_customer_lasts_as_long_as_the_right_to(fresh: Fresh) {
    let store = fresh.store;
    let (bar, due) = two_companies(&store).await;
    let sara = somebody(&store, "sara@shop.example").await;
    store.put_person(&by(), &person("a@bar.example", Some("Bar"))).await.unwrap();
    let anna = found(&store, "a@bar.example").await.id;
    store.set_staff(&by(), sara, Some(StaffRole::SalesRepresentative)).await.unwrap();
    store.open_session("sara", sara, None, 0, 100).await.unwrap();
    assert!(!store.begin_acting(&by(), "sara", sara, anna, Some(due)).await.unwrap(), "Anna is not of that company");
    assert!(!store.begin_acting(&by(), "sara", anna, sara, None).await.unwrap(), "the session is Sara's");
    assert!(store.begin_acting(&by(), "sara", sara, anna, Some(bar)).await.unwrap());
    assert!(!store.begin_acting(&by(), "sara", sara, anna, Some(bar)).await.unwrap(), "one at a time");
    assert!(!store.choose_company("sara", sara, bar).await.unwrap());
    let session = store.session("sara", 1).await.unwrap().unwrap();
    assert_eq!((session.person.id, session.acting_for.unwrap().id), (sara, anna));
    assert_eq!(session.membership.unwrap().company, bar);

    // Whoever is no sales representative any more acts for nobody, at once.
    store.set_staff(&by(), sara, Some(StaffRole::SupportAgent)).await.unwrap();
    let session = store.session("sara", 1).await.unwrap().unwrap();
    assert_eq!((session.acting_for, session.membership), (None, None));
    store.set_staff(&by(), sara, Some(StaffRole::SalesRepresentative)).await.unwrap();
    assert!(store.end_acting(&by(), "sara", sara).await.unwrap());
    assert!(!store.end_acting(&by(), "sara", sara).await.unwrap());
    let session = store.session("sara", 1).await.unwrap().unwrap();
    assert_eq!((session.acting_for, session.membership), (None, None));
}
