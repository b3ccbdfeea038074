//! Roles: named sets of permissions.

use super::{Permission, Permissions, RoleId, StaffPermission, StaffPermissions};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A role that every company has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

impl CompanyRole {
    /// All of them, the one that may most first.
    pub const ALL: [Self; 4] = [Self::Administrator, Self::Approver, Self::Buyer, Self::Viewer];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Approver => "approver",
            Self::Buyer => "buyer",
            Self::Viewer => "viewer",
        }
    }

    /// What it allows.
    pub fn permissions(self) -> Permissions {
        use Permission::{
            ApproveOrders, ManageLists, PlaceOrders, RequestQuotes, ReturnGoods, ViewCompanyOrders, ViewCredit,
            ViewInvoices, ViewOwnOrders, ViewPeople, ViewTeamOrders,
        };
        let views = [ViewOwnOrders, ViewTeamOrders, ViewCompanyOrders, ViewCredit, ViewInvoices, ViewPeople];
        let buys = [PlaceOrders, ReturnGoods, RequestQuotes, ManageLists];
        match self {
            Self::Administrator => Permissions::all(),
            Self::Approver => views.into_iter().chain(buys).chain([ApproveOrders]).collect(),
            Self::Buyer => views.into_iter().chain(buys).collect(),
            Self::Viewer => views.into_iter().collect(),
        }
    }
}

/// A word that is no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no role")]
pub struct UnknownRole(pub String);

impl FromStr for CompanyRole {
    type Err = UnknownRole;

    fn from_str(word: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == word).ok_or_else(|| UnknownRole(word.to_owned()))
    }
}

/// A role that a company made for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRole {
    /// Identifier.
    pub id: RoleId,
    /// What the company calls it.
    pub name: String,
    /// What it allows.
    pub permissions: Permissions,
}

/// What a person is in a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// One that every company has.
    BuiltIn(CompanyRole),
    /// One of the company's own.
    Own(OwnRole),
}

impl Role {
    /// What it allows.
    pub fn permissions(&self) -> Permissions {
        match self {
            Self::BuiltIn(role) => role.permissions(),
            Self::Own(role) => role.permissions,
        }
    }

    /// The role that every company has, where it is one.
    pub const fn built_in(&self) -> Option<CompanyRole> {
        match self {
            Self::BuiltIn(role) => Some(*role),
            Self::Own(_) => None,
        }
    }
}

impl Permissions {
    /// What stays of a customer's permissions for a sales representative who acts for the customer: buying and looking.
    /// What the company decides by itself (approval, people, roles, budgets, payment) stays with its own people.
    #[must_use]
    pub fn while_acted_for(self) -> Self {
        self.without(Self::from([
            Permission::ApproveOrders,
            Permission::ManageApprovalRules,
            Permission::ManagePeople,
            Permission::ManageRoles,
            Permission::ManageTeams,
            Permission::ManageBudgets,
            Permission::PayInvoices,
            Permission::ManageCompany,
        ]))
    }
}

/// A role among the shop's staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// Runs the shop: everything.
    Merchant,
    /// Makes quotes, sees credit and history, acts for customers.
    SalesRepresentative,
    /// Chat, tickets, returns.
    SupportAgent,
}

impl StaffRole {
    /// All of them, the one that may most first.
    pub const ALL: [Self; 3] = [Self::Merchant, Self::SalesRepresentative, Self::SupportAgent];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Merchant => "merchant",
            Self::SalesRepresentative => "sales_representative",
            Self::SupportAgent => "support_agent",
        }
    }

    /// What it allows.
    pub fn permissions(self) -> StaffPermissions {
        use StaffPermission::{
            ActForCustomers, AnswerChats, AnswerQuotes, HandleReturns, ManageOrders, RefundPayments, ViewCustomers,
        };
        match self {
            Self::Merchant => StaffPermissions::all(),
            Self::SalesRepresentative => [ViewCustomers, ActForCustomers, AnswerQuotes, ManageOrders].into(),
            Self::SupportAgent => [ViewCustomers, AnswerChats, HandleReturns, ManageOrders, RefundPayments].into(),
        }
    }
}

impl FromStr for StaffRole {
    type Err = UnknownRole;

    fn from_str(word: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == word).ok_or_else(|| UnknownRole(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Named;
    use super::*;

    #[test]
    fn words_are_those_on_the_wire() {
        for role in CompanyRole::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        for role in StaffRole::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert_eq!("owner".parse::<CompanyRole>(), Err(UnknownRole("owner".into())));
    }

    /// Each role may all that the next one may, and more.
    #[test]
    fn roles_go_from_most_to_least() {
        for pair in CompanyRole::ALL.windows(2) {
            let (more, less) = (pair[0].permissions(), pair[1].permissions());
            assert!(more.includes(less) && more != less, "{pair:?}");
        }
        let viewer = CompanyRole::Viewer.permissions();
        for permission in viewer.iter() {
            assert!(permission.as_str().starts_with("view_"), "a viewer only looks: {permission:?}");
        }
    }

    #[test]
    fn acting_for_a_customer_gives_no_say_in_the_company() {
        let acting = CompanyRole::Administrator.permissions().while_acted_for();
        assert!(acting.contains(Permission::PlaceOrders) && acting.contains(Permission::ViewCredit));
        for own in [Permission::ApproveOrders, Permission::ManagePeople, Permission::ManageRoles] {
            assert!(!acting.contains(own), "{own:?}");
        }
        // Nobody gains by it.
        assert!(!CompanyRole::Viewer.permissions().while_acted_for().contains(Permission::PlaceOrders));
    }
}
