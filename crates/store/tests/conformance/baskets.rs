//! Baskets.

use crate::database::Fresh;
use crate::people::{by, person};
use giano_commerce::basket::MAX_LINES;
use giano_commerce::company::PersonId;
use giano_commerce::{Quantity, Sku};
use giano_store::{BasketOwner, BasketRecord, Store};

on_both!(
    every_change_has_its_version,
    an_owner_touches_only_their_own,
    saved_lines_come_back_and_add_up,
    merging_loses_nothing,
    what_does_not_fit_stays_behind,
    old_guests_baskets_are_forgotten,
    first_lines_at_once_share_one_basket,
);

fn guest(name: &str) -> BasketOwner {
    BasketOwner::Guest(name.to_owned())
}

fn line(sku: &str, pieces: u32) -> (Sku, Quantity) {
    (sku.parse().unwrap(), Quantity::new(pieces).unwrap())
}

async fn add(store: &Store, owner: &BasketOwner, lines: Vec<(Sku, Quantity)>) -> BasketRecord {
    store.add_to_basket(owner, |_| lines, 1).await.unwrap().unwrap().0
}

fn shown(basket: &BasketRecord) -> Vec<(String, u32, bool)> {
    basket.rows.iter().map(|row| (row.sku.to_string(), row.quantity.get(), row.saved)).collect()
}

async fn read(store: &Store, owner: &BasketOwner) -> BasketRecord {
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
    let id = first.rows[1].id;
    let changed = store.change_basket_line(&owner, id, Quantity::new(9).ok(), None, 2).await.unwrap().unwrap();
    assert_eq!((changed.version, changed.rows[1].quantity.get()), (2, 9));
    let left = store.remove_basket_line(&owner, id, 3).await.unwrap().unwrap();
    assert_eq!((left.version, shown(&left)), (3, vec![("A".into(), 4, false)]));
    assert_eq!(store.remove_basket_line(&owner, id, 3).await.unwrap(), None);
    assert_eq!(read(&store, &owner).await.version, 3);
    // What is typed in the checkout changes no price; coupon and term do.
    let typed = store.set_basket(&owner, None, None, Some("{}".into()), 4).await.unwrap();
    assert_eq!(typed.version, 3);
    let given =
        store.set_basket(&owner, Some(vec!["TEN".into(), "X".into()]), Some("net30".into()), None, 4).await.unwrap();
    assert_eq!((given.version, given.draft.as_deref()), (4, Some("{}")));
    assert_eq!(read(&store, &owner).await, given);
    let dropped = store.drop_basket_lines(&owner, &[left.rows[0].id], 5).await.unwrap();
    assert_eq!((dropped.version, dropped.rows.len()), (5, 0));
    assert_eq!(read(&store, &owner).await, dropped);
}

async fn an_owner_touches_only_their_own(fresh: Fresh) {
    let store = fresh.store;
    let mine = add(&store, &guest("one"), vec![line("A", 1)]).await;
    add(&store, &guest("two"), vec![line("B", 1)]).await;
    let id = mine.rows[0].id;
    for other in [guest("two"), guest("nobody")] {
        assert_eq!(store.change_basket_line(&other, id, Quantity::new(5).ok(), None, 1).await.unwrap(), None);
        assert_eq!(store.remove_basket_line(&other, id, 1).await.unwrap(), None);
        store.drop_basket_lines(&other, &[id], 1).await.unwrap();
    }
    assert_eq!(read(&store, &guest("one")).await, mine);
}

async fn saved_lines_come_back_and_add_up(fresh: Fresh) {
    let (store, owner) = (fresh.store, guest("one"));
    let id = add(&store, &owner, vec![line("A", 2)]).await.rows[0].id;
    store.change_basket_line(&owner, id, None, Some(true), 1).await.unwrap();
    assert_eq!(store.basket_count(&owner).await.unwrap(), (0, 0));
    let both = add(&store, &owner, vec![line("A", 3)]).await;
    assert_eq!(shown(&both), [("A".into(), 2, true), ("A".into(), 3, false)]);
    let back = store.change_basket_line(&owner, id, None, Some(false), 1).await.unwrap().unwrap();
    assert_eq!(shown(&back), [("A".into(), 5, false)]);
}

async fn merging_loses_nothing(fresh: Fresh) {
    let store = fresh.store;
    let id = someone(&store).await;
    let person = BasketOwner::Person(id);
    assert!(store.merge_baskets(&guest("none"), id, 1).await.unwrap().is_empty());
    add(&store, &person, vec![line("A", 1), line("B", 1)]).await;
    store.set_basket(&person, Some(vec!["OWN".into()]), None, None, 1).await.unwrap();
    let from = add(&store, &guest("one"), vec![line("a", 2), line("C", 4)]).await;
    store.change_basket_line(&guest("one"), from.rows[1].id, None, Some(true), 1).await.unwrap();
    store
        .set_basket(&guest("one"), Some(vec!["TEN".into(), "OWN".into()]), None, Some("typed".into()), 1)
        .await
        .unwrap();
    assert!(store.merge_baskets(&guest("one"), id, 1).await.unwrap().is_empty());
    let merged = read(&store, &person).await;
    assert_eq!(shown(&merged), [("A".into(), 3, false), ("B".into(), 1, false), ("C".into(), 4, true)]);
    assert_eq!((merged.coupons.join(" "), merged.draft.as_deref()), ("OWN TEN".into(), Some("typed")));
    assert_eq!(store.basket(&guest("one")).await.unwrap(), None);
}

async fn what_does_not_fit_stays_behind(fresh: Fresh) {
    let store = fresh.store;
    let id = someone(&store).await;
    add(&store, &BasketOwner::Person(id), (0..MAX_LINES).map(|n| line(&format!("S{n}"), 1)).collect()).await;
    add(&store, &guest("one"), vec![line("S7", 2), line("NEW", 3)]).await;
    assert_eq!(store.merge_baskets(&guest("one"), id, 1).await.unwrap(), [line("NEW", 3)]);
    assert_eq!(store.basket_count(&BasketOwner::Person(id)).await.unwrap(), (1000, 1002));
    assert_eq!(shown(&read(&store, &guest("one")).await), [("NEW".into(), 3, false)]);
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
