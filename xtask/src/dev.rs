//! `cargo xtask dev`: the backend, and the app rebuilt and reloaded as its sources change.

use std::{fs, net::TcpListener, thread, time::Duration};

use crate::{
    build::{self, trunk},
    failure::{Doing, Failure, Outcome},
    place,
    process::{Companion, command},
    tools,
};

/// Where Trunk.toml's proxies look for the backend.
const BACKEND: &str = "127.0.0.1:8080";

/// Runs both until one ends. Ctrl-C reaches all of us alike.
pub fn dev() -> Outcome {
    if TcpListener::bind(BACKEND).is_err() {
        return Err(Failure::new(format!("{BACKEND} is taken, and Trunk.toml's proxies look for the backend there")));
    }
    tools::for_building()?;
    build::server("debug")?;
    let var = place::root().join("var");
    fs::create_dir_all(&var).doing("creating var/")?;
    let mut giano = command(place::server("debug"));
    giano.args(["serve", "--listen", BACKEND, "--seed-demo", "--database"]);
    giano.arg(format!("sqlite://{}", var.join("dev.db").display()));
    giano.arg("--api-only").arg("--var").arg(&var);
    let mut backend = Companion::start(giano, "-TERM")?;

    let serve = trunk(&["serve"]);
    let mut app = Companion::start(serve, "-INT")?;
    loop {
        if let Some(status) = backend.ended() {
            return Err(Failure::new(format!("the backend ended ({status})")));
        }
        if let Some(status) = app.ended() {
            return Err(Failure::new(format!("trunk ended ({status})")));
        }
        thread::sleep(Duration::from_millis(200));
    }
}
