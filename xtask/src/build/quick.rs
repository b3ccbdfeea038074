//! The app soon: little optimised, not cut into parts, and without Trunk, whose own compilation takes longer than the app's.

use std::{fs, path::PathBuf, thread};

use super::{Fingerprint, page};
use crate::{
    failure::{Doing, Failure, Outcome},
    place,
    process::{cargo, command, run},
    tools,
};

/// The name of the app's files, and of its binary.
const APP: &str = "giano-app";
/// The name of the binary that binds it.
const BINDGEN: &str = "giano-bindgen";

/// Where the app is that was built quickly.
pub fn dist() -> PathBuf {
    place::target().join("quick/dist")
}

/// Builds app and server, the app into [`dist`] unless what is there was built of these very sources. Both are compiled at once, in
/// folders that do not wait for each other: each has long stretches in which all wait for one crate.
pub fn shop() -> Outcome {
    let sources = Fingerprint::of_sources(false)?;
    let mark = place::target().join("quick/fingerprint");
    if dist().join("index.html").is_file() && fs::read_to_string(&mark).is_ok_and(|built| built == sources.0) {
        return programs();
    }
    tools::wasm_target()?;
    let _ = fs::remove_file(&mark);
    thread::scope(|scope| {
        let app = scope.spawn(compile);
        programs()?;
        app.join().unwrap_or_else(|_| Err(Failure::new("building the app panicked")))
    })?;
    bind()?;
    fs::write(&mark, sources.0).doing("marking the app as built")
}

/// The server, and what binds the app: of the whole workspace, as the tests are, so that most crates have the same features and are
/// not compiled again.
fn programs() -> Outcome {
    run(cargo(["build", "--workspace", "--exclude", "xtask", "--bin", "giano", "--bin", BINDGEN, "--locked"]))
}

/// The app's wasm.
fn compile() -> Outcome {
    let mut build = cargo(["build", "--package", APP, "--bin", APP, "--features", "hydrate", "--locked"]);
    build.args(["--target", tools::WASM_TARGET, "--profile", "wasm-quick"]);
    run(build)
}

/// The app's files, bound to JavaScript.
fn bind() -> Outcome {
    let bound = place::target().join("quick/bound");
    let _ = fs::remove_dir_all(&bound);
    let mut bindgen = command(place::target().join("debug").join(BINDGEN));
    bindgen.arg(place::target().join(tools::WASM_TARGET).join("wasm-quick").join(format!("{APP}.wasm"))).arg(&bound);
    run(bindgen)?;

    let _ = fs::remove_dir_all(dist());
    let wasm = fs::read(bound.join(format!("{APP}_bg.wasm"))).doing("the app's wasm")?;
    let folder = format!("app-{}", page::fingerprint(&wasm));
    page::copy_folder(&bound, &dist().join(&folder))?;
    page::write(&dist(), &format!("{folder}/{APP}.js"), &format!("{folder}/{APP}_bg.wasm"))
}
