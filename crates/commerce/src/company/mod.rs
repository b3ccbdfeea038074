//! Companies, the people who buy for them, and what each of them may do.

mod name;
mod permission;
mod role;
mod team;

pub use name::{NameError, ShortName};
pub use permission::{Named, Permission, PermissionSet, Permissions, StaffPermission, StaffPermissions};
pub use role::{CompanyRole, OwnRole, Role, StaffRole, UnknownRole};
pub use team::{TeamCycle, TeamTree};

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
id!(
    /// A role that a company made for itself.
    RoleId
);
id!(
    /// A team of a company.
    TeamId
);
id!(
    /// A place that a company has things sent to.
    AddressId
);
id!(
    /// A cost centre of a company.
    CostCentreId
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
