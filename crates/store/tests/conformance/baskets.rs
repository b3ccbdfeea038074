//! Baskets.

use crate::database::Fresh;
use crate::people::{by, person};
use giano_commerce::basket::MAX_LINES;
use giano_commerce::company::PersonId;
use giano_commerce::{Quantity, Sku};
use giano_store::{BasketOwner, CartRecord, DraftSnapshot, LineRefusal, Store};

on_both!(
    every_change_has_its_version,
    an_owner_touches_only_their_own,
    saved_lines_come_back_and_add_up,
    merging_loses_nothing,
    what_does_not_fit_stays_behind,
    coupons_given_at_once_are_all_there_up_to_the_most,
    old_guests_baskets_are_forgotten,
    first_lines_at_once_share_one_basket,
);

fn guest(name: &str) -> BasketOwner {
    BasketOwner::Guest(name.to_owned())
}

fn line(sku: &str, pieces: u32) -> (Sku, Quantity) {
    (sku.parse().unwrap(), Quantity::new(pieces).unwrap())
}

async fn add(store: &Store, owner: &BasketOwner, lines: Vec<(Sku, Quantity)>) -> CartRecord {
    store.add_to_basket(owner, |_| lines, 1).await.unwrap().unwrap().0
}

fn draft(note: &str) -> DraftSnapshot {
    DraftSnapshot { note: note.to_owned(), ..DraftSnapshot::default() }
}

fn shown(basket: &CartRecord) -> Vec<(String, u32, bool)> {
    basket.rows.iter().map(|row| (row.sku.to_string(), row.quantity.get(), row.saved)).collect()
}

async fn read(store: &Store, owner: &BasketOwner) -> CartRecord {
    store.basket(owner).await.unwrap().unwrap()
}

async fn someone(store: &Store) -> PersonId {
    store.put_person(&by(), &person("a@bar.example", None)).await.unwrap();
    store.person_by_email(&"a@bar.example".parse().unwrap()).await.unwrap().unwrap().id
}

async fn every_change_has_its_version(fresh: Fresh) {
    let (store, owner) = (fresh.store, guest("one"));
    assert_eq!(store.basket(&owner).await.unwrap(), None);
    // Nothing chosen, nothing made.
    assert!(store.add_to_basket(&owner, |_| Vec::new(), 1).await.unwrap().is_none());
    assert_eq!(store.basket(&owner).await.unwrap(), None);
    let first = add(&store, &owner, vec![line("A", 1), line("B", 2), line("a", 3)]).await;
    assert_eq!((first.version, shown(&first)), (1, vec![("A".into(), 4, false), ("B".into(), 2, false)]));
    assert_eq!(read(&store, &owner).await, first);
    assert_eq!(store.basket_count(&owner).await.unwrap(), (2, 6));
    assert_eq!(store.lines_in_basket(&owner).await.unwrap(), 2);
    assert_eq!(store.lines_in_basket(&guest("other")).await.unwrap(), 0);
    let id = first.rows[1].id;
    let changed = store.change_basket_line(&owner, id, Quantity::new(9).ok(), None, 2).await.unwrap().unwrap();
    assert_eq!(read(&store, &owner).await, changed);
    assert_eq!((changed.version, changed.rows[1].quantity.get()), (2, 9));
    let left = store.remove_basket_line(&owner, id, 3).await.unwrap().unwrap();
    assert_eq!((left.version, shown(&left)), (3, vec![("A".into(), 4, false)]));
    assert_eq!(store.remove_basket_line(&owner, id, 3).await.unwrap(), None);
    assert_eq!(read(&store, &owner).await.version, 3);
    // What is typed in the checkout changes no price; coupon and term do.
    let typed = store.set_basket(&owner, None, Some(draft("typed")), 4).await.unwrap();
    assert_eq!(typed.version, 3);
    let chosen = store.set_basket(&owner, Some("net30".into()), None, 4).await.unwrap();
    assert_eq!((chosen.version, &chosen.draft), (4, &Some(draft("typed"))));
    for code in ["TEN", "X", "TEN"] {
        store.add_coupon(&owner, code, 2, 4).await.unwrap().unwrap();
    }
    assert_eq!(store.add_coupon(&owner, "MORE", 2, 4).await.unwrap(), None);
    let given = read(&store, &owner).await;
    assert_eq!((given.version, given.coupons.join(" "), given.term.as_deref()), (7, "TEN X".into(), Some("net30")));
    let taken = store.remove_coupon(&owner, "ten", 4).await.unwrap();
    assert_eq!((taken.version, taken.coupons.join(" ")), (8, "X".into()));
    assert_eq!(read(&store, &owner).await, taken);
    let dropped = store.drop_basket_lines(&owner, &[left.rows[0].id], 5).await.unwrap();
    assert_eq!((dropped.version, dropped.rows.len()), (9, 0));
    assert_eq!(read(&store, &owner).await, dropped);
}

async fn an_owner_touches_only_their_own(fresh: Fresh) {
    let store = fresh.store;
    let mine = add(&store, &guest("one"), vec![line("A", 1)]).await;
    add(&store, &guest("two"), vec![line("B", 1)]).await;
    let id = mine.rows[0].id;
    for other in [guest("two"), guest("nobody")] {
        let changed = store.change_basket_line(&other, id, Quantity::new(5).ok(), None, 1).await.unwrap();
        assert_eq!(changed, Err(LineRefusal::NotThere));
        assert_eq!(store.remove_basket_line(&other, id, 1).await.unwrap(), None);
        store.drop_basket_lines(&other, &[id], 1).await.unwrap();
    }
    assert_eq!(read(&store, &guest("one")).await, mine);
}

