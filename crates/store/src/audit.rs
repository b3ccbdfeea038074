//! The audit log: who changed what, for whom, with what was there before and after.
//!
//! An entry is written in the transaction of the change itself: there is no change without it, and none of a change that
//! did not happen. Nothing here changes or removes an entry, and the database refuses it.

use crate::connection::{Command, Store};
use crate::entities::audit::audit_entry;
use crate::error::StoreError;
use crate::jobs::JobId;
use giano_commerce::company::{AddressId, CompanyId, CostCentreId, PersonId, RoleId, TeamId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::Serialize;
use serde_json::Value;

/// Who asks for a change, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Who.
    pub who: Who,
    /// The customer that a sales representative acts for.
    pub acting_for: Option<PersonId>,
    /// The request that asks for it, as the server's log names it.
    pub request: Option<String>,
    /// When (milliseconds since 1970).
    pub at: i64,
}

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Somebody signed in.
    Person(PersonId),
    /// Somebody who is not signed in.
    Guest,
    /// The shop itself.
    Shop(ShopPart),
}

/// A part of the shop that changes things by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShopPart {
    /// Work in the background.
    Work,
    /// The word of a payment provider.
    Payments,
    /// Files that a merchant loads.
    Import,
    /// The commands of the server's binary.
    CommandLine,
}

impl ShopPart {
    const ALL: [Self; 4] = [Self::Work, Self::Payments, Self::Import, Self::CommandLine];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Payments => "payments",
            Self::Import => "import",
            Self::CommandLine => "command_line",
        }
    }
}

impl Author {
    /// A part of the shop, by itself.
    pub const fn shop(part: ShopPart, at: i64) -> Self {
        Self { who: Who::Shop(part), acting_for: None, request: None, at }
    }

    /// A person, for themselves.
    pub const fn person(person: PersonId, at: i64) -> Self {
        Self { who: Who::Person(person), acting_for: None, request: None, at }
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditAction {
    /// It is new.
    Created,
    /// It is another than before.
    Changed,
    /// It is gone.
    Removed,
    /// A person has another password. The password is never kept here, nor its hash.
    PasswordSet,
    /// A sales representative acts for the person from now on.
    ActingBegan,
    /// A sales representative no longer acts for the person.
    ActingEnded,
}

impl AuditAction {
    const ALL: [Self; 6] =
        [Self::Created, Self::Changed, Self::Removed, Self::PasswordSet, Self::ActingBegan, Self::ActingEnded];

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::PasswordSet => "password_set",
            Self::ActingBegan => "acting_began",
            Self::ActingEnded => "acting_ended",
        }
    }
}

/// What an entry is about. What belongs to a company names it: the company's own people may read those entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A company: state, credit, terms, what is known of it.
    Company(CompanyId),
    /// A person: name, password, sessions.
    Person(PersonId),
    /// A person in a company: role and team.
    Membership(CompanyId, PersonId),
    /// A company's own role.
    Role(CompanyId, RoleId),
    /// A team of a company.
    Team(CompanyId, TeamId),
    /// An address of a company.
    Address(CompanyId, AddressId),
    /// A cost centre of a company.
    CostCentre(CompanyId, CostCentreId),
    /// A person among the shop's staff.
    Staff(PersonId),
    /// A setting, by its key.
    Setting(String),
    /// An order, by its number, with the company it is for.
    Order(Option<CompanyId>, String),
    /// A price list, by its name.
    PriceList(String),
    /// The catalogue: categories, products and reviews.
    Catalog,
    /// The promotions.
    Promotions,
    /// Work in the background, by its job.
    Job(JobId),
}

