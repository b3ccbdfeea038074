//! The tools of the build, at pinned versions, fetched when missing.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    failure::{Doing, Failure, Outcome},
    place,
    process::{command, is_there, read, run},
};

const TRUNK: &str = "0.21.14";
/// Must be the very version of the `wasm-bindgen` library in Cargo.lock.
const WASM_BINDGEN: &str = "0.2.129";
const WASM_SPLIT: &str = "0.2.3";
/// What the app is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// What a build of the app needs.
pub fn for_building() -> Outcome {
    wasm_target()?;
    // Without its default features Trunk cannot download anything, and has nothing to download here.
    installed("trunk", "trunk", TRUNK, &["--no-default-features"])?;
    installed("wasm_split_cli_support", "wasm-split-cli", WASM_SPLIT, &["--features", "build-binary"])?;
    wasm_bindgen()
}

/// The program that cuts the app's wasm.
pub fn wasm_split() -> PathBuf {
    place::tools().join("bin/wasm-split-cli")
}

/// What the tests in wasm need.
pub fn wasm_bindgen() -> Outcome {
    wasm_target()?;
    // Without its default features it has no way to the network, which nothing here needs.
    installed("wasm-bindgen-cli", "wasm-bindgen", WASM_BINDGEN, &["--no-default-features"])
}

/// The standard library for wasm.
pub fn wasm_target() -> Outcome {
    let mut rustc = command("rustc");
    rustc.args(["--print", "sysroot"]);
    let sysroot = read(rustc)?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(());
    }
    if !is_there("rustup") {
        return Err(Failure::new(format!(
            "the standard library for {WASM_TARGET} is missing: install rustup, or your distribution's package of it"
        )));
    }
    println!("fetching the standard library for {WASM_TARGET}");
    let mut rustup = command("rustup");
    rustup.args(["target", "add", WASM_TARGET]);
    run(rustup)
}

fn installed(package: &str, binary: &str, version: &str, options: &[&str]) -> Outcome {
    let path = place::tools().join("bin").join(binary);
    if path.is_file() && is_installed(package, version) {
        return Ok(());
    }
    println!("installing {package} {version} into {} (once, a few minutes)", place::tools().display());
    let mut cargo = command("cargo");
    cargo.args(["install", package, "--version", version, "--locked", "--force", "--root"]).arg(place::tools());
    cargo.args(options);
    // The tools run for seconds and are compiled for minutes: little optimisation is the quicker way round. Both
    // share a folder, so what they have in common is compiled once.
    cargo.env("CARGO_TARGET_DIR", place::tools().join("build"));
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1").env("CARGO_PROFILE_RELEASE_LTO", "off");
    cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16").env_remove("RUSTFLAGS");
    run(cargo)
}

/// Whether cargo's own list of what it installed names this version; not every tool can be asked.
fn is_installed(package: &str, version: &str) -> bool {
    let list = fs::read_to_string(place::tools().join(".crates.toml")).unwrap_or_default();
    list.contains(&format!("\"{package} {version} ("))
}

/// Whether Node is there in a version the tests can use.
pub fn node() -> Outcome {
    let found = version_of_node();
    match found {
        Some(major) if major >= 20 && is_there("npm") => Ok(()),
        Some(major) => Err(Failure::new(format!("Node {major} is too old or has no npm: install Node 20 or newer"))),
        None => Err(Failure::new("Node is missing: install Node 20 or newer, with npm")),
    }
}

fn version_of_node() -> Option<u32> {
    let output = command("node").arg("--version").output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// The npm packages, exactly as locked: the browser tests' and binaryen.
pub fn npm_packages() -> Outcome {
    node()?;
    let tests = place::tests();
    let wanted = fs::read(tests.join("package-lock.json")).doing("tests/package-lock.json")?;
    // npm leaves no mark that can be compared, so a copy of the lock that was installed is kept beside the packages.
    let mark = tests.join("node_modules/.installed-lock.json");
    if fs::read(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("installing the npm packages of tests/package-lock.json");
    let mut npm = command("npm");
    npm.current_dir(&tests).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    run(npm)?;
    fs::write(&mark, wanted).doing("marking the npm packages as installed")
}

/// The browser that the tests drive.
pub fn chromium() -> Outcome<PathBuf> {
    if let Some(given) = env::var_os("CHROMIUM") {
        return Ok(given.into());
    }
    let find = || {
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
            .iter()
            .map(PathBuf::from)
            .find(|path| path.is_file())
    };
    if find().is_none() {
        system_package("chromium", "Chromium (or name one in the variable CHROMIUM)")?;
    }
    find().ok_or_else(|| Failure::new("Chromium is not where its package should have put it"))
}

/// A Python of its own for the tests in `tests/NAME`, with the packages of their `requirements.txt` exactly as locked; the folder
/// of its programs.
pub fn python_packages(name: &str) -> Outcome<PathBuf> {
    let can_make = || {
        let mut python = command("python3");
        python.args(["-c", "import ensurepip, venv"]).stderr(Stdio::null());
        python.status().is_ok_and(|status| status.success())
    };
    if !can_make() {
        system_package("python3-venv", "Python 3.10 or newer with its module venv")?;
    }
    let lock = place::tests().join(name).join("requirements.txt");
    let wanted = fs::read(&lock).doing(lock.display())?;
    let folder = place::target().join("python").join(name);
    let programs = folder.join("bin");
    let mark = folder.join("installed.txt");
    if fs::read(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(programs);
    }
    println!("installing the Python packages of {} into {}", lock.display(), folder.display());
    let mut venv = command("python3");
    venv.args(["-m", "venv", "--clear"]).arg(&folder);
    run(venv)?;
    let mut pip = command(programs.join("python"));
    pip.args(["-m", "pip", "install", "--quiet", "--require-hashes", "--disable-pip-version-check", "--requirement"]);
    pip.arg(&lock);
    run(pip)?;
    fs::write(&mark, wanted).doing("marking the Python packages as installed")?;
    Ok(programs)
}

/// The folder of PostgreSQL's server programs.
pub fn postgresql() -> Outcome<PathBuf> {
    if let Some(found) = find_postgresql() {
        return Ok(found);
    }
    system_package("postgresql", "PostgreSQL's server (initdb and postgres)")?;
    find_postgresql().ok_or_else(|| Failure::new("PostgreSQL is not where its package should have put it"))
}

fn find_postgresql() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    let on_path = env::var_os("PATH").map(|path| env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    versions.into_iter().rev().chain(on_path).find(|bin| bin.join("initdb").is_file() && bin.join("postgres").is_file())
}

/// Whether we are root.
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn system_package(package: &str, what: &str) -> Outcome {
    if !is_root() || !is_there("apt-get") {
        return Err(Failure::new(format!("{what} is missing: install it with your system's package manager")));
    }
    println!("installing Debian's package {package}");
    let apt = |arguments: &[&str]| {
        let mut apt = command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").args(arguments).stdout(Stdio::null());
        run(apt)
    };
    let install = || apt(&["install", "--yes", "--no-install-recommends", package]);
    // The package lists may be there already; asking for them again costs half a minute.
    install().or_else(|_| apt(&["update", "--quiet"]).and_then(|()| install()))
}
