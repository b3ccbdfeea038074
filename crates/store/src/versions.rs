//! The versions of what servers keep in memory, so that a change rebuilds its part and nothing else, and that nothing is sold
//! at prices that have changed since they were worked out.
//!
//! Price lists are no part of it: each has a version of its own (see [`crate::prices`]).

use crate::channel::Channel;
use crate::connection::{Command, Store};
use crate::entities::catalog::{product, variant, version};
use crate::entities::prices::price_list;
use crate::error::StoreError;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QuerySelect,
};
use std::collections::HashMap;

/// Most values that one question of this file holds.
const AT_ONCE: usize = 500;

/// A part of what servers keep in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(i64)]
pub(crate) enum Part {
    /// Products and reviews.
    Catalog,
    /// Promotions, and whether their limits are reached.
    Promotions,
    /// Pages of content.
    Content,
    /// Settings of the shop, payment terms and questions that are often asked.
    Shop,
    /// Categories: promotions are on them, so the price of any product may depend on them.
    Categories,
}

impl Part {
    const ALL: [Self; 5] = [Self::Catalog, Self::Promotions, Self::Content, Self::Shop, Self::Categories];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Catalog => "catalog",
            Self::Promotions => "promotions",
            Self::Content => "content",
            Self::Shop => "shop",
            Self::Categories => "categories",
        }
    }
}

/// How many parts the number that servers tell one another has room for.
const PARTS: i64 = 16;

/// A part and its version as one number.
const fn told(part: Part, version: i64) -> i64 {
    version * PARTS + part as i64
}

/// How often each part of what servers keep in memory has changed; all zero in an empty shop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Versions {
    /// Of products and reviews.
    pub catalog: u64,
    /// Of promotions, and of whether their limits are reached.
    pub promotions: u64,
    /// Of pages of content.
    pub content: u64,
    /// Of the shop's settings, payment terms and questions that are often asked.
    pub shop: u64,
    /// Of categories.
    pub categories: u64,
}

impl Versions {
    /// One number for all parts: greater after every change.
    pub const fn total(self) -> u64 {
        self.catalog + self.promotions + self.content + self.shop + self.categories
    }

    /// Whether a number heard on [`Channel::Catalog`] speaks of a change that is not in these versions.
    pub fn is_news(self, heard: i64) -> bool {
        let part = Part::ALL.into_iter().find(|part| *part as i64 == heard.rem_euclid(PARTS));
        let Some(part) = part else { return false };
        u64::try_from(heard.div_euclid(PARTS)).is_ok_and(|version| version > self.of(part))
    }

    const fn of(self, part: Part) -> u64 {
        match part {
            Part::Catalog => self.catalog,
            Part::Promotions => self.promotions,
            Part::Content => self.content,
            Part::Shop => self.shop,
            Part::Categories => self.categories,
        }
    }

    const fn of_mut(&mut self, part: Part) -> &mut u64 {
        match part {
            Part::Catalog => &mut self.catalog,
            Part::Promotions => &mut self.promotions,
            Part::Content => &mut self.content,
            Part::Shop => &mut self.shop,
            Part::Categories => &mut self.categories,
        }
    }
}

/// What prices were worked out of, as far as it may change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PricedAt {
    /// The versions of what everybody's prices are made of.
    pub versions: Versions,
    /// The price lists looked into, by name, with their versions.
    pub price_lists: Vec<(String, i64)>,
}

/// Notes in a command that a part of what servers keep in memory has changed, and tells all servers; gives the part's
/// version. The last that a command does: whoever holds the row holds up everybody else who changes the part.
pub(crate) async fn bump(command: &Command, part: Part) -> Result<i64, StoreError> {
    let first = version::ActiveModel { part: Set(part.as_str().to_owned()), value: Set(1) };
    let next = Expr::col((version::Entity, version::Column::Value)).add(1);
    let row = version::Entity::insert(first)
        .on_conflict(OnConflict::column(version::Column::Part).value(version::Column::Value, next).to_owned())
        .exec_with_returning(&command.tx)
        .await?;
    command.tell(Channel::Catalog, told(part, row.value)).await?;
    Ok(row.value)
}

async fn read(db: &impl ConnectionTrait) -> Result<Versions, StoreError> {
    let mut versions = Versions::default();
    for row in version::Entity::find().all(db).await? {
        // One that is not found is a part that a newer server knows.
        if let Some(part) = Part::ALL.into_iter().find(|part| part.as_str() == row.part) {
            *versions.of_mut(part) = u64::try_from(row.value).unwrap_or_default();
        }
    }
    Ok(versions)
}

/// Whether what servers keep in memory is still of a version, all parts counted together.
pub(crate) async fn is_version(command: &Command, version: u64) -> Result<bool, StoreError> {
    Ok(read(&command.tx).await?.total() == version)
}

async fn read_lists(db: &impl ConnectionTrait, names: &[&str]) -> Result<HashMap<String, i64>, StoreError> {
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, i64)> = price_list::Entity::find()
        .select_only()
        .columns([price_list::Column::Name, price_list::Column::Version])
        .filter(price_list::Column::Name.is_in(names.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Whether prices of these products (by `sku_key`) may be others than they were when they were worked out. Asked inside a
/// command that sells at them.
pub(crate) async fn prices_may_have_moved(
    command: &Command,
    since: &PricedAt,
    sku_keys: impl IntoIterator<Item = String>,
) -> Result<bool, StoreError> {
    let names: Vec<&str> = since.price_lists.iter().map(|(name, _)| name.as_str()).collect();
    let lists = read_lists(&command.tx, &names).await?;
    if since.price_lists.iter().any(|(name, version)| lists.get(name) != Some(version)) {
        return Ok(true);
    }
    let now = read(&command.tx).await?;
    let rules = |versions: &Versions| (versions.promotions, versions.shop, versions.categories);
    // A database that was set back to an earlier day knows nothing of what came later.
    if rules(&now) != rules(&since.versions) || now.catalog < since.versions.catalog {
        return Ok(true);
    }
    if now.catalog == since.versions.catalog {
        return Ok(false);
    }
    let keys: Vec<String> = sku_keys.into_iter().collect();
    for some in keys.chunks(AT_ONCE) {
        let products = Query::select()
            .column(variant::Column::ProductId)
            .from(variant::Entity)
            .and_where(variant::Column::SkuKey.is_in(some))
            .to_owned();
        let changed = product::Entity::find()
            .filter(product::Column::Version.gt(i64::try_from(since.versions.catalog).unwrap_or(i64::MAX)))
            .filter(product::Column::Id.in_subquery(products))
            .count(&command.tx)
            .await?;
        if changed > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Store {
    /// The versions of what servers keep in memory.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn versions(&self) -> Result<Versions, StoreError> {
        read(&self.db).await
    }

    /// Counts every change of what servers keep in memory, of whichever part; 0 in an empty shop.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn catalog_version(&self) -> Result<u64, StoreError> {
        Ok(self.versions().await?.total())
    }

    /// The versions of price lists by their names; those that are not there are left out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn price_list_versions(&self, names: &[&str]) -> Result<HashMap<String, i64>, StoreError> {
        read_lists(&self.db, names).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_later_than_known_is_news() {
        let known = Versions { catalog: 7, promotions: 300, content: 0, shop: 2, categories: 1 };
        for part in Part::ALL {
            let version = known.of(part).cast_signed();
            let news =
                [version - 1, version, version + 1, version + 5].map(|version| known.is_news(told(part, version)));
            assert_eq!(news, [false, false, true, true], "{part:?}");
        }
        assert!(!known.is_news(PARTS - 1), "nobody knows such a part");
    }
}
