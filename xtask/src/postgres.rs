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
    process::{Companion, read, run},
    tools,
};

const PREFIX: &str = "giano-postgres-";

/// A running cluster. Dropped, it is stopped and removed.
pub struct Postgres {
    server: Companion,
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    keeps: Keeps,
}

/// What a cluster keeps when its server is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeps {
    /// Nothing that need be there afterwards.
    Little,
    /// Everything that was committed. Not where the machine itself stops: nothing here outlives the run, so nothing waits
    /// for the disk.
    Commits,
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub fn start(keeps: Keeps) -> Outcome<Self> {
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
        let server = serve(&programs, &folder, port, keeps)?;
        let mut this = Self { server, programs, folder, port, keeps };
        this.wait()?;
        Ok(this)
    }

    /// The address of its `postgres` database; the tests make their own databases beside it.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// The address of one of its databases.
    pub fn url_of(&self, database: &str) -> String {
        format!("postgres://giano@127.0.0.1:{}/{database}", self.port)
    }

    /// Lets it crash: connections end in the middle, and nothing is written that was not written before.
    pub fn crash(&mut self) {
        self.server.signal("-QUIT");
        self.server.stop();
    }

    /// Starts it again; it recovers what was committed.
    pub fn start_again(&mut self) -> Outcome {
        let _ = fs::remove_file(self.folder.join("data/postmaster.pid"));
        self.server = serve(&self.programs, &self.folder, self.port, self.keeps)?;
        self.wait()
    }

    /// Runs statements in one of its databases, and gives the rows of the last: of each its columns as text.
    pub fn query(&self, database: &str, sql: &str) -> Outcome<Vec<Vec<String>>> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.current_dir("/").args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--field-separator=\t"]);
        psql.args(["-v", "ON_ERROR_STOP=1", "-d", &self.url_of(database), "-c", sql]);
        let text = read(psql)?;
        Ok(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
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

/// Starts the server of a cluster.
fn serve(programs: &Path, folder: &Path, port: u16, keeps: Keeps) -> Outcome<Companion> {
    let account = Account::for_server()?;
    let mut postgres = as_account(&programs.join("postgres"), account.as_ref());
    postgres.arg("-D").arg(folder.join("data")).arg("-k").arg(folder);
    postgres.args(["-h", "127.0.0.1", "-p", &port.to_string(), "-c", "max_connections=200"]);
    // Nothing here outlives the run, so nothing need reach the disk.
    postgres.args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
    if keeps == Keeps::Little {
        postgres.args(["-c", "synchronous_commit=off"]);
    }
    let log = fs::File::options().create(true).append(true).open(folder.join("log")).doing("PostgreSQL's log")?;
    postgres.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    Companion::start(postgres, "-INT")
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
