//! Why a line cost what it did: the rules that were considered. What the domain calls them may change; the matches here
//! are complete, so that a new rule cannot be forgotten.

use giano_commerce::Money;
use giano_commerce::locale::Text;
use giano_commerce::pricing::{ListOwner, Rounded, Rule, Step, Verdict};
use giano_commerce::promotion::PromotionId;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StepSnapshot {
    pub rule: RuleSnapshot,
    pub before: Money,
    pub after: Money,
    pub verdict: VerdictSnapshot,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RuleSnapshot {
    HomePrice,
    ListPrice,
    DerivedFromHome { vat_percent: Decimal },
    Contract { list: String, owner: OwnerSnapshot, minimum: u32, percent_off: Option<Decimal>, firm: bool },
    Tier { minimum: u32, counted: u32 },
    Promotion { id: i64, name: Text },
    Term { code: String, name: Text, percent: Decimal },
    RoundingOfUnit,
    RoundingOfLine,
    Apart { pieces: u32 },
    OrderShare { id: i64, name: Text },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OwnerSnapshot {
    Company,
    Group,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VerdictSnapshot {
    Won,
    Dearer,
    ContractFirm,
    OutOfDate,
    BelowMinimum,
    Excluded,
    NeedsCoupon,
    Outranked,
    Incomplete,
}

impl From<&Step> for StepSnapshot {
    fn from(step: &Step) -> Self {
        let Step { rule, before, after, verdict } = step;
        Self { rule: rule.into(), before: *before, after: *after, verdict: (*verdict).into() }
    }
}

impl From<StepSnapshot> for Step {
    fn from(step: StepSnapshot) -> Self {
        let StepSnapshot { rule, before, after, verdict } = step;
        Self { rule: rule.into(), before, after, verdict: verdict.into() }
    }
}

impl From<&Rule> for RuleSnapshot {
    fn from(rule: &Rule) -> Self {
        match rule.clone() {
            Rule::HomePrice => Self::HomePrice,
            Rule::ListPrice => Self::ListPrice,
            Rule::DerivedFromHome { vat_percent } => Self::DerivedFromHome { vat_percent },
            Rule::Contract { list, owner, minimum, percent_off, firm } => {
                let owner = match owner {
                    ListOwner::Company => OwnerSnapshot::Company,
                    ListOwner::Group => OwnerSnapshot::Group,
                };
                Self::Contract { list, owner, minimum, percent_off, firm }
            }
            Rule::Tier { minimum, counted } => Self::Tier { minimum, counted },
            Rule::Promotion { id, name } => Self::Promotion { id: id.0, name },
            Rule::Term { code, name, percent } => Self::Term { code, name, percent },
            Rule::Rounding { of: Rounded::Unit } => Self::RoundingOfUnit,
            Rule::Rounding { of: Rounded::Line } => Self::RoundingOfLine,
            Rule::Apart { pieces } => Self::Apart { pieces },
            Rule::OrderShare { id, name } => Self::OrderShare { id: id.0, name },
        }
    }
}

impl From<RuleSnapshot> for Rule {
    fn from(rule: RuleSnapshot) -> Self {
        match rule {
            RuleSnapshot::HomePrice => Self::HomePrice,
            RuleSnapshot::ListPrice => Self::ListPrice,
            RuleSnapshot::DerivedFromHome { vat_percent } => Self::DerivedFromHome { vat_percent },
            RuleSnapshot::Contract { list, owner, minimum, percent_off, firm } => {
                let owner = match owner {
                    OwnerSnapshot::Company => ListOwner::Company,
                    OwnerSnapshot::Group => ListOwner::Group,
                };
                Self::Contract { list, owner, minimum, percent_off, firm }
            }
            RuleSnapshot::Tier { minimum, counted } => Self::Tier { minimum, counted },
            RuleSnapshot::Promotion { id, name } => Self::Promotion { id: PromotionId(id), name },
            RuleSnapshot::Term { code, name, percent } => Self::Term { code, name, percent },
            RuleSnapshot::RoundingOfUnit => Self::Rounding { of: Rounded::Unit },
            RuleSnapshot::RoundingOfLine => Self::Rounding { of: Rounded::Line },
            RuleSnapshot::Apart { pieces } => Self::Apart { pieces },
            RuleSnapshot::OrderShare { id, name } => Self::OrderShare { id: PromotionId(id), name },
        }
    }
}

impl From<Verdict> for VerdictSnapshot {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Won => Self::Won,
            Verdict::Dearer => Self::Dearer,
            Verdict::ContractFirm => Self::ContractFirm,
            Verdict::OutOfDate => Self::OutOfDate,
            Verdict::BelowMinimum => Self::BelowMinimum,
            Verdict::Excluded => Self::Excluded,
            Verdict::NeedsCoupon => Self::NeedsCoupon,
            Verdict::Outranked => Self::Outranked,
            Verdict::Incomplete => Self::Incomplete,
        }
    }
}

impl From<VerdictSnapshot> for Verdict {
    fn from(verdict: VerdictSnapshot) -> Self {
        match verdict {
            VerdictSnapshot::Won => Self::Won,
            VerdictSnapshot::Dearer => Self::Dearer,
            VerdictSnapshot::ContractFirm => Self::ContractFirm,
            VerdictSnapshot::OutOfDate => Self::OutOfDate,
            VerdictSnapshot::BelowMinimum => Self::BelowMinimum,
            VerdictSnapshot::Excluded => Self::Excluded,
            VerdictSnapshot::NeedsCoupon => Self::NeedsCoupon,
            VerdictSnapshot::Outranked => Self::Outranked,
            VerdictSnapshot::Incomplete => Self::Incomplete,
        }
    }
}
