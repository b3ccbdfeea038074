//! Writing a record that may be there already: one way for all tables.

use crate::catalog::Upserted;
use crate::connection::Command;
use crate::error::StoreError;
use crate::versions::{Part, bump};
use sea_orm::sea_query::IntoCondition;
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ActiveValue, EntityTrait, IntoActiveModel, Iterable, ModelTrait, QueryFilter,
};

/// What writing did, with the row as it is then.
pub(crate) enum Written<M> {
    /// It was not there.
    Created(M),
    /// It was there and differed.
    Updated {
        /// The row as it was.
        before: M,
        /// The row as it is.
        row: M,
    },
    /// It was there, the same.
    Unchanged(M),
}

impl<M> Written<M> {
    /// What was done, for the caller of the store.
    pub const fn done(&self) -> Upserted {
        match self {
            Self::Created(_) => Upserted::Created,
            Self::Updated { .. } => Upserted::Updated,
            Self::Unchanged(_) => Upserted::Unchanged,
        }
    }
}

/// Writes a record that is told apart by `key`. `row` holds the columns that are always as given: where there is a row
/// that has them already, nothing is written. `fresh` adds what only a new row gets.
pub(crate) async fn upsert<E>(
    command: &Command,
    key: impl IntoCondition,
    mut row: E::ActiveModel,
    fresh: impl FnOnce(&mut E::ActiveModel),
) -> Result<Written<E::Model>, StoreError>
where
    E: EntityTrait,
    E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
    E::Model: ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel>,
{
    let Some(before) = E::find().filter(key.into_condition()).one(&command.tx).await? else {
        fresh(&mut row);
        return Ok(Written::Created(row.insert(&command.tx).await?));
    };
    let mut change = before.clone().into_active_model();
    let mut differs = false;
    for column in E::Column::iter() {
        if let ActiveValue::Set(value) = row.get(column)
            && before.get(column) != value
        {
            change.set(column, value);
            differs = true;
        }
    }
    if !differs {
        return Ok(Written::Unchanged(before));
    }
    let row = change.update(&command.tx).await?;
    Ok(Written::Updated { before, row })
}

/// Ends a command that wrote a record: where anything was changed, the part of what servers keep in memory that the
/// record belongs to gets its next version.
pub(crate) async fn finish(command: Command, done: Upserted, part: Part) -> Result<Upserted, StoreError> {
    if done != Upserted::Unchanged {
        bump(&command, part).await?;
        command.commit().await?;
    }
    Ok(done)
}
