//! Where things are.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The repository's root.
pub fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// Cargo's target folder, which also holds the tools and the reports.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |given| root().join(given))
}

/// Where cargo keeps what it fetched.
pub fn cargo_home() -> PathBuf {
    env::var_os("CARGO_HOME").map_or_else(|| env::home_dir().unwrap_or_default().join(".cargo"), PathBuf::from)
}

/// Where the pinned command-line tools are installed.
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// The app as it is delivered.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The browser tests and their npm packages.
pub fn tests() -> PathBuf {
    root().join("tests")
}

/// The server's binary in a profile (`release` or `debug`).
pub fn server(profile: &str) -> PathBuf {
    target().join(profile).join("giano")
}
