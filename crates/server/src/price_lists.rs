//! Companies' and groups' price lists: loaded when somebody who buys by them asks, and kept by name and version. Changing
//! one list makes that list new for those who buy by it, and nothing else for anybody.

use crate::state::AppState;
use crate::visit::Visitor;
use giano_commerce::pricing::{ContractPrice, ContractTerms, ListOwner};
use giano_commerce::{Currency, Face, Sku};
use giano_store::{PriceEntry, PriceListRecord, Store, StoreError};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// What all lists kept may take, in bytes: some three hundred thousand entries.
const MOST_BYTES: u64 = 48 << 20;
/// A list that nobody asked for is forgotten after this time.
const IDLE: Duration = Duration::from_secs(30 * 60);

/// A price list in memory.
#[derive(Debug)]
pub(crate) struct PriceList {
    name: String,
    version: i64,
    currency: Currency,
    /// Entries by the key of their SKU.
    by_sku: HashMap<Box<str>, Vec<Agreed>>,
}

/// An entry without what it has in common with the others of its list.
#[derive(Debug)]
struct Agreed {
    minimum: u32,
    price: ContractTerms,
    firm: bool,
    mix_and_match: bool,
    valid_from: Option<Timestamp>,
    valid_until: Option<Timestamp>,
}

impl PriceList {
    fn of(record: PriceListRecord) -> Self {
        let mut by_sku: HashMap<Box<str>, Vec<Agreed>> = HashMap::new();
        for entry in record.entries {
            let PriceEntry { id: _, sku_key, minimum, price, firm, mix_and_match, valid_from, valid_until } = entry;
            let agreed = Agreed { minimum, price, firm, mix_and_match, valid_from, valid_until };
            by_sku.entry(sku_key.into()).or_default().push(agreed);
        }
        by_sku.values_mut().for_each(Vec::shrink_to_fit);
        Self { name: record.name, version: record.version, currency: record.currency, by_sku }
    }

    /// About how many bytes it takes.
    fn size(&self) -> usize {
        let keys: usize = self.by_sku.keys().map(|sku| sku.len()).sum();
        let entries: usize = self.by_sku.values().map(Vec::len).sum();
        let places = self.by_sku.capacity() * size_of::<(Box<str>, Vec<Agreed>)>();
        size_of::<Self>() + keys + entries * size_of::<Agreed>() + places
    }
}

/// The price lists in use.
pub(crate) struct PriceLists {
    /// By name and version.
    kept: moka::future::Cache<(String, i64), Arc<PriceList>>,
}

impl Default for PriceLists {
    fn default() -> Self {
        Self::within(MOST_BYTES)
    }
}

impl PriceLists {
    /// Price lists that take no more than so many bytes; those asked for least make room.
    fn within(bytes: u64) -> Self {
        let kept = moka::future::Cache::builder()
            .weigher(|_, list: &Arc<PriceList>| u32::try_from(list.size()).unwrap_or(u32::MAX))
            .max_capacity(bytes)
            .time_to_idle(IDLE)
            .build();
        Self { kept }
    }
}

impl PriceLists {
    /// What was agreed on in a company's own list and in its group's, as it is now: each list's version is compared with
    /// the database's. The lists of others are not looked at.
    pub async fn of(&self, store: &Store, company: Option<&str>, group: Option<&str>) -> Result<Contracts, StoreError> {
        let own = company.map(|name| (ListOwner::Company, name));
        let named: Vec<_> = own.into_iter().chain(group.map(|name| (ListOwner::Group, name))).collect();
        let names: Vec<&str> = named.iter().map(|(_, name)| *name).collect();
        let versions = store.price_list_versions(&names).await?;
        let mut lists = Vec::with_capacity(named.len());
        for (owner, name) in named {
            if let Some(version) = versions.get(name)
                && let Some(list) = self.list(store, name, *version).await?
            {
                lists.push((owner, list));
            }
        }
        Ok(Contracts { lists })
    }

