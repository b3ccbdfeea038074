//! A shop served for a test or a measurement: its own port, its own database, ended with its owner.

use std::{
    fs::{self, File},
    io::{Read, Write},
    net::TcpStream,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use crate::{
    build::Build,
    failure::{Doing, Failure, Outcome},
    place,
    postgres::free_port,
    process::{Companion, command, run},
};

/// A served shop.
pub struct Site {
    server: Companion,
    port: u16,
    folder: PathBuf,
    /// From the start of the program to its first answered page.
    pub first_page: Duration,
}

impl Site {
    /// Serves an empty folder's new shop with the demonstration's data.
    pub fn demonstration(name: &str, build: Build) -> Outcome<Self> {
        let folder = fresh_folder(name)?;
        Self::serve(folder, build, &["--seed-demo"])
    }

    /// Serves what is in the folder.
    pub fn serve(folder: PathBuf, build: Build, options: &[&str]) -> Outcome<Self> {
        Self::serve_until(folder, build, options, "/")
    }

    /// Serves the JSON API alone, which needs no app.
    pub fn api(folder: PathBuf, build: Build, options: &[&str]) -> Outcome<Self> {
        Self::serve_until(folder, build, &[options, &["--api-only"]].concat(), "/readyz")
    }

    /// Serves pages that name an app which is not there: for those who look at the server alone.
    pub fn without_app(folder: PathBuf, build: Build, options: &[&str]) -> Outcome<Self> {
        let dist = folder.join("dist");
        fs::create_dir_all(&dist).doing(dist.display())?;
        let page = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><link rel=\"modulepreload\" href=\"/app.js\">\
                    <link rel=\"preload\" href=\"/app.wasm\" as=\"fetch\"></head><body></body></html>";
        fs::write(dist.join("index.html"), page).doing(dist.display())?;
        Self::serve_from(folder, build, &dist, options, "/")
    }

    /// Serves, and waits until an address is answered.
    fn serve_until(folder: PathBuf, build: Build, options: &[&str], ready: &str) -> Outcome<Self> {
        Self::serve_from(folder, build, &build.dist(), options, ready)
    }

    fn serve_from(folder: PathBuf, build: Build, dist: &Path, options: &[&str], ready: &str) -> Outcome<Self> {
        let port = free_port()?;
        let mut giano = command(build.server());
        giano.args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--database", &database(&folder)]);
        giano.arg("--dist").arg(dist).arg("--var").arg(&folder).args(options);
        let log =
            File::options().create(true).append(true).open(folder.join("server.log")).doing("the server's log")?;
        giano.env_remove("RUST_LOG").stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let begun = Instant::now();
        let server = Companion::start(giano, "-TERM")?;
        let mut site = Self { server, port, folder, first_page: Duration::ZERO };
        site.wait(begun, ready)?;
        Ok(site)
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.host())
    }

    /// Its host and port.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.server.id()
    }

    /// Its folder, with database, media and log.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What it logged so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("server.log")).unwrap_or_default()
    }

    /// Ends it and says whether it ended in good order.
    pub fn stop(mut self) -> bool {
        self.server.stop().is_some_and(|status| status.success())
    }

    fn wait(&mut self, begun: Instant, ready: &str) -> Outcome {
        // Making the demonstration's pictures takes a while, the first time.
        let deadline = begun + Duration::from_secs(1800);
        while Instant::now() < deadline {
            if self.answers(ready) {
                self.first_page = begun.elapsed();
                return Ok(());
            }
            if let Some(status) = self.server.ended() {
                return Err(Failure::new(format!("the server ended ({status}):\n{}", self.log())));
            }
            thread::sleep(Duration::from_millis(2));
        }
        Err(Failure::new(format!("the server did not answer within half an hour:\n{}", self.log())))
    }

    fn answers(&self, path: &str) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.host());
        let mut answer = Vec::new();
        let sent = stream.write_all(request.as_bytes()).and_then(|()| stream.read_to_end(&mut answer));
        sent.is_ok() && answer.starts_with(b"HTTP/1.1 200")
    }
}

/// The address of the database that is kept in a folder.
pub fn database(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("giano.db").display())
}

/// A folder for a new shop, under the target folder: empty, but for the pictures that were made for others before. They are
/// named by what they hold, so that whoever finds one there would have made the same.
pub fn fresh_folder(name: &str) -> Outcome<PathBuf> {
    let media = place::target().join("sites-media");
    fs::create_dir_all(&media).doing(media.display())?;
    let folder = place::target().join("sites").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).doing(folder.display())?;
    }
    fs::create_dir_all(&folder).doing(folder.display())?;
    symlink(&media, folder.join("media")).doing(folder.display())?;
    Ok(folder)
}

/// Runs one of the server's other commands on a folder's database.
pub fn giano(folder: &Path, arguments: &[&str]) -> Outcome {
    let mut giano = command(Build::Release.server());
    giano.args(arguments).args(["--database", &database(folder)]).arg("--var").arg(folder);
    run(giano)
}
