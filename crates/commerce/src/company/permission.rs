//! What somebody may do: in a company, and for the shop.
//!
//! The two are types of their own, so that no role a company makes can ever hold what only the shop's staff may do.

use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// A closed list of things that may be allowed.
pub trait Named: Copy + PartialEq + fmt::Debug + 'static {
    /// All of them; at most 64.
    const ALL: &'static [Self];
    /// The word on the wire and in the database.
    fn as_str(self) -> &'static str;
    /// Its place among all.
    fn place(self) -> u32;
}

macro_rules! permissions {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$of])* $variant,)+
        }

        impl Named for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];

            fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            fn place(self) -> u32 {
                self as u32
            }
        }
    };
}

permissions!(
    /// What a person may do in a company.
    Permission {
        /// See the orders that the person placed for the company.
        ViewOwnOrders "view_own_orders",
        /// See the orders of the person's team and of the teams below it.
        ViewTeamOrders "view_team_orders",
        /// See all orders of the company.
        ViewCompanyOrders "view_company_orders",
        /// Place orders, and order again.
        PlaceOrders "place_orders",
        /// Ask to return or exchange what was ordered.
        ReturnGoods "return_goods",
        /// Decide on orders that wait for approval.
        ApproveOrders "approve_orders",
        /// Set the rules by which orders need approval.
        ManageApprovalRules "manage_approval_rules",
        /// Ask for quotes, negotiate and accept them.
        RequestQuotes "request_quotes",
        /// Keep requisition lists and share them in the company.
        ManageLists "manage_lists",
        /// See who belongs to the company.
        ViewPeople "view_people",
        /// Invite people, give them roles and teams, take them out.
        ManagePeople "manage_people",
        /// Make and change the company's own roles.
        ManageRoles "manage_roles",
        /// Make, move and dissolve teams.
        ManageTeams "manage_teams",
        /// Add, change and remove addresses.
        ManageAddresses "manage_addresses",
        /// Add, rename and close cost centres.
        ManageCostCentres "manage_cost_centres",
        /// Set budgets.
        ManageBudgets "manage_budgets",
        /// See credit and what is owed.
        ViewCredit "view_credit",
        /// See invoices and statements.
        ViewInvoices "view_invoices",
        /// Pay invoices.
        PayInvoices "pay_invoices",
        /// Change what is known of the company itself.
        ManageCompany "manage_company",
        /// Read who changed what in the company.
        ViewAuditLog "view_audit_log",
    }
);

permissions!(
    /// What a member of the shop's staff may do.
    StaffPermission {
        /// See customers: people, companies, their orders, credit and history.
        ViewCustomers "view_customers",
        /// Activate, block and reject companies, and change what is agreed with them: terms, price lists, credit.
        ManageCustomers "manage_customers",
        /// Act for a customer, in a session that is logged.
        ActForCustomers "act_for_customers",
        /// Answer requests for quotes.
        AnswerQuotes "answer_quotes",
        /// Change orders: cancel, ship, note payments.
        ManageOrders "manage_orders",
        /// Give money back.
        RefundPayments "refund_payments",
        /// Decide on returns and exchanges.
        HandleReturns "handle_returns",
        /// Answer chats and tickets.
        AnswerChats "answer_chats",
        /// Change products, stock and media, and import them.
        ManageCatalogue "manage_catalogue",
        /// Change price lists and terms, and import them.
        ManagePrices "manage_prices",
        /// Change promotions and see their codes.
        ManagePromotions "manage_promotions",
        /// Change content and questions.
        ManageContent "manage_content",
        /// Change the shop's settings.
        ManageSettings "manage_settings",
        /// Appoint staff and give them roles.
        ManageStaff "manage_staff",
        /// See background work that failed, and repeat it.
        ManageWork "manage_work",
        /// Read who changed what.
        ViewAuditLog "view_audit_log",
    }
);

/// A set of permissions; the empty one allows nothing. On the wire a list of names, of which those that are not known are
/// left out: what nobody knows is allowed to nobody.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PermissionSet<P> {
    bits: u64,
    of: PhantomData<P>,
}

/// What a person may do in a company.
pub type Permissions = PermissionSet<Permission>;
/// What a member of the shop's staff may do.
pub type StaffPermissions = PermissionSet<StaffPermission>;