impl Subject {
    /// The word for its kind in the database.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Company(_) => "company",
            Self::Person(_) => "person",
            Self::Membership(..) => "membership",
            Self::Role(..) => "role",
            Self::Team(..) => "team",
            Self::Address(..) => "address",
            Self::CostCentre(..) => "cost_centre",
            Self::Staff(_) => "staff",
            Self::Setting(_) => "setting",
            Self::Order(..) => "order",
            Self::PriceList(_) => "price_list",
            Self::Catalog => "catalog",
            Self::Promotions => "promotions",
            Self::Job(_) => "job",
        }
    }

    /// What tells it apart from others of its kind.
    pub fn id(&self) -> String {
        match self {
            Self::Company(id) => id.0.to_string(),
            Self::Person(id) | Self::Staff(id) => id.0.to_string(),
            Self::Membership(company, person) => format!("{}/{}", company.0, person.0),
            Self::Role(_, id) => id.0.to_string(),
            Self::Team(_, id) => id.0.to_string(),
            Self::Address(_, id) => id.0.to_string(),
            Self::CostCentre(_, id) => id.0.to_string(),
            Self::Setting(key) => key.clone(),
            Self::Order(_, number) => number.clone(),
            Self::PriceList(name) => name.clone(),
            // There is one of each.
            Self::Catalog | Self::Promotions => "all".to_owned(),
            Self::Job(id) => id.0.to_string(),
        }
    }

    /// The company whose people may read of it.
    pub const fn company(&self) -> Option<CompanyId> {
        match self {
            Self::Company(id)
            | Self::Membership(id, _)
            | Self::Role(id, _)
            | Self::Team(id, _)
            | Self::Address(id, _)
            | Self::CostCentre(id, _) => Some(*id),
            Self::Order(company, _) => *company,
            Self::Person(_)
            | Self::Staff(_)
            | Self::Setting(_)
            | Self::PriceList(_)
            | Self::Catalog
            | Self::Promotions
            | Self::Job(_) => None,
        }
    }
}

/// An entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// Identifier; later entries have greater ones.
    pub id: i64,
    /// Who did it, for whom, and when.
    pub author: Author,
    /// What was done.
    pub action: AuditAction,
    /// Kind of what it was done to.
    pub subject_kind: String,
    /// What tells that apart from others of its kind.
    pub subject_id: String,
    /// The company that it belongs to.
    pub company: Option<CompanyId>,
    /// What was there before.
    pub before: Option<Value>,
    /// What is there since.
    pub after: Option<Value>,
}

/// Which entries, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditPage {
    /// Only entries before this one.
    pub before: Option<i64>,
    /// How many at most; never more than 200.
    pub most: u64,
}

/// Most entries at once.
const MOST: u64 = 200;

fn text(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::unreadable("audit entry"))
}

impl Command {
    /// Notes that something is new.
    pub(crate) async fn audit_created(
        &self,
        by: &Author,
        subject: Subject,
        after: &impl Serialize,
    ) -> Result<(), StoreError> {
        self.audit(by, AuditAction::Created, subject, None, Some(text(after)?)).await
    }

    /// Notes that something is another than before.
    pub(crate) async fn audit_changed<T: Serialize>(
        &self,
        by: &Author,
        subject: Subject,
        before: &T,
        after: &T,
    ) -> Result<(), StoreError> {
        self.audit(by, AuditAction::Changed, subject, Some(text(before)?), Some(text(after)?)).await
    }

    /// Notes that something is gone.
    pub(crate) async fn audit_removed(
        &self,
        by: &Author,
        subject: Subject,
        before: &impl Serialize,
    ) -> Result<(), StoreError> {
        self.audit(by, AuditAction::Removed, subject, Some(text(before)?), None).await
    }

    /// Notes a change of many things, in numbers: there is no before and after of each.
    pub(crate) async fn audit_in_numbers(
        &self,
        by: &Author,
        subject: Subject,
        numbers: &impl Serialize,
    ) -> Result<(), StoreError> {
        self.audit(by, AuditAction::Changed, subject, None, Some(text(numbers)?)).await
    }

