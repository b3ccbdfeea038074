//! Who belongs to a company, with which role and team.

use super::roles;
use crate::audit::{Author, Subject};
use crate::connection::{Command, Store};
use crate::entities::company::{membership, role, team};
use crate::entities::people::person;
use crate::error::StoreError;
use giano_commerce::company::{CompanyId, CompanyRole, OwnRole, PersonId, Role, RoleId, TeamId, UnknownRole};
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Serialize;
use std::collections::HashMap;

/// A person in a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The company.
    pub company: CompanyId,
    /// What the person is in it.
    pub role: Role,
    /// The team the person is in.
    pub team: Option<TeamId>,
}

/// Somebody who belongs to a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRecord {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// E-mail as typed.
    pub email: String,
    /// Role and team.
    pub membership: Membership,
}

/// The role to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleChoice {
    /// One that every company has.
    BuiltIn(CompanyRole),
    /// One of the company's own.
    Own(RoleId),
}

/// Why somebody was not given a role and team; nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberRefusal {
    /// There is no such person.
    NoSuchPerson,
    /// The company has no such role.
    NoSuchRole,
    /// The company has no such team.
    NoSuchTeam,
}

/// A membership as the audit log keeps it.
#[derive(Serialize)]
struct Noted {
    role: String,
    team: Option<TeamId>,
}

impl Noted {
    fn of(membership: &Membership) -> Self {
        let role = match &membership.role {
            Role::BuiltIn(role) => role.as_str().to_owned(),
            Role::Own(role) => role.name.clone(),
        };
        Self { role, team: membership.team }
    }
}

/// The role of a membership's row: the word of one that every company has, or one of the company's own.
pub(crate) fn role_of(word: Option<&str>, own: Option<OwnRole>) -> Result<Role, StoreError> {
    let unreadable = |reason: String| StoreError::Unreadable { what: "membership", reason };
    match (word, own) {
        (Some(word), _) => word.parse().map(Role::BuiltIn).map_err(|error: UnknownRole| unreadable(error.to_string())),
        (None, Some(own)) => Ok(Role::Own(own)),
        (None, None) => Err(unreadable("there is no role".to_owned())),
    }
}

/// Memberships with their roles, in the order given.
async fn with_roles(
    db: &impl ConnectionTrait,
    rows: Vec<membership::Model>,
) -> Result<Vec<(PersonId, Membership)>, StoreError> {
    let wanted: Vec<i64> = rows.iter().filter_map(|row| row.role_id).collect();
    let mut own = HashMap::new();
    if !wanted.is_empty() {
        let found = role::Entity::find().filter(role::Column::Id.is_in(wanted)).all(db).await?;
        own.extend(found.into_iter().map(|role| (role.id, roles::record(role))));
    }
    let record = |row: membership::Model| {
        let role = role_of(row.role.as_deref(), row.role_id.and_then(|id| own.get(&id).cloned()))?;
        let membership = Membership { company: CompanyId(row.company_id), role, team: row.team_id.map(TeamId) };
        Ok((PersonId(row.person_id), membership))
    };
    rows.into_iter().map(record).collect()
}

async fn one(
    db: &impl ConnectionTrait,
    company: CompanyId,
    person: PersonId,
) -> Result<Option<Membership>, StoreError> {
    let found = membership::Entity::find_by_id((person.0, company.0)).all(db).await?;
    Ok(with_roles(db, found).await?.pop().map(|(_, membership)| membership))
}

/// Writes a membership and notes it; answers whether it is another than before.
async fn put(command: &Command, by: &Author, person: PersonId, membership: &Membership) -> Result<bool, StoreError> {
    let company = membership.company;
    let before = one(&command.tx, company, person).await?;
    if before.as_ref() == Some(membership) {
        return Ok(false);
    }
    let (word, own) = match &membership.role {
        Role::BuiltIn(role) => (Some(role.as_str().to_owned()), None),
        Role::Own(role) => (None, Some(role.id.0)),
    };
    let row = membership::ActiveModel {
        person_id: Set(person.0),
        company_id: Set(company.0),
        role: Set(word),
        role_id: Set(own),
        team_id: Set(membership.team.map(|team| team.0)),
    };
    let subject = Subject::Membership(company, person);
    let after = Noted::of(membership);
    match before {
        Some(before) => {
            membership::Entity::update(row).exec(&command.tx).await?;
            command.audit_changed(by, subject, &Noted::of(&before), &after).await?;
        }
        None => {
            membership::Entity::insert(row).exec_without_returning(&command.tx).await?;
            command.audit_created(by, subject, &after).await?;
        }
    }
    Ok(true)
}

