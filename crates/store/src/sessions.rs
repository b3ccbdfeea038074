//! Sessions of signed-in people. Only hashes of tokens are kept.

use crate::audit::{AuditAction, Author, Subject};
use crate::company::{Membership, permissions, role_of};
use crate::connection::Store;
use crate::entities::company::{membership, role, staff};
use crate::entities::people::{person, session};
use crate::error::StoreError;
use crate::people::PersonRecord;
use crate::staff::staff_role;
use giano_commerce::company::{CompanyId, OwnRole, PersonId, RoleId, StaffPermission, StaffRole, TeamId};
use sea_orm::sea_query::{Expr, Func, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter};

/// A session that has not expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// Who is signed in.
    pub person: PersonRecord,
    /// What the person is among the shop's staff.
    pub staff: Option<StaffRole>,
    /// The customer that a sales representative acts for.
    pub acting_for: Option<PersonRecord>,
    /// The company that the session is for, with what the person (or the one acted for) is in it.
    pub membership: Option<Membership>,
    /// When it ends (milliseconds since 1970).
    pub expires_at: i64,
}

/// A session with everything it is looked up for.
#[derive(FromQueryResult)]
struct Row {
    person_id: i64,
    email: String,
    name: String,
    password_hash: String,
    usual_company_id: Option<i64>,
    demo: String,
    expires_at: i64,
    company_id: Option<i64>,
    acting_for: Option<i64>,
    staff_role: Option<String>,
    member_role: Option<String>,
    role_id: Option<i64>,
    role_name: Option<String>,
    role_permissions: Option<String>,
    team_id: Option<i64>,
    is_member: Option<i64>,
}

impl Row {
    /// What the person is in the company of the session. Whoever was taken out of it meanwhile is nothing in it.
    fn membership(&self) -> Result<Option<Membership>, StoreError> {
        let (Some(company), Some(_)) = (self.company_id, self.is_member) else { return Ok(None) };
        let own = self.role_id.map(|id| OwnRole {
            id: RoleId(id),
            name: self.role_name.clone().unwrap_or_default(),
            permissions: permissions(self.role_permissions.as_deref().unwrap_or_default()),
        });
        let role = role_of(self.member_role.as_deref(), own)?;
        Ok(Some(Membership { company: CompanyId(company), role, team: self.team_id.map(TeamId) }))
    }
}

