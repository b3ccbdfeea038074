//! The shop's own people.

use crate::audit::{Author, Subject};
use crate::connection::Store;
use crate::entities::company::staff;
use crate::error::StoreError;
use giano_commerce::company::{PersonId, StaffRole, UnknownRole};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// The role of a stored word.
pub(crate) fn staff_role(word: &str) -> Result<StaffRole, StoreError> {
    word.parse().map_err(|error: UnknownRole| StoreError::Unreadable { what: "staff", reason: error.to_string() })
}

impl Store {
    /// What a person is among the shop's staff; none for everybody else.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn staff(&self, person: PersonId) -> Result<Option<StaffRole>, StoreError> {
        let found = staff::Entity::find_by_id(person.0).one(&self.db).await?;
        found.map(|row| staff_role(&row.role)).transpose()
    }

    /// Makes a person one of the shop's staff, or gives another role; `None` takes the person out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_staff(&self, by: &Author, person: PersonId, role: Option<StaffRole>) -> Result<(), StoreError> {
        let command = self.command().await?;
        let before = staff::Entity::find_by_id(person.0).one(&command.tx).await?;
        let row =
            |role: StaffRole| staff::ActiveModel { person_id: Set(person.0), role: Set(role.as_str().to_owned()) };
        let subject = Subject::Staff(person);
        match (before, role) {
            (None, None) => return Ok(()),
            (Some(before), Some(role)) if before.role == role.as_str() => return Ok(()),
            (None, Some(role)) => {
                staff::Entity::insert(row(role)).exec_without_returning(&command.tx).await?;
                command.audit_created(by, subject, &role).await?;
            }
            (Some(before), Some(role)) => {
                staff::Entity::update(row(role)).exec(&command.tx).await?;
                command.audit_changed(by, subject, &before.role.as_str(), &role.as_str()).await?;
            }
            (Some(before), None) => {
                staff::Entity::delete_by_id(person.0).exec(&command.tx).await?;
                command.audit_removed(by, subject, &before.role).await?;
            }
        }
        command.commit().await
    }
}