async fn saved_lines_come_back_and_add_up(fresh: Fresh) {
    let (store, owner) = (fresh.store, guest("one"));
    let id = add(&store, &owner, vec![line("A", 2)]).await.rows[0].id;
    store.change_basket_line(&owner, id, None, Some(true), 1).await.unwrap().unwrap();
    assert_eq!(store.basket_count(&owner).await.unwrap(), (0, 0));
    assert_eq!(store.lines_in_basket(&owner).await.unwrap(), 1, "saved lines are lines");
    let both = add(&store, &owner, vec![line("A", 3)]).await;
    assert_eq!(shown(&both), [("A".into(), 2, true), ("A".into(), 3, false)]);
    let back = store.change_basket_line(&owner, id, None, Some(false), 1).await.unwrap().unwrap();
    assert_eq!(shown(&back), [("A".into(), 5, false)]);
    assert_eq!(read(&store, &owner).await, back);
}

async fn merging_loses_nothing(fresh: Fresh) {
    let store = fresh.store;
    let id = someone(&store).await;
    let person = BasketOwner::Person(id);
    assert!(store.merge_baskets(&guest("none"), id, 1).await.unwrap().is_empty());
    add(&store, &person, vec![line("A", 1), line("B", 1)]).await;
    store.add_coupon(&person, "OWN", 5, 1).await.unwrap();
    for (owner, lines) in [(&person, vec![line("D", 1)]), (&guest("one"), vec![line("C", 4), line("D", 2)])] {
        let basket = add(&store, owner, lines.clone()).await;
        for row in basket.rows.iter().filter(|row| lines.iter().any(|(sku, _)| *sku == row.sku)) {
            store.change_basket_line(owner, row.id, None, Some(true), 1).await.unwrap().unwrap();
        }
    }
    add(&store, &guest("one"), vec![line("a", 2)]).await;
    for code in ["TEN", "OWN"] {
        store.add_coupon(&guest("one"), code, 5, 1).await.unwrap();
    }
    store.set_basket(&guest("one"), None, Some(draft("typed")), 1).await.unwrap();
    assert!(store.merge_baskets(&guest("one"), id, 1).await.unwrap().is_empty());
    let merged = read(&store, &person).await;
    let expected = [("A", 3, false), ("B", 1, false), ("D", 3, true), ("C", 4, true)];
    assert_eq!(shown(&merged), expected.map(|(sku, pieces, saved)| (sku.to_owned(), pieces, saved)));
    assert_eq!((merged.coupons.join(" "), &merged.draft), ("OWN TEN".into(), &Some(draft("typed"))));
    assert_eq!(store.basket(&guest("one")).await.unwrap(), None);
}

async fn what_does_not_fit_stays_behind(fresh: Fresh) {
    let store = fresh.store;
    let id = someone(&store).await;
    add(&store, &BasketOwner::Person(id), (0..MAX_LINES).map(|n| line(&format!("S{n}"), 1)).collect()).await;
    add(&store, &guest("one"), vec![line("S7", 2), line("NEW", 3)]).await;
    assert_eq!(store.merge_baskets(&guest("one"), id, 1).await.unwrap(), [line("NEW", 3)]);
    assert_eq!(store.basket_count(&BasketOwner::Person(id)).await.unwrap(), (10_000, 10_002));
    assert_eq!(shown(&read(&store, &guest("one")).await), [("NEW".into(), 3, false)]);
}

async fn coupons_given_at_once_are_all_there_up_to_the_most(fresh: Fresh) {
    let owner = guest("one");
    // A guest has a basket when there is something in it.
    assert_eq!(fresh.store.add_coupon(&owner, "A", 5, 1).await.unwrap(), Some(CartRecord::default()));
    add(&fresh.store, &owner, vec![line("A", 1)]).await;
    let tabs = (0..8).map(|tab| {
        let (store, owner) = (fresh.store.clone(), owner.clone());
        tokio::spawn(async move { store.add_coupon(&owner, &format!("TAB{tab}"), 5, 1).await.unwrap().is_some() })
    });
    let given = futures::future::join_all(tabs).await.into_iter().filter(|given| *given.as_ref().unwrap()).count();
    assert_eq!((given, read(&fresh.store, &owner).await.coupons.len()), (5, 5));
}

async fn old_guests_baskets_are_forgotten(fresh: Fresh) {
    let store = fresh.store;
    let person = BasketOwner::Person(someone(&store).await);
    for owner in [&guest("one"), &person] {
        add(&store, owner, vec![line("A", 1)]).await;
    }
    assert_eq!(store.forget_guest_baskets(1).await.unwrap(), 0);
    assert_eq!(store.forget_guest_baskets(2).await.unwrap(), 1);
    assert_eq!(store.basket_count(&guest("one")).await.unwrap(), (0, 0));
    assert_eq!(store.basket_count(&person).await.unwrap(), (1, 1));
}

async fn first_lines_at_once_share_one_basket(fresh: Fresh) {
    let tasks: Vec<_> = (0..10)
        .map(|n| {
            let store = fresh.store.clone();
            let lines = vec![line("A", 1), line(&format!("S{n}"), 1)];
            tokio::spawn(async move { add(&store, &guest("one"), lines).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(fresh.store.basket_count(&guest("one")).await.unwrap(), (11, 20));
    assert_eq!(read(&fresh.store, &guest("one")).await.version, 10);
}