impl Store {
    /// Opens a session, for a company where the person belongs to one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_session(
        &self,
        token_hash: &str,
        person: PersonId,
        company: Option<CompanyId>,
        now: i64,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        let row = session::ActiveModel {
            token_hash: Set(token_hash.to_owned()),
            person_id: Set(person.0),
            created_at: Set(now),
            expires_at: Set(expires_at),
            company_id: Set(company.map(|company| company.0)),
            acting_for: Set(None),
        };
        let command = self.command().await?;
        session::Entity::insert(row).exec_without_returning(&command.tx).await?;
        command.commit().await
    }

    /// The session of a token, unless it has expired.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session(&self, token_hash: &str, now: i64) -> Result<Option<SessionRecord>, StoreError> {
        let own = |column: session::Column| Expr::col((session::Entity, column));
        let of_person = |column: person::Column| Expr::col((person::Entity, column));
        let of_member = |column: membership::Column| Expr::col((membership::Entity, column));
        let of_role = |column: role::Column| Expr::col((role::Entity, column));
        let whose = Func::coalesce([own(session::Column::ActingFor), own(session::Column::PersonId)]);
        let query = Query::select()
            .expr_as(own(session::Column::PersonId), "person_id")
            .expr_as(own(session::Column::ExpiresAt), "expires_at")
            .expr_as(own(session::Column::CompanyId), "company_id")
            .expr_as(own(session::Column::ActingFor), "acting_for")
            .expr_as(of_person(person::Column::Email), "email")
            .expr_as(of_person(person::Column::Name), "name")
            .expr_as(of_person(person::Column::PasswordHash), "password_hash")
            .expr_as(of_person(person::Column::UsualCompanyId), "usual_company_id")
            .expr_as(of_person(person::Column::Demo), "demo")
            .expr_as(Expr::col((staff::Entity, staff::Column::Role)), "staff_role")
            .expr_as(of_member(membership::Column::CompanyId), "is_member")
            .expr_as(of_member(membership::Column::Role), "member_role")
            .expr_as(of_member(membership::Column::RoleId), "role_id")
            .expr_as(of_member(membership::Column::TeamId), "team_id")
            .expr_as(of_role(role::Column::Name), "role_name")
            .expr_as(of_role(role::Column::Permissions), "role_permissions")
            .from(session::Entity)
            .inner_join(person::Entity, of_person(person::Column::Id).equals(own_column(session::Column::PersonId)))
            .left_join(
                staff::Entity,
                Expr::col((staff::Entity, staff::Column::PersonId)).equals(own_column(session::Column::PersonId)),
            )
            .left_join(
                membership::Entity,
                of_member(membership::Column::PersonId)
                    .eq(whose)
                    .and(of_member(membership::Column::CompanyId).equals(own_column(session::Column::CompanyId))),
            )
            .left_join(role::Entity, of_role(role::Column::Id).equals((membership::Entity, membership::Column::RoleId)))
            .and_where(own(session::Column::TokenHash).eq(token_hash))
            .and_where(own(session::Column::ExpiresAt).gt(now))
            .to_owned();
        let Some(row) = self.db.query_one(&query).await? else { return Ok(None) };
        self.session_of(Row::from_query_result(&row, "")?).await.map(Some)
    }

    async fn session_of(&self, row: Row) -> Result<SessionRecord, StoreError> {
        let staff = row.staff_role.as_deref().map(staff_role).transpose()?;
        let may_act = staff.is_some_and(|staff| staff.permissions().contains(StaffPermission::ActForCustomers));
        let (acting_for, membership) = match row.acting_for {
            // Who is no sales representative any more acts for nobody, however long the session was opened for.
            Some(_) if !may_act => (None, None),
            Some(customer) => {
                let customer = person::Entity::find_by_id(customer).one(&self.db).await?;
                (customer.map(PersonRecord::from), row.membership()?)
            }
            None => (None, row.membership()?),
        };
        let person = PersonRecord {
            id: PersonId(row.person_id),
            email: row.email,
            name: row.name,
            password_hash: row.password_hash,
            usual_company: row.usual_company_id.map(CompanyId),
            demo: row.demo,
        };
        Ok(SessionRecord { person, staff, acting_for, membership, expires_at: row.expires_at })
    }

    /// Makes a session one for another company of the person, who begins in it the next time too; `false` where the person
    /// does not belong to the company, or the session is not there or acts for somebody else.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn choose_company(
        &self,
        token_hash: &str,
        person: PersonId,
        company: CompanyId,
    ) -> Result<bool, StoreError> {
        let command = self.command().await?;
        if membership::Entity::find_by_id((person.0, company.0)).one(&command.tx).await?.is_none() {
            return Ok(false);
        }
        let chosen = session::Entity::update_many()
            .col_expr(session::Column::CompanyId, Expr::value(company.0))
            .filter(session::Column::TokenHash.eq(token_hash))
            .filter(session::Column::PersonId.eq(person.0))
            .filter(session::Column::ActingFor.is_null())
            .exec(&command.tx)
            .await?;
        if chosen.rows_affected == 0 {
            return Ok(false);
        }
        person::Entity::update_many()
            .col_expr(person::Column::UsualCompanyId, Expr::value(company.0))
            .filter(person::Column::Id.eq(person.0))
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        Ok(true)
    }

    /// Makes a session of a sales representative one that acts for a customer, in a company where the customer belongs to it;
    /// `false` where the session is not the representative's, or the customer is not there or not in the company. Whether
    /// the representative may do so is for the caller to know; whoever may not any more acts for nobody.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin_acting(
        &self,
        by: &Author,
        token_hash: &str,
        representative: PersonId,
        customer: PersonId,
        company: Option<CompanyId>,
    ) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let there = match company {
            Some(company) => membership::Entity::find_by_id((customer.0, company.0)).one(&command.tx).await?.is_some(),
            None => person::Entity::find_by_id(customer.0).one(&command.tx).await?.is_some(),
        };
        if !there || customer == representative {
            return Ok(false);
        }
        let begun = session::Entity::update_many()
            .col_expr(session::Column::ActingFor, Expr::value(customer.0))
            .col_expr(session::Column::CompanyId, Expr::value(company.map(|company| company.0)))
            .filter(session::Column::TokenHash.eq(token_hash))
            .filter(session::Column::PersonId.eq(representative.0))
            .filter(session::Column::ActingFor.is_null())
            .exec(&command.tx)
            .await?;
        if begun.rows_affected == 0 {
            return Ok(false);
        }
        let by = Author { acting_for: Some(customer), ..by.clone() };
        let subject = company.map_or(Subject::Person(customer), |company| Subject::Membership(company, customer));
        command.audit_done(&by, AuditAction::ActingBegan, subject).await?;
        command.commit().await?;
        Ok(true)
    }

    /// Makes a session one of the representative alone again; `false` where it acts for nobody.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_acting(
        &self,
        by: &Author,
        token_hash: &str,
        representative: PersonId,
    ) -> Result<bool, StoreError> {
        let command = self.command().await?;
        let found = session::Entity::find_by_id(token_hash.to_owned())
            .filter(session::Column::PersonId.eq(representative.0))
            .one(&command.tx)
            .await?;
        let Some((customer, company)) = found.and_then(|row| Some((row.acting_for?, row.company_id))) else {
            return Ok(false);
        };
        session::Entity::update_many()
            .col_expr(session::Column::ActingFor, Expr::value(None::<i64>))
            .col_expr(session::Column::CompanyId, Expr::value(None::<i64>))
            .filter(session::Column::TokenHash.eq(token_hash))
            .exec(&command.tx)
            .await?;
        let customer = PersonId(customer);
        let by = Author { acting_for: Some(customer), ..by.clone() };
        let company = company.map(CompanyId);
        let subject = company.map_or(Subject::Person(customer), |company| Subject::Membership(company, customer));
        command.audit_done(&by, AuditAction::ActingEnded, subject).await?;
        command.commit().await?;
        Ok(true)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn close_session(&self, token_hash: &str) -> Result<(), StoreError> {
        let command = self.command().await?;
        session::Entity::delete_by_id(token_hash.to_owned()).exec(&command.tx).await?;
        command.commit().await
    }

    /// Forgets sessions that have expired.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_expired_sessions(&self, now: i64) -> Result<u64, StoreError> {
        let command = self.command().await?;
        let gone = session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(now)).exec(&command.tx).await?;
        command.commit().await?;
        Ok(gone.rows_affected)
    }
}

fn own_column(column: session::Column) -> (session::Entity, session::Column) {
    (session::Entity, column)
}
