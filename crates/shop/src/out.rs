//! What commands say. Whoever reads it may stop before the end, as `head` does: then nobody reads the rest, and the command goes
//! on to its own end. `println!` would make it panic.

use std::io::{ErrorKind, Result, Write};

/// Standard output, which a reader may leave.
pub struct Out;

/// Standard error, which a reader may leave.
pub struct Aside;

/// What was written; all of it where nobody reads any more.
fn unless_left<T>(done: Result<T>, all: T) -> Result<T> {
    match done {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(all),
        done => done,
    }
}

impl Write for Out {
    fn write(&mut self, text: &[u8]) -> Result<usize> {
        unless_left(std::io::stdout().write(text), text.len())
    }

    fn flush(&mut self) -> Result<()> {
        unless_left(std::io::stdout().flush(), ())
    }
}

impl Write for Aside {
    fn write(&mut self, text: &[u8]) -> Result<usize> {
        unless_left(std::io::stderr().write(text), text.len())
    }

    fn flush(&mut self) -> Result<()> {
        unless_left(std::io::stderr().flush(), ())
    }
}
