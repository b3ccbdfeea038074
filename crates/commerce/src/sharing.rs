//! Sharing an amount out over parts by largest remainder, so that the parts add up to the whole.