    async fn list(&self, store: &Store, name: &str, version: i64) -> Result<Option<Arc<PriceList>>, StoreError> {
        let key = (name.to_owned(), version);
        if let Some(list) = self.kept.get(&key).await {
            return Ok(Some(list));
        }
        // Between the two questions it may have been taken away.
        let Some(record) = store.price_list(name).await? else { return Ok(None) };
        // Putting a hundred thousand entries into a map takes a while: not on the threads that answer.
        let list = tokio::task::spawn_blocking(move || Arc::new(PriceList::of(record)))
            .await
            .map_err(|error| StoreError::Unreadable { what: "price list", reason: error.to_string() })?;
        self.kept.insert(key, Arc::clone(&list)).await;
        Ok(Some(list))
    }
}

/// What the visitor's company has agreed on, in a face.
pub(crate) async fn contracts(state: &AppState, visitor: &Visitor, face: Face) -> Result<Contracts, StoreError> {
    let Some(company) = visitor.actor.company.as_deref().filter(|_| face == Face::Business) else {
        return Ok(Contracts::default());
    };
    let (own, group) = (company.document.price_list.as_deref(), company.document.group_price_list.as_deref());
    state.price_lists.of(&state.store, own, group).await
}

/// What a company has agreed on: its own price list and its group's. Empty for everybody else.
#[derive(Debug, Clone, Default)]
pub struct Contracts {
    lists: Vec<(ListOwner, Arc<PriceList>)>,
}

/// The lists of some contracts as they were at a moment, to tell whether two visitors see the same prices.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ContractsKey(Vec<(ListOwner, String, i64)>);

impl Contracts {
    /// Whether nothing was agreed on.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// Which lists they are, in which version.
    pub fn key(&self) -> ContractsKey {
        let key = |(owner, list): &(ListOwner, Arc<PriceList>)| (*owner, list.name.clone(), list.version);
        ContractsKey(self.lists.iter().map(key).collect())
    }

    /// The lists' names and versions.
    pub fn versions(&self) -> Vec<(String, i64)> {
        self.lists.iter().map(|(_, list)| (list.name.clone(), list.version)).collect()
    }

    /// The next moment after one at which a price begins or ends.
    pub fn turn(&self, now: Timestamp) -> Option<Timestamp> {
        let entries = self.lists.iter().flat_map(|(_, list)| list.by_sku.values()).flatten();
        entries.flat_map(|entry| [entry.valid_from, entry.valid_until]).flatten().filter(|at| *at > now).min()
    }

