//! Teams of a company: a tree.

use super::TeamId;
use std::collections::{BTreeMap, BTreeSet};

/// All teams of a company, each with the one above it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TeamTree {
    above: BTreeMap<TeamId, Option<TeamId>>,
}

/// A team cannot stand below itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a team cannot stand below itself")]
pub struct TeamCycle;

impl TeamTree {
    /// Teams with the one above each.
    pub fn new(teams: impl IntoIterator<Item = (TeamId, Option<TeamId>)>) -> Self {
        Self { above: teams.into_iter().collect() }
    }

    /// A team and all teams below it, at any depth; none where it is no team of the company.
    pub fn with_those_below(&self, team: TeamId) -> BTreeSet<TeamId> {
        let mut found = BTreeSet::new();
        let mut open: Vec<TeamId> = self.above.contains_key(&team).then_some(team).into_iter().collect();
        while let Some(next) = open.pop() {
            // A team is looked at once, so that even a damaged tree comes to an end.
            if found.insert(next) {
                open.extend(self.above.iter().filter(|(_, above)| **above == Some(next)).map(|(team, _)| *team));
            }
        }
        found
    }

    /// Whether a team may be put below another.
    ///
    /// # Errors
    /// [`TeamCycle`] where the other is the team itself, or stands below it.
    pub fn may_stand_below(&self, team: TeamId, above: TeamId) -> Result<(), TeamCycle> {
        if self.with_those_below(team).contains(&above) { Err(TeamCycle) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> TeamTree {
        let team = |id: i64, above: Option<i64>| (TeamId(id), above.map(TeamId));
        TeamTree::new([team(1, None), team(2, Some(1)), team(3, Some(2)), team(4, Some(1)), team(5, None)])
    }

    fn below(team: i64) -> Vec<i64> {
        tree().with_those_below(TeamId(team)).into_iter().map(|team| team.0).collect()
    }

    #[test]
    fn a_team_reaches_all_below_it() {
        assert_eq!(below(1), [1, 2, 3, 4]);
        assert_eq!(below(2), [2, 3]);
        assert_eq!(below(5), [5]);
        assert_eq!(below(6), [0_i64; 0]);
    }

    #[test]
    fn no_team_stands_below_itself() {
        let may = |team: i64, above: i64| tree().may_stand_below(TeamId(team), TeamId(above));
        assert_eq!(may(1, 1), Err(TeamCycle));
        assert_eq!(may(1, 3), Err(TeamCycle));
        assert_eq!(may(3, 1), Ok(()));
        assert_eq!(may(1, 5), Ok(()));
    }

    #[test]
    fn a_damaged_tree_ends() {
        let ring = TeamTree::new([(TeamId(1), Some(TeamId(2))), (TeamId(2), Some(TeamId(1)))]);
        assert_eq!(ring.with_those_below(TeamId(1)).len(), 2);
    }
}
