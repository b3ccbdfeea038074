//! Price lists: each has a version, what is written is told, what held is kept.

use crate::database::Fresh;
use crate::people::{by, euros};
use giano_commerce::Currency;
use giano_commerce::pricing::ContractTerms;
use giano_store::{OtherCurrency, PriceEntry, PriceEntryDraft, Store, Upserted};
use jiff::Timestamp;

on_both!(
    a_list_is_written_once_and_has_its_own_version,
    the_same_price_with_fewer_digits_is_no_other,
    what_an_entry_said_is_kept,
    entries_end_now_or_before_they_begin,
    a_list_has_one_currency,
    a_long_list_is_written_and_read_whole,
    two_imports_of_one_list_follow_each_other,
);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn entry(list: &str, sku: &str, minimum: u32, price: &str) -> PriceEntryDraft {
    PriceEntryDraft {
        list: list.to_owned(),
        sku: sku.parse().unwrap(),
        minimum,
        price: ContractTerms::Fixed { price: euros(price) },
        currency: Currency::Eur,
        firm: false,
        mix_and_match: false,
        valid_from: None,
        valid_until: None,
    }
}

async fn put(store: &Store, drafts: &[PriceEntryDraft], now: i64) -> Vec<Upserted> {
    store.put_price_entries(drafts, now).await.unwrap().into_iter().map(Result::unwrap).collect()
}

async fn version(store: &Store, list: &str) -> i64 {
    store.price_list_versions(&[list]).await.unwrap()[list]
}

async fn entries(store: &Store, list: &str) -> Vec<PriceEntry> {
    store.price_list(list).await.unwrap().unwrap().entries
}

async fn a_list_is_written_once_and_has_its_own_version(fresh: Fresh) {
    use Upserted::{Created, Unchanged, Updated};
    let store = fresh.store;
    assert!(store.price_list("Bar").await.unwrap().is_none());
    assert!(store.price_list_versions(&["Bar"]).await.unwrap().is_empty());
    let percent = PriceEntryDraft {
        price: ContractTerms::PercentOff { percent: "12.5".parse().unwrap() },
        firm: true,
        mix_and_match: true,
        valid_from: Some(at(10)),
        valid_until: Some(at(20)),
        ..entry("Bar", "cup", 24, "1")
    };
    let drafts = [entry("Bar", "MOKA", 1, "9.9000"), percent.clone(), entry("Hotel", "MOKA", 1, "8.00")];
    assert_eq!(put(&store, &drafts, 5_000).await, [Created, Created, Created]);
    let first = store.price_list("Bar").await.unwrap().unwrap();
    assert_eq!((first.name.as_str(), first.currency, first.entries.len()), ("Bar", Currency::Eur, 2));
    let read = &first.entries[1];
    assert_eq!((read.sku_key.as_str(), read.minimum, &read.price), ("cup", 24, &percent.price));
    assert_eq!((read.firm, read.mix_and_match), (true, true));
    assert_eq!((read.valid_from, read.valid_until), (percent.valid_from, percent.valid_until));
    assert_eq!(read.key(), percent.key());
    let fixed = &first.entries[0].price;
    assert!(matches!(fixed, ContractTerms::Fixed { price } if price.amount().to_string() == "9.9000"), "{fixed:?}");

    let hotel = version(&store, "Hotel").await;
    let versions = store.versions().await.unwrap();
    assert_eq!(put(&store, &drafts, 6_000).await, [Unchanged, Unchanged, Unchanged]);
    assert_eq!(version(&store, "Bar").await, first.version, "nothing was written");
    let changed = [entry("Bar", "moka", 1, "9.50"), percent];
    assert_eq!(put(&store, &changed, 7_000).await, [Updated, Unchanged]);
    assert!(version(&store, "Bar").await > first.version);
    assert_eq!(version(&store, "Hotel").await, hotel, "another list is as it was");
    assert_eq!(store.versions().await.unwrap(), versions, "and so is all that servers keep for everybody");
    let prices: Vec<_> = entries(&store, "Bar").await.into_iter().map(|entry| entry.price).collect();
    assert_eq!(prices, [changed[0].price.clone(), changed[1].price.clone()]);
}

