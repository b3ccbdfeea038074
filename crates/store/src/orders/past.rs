//! Orders of the past: brought along with a shop's history instead of placed at its till.

use super::{NewOrderLine, Store, StoreError};
use crate::catalog::Upserted;
use crate::companies::settle_credit;
use crate::connection::Command;
use crate::entities::orders::{order_line, orders};
use giano_commerce::Money;
use giano_commerce::company::{CompanyId, PersonId};
use giano_commerce::order::{OrderNumber, OrderState};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// An order of the past.
#[derive(Debug, Clone)]
pub struct PastOrder {
    /// Its number.
    pub number: OrderNumber,
    /// Hash of the key that opens it without signing in.
    pub key_hash: String,
    /// Who ordered.
    pub person: Option<PersonId>,
    /// For which company.
    pub company: Option<CompanyId>,
    /// The e-mail in the form that look-ups compare.
    pub email_key: String,
    /// Where it stands by now.
    pub state: OrderState,
    /// When it was placed (milliseconds since 1970).
    pub placed_at: i64,
    /// What was to be paid.
    pub total: Money,
    /// Everything as it was shown and priced, as JSON.
    pub document: String,
    /// What was ordered.
    pub lines: Vec<NewOrderLine>,
    /// Whose credit it takes until it is paid.
    pub owed_by: Option<CompanyId>,
}

impl Store {
    /// Writes an order of the past, told apart by its number. It takes nothing from stock and uses no promotion: what was
    /// sold then is not on hand now. One that was cancelled or given back since stays as it is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_past_order(&self, order: &PastOrder) -> Result<Upserted, StoreError> {
        let state = serde_json::to_string(&order.state).map_err(StoreError::unreadable("order state"))?;
        let command = self.command().await?;
        let found =
            orders::Entity::find().filter(orders::Column::Number.eq(order.number.as_str())).one(&command.tx).await?;
        let done = match found {
            Some(row) if ["cancelled", "part_refunded", "refunded"].contains(&row.state_code.as_str()) => {
                return Ok(Upserted::Unchanged);
            }
            Some(row) if row.document == order.document && row.state == state && row.placed_at == order.placed_at => {
                return Ok(Upserted::Unchanged);
            }
            Some(row) => {
                let id = row.id;
                let mut row = row.into_active_model();
                row.key_hash = Set(order.key_hash.clone());
                row.state_code = Set(order.state.code().to_owned());
                row.state = Set(state);
                row.placed_at = Set(order.placed_at);
                row.total = Set(order.total.amount().to_string());
                row.pieces = Set(pieces(order));
                row.document = Set(order.document.clone());
                row.update(&command.tx).await?;
                order_line::Entity::delete_many().filter(order_line::Column::OrderId.eq(id)).exec(&command.tx).await?;
                write_lines(&command, id, order).await?;
                Upserted::Updated
            }
            None => {
                let row = orders::ActiveModel {
                    number: Set(order.number.to_string()),
                    key_hash: Set(order.key_hash.clone()),
                    person_id: Set(order.person.map(|person| person.0)),
                    company_id: Set(order.company.map(|company| company.0)),
                    email_key: Set(order.email_key.clone()),
                    state_code: Set(order.state.code().to_owned()),
                    state: Set(state),
                    placed_at: Set(order.placed_at),
                    total: Set(order.total.amount().to_string()),
                    currency: Set(order.total.currency().as_str().to_owned()),
                    pieces: Set(pieces(order)),
                    document: Set(order.document.clone()),
                    basket: Set(None),
                    expires_at: Set(None),
                    ..Default::default()
                };
                let id = row.insert(&command.tx).await?.id;
                write_lines(&command, id, order).await?;
                Upserted::Created
            }
        };
        if let Some(company) = order.company {
            let owed = order.owed_by.map(|_| order.total);
            settle_credit(&command, company, owed, order.number.as_str(), order.placed_at).await?;
        }
        command.commit().await?;
        Ok(done)
    }
}

fn pieces(order: &PastOrder) -> i64 {
    order.lines.iter().map(|line| i64::from(line.quantity)).sum()
}

async fn write_lines(command: &Command, id: i64, order: &PastOrder) -> Result<(), StoreError> {
    let rows = order.lines.iter().map(|line| order_line::ActiveModel {
        order_id: Set(id),
        sku_key: Set(line.sku.key()),
        sku: Set(line.sku.to_string()),
        quantity: Set(i64::from(line.quantity)),
        taken: Set(0),
        ..Default::default()
    });
    let rows: Vec<_> = rows.collect();
    for some in rows.chunks(500) {
        order_line::Entity::insert_many(some.to_vec()).exec_without_returning(&command.tx).await?;
    }
    Ok(())
}
