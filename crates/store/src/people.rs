//! People with accounts.

use crate::audit::{AuditAction, Author, Subject};
use crate::catalog::Upserted;
use crate::company::put_built_in;
use crate::connection::Store;
use crate::entities::people::{company, device, person, session};
use crate::error::StoreError;
use crate::upsert::{Written, upsert};
use giano_commerce::EmailAddress;
use giano_commerce::company::{CompanyId, CompanyRole, PersonId};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use serde::Serialize;

/// A person to write; told apart by e-mail without regard to case.
#[derive(Debug, Clone)]
pub struct PersonDraft {
    /// E-mail.
    pub email: EmailAddress,
    /// Name.
    pub name: String,
    /// Argon2id in PHC format.
    pub password_hash: String,
    /// Name of the company and the role in it.
    pub company: Option<(String, CompanyRole)>,
    /// What to offer the person as, in a demonstration shop: a [`giano_commerce::locale::Text`] as JSON; empty elsewhere.
    pub demo: String,
}

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRecord {
    /// Identifier.
    pub id: PersonId,
    /// E-mail as typed.
    pub email: String,
    /// Name.
    pub name: String,
    /// Argon2id in PHC format.
    pub password_hash: String,
    /// The company that a new session begins in, where the person belongs to it.
    pub usual_company: Option<CompanyId>,
    /// What to offer the person as, in a demonstration shop: a [`giano_commerce::locale::Text`] as JSON; empty elsewhere.
    pub demo: String,
}

/// A person as the audit log keeps it.
#[derive(Serialize)]
struct Noted<'a> {
    name: &'a str,
    email: &'a str,
}

impl From<person::Model> for PersonRecord {
    fn from(row: person::Model) -> Self {
        Self {
            id: PersonId(row.id),
            email: row.email,
            name: row.name,
            password_hash: row.password_hash,
            usual_company: row.usual_company_id.map(CompanyId),
            demo: row.demo,
        }
    }
}

impl Store {
    /// Writes a person, with a membership in the company that is named. The password of a person who is there already stays,
    /// and so do memberships in other companies.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] where the company is not there.
    pub async fn put_person(&self, by: &Author, draft: &PersonDraft) -> Result<Upserted, StoreError> {
        let command = self.command().await?;
        let company = match &draft.company {
            None => None,
            Some((name, role)) => {
                let found = company::Entity::find().filter(company::Column::Name.eq(name)).one(&command.tx).await?;
                let missing =
                    || StoreError::Unreadable { what: "person", reason: format!("there is no company {name}") };
                Some((CompanyId(found.ok_or_else(missing)?.id), *role))
            }
        };
        let usual = company.map(|(id, _)| id.0);
        let row = person::ActiveModel {
            name: Set(draft.name.clone()),
            // Whoever belongs to a company already keeps buying for it.
            usual_company_id: usual.map_or(ActiveValue::NotSet, |usual| Set(Some(usual))),
            demo: Set(draft.demo.clone()),
            ..Default::default()
        };
        let key = draft.email.key();
        let written = upsert::<person::Entity>(&command, person::Column::EmailKey.eq(&key), row, |row| {
            row.email_key = Set(key.clone());
            row.email = Set(draft.email.to_string());
            row.password_hash = Set(draft.password_hash.clone());
        });
        let written = written.await?;
        let mut done = written.done();
        let id = match written {
            Written::Unchanged(row) => PersonId(row.id),
            Written::Created(row) => {
                let after = Noted { name: &row.name, email: &row.email };
                command.audit_created(by, Subject::Person(PersonId(row.id)), &after).await?;
                PersonId(row.id)
            }
            Written::Updated { before, row } => {
                if before.name != row.name {
                    let before = Noted { name: &before.name, email: &row.email };
                    let after = Noted { name: &row.name, email: &row.email };
                    command.audit_changed(by, Subject::Person(PersonId(row.id)), &before, &after).await?;
                }
                PersonId(row.id)
            }
        };
        if let Some((company, role)) = company
            && put_built_in(&command, by, company, id, role).await?
            && done == Upserted::Unchanged
        {
            done = Upserted::Updated;
        }
        command.commit().await?;
        Ok(done)
    }

    /// The person with an e-mail, without regard to case.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn person_by_email(&self, email: &EmailAddress) -> Result<Option<PersonRecord>, StoreError> {
        let row = person::Entity::find().filter(person::Column::EmailKey.eq(email.key())).one(&self.db).await?;
        Ok(row.map(Into::into))
    }

    /// Gives a person another password; `false` where nobody has the e-mail. Ends the person's sessions and
    /// forgets the devices.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_password_hash(&self, by: &Author, email: &EmailAddress, hash: &str) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let found = person::Entity::find().filter(person::Column::EmailKey.eq(email.key())).one(&command.tx).await?;
        let Some(found) = found else { return Ok(false) };
        session::Entity::delete_many().filter(session::Column::PersonId.eq(found.id)).exec(&command.tx).await?;
        device::Entity::delete_many().filter(device::Column::PersonId.eq(found.id)).exec(&command.tx).await?;
        command.audit_done(by, AuditAction::PasswordSet, Subject::Person(PersonId(found.id))).await?;
        let mut row = found.into_active_model();
        row.password_hash = Set(hash.to_owned());
        row.update(&command.tx).await?;
        command.commit().await?;
        Ok(true)
    }

    /// The people of a demonstration shop.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn demo_people(&self) -> Result<Vec<PersonRecord>, StoreError> {
        let rows = person::Entity::find()
            .filter(person::Column::Demo.ne(""))
            .order_by_asc(person::Column::Id)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
