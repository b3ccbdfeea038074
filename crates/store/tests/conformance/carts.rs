//! Carts that are no baskets, and long ones.

use crate::database::Fresh;
use crate::people::{by, company, company_id, euros};
use giano_commerce::Quantity;
use giano_commerce::address::Address;
use giano_commerce::company::{AddressId, CompanyId, PersonId};
use giano_store::{
    BasketOwner, CartKey, CartKind, CartOwner, CartRecord, CartSummary, LineChange, NewCartRow, PriceSource, Store,
};

on_both!(
    kinds_and_names_tell_carts_apart,
    lines_know_their_price_and_address,
    an_address_that_goes_leaves_its_lines,
    a_cart_holds_ten_thousand_lines_changed_at_once,
    a_requisition_list_holds_what_it_may,
);

const COMPANY: CartOwner = CartOwner::Company(CompanyId(4));

fn named(kind: CartKind, name: &str) -> CartKey {
    CartKey { kind, owner: COMPANY, name: name.to_owned() }
}

fn new_row(sku: &str, price: PriceSource, address: Option<AddressId>) -> NewCartRow {
    NewCartRow { sku: sku.parse().unwrap(), quantity: Quantity::ONE, price, address }
}

fn at_list(count: usize) -> Vec<NewCartRow> {
    (0..count).map(|number| new_row(&format!("S{number}"), PriceSource::List, None)).collect()
}

async fn put(store: &Store, key: &CartKey, lines: Vec<NewCartRow>) -> CartRecord {
    store.put_cart_lines(key, lines, 1).await.unwrap().unwrap()
}

async fn kinds_and_names_tell_carts_apart(fresh: Fresh) {
    let store = fresh.store;
    for kind in CartKind::ALL {
        assert_eq!(store.cart(&named(kind, "Monday")).await.unwrap(), None);
        put(&store, &named(kind, "Monday"), vec![new_row(kind.as_str(), PriceSource::List, None)]).await;
    }
    let friday = put(&store, &named(CartKind::RequisitionList, "Friday"), at_list(3)).await;
    for kind in CartKind::ALL {
        let cart = store.cart(&named(kind, "Monday")).await.unwrap().unwrap();
        assert_eq!((cart.rows.len(), cart.rows[0].sku.as_str()), (1, kind.as_str()));
    }
    let summary = |name: &str, lines| CartSummary { name: name.to_owned(), version: 1, lines, updated_at: 1 };
    let lists = store.carts(CartKind::RequisitionList, &COMPANY).await.unwrap();
    assert_eq!(lists, [summary("Friday", 3), summary("Monday", 1)]);
    for other in [CartOwner::Company(CompanyId(5)), CartOwner::Person(PersonId(4))] {
        assert!(store.carts(CartKind::RequisitionList, &other).await.unwrap().is_empty());
        let key = CartKey { owner: other, ..named(CartKind::RequisitionList, "Friday") };
        assert_eq!(store.remove_cart_lines(&key, &[friday.rows[0].id], 2).await.unwrap(), None);
        assert!(!store.remove_cart(&key).await.unwrap());
    }
    // A basket of a person is none of these, and clearing up leaves them alone.
    assert_eq!(store.basket(&BasketOwner::Person(PersonId(4))).await.unwrap(), None);
    assert!(store.remove_cart(&named(CartKind::Basket, "Monday")).await.unwrap());
    assert_eq!(store.forget_guest_baskets(i64::MAX).await.unwrap(), 0);
    assert!(store.remove_cart(&named(CartKind::RequisitionList, "Monday")).await.unwrap());
    assert_eq!(store.carts(CartKind::RequisitionList, &COMPANY).await.unwrap(), [summary("Friday", 3)]);
    assert_eq!(store.basket_lines().await.unwrap(), 3 + 3, "lines go with their cart");
}

