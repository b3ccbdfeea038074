//! What belongs to a company: its people with their roles and teams, its addresses and cost centres.
//!
//! Every query here has the company in its condition: another company's identifier finds nothing and changes nothing.

mod addresses;
mod cost_centres;
mod members;
mod roles;
mod teams;

pub use addresses::CompanyAddress;
pub(crate) use addresses::add_missing as add_missing_addresses;
pub use cost_centres::CostCentre;
pub(crate) use cost_centres::add_missing as add_missing_cost_centres;
pub use members::{MemberRecord, MemberRefusal, Membership, RoleChoice};
pub(crate) use members::{put_built_in, role_of};
pub use roles::RoleRemoval;
pub(crate) use roles::permissions;
pub use teams::{TeamRecord, TeamRefusal};