async fn the_same_price_with_fewer_digits_is_no_other(fresh: Fresh) {
    let store = fresh.store;
    let percent = |percent: &str| PriceEntryDraft {
        price: ContractTerms::PercentOff { percent: percent.parse().unwrap() },
        ..entry("Bar", "CUP", 1, "1")
    };
    put(&store, &[entry("Bar", "MOKA", 1, "9.90"), percent("12.50")], 1_000).await;
    let written = version(&store, "Bar").await;
    let again = [entry("Bar", "MOKA", 1, "9.9"), percent("12.5")];
    assert_eq!(put(&store, &again, 2_000).await, [Upserted::Unchanged, Upserted::Unchanged]);
    assert_eq!(version(&store, "Bar").await, written, "nobody has to load the list again");
    // That it ends is a change of the entry, and still no other price.
    let ends = PriceEntryDraft { valid_until: Some(at(900)), ..entry("Bar", "MOKA", 1, "9.900") };
    assert_eq!(put(&store, &[ends], 3_000).await, [Upserted::Updated]);
    assert!(store.former_prices("Bar", &"moka".parse().unwrap()).await.unwrap().is_empty());
    assert_eq!(put(&store, &[entry("Bar", "MOKA", 1, "9.91")], 4_000).await, [Upserted::Updated]);
    assert_eq!(store.former_prices("Bar", &"moka".parse().unwrap()).await.unwrap().len(), 1);
}

async fn what_an_entry_said_is_kept(fresh: Fresh) {
    let store = fresh.store;
    let future = PriceEntryDraft { valid_from: Some(at(100)), ..entry("Bar", "MOKA", 1, "7.00") };
    put(&store, &[entry("Bar", "MOKA", 1, "9.00"), future.clone()], 1_000).await;
    let moka = "moka".parse().unwrap();
    assert!(store.former_prices("Bar", &moka).await.unwrap().is_empty());
    // Not begun yet: nobody was ever asked this price.
    put(&store, &[PriceEntryDraft { price: entry("", "A", 1, "6.00").price, ..future }], 2_000).await;
    put(&store, &[entry("Bar", "MOKA", 1, "8.00")], 3_000).await;
    // That it ends is no other price.
    put(&store, &[PriceEntryDraft { valid_until: Some(at(5)), ..entry("Bar", "MOKA", 1, "8.00") }], 4_000).await;
    put(&store, &[entry("Bar", "MOKA", 1, "8.50")], 9_000).await;
    let former = store.former_prices("Bar", &moka).await.unwrap();
    let seen: Vec<_> = former.iter().map(|former| (former.price.clone(), former.ended_at)).collect();
    let fixed = |price: &str| ContractTerms::Fixed { price: euros(price) };
    assert_eq!(seen, [(fixed("9.00"), at(3)), (fixed("8.00"), at(5))], "the second had ended before it was changed");
    assert!(store.former_prices("Bar", &"cup".parse().unwrap()).await.unwrap().is_empty());
}

