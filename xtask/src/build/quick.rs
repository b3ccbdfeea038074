//! The app soon: little optimised, not cut into parts, and without Trunk, whose own compilation takes longer than the app's.

use std::{fs, path::PathBuf};

use super::{Fingerprint, page};
use crate::{
    failure::{Doing, Outcome},
    place,
    process::{cargo, run},
    tools,
};

/// The name of the app's files, and of its binary.
const APP: &str = "giano-app";

/// Where the app is that was built quickly.
pub fn dist() -> PathBuf {
    place::target().join("quick/dist")
}

/// Builds the app into [`dist`], unless what is there was built of these very sources.
pub fn app() -> Outcome {
    let sources = Fingerprint::of_sources(false)?;
    let mark = place::target().join("quick/fingerprint");
    if dist().join("index.html").is_file() && fs::read_to_string(&mark).is_ok_and(|built| built == sources.0) {
        return Ok(());
    }
    tools::wasm_target()?;
    let _ = fs::remove_file(&mark);
    let mut build = cargo(["build", "--package", APP, "--bin", APP, "--features", "hydrate", "--locked"]);
    build.args(["--target", tools::WASM_TARGET, "--profile", "wasm-quick"]);
    run(build)?;
    let bound = place::target().join("quick/bound");
    let _ = fs::remove_dir_all(&bound);
    let mut bindgen = cargo(["run", "--quiet", "--package", "giano-bindgen", "--locked", "--"]);
    bindgen.arg(place::target().join(tools::WASM_TARGET).join("wasm-quick").join(format!("{APP}.wasm"))).arg(&bound);
    run(bindgen)?;

    let _ = fs::remove_dir_all(dist());
    let wasm = fs::read(bound.join(format!("{APP}_bg.wasm"))).doing("the app's wasm")?;
    let folder = format!("app-{}", page::fingerprint(&wasm));
    page::copy_folder(&bound, &dist().join(&folder))?;
    page::write(&dist(), &format!("{folder}/{APP}.js"), &format!("{folder}/{APP}_bg.wasm"))?;
    fs::write(&mark, sources.0).doing("marking the app as built")
}
