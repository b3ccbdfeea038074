//! Refunds that people made, by bank transfer or at the provider themselves: noted by them, since nobody else tells of them.

use super::refunds::{RefundRecord, refund_record};
use crate::audit::{Author, Subject};
use crate::connection::Store;
use crate::entities::orders::orders as order_table;
use crate::entities::payments::{payment, refund};
use crate::error::StoreError;
use crate::orders;
use giano_commerce::Money;
use giano_commerce::company::CompanyId;
use giano_commerce::order::{OrderNumber, RefundState};
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

/// What came of noting that money was given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundNoted {
    /// It is noted.
    Noted {
        /// How much went back.
        amount: Money,
    },
    /// It was noted before, or its provider had made it.
    Known,
    /// There is no such order.
    Unknown,
    /// Nothing of the order is to go back, or the refund that was named is another order's.
    Nothing,
    /// Its provider is about to make it by itself.
    ByProvider,
    /// There are several: which one was made has to be said.
    Several(Vec<RefundRecord>),
}

/// What the audit log keeps of a refund.
#[derive(Serialize)]
struct GivenBack {
    refund: i64,
    state: &'static str,
    amount: Money,
    reference: Option<String>,
}

/// Whether people have to see to a refund: it was given up, or no provider can make it.
const fn is_for_people(state: RefundState, has_provider: bool) -> bool {
    match state {
        RefundState::Failed { .. } => true,
        RefundState::Requested { .. } => !has_provider,
        RefundState::Succeeded { .. } => false,
    }
}

impl Store {
    /// Notes that people gave money of an order back: the refund that is named, or the only one that waits for them. The
    /// bank's reference is kept in the audit log.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_refund(
        &self,
        by: &Author,
        number: &OrderNumber,
        refund: Option<i64>,
        reference: Option<&str>,
        at: Timestamp,
    ) -> Result<RefundNoted, StoreError> {
        self.retrying(|| self.note_refund_once(by, number, refund, reference, at)).await
    }

    async fn note_refund_once(
        &self,
        by: &Author,
        number: &OrderNumber,
        named: Option<i64>,
        reference: Option<&str>,
        at: Timestamp,
    ) -> Result<RefundNoted, StoreError> {
        let command = self.command().await?;
        let found: Option<(i64, Option<i64>)> = order_table::Entity::find()
            .select_only()
            .columns([order_table::Column::Id, order_table::Column::CompanyId])
            .filter(order_table::Column::Number.eq(number.as_str()))
            .into_tuple()
            .one(&command.tx)
            .await?;
        let Some((id, company)) = found else { return Ok(RefundNoted::Unknown) };
        let Some(order) = orders::bring_to_change(&command, id).await? else { return Ok(RefundNoted::Unknown) };
        let rows = refund::Entity::find()
            .filter(refund::Column::OrderId.eq(id))
            .order_by_asc(refund::Column::Id)
            .all(&command.tx)
            .await?;
        let with_provider: Vec<String> = payment::Entity::find()
            .select_only()
            .column(payment::Column::Id)
            .filter(payment::Column::Id.is_in(rows.iter().map(|row| row.payment_id.clone())))
            .filter(payment::Column::Provider.is_not_null())
            .into_tuple()
            .all(&command.tx)
            .await?;
        let mut known = Vec::with_capacity(rows.len());
        for row in rows {
            let record = refund_record(row)?;
            if named.is_none_or(|named| named == record.id) {
                let has_provider = with_provider.contains(&record.payment);
                known.push((is_for_people(record.state, has_provider), record));
            }
        }
        let mut waiting: Vec<&RefundRecord> =
            known.iter().filter(|(is_for_people, _)| *is_for_people).map(|(_, record)| record).collect();
        let Some(made) = waiting.pop() else {
            let is_made = |(_, record): &(bool, RefundRecord)| matches!(record.state, RefundState::Succeeded { .. });
            return Ok(match known.is_empty() {
                true => RefundNoted::Nothing,
                false if known.iter().all(is_made) => RefundNoted::Known,
                false => RefundNoted::ByProvider,
            });
        };
        if !waiting.is_empty() {
            waiting.push(made);
            return Ok(RefundNoted::Several(waiting.into_iter().cloned().collect()));
        }
        // One that was given up is waited for again, and made.
        let waits = if let RefundState::Failed { .. } = made.state { made.state.repeat(at) } else { Ok(made.state) };
        let Ok(next) = waits.and_then(|waits| waits.succeed(at)) else { return Ok(RefundNoted::Known) };
        let done = refund::Entity::update_many()
            .col_expr(refund::Column::State, Expr::value(next.code()))
            .col_expr(refund::Column::StateAt, Expr::value(next.since().as_millisecond()))
            .col_expr(refund::Column::LastError, Expr::value(None::<String>))
            .filter(refund::Column::Id.eq(made.id))
            .filter(refund::Column::State.eq(made.state.code()))
            .exec(&command.tx)
            .await?;
        if done.rows_affected == 0 || !orders::touch(&command, &order).await? {
            return Err(StoreError::Conflict(format!("order {} changed meanwhile", order.number)));
        }
        let told = |state: RefundState, reference: Option<&str>| GivenBack {
            refund: made.id,
            state: state.code(),
            amount: made.amount,
            reference: reference.map(str::to_owned),
        };
        let subject = Subject::Order(company.map(CompanyId), order.number.clone());
        command.audit_changed(by, subject, &told(made.state, None), &told(next, reference)).await?;
        command.commit().await?;
        Ok(RefundNoted::Noted { amount: made.amount })
    }
}