async fn entries_end_now_or_before_they_begin(fresh: Fresh) {
    let store = fresh.store;
    let ended = PriceEntryDraft { valid_until: Some(at(5)), ..entry("Bar", "OLD", 1, "9.00") };
    let limited = PriceEntryDraft { valid_until: Some(at(500)), ..entry("Bar", "LIMITED", 1, "9.00") };
    let future = PriceEntryDraft { valid_from: Some(at(100)), ..entry("Bar", "FUTURE", 1, "9.00") };
    put(&store, &[entry("Bar", "NOW", 1, "9.00"), ended, limited, future, entry("Hotel", "NOW", 1, "9.00")], 1_000)
        .await;
    let all = entries(&store, "Bar").await;
    let open: Vec<bool> = all.iter().map(|entry| entry.is_open(at(10))).collect();
    assert_eq!(open, [true, false, true, true]);
    let (bar, hotel) = (version(&store, "Bar").await, version(&store, "Hotel").await);
    let ids: Vec<i64> = all.iter().map(|entry| entry.id).collect();
    let other = entries(&store, "Hotel").await[0].id;
    let asked: Vec<i64> = ids.iter().copied().chain([other]).collect();
    assert_eq!(store.end_price_entries(&by(), "Bar", &asked, 10_000).await.unwrap(), 3);
    let until: Vec<_> = entries(&store, "Bar").await.iter().map(|entry| entry.valid_until).collect();
    assert_eq!(until, [Some(at(10)), Some(at(5)), Some(at(10)), Some(at(100))]);
    assert!(entries(&store, "Bar").await.iter().all(|entry| !entry.is_open(at(10))));
    assert_eq!(entries(&store, "Hotel").await[0].valid_until, None, "an entry of another list is left alone");
    let after = version(&store, "Bar").await;
    assert!(after > bar && version(&store, "Hotel").await == hotel);
    assert_eq!(store.end_price_entries(&by(), "Bar", &ids, 11_000).await.unwrap(), 0);
    assert_eq!(store.end_price_entries(&by(), "None", &ids, 11_000).await.unwrap(), 0);
    assert_eq!(version(&store, "Bar").await, after);
    // Given anew, it holds again.
    assert_eq!(put(&store, &[entry("Bar", "NOW", 1, "9.00")], 12_000).await, [Upserted::Updated]);
    assert!(entries(&store, "Bar").await[0].is_open(at(12)));
}

async fn a_list_has_one_currency(fresh: Fresh) {
    let store = fresh.store;
    let foreign = PriceEntryDraft { currency: Currency::Usd, ..entry("Bar", "CUP", 1, "9.00") };
    put(&store, &[entry("Bar", "MOKA", 1, "9.00")], 1).await;
    let done = store.put_price_entries(&[foreign.clone(), entry("Bar", "CUP", 1, "8.00")], 2).await.unwrap();
    let other = OtherCurrency { list: "Bar".to_owned(), currency: "EUR".to_owned() };
    assert_eq!(done, [Err(other), Ok(Upserted::Created)]);
    let refused = store.put_price_entry(&foreign, 3).await.unwrap_err();
    assert_eq!(refused.to_string(), "already there: price list Bar in EUR");
}

async fn a_long_list_is_written_and_read_whole(fresh: Fresh) {
    let store = fresh.store;
    let drafts: Vec<_> = (0..1203).map(|n| entry("Bar", &format!("S{n}"), 1 + n % 3, "9.00")).collect();
    // The same entry twice: the last word counts.
    let last = entry("Bar", "s7", 2, "1.00");
    let all: Vec<_> = drafts.iter().chain([&last]).cloned().collect();
    let done = put(&store, &all, 1).await;
    assert_eq!(done.iter().filter(|done| **done == Upserted::Created).count(), 1203);
    let read = entries(&store, "Bar").await;
    assert_eq!(read.len(), 1203);
    let seven = read.iter().find(|entry| entry.sku_key == "s7").unwrap();
    assert_eq!(seven.price, last.price);
    let ids: Vec<i64> = read.iter().map(|entry| entry.id).collect();
    assert_eq!(store.end_price_entries(&by(), "Bar", &ids, 2).await.unwrap(), 1203);
}

async fn two_imports_of_one_list_follow_each_other(fresh: Fresh) {
    let forth: Vec<_> = (0..200).map(|n| entry("Bar", &format!("S{n}"), 1, "9.00")).collect();
    let back: Vec<_> = forth.iter().rev().cloned().collect();
    put(&fresh.store, &[entry("Bar", "S0", 1, "1.00")], 1).await;
    let tasks = [forth, back].map(|drafts| {
        let store = fresh.store.clone();
        tokio::spawn(async move { put(&store, &drafts, 2).await })
    });
    for task in tasks {
        assert_eq!(task.await.unwrap().len(), 200);
    }
    assert_eq!(entries(&fresh.store, "Bar").await.len(), 200);
}
