//! `cargo xtask bench`: the numbers of docs/benchmarks.md.

use crate::failure::{Failure, Outcome};

/// What was asked for on the command line.
pub struct Wishes;

impl Wishes {
    /// Reads `--only MEASURE` and `--write`.
    pub fn parse(_: &[String]) -> Outcome<Self> {
        Ok(Self)
    }
}

/// Measures.
pub fn bench(_: &Wishes) -> Outcome<bool> {
    Err(Failure::new("nothing is measured yet"))
}
