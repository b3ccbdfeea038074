//! Saying how far an import is.

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading the file through once.
    Reading,
    /// Making pictures.
    Pictures,
    /// Writing products.
    Products,
    /// Writing reviews.
    Reviews,
    /// Writing prices.
    Prices,
}

/// Is told how far an import is, and may stop it.
pub trait Progress: Send + Sync {
    /// A step begins; `total` is how much there is, where known.
    fn begin(&self, step: Step, total: Option<u64>);
    /// So much more is done.
    fn advance(&self, by: u64);
    /// The step is done.
    fn end(&self) {}
    /// Whether to stop: what was written stays, each product whole.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Tells nobody.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _step: Step, _total: Option<u64>) {}
    fn advance(&self, _by: u64) {}
}
