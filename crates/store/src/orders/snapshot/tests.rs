//! Documents of every version that was ever written open, and mean the same.

#![allow(clippy::unwrap_used)]
use super::v1::{OrderSnapshot, TreatmentSnapshot};
use super::{LineSnapshot, read, write};

/// As the first release with snapshots wrote them. Such a file is never changed: a change of the types that these do not
/// open with is a new version, with files of its own.
const ORDER_1: &str = include_str!("stored/order-1.json");
const LINE_1: &str = include_str!("stored/line-1.json");
const GIFT_1: &str = include_str!("stored/gift-1.json");

fn value(json: &str) -> serde_json::Value {
    serde_json::from_str(json).unwrap()
}

#[test]
fn documents_of_version_1_open() {
    let order: OrderSnapshot = read("order", ORDER_1).unwrap();
    assert_eq!((order.about.email.as_str(), order.about.address.city.as_str()), ("anna@bar.example", "Torino"));
    assert_eq!(order.pricing.treatment, TreatmentSnapshot::ReverseCharge { vat_number: "DE136695976".to_owned() });
    assert_eq!(order.pricing.coupons.len(), 5);
    let line: LineSnapshot = read("order line", LINE_1).unwrap();
    let LineSnapshot::Bought { shown, pricing } = &line else { panic!("{line:?}") };
    assert_eq!(shown.as_ref().map(|shown| shown.name.as_str()), Some("Notte, dark roast"));
    assert_eq!(pricing.trace.len(), 11);
    let gift: LineSnapshot = read("order line", GIFT_1).unwrap();
    // Nothing of them is lost, and nothing is added, by reading and writing them.
    assert_eq!(value(&write("order", &order).unwrap()), value(ORDER_1));
    assert_eq!(value(&write("order line", &line).unwrap()), value(LINE_1));
    assert_eq!(value(&write("order line", &gift).unwrap()), value(GIFT_1));
}

#[test]
fn a_document_of_a_version_to_come_is_refused() {
    let later = ORDER_1.replacen(r#""version": "1""#, r#""version": "999""#, 1);
    assert_ne!(later, ORDER_1);
    assert!(read::<OrderSnapshot>("order", &later).is_err());
}
