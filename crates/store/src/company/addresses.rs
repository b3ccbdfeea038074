//! Places that a company has things sent to.

use crate::audit::{Author, Subject};
use crate::connection::{Command, Store};
use crate::entities::company::company_address;
use crate::error::StoreError;
use giano_commerce::Country;
use giano_commerce::address::Address;
use giano_commerce::company::{AddressId, CompanyId};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select,
};

/// A place that a company has things sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyAddress {
    /// Identifier.
    pub id: AddressId,
    /// The address itself.
    pub address: Address,
}

fn record(row: company_address::Model) -> Result<CompanyAddress, StoreError> {
    let country: Country = row
        .country
        .parse()
        .map_err(|_| StoreError::Unreadable { what: "address", reason: format!("`{}` is no country", row.country) })?;
    let company_address::Model {
        id,
        company_id: _,
        position: _,
        name,
        company,
        street,
        extra,
        postal_code,
        city,
        region,
        country: _,
        phone,
    } = row;
    let address = Address { name, company, street, extra, postal_code, city, region, country, phone };
    Ok(CompanyAddress { id: AddressId(id), address })
}

fn row(address: &Address) -> company_address::ActiveModel {
    let Address { name, company, street, extra, postal_code, city, region, country, phone } = address.clone();
    company_address::ActiveModel {
        name: Set(name),
        company: Set(company),
        street: Set(street),
        extra: Set(extra),
        postal_code: Set(postal_code),
        city: Set(city),
        region: Set(region),
        country: Set(country.to_string()),
        phone: Set(phone),
        ..Default::default()
    }
}

/// The addresses of a company, the usual one first.
fn in_order(company: CompanyId) -> Select<company_address::Entity> {
    company_address::Entity::find()
        .filter(company_address::Column::CompanyId.eq(company.0))
        .order_by_asc(company_address::Column::Position)
        .order_by_asc(company_address::Column::Id)
}

async fn all(db: &impl ConnectionTrait, company: CompanyId) -> Result<Vec<(i32, CompanyAddress)>, StoreError> {
    let rows = in_order(company).all(db).await?;
    rows.into_iter().map(|row| Ok((row.position, record(row)?))).collect()
}

/// An address of a company.
async fn one(
    db: &impl ConnectionTrait,
    company: CompanyId,
    id: AddressId,
) -> Result<Option<company_address::Model>, StoreError> {
    let found = company_address::Entity::find_by_id(id.0)
        .filter(company_address::Column::CompanyId.eq(company.0))
        .one(db)
        .await?;
    Ok(found)
}

/// Adds an address behind the others.
async fn insert(
    command: &Command,
    by: &Author,
    company: CompanyId,
    address: &Address,
    position: i32,
) -> Result<AddressId, StoreError> {
    let mut row = row(address);
    row.company_id = Set(company.0);
    row.position = Set(position);
    let id = AddressId(row.insert(&command.tx).await?.id);
    command.audit_created(by, Subject::Address(company, id), address).await?;
    Ok(id)
}

/// Adds those addresses that a company does not have yet; answers whether there were any.
pub(crate) async fn add_missing(
    command: &Command,
    by: &Author,
    company: CompanyId,
    addresses: &[Address],
) -> Result<bool, StoreError> {
    let mut known = all(&command.tx, company).await?;
    let before = known.len();
    for address in addresses {
        if known.iter().all(|(_, there)| there.address != *address) {
            let position = known.last().map_or(0, |(position, _)| position + 1);
            let id = insert(command, by, company, address, position).await?;
            known.push((position, CompanyAddress { id, address: address.clone() }));
        }
    }
    Ok(known.len() > before)
}

impl Store {
    /// The addresses of a company, the usual one first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn company_addresses(&self, company: CompanyId) -> Result<Vec<CompanyAddress>, StoreError> {
        Ok(all(&self.db, company).await?.into_iter().map(|(_, address)| address).collect())
    }

    /// The address that a company uses first; none where it has none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn usual_address(&self, company: CompanyId) -> Result<Option<CompanyAddress>, StoreError> {
        in_order(company).one(&self.db).await?.map(record).transpose()
    }

    /// An address of a company; none where the company has no such address.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn company_address(
        &self,
        company: CompanyId,
        id: AddressId,
    ) -> Result<Option<CompanyAddress>, StoreError> {
        one(&self.db, company, id).await?.map(record).transpose()
    }

    /// Adds an address to a company, behind the others.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn add_company_address(
        &self,
        by: &Author,
        company: CompanyId,
        address: &Address,
    ) -> Result<AddressId, StoreError> {
        let command = self.command().await?;
        let position = all(&command.tx, company).await?.last().map_or(0, |(position, _)| position + 1);
        let id = insert(&command, by, company, address, position).await?;
        command.commit().await?;
        Ok(id)
    }

    /// Changes an address of a company; `false` where the company has no such address.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn change_company_address(
        &self,
        by: &Author,
        company: CompanyId,
        id: AddressId,
        address: &Address,
    ) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let Some(before) = one(&command.tx, company, id).await? else { return Ok(false) };
        let mut changed = row(address);
        changed.id = Set(before.id);
        changed.update(&command.tx).await?;
        let before = record(before)?.address;
        command.audit_changed(by, Subject::Address(company, id), &before, address).await?;
        command.commit().await?;
        Ok(true)
    }

    /// Removes an address of a company; `false` where the company has no such address. What was sent there keeps it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove_company_address(
        &self,
        by: &Author,
        company: CompanyId,
        id: AddressId,
    ) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let Some(before) = one(&command.tx, company, id).await? else { return Ok(false) };
        company_address::Entity::delete_by_id(id.0).exec(&command.tx).await?;
        command.audit_removed(by, Subject::Address(company, id), &record(before)?.address).await?;
        command.commit().await?;
        Ok(true)
    }
}
