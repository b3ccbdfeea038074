//! The servers of a run: the server's own binary, as many as were asked for, on one database.

use std::{
    fs::{self, File},
    path::PathBuf,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use crate::{
    build::Build,
    failure::{Doing, Failure, Outcome},
    http::{Connection, Request},
    postgres::free_port,
    process::{Companion, command, run},
    site::fresh_folder,
};

/// A server with its own folder, which holds its e-mails and its log.
pub struct Server {
    companion: Companion,
    /// Its host and port.
    pub host: String,
    folder: PathBuf,
}

/// Fills a database with the demonstration.
pub fn fill(database: &str) -> Outcome {
    let folder = fresh_folder("chaos-load")?;
    let mut giano = command(Build::Quick.server());
    giano.args(["demo", "load", "--database", database, "--var"]).arg(folder).stdout(Stdio::null());
    run(giano)
}

impl Server {
    /// Starts one and waits until it answers.
    pub fn start(name: &str, database: &str) -> Outcome<Self> {
        let folder = fresh_folder(name)?;
        let host = format!("127.0.0.1:{}", free_port()?);
        let mut giano = command(Build::Quick.server());
        giano.args(["serve", "--api-only", "--listen", &host, "--database", database, "--var"]).arg(&folder);
        // Visitors come from many addresses, as they do through a balancer.
        giano.args(["--trusted-proxy", "127.0.0.1", "--origin", "http://shop.example"]);
        let log = File::create(folder.join("server.log")).doing("the server's log")?;
        giano.env_remove("RUST_LOG").stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let mut server = Self { companion: Companion::start(giano, "-TERM")?, host, folder };
        server.wait()?;
        Ok(server)
    }

    fn wait(&mut self) -> Outcome {
        let deadline = Instant::now() + Duration::from_secs(120);
        while Instant::now() < deadline {
            let ready = Connection::open(&self.host).and_then(|mut open| open.ask(Request::get("/readyz")));
            if ready.is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            if let Some(status) = self.companion.ended() {
                return Err(Failure::new(format!("a server ended ({status}):\n{}", self.log())));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(Failure::new(format!("a server did not answer within two minutes:\n{}", self.log())))
    }

    /// Kills it, as the system does when memory runs out: nothing is finished.
    pub fn kill(&mut self) {
        self.companion.signal("-KILL");
        self.companion.stop();
    }

    /// What it logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("server.log")).unwrap_or_default()
    }

    /// Names of the e-mails that it sent.
    pub fn mails(&self) -> Vec<String> {
        let files = fs::read_dir(self.folder.join("mail")).into_iter().flatten().flatten();
        let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.ends_with(".eml")).collect()
    }
}
