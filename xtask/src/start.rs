//! `cargo xtask start`: the whole shop at one address.

use std::{fs, os::unix::process::CommandExt};

use crate::{
    build,
    failure::{Doing, Failure, Outcome},
    place,
    process::command,
};

/// What was asked for on the command line.
pub struct Wishes {
    listen: String,
    database: Option<String>,
    empty: bool,
}

impl Wishes {
    /// Reads `--listen ADDRESS`, `--database URL` and `--empty`.
    pub fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut wishes = Self { listen: "127.0.0.1:8080".to_owned(), database: None, empty: false };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value =
                || arguments.next().cloned().ok_or_else(|| Failure::new(format!("{argument} needs a value")));
            match argument.as_str() {
                "--listen" => wishes.listen = value()?,
                "--database" => wishes.database = Some(value()?),
                "--empty" => wishes.empty = true,
                other => return Err(Failure::new(format!("`start` does not know {other}"))),
            }
        }
        Ok(wishes)
    }
}

/// Builds what is not built, then becomes the server.
pub fn start(wishes: &Wishes) -> Outcome {
    build::delivered()?;
    let var = place::root().join("var");
    fs::create_dir_all(&var).doing("creating var/")?;
    let database = wishes.database.clone().unwrap_or_else(|| format!("sqlite://{}", var.join("giano.db").display()));
    let mut giano = command(place::server("release"));
    giano.args(["serve", "--listen", &wishes.listen, "--database", &database]);
    giano.arg("--dist").arg(place::dist()).arg("--var").arg(&var);
    if !wishes.empty {
        giano.arg("--seed-demo");
    }
    println!("starting the shop at http://{}/ (Ctrl-C ends it)", wishes.listen);
    Err(Failure::new(format!("the server could not be started: {}", giano.exec())))
}
