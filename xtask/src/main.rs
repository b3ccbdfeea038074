//! What people type: start, dev, test, bench.
fn main() {}
