//! Cost centres of a company.

use crate::audit::{Author, Subject};
use crate::connection::{Command, Store};
use crate::entities::company::cost_centre;
use crate::error::StoreError;
use giano_commerce::company::{CompanyId, CostCentreId, ShortName};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

/// A cost centre of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostCentre {
    /// Identifier.
    pub id: CostCentreId,
    /// What the company calls it.
    pub name: String,
}

async fn all(db: &impl ConnectionTrait, company: CompanyId) -> Result<Vec<cost_centre::Model>, StoreError> {
    let rows = cost_centre::Entity::find()
        .filter(cost_centre::Column::CompanyId.eq(company.0))
        .order_by_asc(cost_centre::Column::Position)
        .order_by_asc(cost_centre::Column::Id)
        .all(db)
        .await?;
    Ok(rows)
}

async fn one(
    db: &impl ConnectionTrait,
    company: CompanyId,
    id: CostCentreId,
) -> Result<Option<cost_centre::Model>, StoreError> {
    let found =
        cost_centre::Entity::find_by_id(id.0).filter(cost_centre::Column::CompanyId.eq(company.0)).one(db).await?;
    Ok(found)
}

async fn insert(
    command: &Command,
    by: &Author,
    company: CompanyId,
    name: &ShortName,
    position: i32,
) -> Result<CostCentreId, StoreError> {
    let row = cost_centre::ActiveModel {
        company_id: Set(company.0),
        position: Set(position),
        name: Set(name.to_string()),
        name_key: Set(name.key()),
        ..Default::default()
    };
    let id = CostCentreId(row.insert(&command.tx).await?.id);
    command.audit_created(by, Subject::CostCentre(company, id), &name.as_str()).await?;
    Ok(id)
}

/// Adds those cost centres that a company does not have yet; answers whether there were any.
pub(crate) async fn add_missing(
    command: &Command,
    by: &Author,
    company: CompanyId,
    names: &[ShortName],
) -> Result<bool, StoreError> {
    let there = all(&command.tx, company).await?;
    let mut keys: Vec<String> = there.iter().map(|row| row.name_key.clone()).collect();
    let mut position = there.last().map_or(0, |row| row.position + 1);
    let mut added = false;
    for name in names {
        if !keys.contains(&name.key()) {
            insert(command, by, company, name, position).await?;
            keys.push(name.key());
            position += 1;
            added = true;
        }
    }
    Ok(added)
}

impl Store {
    /// The cost centres of a company.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn cost_centres(&self, company: CompanyId) -> Result<Vec<CostCentre>, StoreError> {
        let record = |row: cost_centre::Model| CostCentre { id: CostCentreId(row.id), name: row.name };
        Ok(all(&self.db, company).await?.into_iter().map(record).collect())
    }

    /// Adds a cost centre to a company, behind the others.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the company has one of the name.
    pub async fn add_cost_centre(
        &self,
        by: &Author,
        company: CompanyId,
        name: &ShortName,
    ) -> Result<CostCentreId, StoreError> {
        let command = self.command().await?;
        let position = all(&command.tx, company).await?.last().map_or(0, |row| row.position + 1);
        let id = insert(&command, by, company, name, position).await?;
        command.commit().await?;
        Ok(id)
    }

    /// Gives a cost centre of a company another name; `false` where the company has no such cost centre.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the company has another one of the name.
    pub async fn rename_cost_centre(
        &self,
        by: &Author,
        company: CompanyId,
        id: CostCentreId,
        name: &ShortName,
    ) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let Some(before) = one(&command.tx, company, id).await? else { return Ok(false) };
        let row = cost_centre::ActiveModel {
            id: Set(before.id),
            name: Set(name.to_string()),
            name_key: Set(name.key()),
            ..Default::default()
        };
        row.update(&command.tx).await?;
        command.audit_changed(by, Subject::CostCentre(company, id), &before.name.as_str(), &name.as_str()).await?;
        command.commit().await?;
        Ok(true)
    }

    /// Removes a cost centre of a company; `false` where the company has no such cost centre. Orders keep its name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove_cost_centre(
        &self,
        by: &Author,
        company: CompanyId,
        id: CostCentreId,
    ) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let Some(before) = one(&command.tx, company, id).await? else { return Ok(false) };
        cost_centre::Entity::delete_by_id(id.0).exec(&command.tx).await?;
        command.audit_removed(by, Subject::CostCentre(company, id), &before.name).await?;
        command.commit().await?;
        Ok(true)
    }
}
