//! People with accounts.

use crate::catalog::Upserted;
use crate::connection::Store;
use crate::entities::people::{company, device, person, session};
use crate::error::StoreError;
use giano_commerce::EmailAddress;
use giano_commerce::company::{CompanyId, CompanyRole, PersonId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

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
    /// The company bought for, and the role in it.
    pub company: Option<(CompanyId, CompanyRole)>,
    /// What to offer the person as, in a demonstration shop: a [`giano_commerce::locale::Text`] as JSON; empty elsewhere.
    pub demo: String,
}

/// A role as stored: the word on the wire.
fn role_word(role: CompanyRole) -> &'static str {
    match role {
        CompanyRole::Administrator => "administrator",
        CompanyRole::Approver => "approver",
        CompanyRole::Buyer => "buyer",
        CompanyRole::Viewer => "viewer",
    }
}

fn role_of(word: &str) -> CompanyRole {
    match word {
        "administrator" => CompanyRole::Administrator,
        "approver" => CompanyRole::Approver,
        "buyer" => CompanyRole::Buyer,
        // An unknown word gives the least right.
        _ => CompanyRole::Viewer,
    }
}

impl From<person::Model> for PersonRecord {
    fn from(row: person::Model) -> Self {
        Self {
            id: PersonId(row.id),
            email: row.email,
            name: row.name,
            password_hash: row.password_hash,
            company: row.company_id.map(|id| (CompanyId(id), role_of(row.role.as_deref().unwrap_or_default()))),
            demo: row.demo,
        }
    }
}

impl Store {
    /// Writes a person. The password of a person who is there already stays.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] where the company is not there.
    pub async fn put_person(&self, draft: &PersonDraft) -> Result<Upserted, StoreError> {
        let command = self.command().await?;
        let company = match &draft.company {
            None => None,
            Some((name, _)) => {
                let found = company::Entity::find().filter(company::Column::Name.eq(name)).one(&command.tx).await?;
                let missing =
                    || StoreError::Unreadable { what: "person", reason: format!("there is no company {name}") };
                Some(found.ok_or_else(missing)?.id)
            }
        };
        let role = draft.company.as_ref().map(|(_, role)| role_word(*role).to_owned());
        let found =
            person::Entity::find().filter(person::Column::EmailKey.eq(draft.email.key())).one(&command.tx).await?;
        let done = match found {
            Some(row)
                if row.name == draft.name
                    && row.company_id == company
                    && row.role == role
                    && row.demo == draft.demo =>
            {
                return Ok(Upserted::Unchanged);
            }
            Some(row) => {
                let mut row = row.into_active_model();
                row.name = Set(draft.name.clone());
                row.company_id = Set(company);
                row.role = Set(role);
                row.demo = Set(draft.demo.clone());
                row.update(&command.tx).await?;
                Upserted::Updated
            }
            None => {
                let row = person::ActiveModel {
                    email_key: Set(draft.email.key()),
                    email: Set(draft.email.to_string()),
                    name: Set(draft.name.clone()),
                    password_hash: Set(draft.password_hash.clone()),
                    company_id: Set(company),
                    role: Set(role),
                    demo: Set(draft.demo.clone()),
                    ..Default::default()
                };
                person::Entity::insert(row).exec_without_returning(&command.tx).await?;
                Upserted::Created
            }
        };
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
    pub async fn set_password_hash(&self, email: &EmailAddress, hash: &str) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let found = person::Entity::find().filter(person::Column::EmailKey.eq(email.key())).one(&command.tx).await?;
        let Some(found) = found else { return Ok(false) };
        session::Entity::delete_many().filter(session::Column::PersonId.eq(found.id)).exec(&command.tx).await?;
        device::Entity::delete_many().filter(device::Column::PersonId.eq(found.id)).exec(&command.tx).await?;
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
