//! Building app and server: as they are delivered, or soon.
//!
//! What is delivered is small and fast and takes long to build. Who only wants to see the shop, or works on it, gets the same
//! shop compiled quickly, with little optimisation where it is not felt: see `docs/benchmarks.md` for both.

mod page;
mod quick;

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    failure::{Doing, Outcome},
    parts, place,
    process::{cargo, command, run},
    tools,
};

/// How the shop is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// As it is delivered.
    Release,
    /// The app as it is delivered, the server as the tests have built it already.
    Tested,
    /// Soon.
    Quick,
}

impl Build {
    /// Builds app and server, ready to be served.
    pub fn make(self) -> Outcome {
        match self {
            Self::Release => {
                app()?;
                server("release")?;
                self.precompress()
            }
            Self::Tested => {
                app()?;
                tested_server()?;
                self.precompress()
            }
            Self::Quick => quick::shop(),
        }
    }

    /// The server's binary.
    pub fn server(self) -> PathBuf {
        place::server(match self {
            Self::Release => "release",
            Self::Tested | Self::Quick => "debug",
        })
    }

    /// The app's folder.
    pub fn dist(self) -> PathBuf {
        match self {
            Self::Release | Self::Tested => place::dist(),
            Self::Quick => quick::dist(),
        }
    }

    /// Writes compressed twins of the app's files, unless they are there.
    fn precompress(self) -> Outcome {
        if self.dist().join("service-worker.js.br").is_file() {
            return Ok(());
        }
        let mut giano = command(self.server());
        giano.arg("precompress").arg(self.dist());
        run(giano)
    }
}

/// Everything that the app in `dist/` is made of.
const SOURCES: [&str; 13] = [
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "build.rs",
    "crates/api",
    "crates/commerce",
    "index.html",
    "locales",
    "public",
    "src",
    "style",
    "xtask/src/build",
    "xtask/src/parts",
];

/// The server's binary, in `release` or `debug`.
pub fn server(profile: &str) -> Outcome {
    // Of the whole workspace, as the tests are: most crates then have the same features, and are not compiled again.
    let mut build = cargo(["build", "--workspace", "--exclude", "xtask", "--bin", "giano", "--locked"]);
    if profile == "release" {
        build.arg("--release");
    }
    run(build)
}

/// The server's binary out of the very crates that the native tests were built with: a test of the binary needs it, so that
/// `cargo test` builds it with the features that tests have, and compiles nothing twice.
pub fn tested_server() -> Outcome {
    run(cargo(["test", "--workspace", "--no-run", "--test", "binary", "--locked", "--quiet"]))
}

/// Builds the app into `dist/`, unless what is there was built of these very sources.
fn app() -> Outcome {
    let shrink = tools::node().and_then(|()| tools::npm_packages());
    let sources = Fingerprint::of_sources(shrink.is_ok())?;
    let mark = place::target().join("dist.fingerprint");
    if place::dist().join("index.html").is_file() && fs::read_to_string(&mark).is_ok_and(|built| built == sources.0) {
        return Ok(());
    }
    tools::for_building()?;
    let _ = fs::remove_file(&mark);
    let mut build =
        trunk(&["build", "--release", "--cargo-profile", "wasm-release", "--features", "split", "--locked"]);
    // Flags in the environment replace those of .cargo/config.toml, so they stand here again. The tool that cuts the
    // wasm reads from the relocations what needs what.
    build.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags().join("\u{1f}"));
    run(build)?;
    if let Err(why) = &shrink {
        println!("the wasm is delivered larger than need be, without wasm-opt: {why}");
    }
    parts::cut(&place::dist(), shrink.is_ok())?;
    fs::write(&mark, sources.0).doing("marking the app as built")
}

/// Flags for the app's wasm. Messages of panics name source files: without where those lie on this machine.
fn flags() -> Vec<String> {
    let mut flags = vec!["--cfg".to_owned(), "erase_components".to_owned(), "-Clink-args=--emit-relocs".to_owned()];
    let registries = fs::read_dir(place::cargo_home().join("registry/src")).into_iter().flatten().flatten();
    let sources = registries.map(|registry| registry.path()).chain([place::root().to_owned()]);
    flags.extend(sources.map(|folder| format!("--remap-path-prefix={}=", folder.join("").display())));
    flags
}

/// Trunk, kept from asking the network whether there is a newer one. It finds the tools it needs on the path.
pub fn trunk(arguments: &[&str]) -> Command {
    let mut trunk = command("trunk");
    trunk.args(arguments).env("TRUNK_SKIP_VERSION_CHECK", "true");
    if arguments.first() == Some(&"build") {
        trunk.arg("--dist").arg(place::dist());
    }
    // Trunk takes any value of NO_COLOR but `true` and `false` for a mistake.
    trunk.env_remove("NO_COLOR");
    trunk
}

/// A digest of the app's sources: a change of a file's time alone is no reason to build again.
struct Fingerprint(String);

impl Fingerprint {
    fn of_sources(shrunk: bool) -> Outcome<Self> {
        let mut hasher = DefaultHasher::new();
        shrunk.hash(&mut hasher);
        for source in SOURCES {
            add(&place::root().join(source), &mut hasher).doing(source)?;
        }
        Ok(Self(format!("{:016x}", hasher.finish())))
    }
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> Outcome {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path)?.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        return entries.iter().try_for_each(|entry| add(entry, hasher));
    }
    if path.is_file() {
        path.strip_prefix(place::root()).unwrap_or(path).hash(hasher);
        fs::read(path).doing(path.display())?.hash(hasher);
    }
    Ok(())
}
