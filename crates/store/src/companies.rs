//! Companies that buy, and their credit.

use crate::amount::{major, minor};
use crate::audit::{Author, Subject};
use crate::catalog::Upserted;
use crate::company::{add_missing_addresses, add_missing_cost_centres};
use crate::connection::{Command, Store};
use crate::entities::people::{company, credit_entry};
use crate::error::StoreError;
use crate::upsert::{Written, upsert};
use giano_commerce::address::Address;
use giano_commerce::company::{CompanyId, CompanyState, ShortName};
use giano_commerce::vat_number::VatNumber;
use giano_commerce::{Country, Money};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter};
use serde::{Deserialize, Serialize};

/// What is known of a company besides name, state and credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyDocument {
    /// Its VAT number.
    pub vat_number: Option<VatNumber>,
    /// Whether the number counts for reverse charge: looked up, or no look-up is asked.
    pub vat_verified: bool,
    /// Where it is.
    pub country: Country,
    /// Name of its own price list.
    pub price_list: Option<String>,
    /// Name of its group's price list.
    pub group_price_list: Option<String>,
    /// Codes of the terms it may choose; the first is the usual one.
    pub terms: Vec<String>,
}

/// A company to write; told apart by its name.
#[derive(Debug, Clone)]
pub struct CompanyDraft {
    /// Name.
    pub name: String,
    /// Whether it may buy.
    pub state: CompanyState,
    /// Everything else.
    pub document: CompanyDocument,
    /// Credit limit; zero where it has none.
    pub credit_limit: Money,
    /// Whether orders may go beyond the limit.
    pub credit_may_exceed: bool,
    /// Where it has things sent; those that it has already are left as they are.
    pub addresses: Vec<Address>,
    /// Its cost centres; those that it has already are left as they are.
    pub cost_centres: Vec<ShortName>,
}

/// A company as the audit log keeps it.
#[derive(PartialEq, Serialize)]
struct Noted<'a> {
    state: &'a str,
    credit_limit_minor: i64,
    credit_may_exceed: bool,
    document: &'a CompanyDocument,
}

/// A company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyRecord {
    /// Identifier.
    pub id: CompanyId,
    /// Name.
    pub name: String,
    /// Whether it may buy.
    pub state: CompanyState,
    /// Everything else.
    pub document: CompanyDocument,
    /// Limit plus balance; none where it has no credit.
    pub credit_left: Option<Money>,
}

/// Why a company's credit changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditEntryKind {
    /// An order took it.
    Purchased,
    /// A cancelled order gave it back.
    Reverted,
    /// What it took was paid.
    Reimbursed,
}

impl CreditEntryKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Purchased => "purchased",
            Self::Reverted => "reverted",
            Self::Reimbursed => "reimbursed",
        }
    }
}

fn state_word(state: CompanyState) -> &'static str {
    match state {
        CompanyState::Pending => "pending",
        CompanyState::Active => "active",
        CompanyState::Blocked => "blocked",
        CompanyState::Rejected => "rejected",
    }
}

fn state_of(word: &str) -> CompanyState {
    match word {
        "pending" => CompanyState::Pending,
        "active" => CompanyState::Active,
        "rejected" => CompanyState::Rejected,
        // An unknown word gives the least right.
        _ => CompanyState::Blocked,
    }
}

/// Takes an amount of a company's credit, or says no. [`enter_purchase`] writes down what for.
pub(crate) async fn take_credit(command: &Command, company: CompanyId, amount: Money) -> Result<bool, StoreError> {
    let amount = minor(amount);
    let left = Expr::col(company::Column::CreditLimitMinor).add(Expr::col(company::Column::CreditBalanceMinor));
    let taken = company::Entity::update_many()
        .col_expr(company::Column::CreditBalanceMinor, Expr::col(company::Column::CreditBalanceMinor).sub(amount))
        .filter(company::Column::Id.eq(company.0))
        .filter(Expr::col(company::Column::CreditMayExceed).eq(true).or(left.gte(amount)))
        .exec(&command.tx)
        .await?;
    Ok(taken.rows_affected > 0)
}

/// Writes down that an order took credit. Apart from [`take_credit`], because an order has its number only once nothing
/// can refuse it any more.
pub(crate) async fn enter_purchase(
    command: &Command,
    company: CompanyId,
    amount: Money,
    order: &str,
    now: i64,
) -> Result<(), StoreError> {
    enter(command, company, CreditEntryKind::Purchased, -minor(amount), order, now).await
}

/// Gives credit back.
pub(crate) async fn give_back_credit(
    command: &Command,
    company: CompanyId,
    amount_minor: i64,
    order: &str,
    now: i64,
) -> Result<(), StoreError> {
    company::Entity::update_many()
        .col_expr(company::Column::CreditBalanceMinor, Expr::col(company::Column::CreditBalanceMinor).add(amount_minor))
        .filter(company::Column::Id.eq(company.0))
        .exec(&command.tx)
        .await?;
    enter(command, company, CreditEntryKind::Reverted, amount_minor, order, now).await
}

/// What is known of what is owed of an order on account.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owed {
    /// So much, whatever was entered before. It may be more than the limit: what was ordered was ordered.
    InAll(i64),
    /// So much less than until now, since it was paid: at most what the order still takes.
    Less(i64),
}