    /// What was agreed on for a SKU, in a currency.
    pub fn of(&self, sku: &Sku, currency: Currency) -> Vec<ContractPrice> {
        if self.lists.is_empty() {
            return Vec::new();
        }
        let key = sku.key();
        let mut prices = Vec::new();
        for (owner, list) in self.lists.iter().filter(|(_, list)| list.currency == currency) {
            for entry in list.by_sku.get(key.as_str()).into_iter().flatten() {
                prices.push(ContractPrice {
                    list: list.name.clone(),
                    owner: *owner,
                    minimum: entry.minimum,
                    price: entry.price.clone(),
                    firm: entry.firm,
                    mix_and_match: entry.mix_and_match,
                    valid_from: entry.valid_from,
                    valid_until: entry.valid_until,
                });
            }
        }
        prices
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::database::Fresh;
    use giano_commerce::Money;
    use giano_store::PriceEntryDraft;

    on_both!(
        changing_one_list_leaves_the_others_in_memory,
        what_nobody_asks_for_is_not_loaded,
        lists_in_memory_take_a_bounded_place,
    );

    fn entry(list: &str, price: &str) -> PriceEntryDraft {
        PriceEntryDraft {
            list: list.to_owned(),
            sku: "CUP".parse().unwrap(),
            minimum: 1,
            price: ContractTerms::Fixed { price: Money::parse(price, Currency::Eur).unwrap() },
            currency: Currency::Eur,
            firm: false,
            mix_and_match: false,
            valid_from: None,
            valid_until: None,
        }
    }

    fn prices(contracts: &Contracts) -> Vec<(ListOwner, String)> {
        let told = |price: ContractPrice| match price.price {
            ContractTerms::Fixed { price: fixed } => (price.owner, fixed.amount().to_string()),
            ContractTerms::PercentOff { .. } => panic!("{price:?}"),
        };
        contracts.of(&"cup".parse().unwrap(), Currency::Eur).into_iter().map(told).collect()
    }

    async fn changing_one_list_leaves_the_others_in_memory(fresh: Fresh) {
        let (store, lists) = (&fresh.store, PriceLists::default());
        for draft in [entry("Bar", "9.00"), entry("Hotel", "8.00"), entry("Hotels", "8.50")] {
            store.put_price_entry(&draft, 1).await.unwrap();
        }
        let bar = async || lists.of(store, Some("Bar"), None).await.unwrap();
        let hotel = async || lists.of(store, Some("Hotel"), Some("Hotels")).await.unwrap();
        let (first_bar, first_hotel) = (bar().await, hotel().await);
        assert_eq!(prices(&first_bar), [(ListOwner::Company, "9.00".to_owned())]);
        let both = [(ListOwner::Company, "8.00".to_owned()), (ListOwner::Group, "8.50".to_owned())];
        assert_eq!(prices(&first_hotel), both);
        assert!(Arc::ptr_eq(&bar().await.lists[0].1, &first_bar.lists[0].1), "it is not loaded twice");

        store.put_price_entry(&entry("Bar", "7.00"), 2).await.unwrap();
        assert_eq!(prices(&bar().await), [(ListOwner::Company, "7.00".to_owned())]);
        let second_hotel = hotel().await;
        for (second, first) in second_hotel.lists.iter().zip(&first_hotel.lists) {
            assert!(Arc::ptr_eq(&second.1, &first.1), "the lists of another company stay where they are");
        }
    }

    async fn lists_in_memory_take_a_bounded_place(fresh: Fresh) {
        let (store, lists) = (&fresh.store, PriceLists::within(1000));
        let names: Vec<String> = (0..12).map(|number| format!("Bar {number}")).collect();
        for name in &names {
            store.put_price_entry(&entry(name, "9.00"), 1).await.unwrap();
        }
        for name in names.iter().chain(&names) {
            let contracts = lists.of(store, Some(name), None).await.unwrap();
            assert_eq!(prices(&contracts), [(ListOwner::Company, "9.00".to_owned())], "kept or not, it is there");
        }
        lists.kept.run_pending_tasks().await;
        let kept = lists.kept.entry_count();
        assert!((1..12).contains(&kept), "{kept} lists in {} bytes", lists.kept.weighted_size());
        assert!(lists.kept.weighted_size() <= 1000);
    }

    async fn what_nobody_asks_for_is_not_loaded(fresh: Fresh) {
        let (store, lists) = (&fresh.store, PriceLists::default());
        store.put_price_entry(&entry("Bar", "9.00"), 1).await.unwrap();
        assert!(prices(&lists.of(store, None, None).await.unwrap()).is_empty());
        assert!(prices(&lists.of(store, Some("Gone"), None).await.unwrap()).is_empty());
        lists.kept.run_pending_tasks().await;
        assert_eq!(lists.kept.entry_count(), 0);
        let bar = lists.of(store, Some("Bar"), None).await.unwrap();
        assert!(bar.of(&"cup".parse().unwrap(), Currency::Usd).is_empty(), "it is in another currency");
        assert!(bar.of(&"mug".parse().unwrap(), Currency::Eur).is_empty());
        lists.kept.run_pending_tasks().await;
        assert!(lists.kept.weighted_size() >= 150, "{} bytes", lists.kept.weighted_size());
    }
}
