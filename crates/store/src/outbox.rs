//! Messages that the shop sends: each is written in the same transaction as the change that causes it, and sent by a job
//! afterwards, so that it is sent exactly if the change is there.

use crate::connection::{Command, Store};
use crate::entities::work::outbox;
use crate::error::StoreError;
use crate::jobs::{self, Job};
use giano_commerce::order::OrderNumber;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult};
use serde::{Deserialize, Serialize};

/// A message by what it says; the words are found when it is sent. A variant that was once stored keeps its form, or is
/// read in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// Tells the buyer that an order was placed.
    OrderConfirmation {
        /// Which.
        order: OrderNumber,
    },
}

impl Message {
    /// What it is about: the same is never said twice.
    fn key(&self) -> String {
        match self {
            Self::OrderConfirmation { order } => format!("order_confirmation {order}"),
        }
    }
}

/// A message on its way.
#[derive(Debug)]
pub struct OutgoingMessage {
    /// Identifier.
    pub id: i64,
    /// What it is about, like no other message.
    pub key: String,
    /// The message.
    pub message: Message,
    /// When it was caused (milliseconds since 1970).
    pub created_at: i64,
}

/// Words of states, as stored.
const WAITING: &str = "waiting";
const SENDING: &str = "sending";
const SENT: &str = "sent";
const WITHDRAWN: &str = "withdrawn";

/// Has a message sent once the command is committed. `false` where the same was said before.
pub(crate) async fn send(command: &Command, message: &Message, now: i64) -> Result<bool, StoreError> {
    let key = message.key();
    let row = outbox::ActiveModel {
        message_key: Set(key.clone()),
        message: Set(serde_json::to_string(message).map_err(StoreError::unreadable("message"))?),
        state: Set(WAITING.to_owned()),
        created_at: Set(now),
        changed_at: Set(now),
        ..Default::default()
    };
    let inserted = outbox::Entity::insert(row)
        .on_conflict_do_nothing_on([outbox::Column::MessageKey])
        .exec_without_returning(&command.tx)
        .await?;
    if !matches!(inserted, TryInsertResult::Inserted(1)) {
        return Ok(false);
    }
    let row = outbox::Entity::find().filter(outbox::Column::MessageKey.eq(key)).one(&command.tx).await?;
    let lost = || StoreError::Unreadable { what: "message", reason: "it is not there".to_owned() };
    let message = row.ok_or_else(lost)?.id;
    jobs::enqueue(command, &Job::SendMessage { message }, None, now, now).await?;
    Ok(true)
}

impl Store {
    /// Notes that a message is being sent, and gives it; none where it was sent already. One of which this was noted before,
    /// and no more, may have been sent by a server that stopped.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin_sending(&self, id: i64, now: i64) -> Result<Option<OutgoingMessage>, StoreError> {
        let command = self.command().await?;
        let begun = outbox::Entity::update_many()
            .col_expr(outbox::Column::State, Expr::value(SENDING))
            .col_expr(outbox::Column::ChangedAt, Expr::value(now))
            .filter(outbox::Column::Id.eq(id))
            .filter(outbox::Column::State.is_in([WAITING, SENDING]))
            .exec(&command.tx)
            .await?;
        if begun.rows_affected == 0 {
            return Ok(None);
        }
        let Some(row) = outbox::Entity::find_by_id(id).one(&command.tx).await? else { return Ok(None) };
        let message = serde_json::from_str(&row.message).map_err(StoreError::unreadable("message"))?;
        command.commit().await?;
        Ok(Some(OutgoingMessage { id, key: row.message_key, message, created_at: row.created_at }))
    }

    /// Notes that a message was sent.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_sent(&self, id: i64, now: i64) -> Result<(), StoreError> {
        self.end_message(id, SENT, now).await
    }

    /// Notes that a message is not sent, because what it says is not true any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn withdraw_message(&self, id: i64, now: i64) -> Result<(), StoreError> {
        self.end_message(id, WITHDRAWN, now).await
    }

    async fn end_message(&self, id: i64, state: &str, now: i64) -> Result<(), StoreError> {
        let command = self.command().await?;
        outbox::Entity::update_many()
            .col_expr(outbox::Column::State, Expr::value(state))
            .col_expr(outbox::Column::ChangedAt, Expr::value(now))
            .filter(outbox::Column::Id.eq(id))
            .filter(outbox::Column::State.eq(SENDING))
            .exec(&command.tx)
            .await?;
        command.commit().await
    }

    /// Forgets messages that were sent or withdrawn before a moment (milliseconds since 1970).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_sent_messages(&self, before: i64) -> Result<u64, StoreError> {
        let command = self.command().await?;
        let gone = outbox::Entity::delete_many()
            .filter(outbox::Column::State.is_in([SENT, WITHDRAWN]))
            .filter(outbox::Column::ChangedAt.lt(before))
            .exec(&command.tx)
            .await?;
        command.commit().await?;
        Ok(gone.rows_affected)
    }
}