async fn lines_know_their_price_and_address(fresh: Fresh) {
    let store = fresh.store;
    let key = named(CartKind::Quote, "Q-1");
    let sources = [
        PriceSource::List,
        PriceSource::Contract,
        PriceSource::Quoted { unit: euros("9.90") },
        PriceSource::ByHand { unit: euros("0.00") },
    ];
    // A quote may have a SKU twice, at two prices.
    let quote = put(&store, &key, sources.iter().map(|source| new_row("CUP", *source, None)).collect()).await;
    assert_eq!(quote.rows.iter().map(|row| row.price).collect::<Vec<_>>(), sources);
    assert_eq!(store.cart(&key).await.unwrap(), Some(quote.clone()));
    let line = &quote.rows[0];
    let change = LineChange {
        line: line.id,
        quantity: Quantity::new(7).unwrap(),
        price: PriceSource::Quoted { unit: euros("8.00") },
        address: None,
    };
    let unknown = LineChange { line: line.id + 1000, ..change.clone() };
    let changed = store.change_cart_lines(&key, &[change, unknown], 2).await.unwrap().unwrap();
    assert_eq!((changed.version, changed.rows[0].quantity.get()), (2, 7));
    assert_eq!(changed.rows[0].price, PriceSource::Quoted { unit: euros("8.00") });
    assert_eq!(changed.rows[1..], quote.rows[1..]);
    assert_eq!(store.cart(&key).await.unwrap(), Some(changed.clone()));
    let gone = [changed.rows[1].id, changed.rows[3].id];
    let left = store.remove_cart_lines(&key, &gone, 3).await.unwrap().unwrap();
    assert_eq!(left.rows, [changed.rows[0].clone(), changed.rows[2].clone()]);
    assert_eq!(store.change_cart_lines(&named(CartKind::Quote, "Q-2"), &[], 3).await.unwrap(), None);
}

async fn an_address_that_goes_leaves_its_lines(fresh: Fresh) {
    let store = fresh.store;
    store.put_company(&by(), &company("Bar")).await.unwrap();
    let bar = company_id(&store, "Bar").await;
    let address = Address {
        name: "Bar".to_owned(),
        company: None,
        street: "Via Po 3".to_owned(),
        extra: None,
        postal_code: "10123".to_owned(),
        city: "Torino".to_owned(),
        region: None,
        country: giano_commerce::Country::IT,
        phone: None,
    };
    let place = store.add_company_address(&by(), bar, &address).await.unwrap();
    let key = CartKey { owner: CartOwner::Company(bar), ..named(CartKind::RecurringOrder, "Beans") };
    let lines = vec![new_row("BEAN", PriceSource::List, Some(place)), new_row("BEAN", PriceSource::List, None)];
    let cart = put(&store, &key, lines).await;
    assert_eq!(cart.rows.iter().map(|row| row.address).collect::<Vec<_>>(), [Some(place), None]);
    assert!(store.remove_company_address(&by(), bar, place).await.unwrap());
    let left = store.cart(&key).await.unwrap().unwrap();
    assert_eq!(left.rows.iter().map(|row| row.address).collect::<Vec<_>>(), [None, None]);
}

async fn a_cart_holds_ten_thousand_lines_changed_at_once(fresh: Fresh) {
    let store = fresh.store;
    let key = named(CartKind::RepresentativeOrder, "Spring");
    let cart = put(&store, &key, at_list(10_000)).await;
    assert_eq!(cart.rows.len(), 10_000);
    assert!(cart.rows.iter().enumerate().all(|(place, row)| row.sku.as_str() == format!("S{place}")), "in their order");
    assert_eq!(store.put_cart_lines(&key, at_list(1), 2).await.unwrap(), None, "there is no room for one more");
    let change = |row: &giano_store::CartRow| LineChange {
        line: row.id,
        quantity: Quantity::new(3).unwrap(),
        price: PriceSource::ByHand { unit: euros("1.50") },
        address: None,
    };
    let changes: Vec<LineChange> = cart.rows.iter().map(change).collect();
    let changed = store.change_cart_lines(&key, &changes, 2).await.unwrap().unwrap();
    let read = store.cart(&key).await.unwrap().unwrap();
    assert_eq!(read, changed);
    let by_hand = PriceSource::ByHand { unit: euros("1.50") };
    assert!(read.rows.iter().all(|row| (row.quantity.get(), row.price) == (3, by_hand)));
    let ids: Vec<i64> = read.rows.iter().map(|row| row.id).collect();
    let left = store.remove_cart_lines(&key, &ids[1..], 3).await.unwrap().unwrap();
    assert_eq!((left.version, left.rows), (3, vec![read.rows[0].clone()]));
}

async fn a_requisition_list_holds_what_it_may(fresh: Fresh) {
    let store = fresh.store;
    let key = named(CartKind::RequisitionList, "All");
    assert_eq!(store.put_cart_lines(&key, at_list(1000), 1).await.unwrap(), None);
    assert_eq!(store.cart(&key).await.unwrap(), None, "nothing was made");
    assert_eq!(put(&store, &key, at_list(999)).await.rows.len(), 999);
}
