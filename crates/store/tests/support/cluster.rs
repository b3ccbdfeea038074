//! A PostgreSQL of a test's own, which can be stopped and started: its own folder, its own port, gone afterwards.

use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A cluster. Dropped, it is stopped and removed.
pub struct Cluster {
    programs: PathBuf,
    folder: tempfile::TempDir,
    port: u16,
    server: Option<Child>,
}

impl Cluster {
    /// Makes a cluster and starts it; none where PostgreSQL is not tested, which is said aloud, and an error where all must
    /// be tested.
    pub fn start() -> Option<Self> {
        if std::env::var_os("GIANO_TEST_POSTGRES").is_none() {
            let all_must_run = std::env::var_os("CI").is_some_and(|ci| ci != "false" && ci != "0");
            assert!(!all_must_run, "GIANO_TEST_POSTGRES is not set, and CI is: PostgreSQL must be tested");
            eprintln!("SKIPPED: GIANO_TEST_POSTGRES is not set, so nothing was tested on PostgreSQL");
            return None;
        }
        let programs = programs();
        let folder = tempfile::tempdir().unwrap();
        if let Some((user, group)) = account() {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let mut initdb = as_account(&programs.join("initdb"));
        initdb.args(["--username=giano", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"]);
        assert!(initdb.arg(folder.path().join("data")).stdout(Stdio::null()).status().unwrap().success());
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut cluster = Self { programs, folder, port, server: None };
        cluster.go_on();
        Some(cluster)
    }

    /// The address of its `postgres` database.
    pub fn url(&self) -> String {
        format!("postgres://giano@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts it, with what is in it.
    pub fn go_on(&mut self) {
        let data = self.folder.path().join("data");
        let mut postgres = as_account(&self.programs.join("postgres"));
        postgres.arg("-D").arg(&data).arg("-k").arg(self.folder.path());
        postgres.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-c", "fsync=off"]);
        self.server = Some(postgres.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        // The last line of this file says `ready` as soon as connections are taken.
        let is_ready = || {
            let text = std::fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
            text.lines().last().is_some_and(|line| line.trim() == "ready")
        };
        let deadline = Instant::now() + Duration::from_secs(60);
        while !is_ready() {
            assert!(Instant::now() < deadline, "PostgreSQL did not start");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Stops it, ending whatever is at work, and waits until it has ended.
    pub fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            Command::new("kill").args(["-INT", &server.id().to_string()]).status().unwrap();
            server.wait().unwrap();
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The folder of PostgreSQL's server programs, of its newest version.
fn programs() -> PathBuf {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = installed.map(|entry| entry.path().join("bin")).collect();
    folders.sort();
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let found = folders.into_iter().rev().chain(on_path.into_iter().flatten()).find(|bin| bin.join("initdb").is_file());
    found.expect("PostgreSQL's server programs, beside the PostgreSQL that is tested with")
}

/// The account that PostgreSQL runs under where we are root, which it refuses to run as.
fn account() -> Option<(u32, u32)> {
    let id = |arguments: &[&str]| -> u32 {
        let said = Command::new("id").args(arguments).output().unwrap().stdout;
        String::from_utf8_lossy(&said).trim().parse().expect("an account `postgres`")
    };
    (id(&["-u"]) == 0).then(|| (id(&["-u", "postgres"]), id(&["-g", "postgres"])))
}

fn as_account(program: &Path) -> Command {
    let mut command = Command::new(program);
    // Under another account the present folder may not be readable.
    command.current_dir("/").env("LC_ALL", "C");
    if let Some((user, group)) = account() {
        command.uid(user).gid(group);
    }
    command
}
