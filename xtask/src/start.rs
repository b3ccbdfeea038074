//! `cargo xtask start`: the whole shop at one address.

use std::{fs, os::unix::process::CommandExt};

use crate::{
    build::Build,
    failure::{Doing, Failure, Outcome},
    place,
    process::command,
};

/// What was asked for on the command line.
pub struct Wishes {
    listen: String,
    database: Option<String>,
    empty: bool,
    build: Build,
}

impl Wishes {
    /// Reads `--listen ADDRESS`, `--database URL`, `--empty` and `--release`.
    pub fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut wishes =
            Self { listen: "127.0.0.1:8080".to_owned(), database: None, empty: false, build: Build::Quick };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value =
                || arguments.next().cloned().ok_or_else(|| Failure::new(format!("{argument} needs a value")));
            match argument.as_str() {
                "--listen" => wishes.listen = value()?,
                "--database" => wishes.database = Some(value()?),
                "--empty" => wishes.empty = true,
                "--release" => wishes.build = Build::Release,
                other => return Err(Failure::new(format!("`start` does not know {other}"))),
            }
        }
        Ok(wishes)
    }
}

/// Builds what is not built, then becomes the server.
pub fn start(wishes: &Wishes) -> Outcome {
    wishes.build.make()?;
    let var = place::root().join("var");
    fs::create_dir_all(&var).doing("creating var/")?;
    let database = wishes.database.clone().unwrap_or_else(|| format!("sqlite://{}", var.join("giano.db").display()));
    let mut giano = command(wishes.build.server());
    giano.args(["serve", "--listen", &wishes.listen, "--database", &database]);
    giano.arg("--dist").arg(wishes.build.dist()).arg("--var").arg(&var);
    if !wishes.empty {
        giano.arg("--seed-demo");
    }
    println!("starting the shop at http://{}/ (Ctrl-C ends it)", wishes.listen);
    Err(Failure::new(format!("the server could not be started: {}", giano.exec())))
}
