//! Teams of a company: a tree.

use crate::audit::{Author, Subject};
use crate::connection::{Command, Store};
use crate::entities::company::{membership, team};
use crate::entities::people::company;
use crate::error::StoreError;
use giano_commerce::company::{CompanyId, ShortName, TeamId, TeamTree};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::Serialize;

/// A team of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamRecord {
    /// Identifier.
    pub id: TeamId,
    /// What the company calls it.
    pub name: String,
    /// The team above it.
    pub above: Option<TeamId>,
}

/// Why a team was not changed; nothing was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TeamRefusal {
    /// The company has no such team.
    NotThere,
    /// The company has no such team to stand below.
    NothingAbove,
    /// It would stand below itself.
    Cycle,
    /// Teams stand below it.
    TeamsBelow,
}

/// A team as the audit log keeps it.
#[derive(Serialize)]
struct Noted<'a> {
    name: &'a str,
    above: Option<TeamId>,
}

async fn all(db: &impl ConnectionTrait, company: CompanyId) -> Result<Vec<TeamRecord>, StoreError> {
    let rows = team::Entity::find()
        .filter(team::Column::CompanyId.eq(company.0))
        .order_by_asc(team::Column::NameKey)
        .all(db)
        .await?;
    let record = |row: team::Model| TeamRecord { id: TeamId(row.id), name: row.name, above: row.parent_id.map(TeamId) };
    Ok(rows.into_iter().map(record).collect())
}

/// The teams of a company, held until the command ends: of two moves that only together make a ring, the second one sees
/// the first.
async fn hold(command: &Command, company: CompanyId) -> Result<Vec<TeamRecord>, StoreError> {
    company::Entity::find_by_id(company.0).lock(LockType::NoKeyUpdate).one(&command.tx).await?;
    all(&command.tx, company).await
}

impl Store {
    /// The teams of a company, by name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn teams(&self, company: CompanyId) -> Result<Vec<TeamRecord>, StoreError> {
        all(&self.db, company).await
    }

    /// Makes a team.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the company has one of the name.
    pub async fn add_team(
        &self,
        by: &Author,
        company: CompanyId,
        name: &ShortName,
        above: Option<TeamId>,
    ) -> Result<Result<TeamId, TeamRefusal>, StoreError> {
        let command = self.command().await?;
        let teams = hold(&command, company).await?;
        if above.is_some_and(|above| teams.iter().all(|team| team.id != above)) {
            return Ok(Err(TeamRefusal::NothingAbove));
        }
        let row = team::ActiveModel {
            company_id: Set(company.0),
            parent_id: Set(above.map(|above| above.0)),
            name: Set(name.to_string()),
            name_key: Set(name.key()),
            ..Default::default()
        };
        let id = TeamId(row.insert(&command.tx).await?.id);
        command.audit_created(by, Subject::Team(company, id), &Noted { name: name.as_str(), above }).await?;
        command.commit().await?;
        Ok(Ok(id))
    }

    /// Gives a team of a company a name and a place.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the company has another one of the name.
    pub async fn change_team(
        &self,
        by: &Author,
        company: CompanyId,
        id: TeamId,
        name: &ShortName,
        above: Option<TeamId>,
    ) -> Result<Result<(), TeamRefusal>, StoreError> {
        let command = self.command().await?;
        let teams = hold(&command, company).await?;
        let Some(before) = teams.iter().find(|team| team.id == id) else { return Ok(Err(TeamRefusal::NotThere)) };
        if let Some(above) = above {
            if teams.iter().all(|team| team.id != above) {
                return Ok(Err(TeamRefusal::NothingAbove));
            }
            let tree = TeamTree::new(teams.iter().map(|team| (team.id, team.above)));
            if tree.may_stand_below(id, above).is_err() {
                return Ok(Err(TeamRefusal::Cycle));
            }
        }
        let row = team::ActiveModel {
            id: Set(id.0),
            parent_id: Set(above.map(|above| above.0)),
            name: Set(name.to_string()),
            name_key: Set(name.key()),
            ..Default::default()
        };
        row.update(&command.tx).await?;
        let before = Noted { name: &before.name, above: before.above };
        let after = Noted { name: name.as_str(), above };
        command.audit_changed(by, Subject::Team(company, id), &before, &after).await?;
        command.commit().await?;
        Ok(Ok(()))
    }

    /// Dissolves a team of a company that has none below it; its people stay in the company, without a team.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove_team(
        &self,
        by: &Author,
        company: CompanyId,
        id: TeamId,
    ) -> Result<Result<(), TeamRefusal>, StoreError> {
        let command = self.command().await?;
        let teams = hold(&command, company).await?;
        let Some(before) = teams.iter().find(|team| team.id == id) else { return Ok(Err(TeamRefusal::NotThere)) };
        if teams.iter().any(|team| team.above == Some(id)) {
            return Ok(Err(TeamRefusal::TeamsBelow));
        }
        membership::Entity::update_many()
            .col_expr(membership::Column::TeamId, Expr::value(None::<i64>))
            .filter(membership::Column::CompanyId.eq(company.0))
            .filter(membership::Column::TeamId.eq(id.0))
            .exec(&command.tx)
            .await?;
        team::Entity::delete_by_id(id.0).exec(&command.tx).await?;
        let before = Noted { name: &before.name, above: before.above };
        command.audit_removed(by, Subject::Team(company, id), &before).await?;
        command.commit().await?;
        Ok(Ok(()))
    }
}
