//! A private PostgreSQL for one run of the tests: its own cluster, its own port, gone afterwards.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    failure::{Doing, Failure, Outcome},
    process::{Companion, run},
    tools,
};

const PREFIX: &str = "giano-postgres-";

/// A running cluster. Dropped, it is stopped and removed.
pub struct Postgres {
    server: Companion,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub fn start() -> Outcome<Self> {
        let programs = tools::postgresql()?;
        remove_left_overs();
        let folder = env::temp_dir().join(format!("{PREFIX}{}", std::process::id()));
        fs::create_dir(&folder).doing(format!("creating {}", folder.display()))?;
        let account = Account::for_server()?;
        if let Some(account) = &account {
            chown(&folder, Some(account.user), Some(account.group)).doing("giving the cluster to its account")?;
        }
        let data = folder.join("data");
        let mut initdb = as_account(&programs.join("initdb"), account.as_ref());
        initdb.args(["--username=giano", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"]);
        initdb.arg(&data).stdout(Stdio::null());
        run(initdb)?;

        let port = free_port()?;
        let mut postgres = as_account(&programs.join("postgres"), account.as_ref());
        postgres.arg("-D").arg(&data).arg("-k").arg(&folder).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        // Nothing here outlives the run, so nothing need reach the disk.
        for setting in ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"] {
            postgres.args(["-c", setting]);
        }
        let log = fs::File::create(folder.join("log")).doing("PostgreSQL's log")?;
        postgres.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let server = Companion::start(postgres, "-INT")?;
        let mut this = Self { server, folder, port };
        this.wait()?;
        Ok(this)
    }

    /// The address of its `postgres` database; the tests make their own databases beside it.
    pub fn url(&self) -> String {
        format!("postgres://giano@127.0.0.1:{}/postgres", self.port)
    }

    fn wait(&mut self) -> Outcome {
        // The last line of this file says `ready` as soon as connections are taken.
        let status = self.folder.join("data/postmaster.pid");
        let deadline = Instant::now() + Duration::from_secs(60);
        while Instant::now() < deadline {
            let text = fs::read_to_string(&status).unwrap_or_default();
            if text.lines().last().is_some_and(|line| line.trim() == "ready") {
                return Ok(());
            }
            if self.server.ended().is_some() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(Failure::new(format!("PostgreSQL did not start:\n{log}")))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.server.stop();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A port that nobody listens on.
pub fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").doing("looking for a free port")?;
    Ok(listener.local_addr()?.port())
}

/// The account that PostgreSQL runs under when we are root, which it refuses to run as.
struct Account {
    user: u32,
    group: u32,
}

impl Account {
    fn for_server() -> Outcome<Option<Self>> {
        if !tools::is_root() {
            return Ok(None);
        }
        let id = |option: &str| -> Outcome<u32> {
            let output = Command::new("id").args([option, "postgres"]).output()?;
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            text.trim().parse().doing("PostgreSQL refuses to run as root, and there is no account `postgres`")
        };
        Ok(Some(Self { user: id("-u")?, group: id("-g")? }))
    }
}

fn as_account(program: &Path, account: Option<&Account>) -> Command {
    let mut command = Command::new(program);
    // Under another account the present folder may not be readable.
    command.current_dir("/").env("LC_ALL", "C");
    if let Some(account) = account {
        command.uid(account.user).gid(account.group);
    }
    command
}

/// Clusters of runs that were killed before they could tidy up.
fn remove_left_overs() {
    for entry in fs::read_dir(env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let owner = name.to_string_lossy().strip_prefix(PREFIX).and_then(|id| id.parse::<u32>().ok());
        if owner.is_some_and(|id| !Path::new("/proc").join(id.to_string()).exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
