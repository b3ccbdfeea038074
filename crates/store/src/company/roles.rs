//! Roles that a company makes for itself.

use crate::audit::{Author, Subject};
use crate::connection::Store;
use crate::entities::company::{membership, role};
use crate::error::StoreError;
use giano_commerce::company::{CompanyId, OwnRole, Permissions, RoleId, ShortName};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder,
};
use serde::Serialize;

/// What became of removing a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleRemoval {
    /// It is gone.
    Removed,
    /// The company has no such role.
    NotThere,
    /// People have it: they are given another one first.
    InUse,
}

/// A role as the audit log keeps it.
#[derive(Serialize)]
struct Noted<'a> {
    name: &'a str,
    permissions: Permissions,
}

/// Reads stored permissions. What cannot be read allows nothing.
pub(crate) fn permissions(stored: &str) -> Permissions {
    serde_json::from_str(stored).unwrap_or_default()
}

fn stored(permissions: Permissions) -> Result<String, StoreError> {
    serde_json::to_string(&permissions).map_err(StoreError::unreadable("role"))
}

pub(super) fn record(row: role::Model) -> OwnRole {
    OwnRole { id: RoleId(row.id), permissions: permissions(&row.permissions), name: row.name }
}

/// A role of a company.
pub(super) async fn one(
    db: &impl ConnectionTrait,
    company: CompanyId,
    id: RoleId,
) -> Result<Option<OwnRole>, StoreError> {
    let found = role::Entity::find_by_id(id.0).filter(role::Column::CompanyId.eq(company.0)).one(db).await?;
    Ok(found.map(record))
}

impl Store {
    /// The roles that a company made, by name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn roles(&self, company: CompanyId) -> Result<Vec<OwnRole>, StoreError> {
        let rows = role::Entity::find()
            .filter(role::Column::CompanyId.eq(company.0))
            .order_by_asc(role::Column::NameKey)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(record).collect())
    }

    /// Makes a role.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the company has one of the name.
    pub async fn add_role(
        &self,
        by: &Author,
        company: CompanyId,
        name: &ShortName,
        permissions: Permissions,
    ) -> Result<RoleId, StoreError> {
        let command = self.command().await?;
        let row = role::ActiveModel {
            company_id: Set(company.0),
            name: Set(name.to_string()),
            name_key: Set(name.key()),
            permissions: Set(stored(permissions)?),
            ..Default::default()
        };
        let id = RoleId(row.insert(&command.tx).await?.id);
        let after = Noted { name: name.as_str(), permissions };
        command.audit_created(by, Subject::Role(company, id), &after).await?;
        command.commit().await?;
        Ok(id)
    }

    /// Changes a role of a company, for all who have it; `false` where the company has no such role.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the company has another one of the name.
    pub async fn change_role(
        &self,
        by: &Author,
        company: CompanyId,
        id: RoleId,
        name: &ShortName,
        permissions: Permissions,
    ) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let Some(before) = one(&command.tx, company, id).await? else { return Ok(false) };
        let row = role::ActiveModel {
            id: Set(id.0),
            name: Set(name.to_string()),
            name_key: Set(name.key()),
            permissions: Set(stored(permissions)?),
            ..Default::default()
        };
        row.update(&command.tx).await?;
        let before = Noted { name: &before.name, permissions: before.permissions };
        let after = Noted { name: name.as_str(), permissions };
        command.audit_changed(by, Subject::Role(company, id), &before, &after).await?;
        command.commit().await?;
        Ok(true)
    }

    /// Removes a role of a company, unless somebody has it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove_role(&self, by: &Author, company: CompanyId, id: RoleId) -> Result<RoleRemoval, StoreError> {
        let command = self.command().await?;
        let Some(before) = one(&command.tx, company, id).await? else { return Ok(RoleRemoval::NotThere) };
        let people = membership::Entity::find().filter(membership::Column::RoleId.eq(id.0)).count(&command.tx).await?;
        if people > 0 {
            return Ok(RoleRemoval::InUse);
        }
        role::Entity::delete_by_id(id.0).exec(&command.tx).await?;
        let before = Noted { name: &before.name, permissions: before.permissions };
        command.audit_removed(by, Subject::Role(company, id), &before).await?;
        command.commit().await?;
        Ok(RoleRemoval::Removed)
    }
}