/// Gives a person one of the roles that every company has; the team stays. Answers whether that is another than before.
pub(crate) async fn put_built_in(
    command: &Command,
    by: &Author,
    company: CompanyId,
    person: PersonId,
    role: CompanyRole,
) -> Result<bool, StoreError> {
    let team = one(&command.tx, company, person).await?.and_then(|before| before.team);
    put(command, by, person, &Membership { company, role: Role::BuiltIn(role), team }).await
}

impl Store {
    /// The companies that a person belongs to.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn memberships(&self, person: PersonId) -> Result<Vec<Membership>, StoreError> {
        let rows = membership::Entity::find()
            .filter(membership::Column::PersonId.eq(person.0))
            .order_by_asc(membership::Column::CompanyId)
            .all(&self.db)
            .await?;
        Ok(with_roles(&self.db, rows).await?.into_iter().map(|(_, membership)| membership).collect())
    }

    /// What a person is in a company; none where the person does not belong to it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn membership(&self, company: CompanyId, person: PersonId) -> Result<Option<Membership>, StoreError> {
        one(&self.db, company, person).await
    }

    /// Who belongs to a company, in the order in which their accounts were made.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn members(&self, company: CompanyId) -> Result<Vec<MemberRecord>, StoreError> {
        let rows = membership::Entity::find()
            .filter(membership::Column::CompanyId.eq(company.0))
            .order_by_asc(membership::Column::PersonId)
            .all(&self.db)
            .await?;
        let of_company = Query::select()
            .column(membership::Column::PersonId)
            .from(membership::Entity)
            .and_where(membership::Column::CompanyId.eq(company.0))
            .to_owned();
        let people = person::Entity::find().filter(person::Column::Id.in_subquery(of_company)).all(&self.db).await?;
        let mut people: HashMap<i64, person::Model> = people.into_iter().map(|person| (person.id, person)).collect();
        let member = |(id, membership): (PersonId, Membership)| {
            let person = people.remove(&id.0)?;
            Some(MemberRecord { person: id, name: person.name, email: person.email, membership })
        };
        Ok(with_roles(&self.db, rows).await?.into_iter().filter_map(member).collect())
    }

    /// Gives a person a role and a team in a company: the person belongs to it from then on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_member(
        &self,
        by: &Author,
        company: CompanyId,
        person: PersonId,
        role: RoleChoice,
        team: Option<TeamId>,
    ) -> Result<Result<(), MemberRefusal>, StoreError> {
        let command = self.command().await?;
        if person::Entity::find_by_id(person.0).one(&command.tx).await?.is_none() {
            return Ok(Err(MemberRefusal::NoSuchPerson));
        }
        let role = match role {
            RoleChoice::BuiltIn(role) => Role::BuiltIn(role),
            RoleChoice::Own(id) => match roles::one(&command.tx, company, id).await? {
                Some(role) => Role::Own(role),
                None => return Ok(Err(MemberRefusal::NoSuchRole)),
            },
        };
        if let Some(team) = team {
            let own = team::Entity::find_by_id(team.0).filter(team::Column::CompanyId.eq(company.0));
            if own.one(&command.tx).await?.is_none() {
                return Ok(Err(MemberRefusal::NoSuchTeam));
            }
        }
        put(&command, by, person, &Membership { company, role, team }).await?;
        command.commit().await?;
        Ok(Ok(()))
    }

    /// Takes a person out of a company; `false` where the person does not belong to it. Whoever is signed in for the company
    /// at that moment is not any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove_member(&self, by: &Author, company: CompanyId, person: PersonId) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let Some(before) = one(&command.tx, company, person).await? else { return Ok(false) };
        membership::Entity::delete_by_id((person.0, company.0)).exec(&command.tx).await?;
        command.audit_removed(by, Subject::Membership(company, person), &Noted::of(&before)).await?;
        command.commit().await?;
        Ok(true)
    }
}
