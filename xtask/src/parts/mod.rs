//! Cutting the app's wasm into parts that the browser loads when it needs them, and shrinking each.
//!
//! Trunk does not know of parts: it has built the page, the style and one wasm in which the places to cut are marked
//! (`src/split.rs`). Here that wasm is cut, each part optimised, and the page made to name the outcome.

mod bundles;
mod unused;

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    thread,
};

use crate::{
    failure::{Doing, Failure, Outcome},
    place,
    process::{command, run},
    tools,
};

/// What Rust's wasm uses and every browser of the last years knows; binaryen shall read it, and write no more than it.
const WASM_FEATURES: [&str; 6] =
    ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];

/// The app's name in the names of its files.
const APP: &str = "giano-app";

/// Replaces the one wasm in `dist/` by its parts, in a folder named by what is in them, since browsers cache by name.
pub fn cut(dist: &Path, shrink: bool) -> Outcome {
    let work = place::target().join("parts");
    let _ = fs::remove_dir_all(&work);
    let (cut, bound) = (work.join("cut"), work.join("bound"));
    fs::create_dir_all(&cut).doing("creating a folder for the parts")?;
    let whole = place::target().join("wasm32-unknown-unknown/wasm-release").join(format!("{APP}.wasm"));
    let mut split = command(tools::wasm_split());
    split.arg(whole).arg(&cut).args(["--target", "web", "--out-name", APP]);
    run(split)?;
    let mut bindgen = command(place::tools().join("bin/wasm-bindgen"));
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir"]).arg(&bound);
    bindgen.arg(cut.join(format!("{APP}.wasm")));
    run(bindgen)?;
    for file in files(&cut)? {
        if !file.ends_with(format!("{APP}.wasm")) {
            fs::rename(&file, bound.join(file.file_name().unwrap_or_default())).doing(file.display())?;
        }
    }
    if shrink {
        shrink_all(&bound)?;
    }
    let parts = bundles::bundle(&bound)?;
    let folder = format!("app-{}", fingerprint(&bound)?);
    let delivered = dist.join(&folder);
    fs::create_dir_all(&delivered)?;
    for file in files(&bound)? {
        fs::copy(&file, delivered.join(file.file_name().unwrap_or_default())).doing(file.display())?;
    }
    // The server asks for them when it starts the app: else the browser would learn of them only when the app runs.
    let parts: BTreeMap<_, Vec<_>> = parts
        .into_iter()
        .map(|(part, files)| (part, files.into_iter().map(|file| format!("/{folder}/{file}")).collect()))
        .collect();
    let list = serde_json::to_string(&parts).doing("listing the files of each part")?;
    fs::write(dist.join("parts.json"), list).doing("listing the files of each part")?;
    name_in_page(dist, &folder)
}

/// Runs binaryen over every wasm, on as many cores as there are.
fn shrink_all(folder: &Path) -> Outcome {
    let mut all: Vec<PathBuf> = files(folder)?;
    all.retain(|file| file.extension().is_some_and(|ending| ending == "wasm"));
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let share = all.len().div_ceil(cores).max(1);
        // Taken in turns, so that no core gets all of the large ones.
        let workers: Vec<_> = (0..all.len().div_ceil(share))
            .map(|first| all.iter().skip(first).step_by(cores))
            .map(|files| scope.spawn(move || files.into_iter().try_for_each(|file| shrink(file))))
            .collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|_| Err(Failure::new("a thread that ran wasm-opt panicked")))
        })
    })
}

fn shrink(file: &Path) -> Outcome {
    fs::write(file, unused::without_unused(&fs::read(file)?)?).doing(file.display())?;
    let smaller = file.with_extension("smaller");
    let mut optimise = command("node");
    optimise.arg(place::tests().join("node_modules/binaryen/bin/wasm-opt"));
    optimise.args(["-Os", "--strip-debug", "--strip-producers"]);
    optimise.args(WASM_FEATURES.map(|feature| format!("--enable-{feature}")));
    optimise.arg(file).arg("-o").arg(&smaller);
    // It warns of names that it does not know, and which are taken out here.
    let done = optimise.output().doing("running wasm-opt")?;
    if !done.status.success() {
        return Err(Failure::new(format!("wasm-opt failed: {}", String::from_utf8_lossy(&done.stderr))));
    }
    fs::rename(&smaller, file).doing(file.display())
}

/// Makes `index.html` start the parts, and removes what Trunk had named there.
fn name_in_page(dist: &Path, folder: &str) -> Outcome {
    let page = dist.join("index.html");
    let mut html = fs::read_to_string(&page)?;
    for (ending, file) in [(".js", format!("{APP}.js")), ("_bg.wasm", format!("{APP}_bg.wasm"))] {
        let whole = only_file(dist, ending)?;
        if !html.contains(&whole) {
            return Err(Failure::new(format!("dist/index.html does not name {whole}")));
        }
        html = html.replace(&whole, &format!("{folder}/{file}"));
        fs::remove_file(dist.join(&whole))?;
    }
    fs::write(&page, html).doing("naming the parts in dist/index.html")
}

fn fingerprint(folder: &Path) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    for file in files(folder)? {
        file.file_name().hash(&mut hasher);
        fs::read(&file).doing(file.display())?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    all.sort();
    Ok(all)
}

fn only_file(folder: &Path, ending: &str) -> Outcome<String> {
    let names = fs::read_dir(folder)?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let found: Vec<String> = names.filter(|name| name.starts_with(APP) && name.ends_with(ending)).collect();
    match <[String; 1]>::try_from(found) {
        Ok([only]) => Ok(only),
        Err(found) => {
            Err(Failure::new(format!("one {APP}*{ending} expected in {}, found {found:?}", folder.display())))
        }
    }
}