/// Makes what an order takes of a company's credit what is owed of it, in minor units.
pub(crate) async fn settle_credit(
    command: &Command,
    company: CompanyId,
    owed: Owed,
    order: &str,
    now: i64,
) -> Result<(), StoreError> {
    let entries =
        credit_entry::Entity::find().filter(credit_entry::Column::OrderNumber.eq(order)).all(&command.tx).await?;
    let taken: i64 = entries.iter().map(|entry| -entry.amount_minor).sum();
    let change = match owed {
        Owed::InAll(owed) => taken - owed,
        Owed::Less(paid) => Ord::max(Ord::min(paid, taken), 0),
    };
    if change == 0 {
        return Ok(());
    }
    company::Entity::update_many()
        .col_expr(company::Column::CreditBalanceMinor, Expr::col(company::Column::CreditBalanceMinor).add(change))
        .filter(company::Column::Id.eq(company.0))
        .exec(&command.tx)
        .await?;
    let kind = if change < 0 { CreditEntryKind::Purchased } else { CreditEntryKind::Reimbursed };
    enter(command, company, kind, change, order, now).await
}

async fn enter(
    command: &Command,
    company: CompanyId,
    kind: CreditEntryKind,
    amount_minor: i64,
    order: &str,
    now: i64,
) -> Result<(), StoreError> {
    let entry = credit_entry::ActiveModel {
        company_id: Set(company.0),
        kind: Set(kind.as_str().to_owned()),
        amount_minor: Set(amount_minor),
        order_number: Set(Some(order.to_owned())),
        at: Set(now),
        ..Default::default()
    };
    credit_entry::Entity::insert(entry).exec_without_returning(&command.tx).await?;
    Ok(())
}

impl Store {
    /// Writes a company. The balance of one that is there already stays, and so do addresses and cost centres that are not
    /// among those given.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where its credit is in another currency than before: what it owes is in that one.
    pub async fn put_company(&self, by: &Author, draft: &CompanyDraft) -> Result<Upserted, StoreError> {
        let document = serde_json::to_string(&draft.document).map_err(StoreError::unreadable("company"))?;
        let after = Noted {
            state: state_word(draft.state),
            credit_limit_minor: minor(draft.credit_limit),
            credit_may_exceed: draft.credit_may_exceed,
            document: &draft.document,
        };
        let command = self.command().await?;
        let row = company::ActiveModel {
            state: Set(after.state.to_owned()),
            document: Set(document),
            credit_limit_minor: Set(after.credit_limit_minor),
            credit_may_exceed: Set(after.credit_may_exceed),
            ..Default::default()
        };
        let written = upsert::<company::Entity>(&command, company::Column::Name.eq(&draft.name), row, |row| {
            row.name = Set(draft.name.clone());
            row.currency = Set(draft.credit_limit.currency().as_str().to_owned());
            row.credit_balance_minor = Set(0);
        });
        let written = written.await?;
        let (Written::Unchanged(row) | Written::Created(row) | Written::Updated { row, .. }) = &written;
        if row.currency != draft.credit_limit.currency().as_str() {
            return Err(StoreError::Conflict(format!(
                "the credit of `{}` is in {}, and what it owes is counted in it: give its limit in {} and not in {}",
                draft.name,
                row.currency,
                row.currency,
                draft.credit_limit.currency().as_str()
            )));
        }
        let (id, mut done) = match written {
            Written::Unchanged(row) => (CompanyId(row.id), Upserted::Unchanged),
            Written::Created(row) => {
                let id = CompanyId(row.id);
                command.audit_created(by, Subject::Company(id), &after).await?;
                (id, Upserted::Created)
            }
            Written::Updated { before, .. } => {
                let id = CompanyId(before.id);
                let known: CompanyDocument =
                    serde_json::from_str(&before.document).map_err(StoreError::unreadable("company"))?;
                let before = Noted {
                    state: &before.state,
                    credit_limit_minor: before.credit_limit_minor,
                    credit_may_exceed: before.credit_may_exceed,
                    document: &known,
                };
                // The same document may have been written with its fields in another order.
                if before == after {
                    (id, Upserted::Unchanged)
                } else {
                    command.audit_changed(by, Subject::Company(id), &before, &after).await?;
                    (id, Upserted::Updated)
                }
            }
        };
        let addresses = add_missing_addresses(&command, by, id, &draft.addresses).await?;
        let centres = add_missing_cost_centres(&command, by, id, &draft.cost_centres).await?;
        if done == Upserted::Unchanged && (addresses || centres) {
            done = Upserted::Updated;
        }
        command.commit().await?;
        Ok(done)
    }

    /// The company of a person who belongs to it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn company(&self, id: CompanyId) -> Result<Option<CompanyRecord>, StoreError> {
        let Some(row) = company::Entity::find_by_id(id.0).one(&self.db).await? else { return Ok(None) };
        let document = serde_json::from_str(&row.document).map_err(StoreError::unreadable("company"))?;
        let currency = row.currency.parse().unwrap_or_default();
        let has_credit = row.credit_limit_minor > 0 || row.credit_may_exceed;
        Ok(Some(CompanyRecord {
            id,
            name: row.name,
            state: state_of(&row.state),
            document,
            credit_left: has_credit.then(|| major(row.credit_limit_minor + row.credit_balance_minor, currency)),
        }))
    }
}
