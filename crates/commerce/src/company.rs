//! Companies and the people who buy for them.

use crate::catalog::id;
use serde::{Deserialize, Serialize};

id!(
    /// A company that buys.
    CompanyId
);
id!(
    /// A person with an account.
    PersonId
);

/// Whether a company may buy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CompanyState {
    /// Registered, not yet activated by staff.
    Pending,
    /// May buy.
    Active,
    /// May look, not buy.
    Blocked,
    /// Refused by staff.
    Rejected,
}

/// What a person is in a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CompanyRole {
    /// People, roles, addresses, terms, budgets.
    Administrator,
    /// Decides on orders above a limit.
    Approver,
    /// Orders.
    Buyer,
    /// Looks.
    Viewer,
}