impl<P: Named> PermissionSet<P> {
    /// Nothing is allowed.
    pub const NONE: Self = Self { bits: 0, of: PhantomData };

    /// Everything is allowed.
    pub fn all() -> Self {
        P::ALL.iter().copied().collect()
    }

    /// What these names stand for; unknown names are left out.
    pub fn of_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let known = |name: &str| P::ALL.iter().copied().find(|permission| permission.as_str() == name);
        names.into_iter().filter_map(known).collect()
    }

    /// Whether it is allowed.
    pub fn contains(self, permission: P) -> bool {
        self.bits & (1 << permission.place()) != 0
    }

    /// Whether all of the other is allowed here too.
    pub const fn includes(self, other: Self) -> bool {
        self.bits & other.bits == other.bits
    }

    /// What is allowed here and not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self { bits: self.bits & !other.bits, of: PhantomData }
    }

    /// Whether nothing is allowed.
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// Everything that is allowed, in the order of the list.
    pub fn iter(self) -> impl Iterator<Item = P> {
        P::ALL.iter().copied().filter(move |permission| self.contains(*permission))
    }
}

impl<P: Named> Default for PermissionSet<P> {
    fn default() -> Self {
        Self::NONE
    }
}

impl<P: Named> FromIterator<P> for PermissionSet<P> {
    fn from_iter<I: IntoIterator<Item = P>>(permissions: I) -> Self {
        let bits = permissions.into_iter().fold(0, |bits, permission| bits | 1 << permission.place());
        Self { bits, of: PhantomData }
    }
}

impl<P: Named, const N: usize> From<[P; N]> for PermissionSet<P> {
    fn from(permissions: [P; N]) -> Self {
        permissions.into_iter().collect()
    }
}

impl<P: Named> fmt::Debug for PermissionSet<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl<P: Named> Serialize for PermissionSet<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Named::as_str))
    }
}

impl<'de, P: Named> Deserialize<'de> for PermissionSet<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names<P>(PhantomData<P>);
        impl<'de, P: Named> Visitor<'de> for Names<P> {
            type Value = PermissionSet<P>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("names of permissions")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Self::Value, A::Error> {
                let mut bits = 0;
                while let Some(name) = names.next_element::<String>()? {
                    bits |= PermissionSet::<P>::of_names([name.as_str()]).bits;
                }
                Ok(PermissionSet { bits, of: PhantomData })
            }
        }
        deserializer.deserialize_seq(Names(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn words_are_serdes<P: Named + Serialize>() {
        assert!(P::ALL.len() <= 64, "a set is 64 bits");
        for (place, permission) in P::ALL.iter().enumerate() {
            assert_eq!(permission.place() as usize, place, "{permission:?}");
            assert_eq!(serde_json::to_value(permission).unwrap(), permission.as_str());
        }
    }

    #[test]
    fn every_permission_has_one_word() {
        words_are_serdes::<Permission>();
        words_are_serdes::<StaffPermission>();
    }

    #[test]
    fn an_empty_set_allows_nothing_and_a_full_one_all() {
        for permission in Permission::ALL {
            assert!(!Permissions::default().contains(*permission));
            assert!(Permissions::all().contains(*permission));
            let alone = Permissions::from([*permission]);
            assert_eq!(alone.iter().collect::<Vec<_>>(), [*permission]);
            assert!(!Permissions::all().without(alone).contains(*permission));
            assert!(Permissions::all().includes(alone) && !Permissions::NONE.includes(alone));
        }
    }

    #[test]
    fn a_set_travels_as_names() {
        let set = Permissions::from([Permission::ManageRoles, Permission::PlaceOrders]);
        let json = serde_json::to_string(&set).unwrap();
        assert_eq!(json, r#"["place_orders","manage_roles"]"#);
        assert_eq!(serde_json::from_str::<Permissions>(&json).unwrap(), set);
        // A name of a newer version, or of the shop's staff, allows nothing here.
        let strange: Permissions = serde_json::from_str(r#"["fly","refund_payments","place_orders"]"#).unwrap();
        assert_eq!(strange, Permissions::from([Permission::PlaceOrders]));
    }
}