    /// Notes what has no before and after.
    pub(crate) async fn audit_done(
        &self,
        by: &Author,
        action: AuditAction,
        subject: Subject,
    ) -> Result<(), StoreError> {
        self.audit(by, action, subject, None, None).await
    }

    async fn audit(
        &self,
        by: &Author,
        action: AuditAction,
        subject: Subject,
        before: Option<String>,
        after: Option<String>,
    ) -> Result<(), StoreError> {
        let (person, part) = match &by.who {
            Who::Person(person) => (Some(person.0), None),
            Who::Shop(part) => (None, Some(part.as_str().to_owned())),
            Who::Guest => (None, None),
        };
        let entry = audit_entry::ActiveModel {
            at: Set(by.at),
            person_id: Set(person),
            part: Set(part),
            acting_for: Set(by.acting_for.map(|person| person.0)),
            company_id: Set(subject.company().map(|company| company.0)),
            action: Set(action.as_str().to_owned()),
            subject_kind: Set(subject.kind().to_owned()),
            subject_id: Set(subject.id()),
            before: Set(before),
            after: Set(after),
            request_id: Set(by.request.clone()),
            ..Default::default()
        };
        audit_entry::Entity::insert(entry).exec_without_returning(&self.tx).await?;
        Ok(())
    }
}

fn record(row: audit_entry::Model) -> Result<AuditRecord, StoreError> {
    let unknown = |what: &str, word: &str| StoreError::Unreadable {
        what: "audit entry",
        reason: format!("`{word}` is no {what}"),
    };
    let who = match (row.person_id, &row.part) {
        (Some(person), _) => Who::Person(PersonId(person)),
        (None, Some(word)) => {
            let part = ShopPart::ALL.into_iter().find(|part| part.as_str() == word);
            Who::Shop(part.ok_or_else(|| unknown("part of the shop", word))?)
        }
        (None, None) => Who::Guest,
    };
    let action = AuditAction::ALL.into_iter().find(|action| action.as_str() == row.action);
    let value = |text: Option<String>| {
        text.map(|text| serde_json::from_str(&text).map_err(StoreError::unreadable("audit entry"))).transpose()
    };
    Ok(AuditRecord {
        id: row.id,
        author: Author { who, acting_for: row.acting_for.map(PersonId), request: row.request_id, at: row.at },
        action: action.ok_or_else(|| unknown("action", &row.action))?,
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        company: row.company_id.map(CompanyId),
        before: value(row.before)?,
        after: value(row.after)?,
    })
}

impl Store {
    /// What was done to something, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn audit_of(&self, subject: &Subject, page: AuditPage) -> Result<Vec<AuditRecord>, StoreError> {
        let query = audit_entry::Entity::find()
            .filter(audit_entry::Column::SubjectKind.eq(subject.kind()))
            .filter(audit_entry::Column::SubjectId.eq(subject.id()));
        // Identifiers are unique over all companies, and still the company has to be the one that was named.
        let query = match subject.company() {
            Some(company) => query.filter(audit_entry::Column::CompanyId.eq(company.0)),
            None => query,
        };
        self.audit_page(query, page).await
    }

    /// What was done in a company, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn audit_of_company(&self, company: CompanyId, page: AuditPage) -> Result<Vec<AuditRecord>, StoreError> {
        let query = audit_entry::Entity::find().filter(audit_entry::Column::CompanyId.eq(company.0));
        self.audit_page(query, page).await
    }

    async fn audit_page(
        &self,
        query: Select<audit_entry::Entity>,
        page: AuditPage,
    ) -> Result<Vec<AuditRecord>, StoreError> {
        let query = match page.before {
            Some(id) => query.filter(audit_entry::Column::Id.lt(id)),
            None => query,
        };
        let rows = query.order_by_desc(audit_entry::Column::Id).limit(page.most.min(MOST)).all(&self.db).await?;
        rows.into_iter().map(record).collect()
    }
}
