//! Running other programs.

use std::{
    env,
    ffi::OsString,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use crate::{
    failure::{Doing, Failure, Outcome},
    place,
};

/// A command at the repository's root, with the pinned tools first on the path and without what `cargo run` told us
/// about ourselves: build scripts of others would take it for a change and build again.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root()).env("PATH", path());
    for (name, _) in env::vars_os() {
        let name_text = name.to_string_lossy();
        let of_cargo_run = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"]
            .iter()
            .any(|prefix| name_text.starts_with(prefix));
        if of_cargo_run {
            command.env_remove(&name);
        }
    }
    command
}

/// Cargo at the repository's root.
pub fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut cargo = command("cargo");
    cargo.args(arguments);
    cargo
}

fn path() -> OsString {
    let mut folders = vec![place::tools().join("bin")];
    if let Some(given) = env::var_os("PATH") {
        folders.extend(env::split_paths(&given));
    }
    env::join_paths(folders).unwrap_or_default()
}

/// Whether a program is on the path.
pub fn is_there(program: &str) -> bool {
    env::split_paths(&path()).any(|folder| folder.join(program).is_file())
}

/// Runs to the end and fails when the program fails.
pub fn run(mut command: Command) -> Outcome {
    let name = name(&command);
    let status = command.status().doing(format!("{name} could not be started"))?;
    succeeded(&name, status)
}

/// Runs to the end and gives what it wrote to its standard output.
pub fn read(mut command: Command) -> Outcome<String> {
    let name = name(&command);
    let output = command.stderr(Stdio::inherit()).output().doing(format!("{name} could not be started"))?;
    succeeded(&name, output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs to the end, shows what it writes and keeps it too, since the numbers are read from there.
pub fn watch(mut command: Command) -> Outcome<(ExitStatus, String)> {
    let name = name(&command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .doing(format!("{name} could not be started"))?;
    let kept = Arc::new(Mutex::new(String::new()));
    let streams: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>),
        child.stderr.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>),
    ];
    let readers: Vec<_> = streams
        .into_iter()
        .flatten()
        .map(|stream| {
            let kept = Arc::clone(&kept);
            thread::spawn(move || {
                let mut lines = BufReader::new(stream);
                let mut line = Vec::new();
                while matches!(lines.read_until(b'\n', &mut line), Ok(count) if count > 0) {
                    // A closed terminal is no reason to lose the numbers.
                    let _ = std::io::stdout().write_all(&line);
                    if let Ok(mut kept) = kept.lock() {
                        kept.push_str(&String::from_utf8_lossy(&line));
                    }
                    line.clear();
                }
            })
        })
        .collect();
    let status = child.wait().doing(&name)?;
    for reader in readers {
        reader.join().map_err(|_| Failure::new(format!("reading what {name} wrote failed")))?;
    }
    let text = kept.lock().map(|kept| kept.clone()).unwrap_or_default();
    Ok((status, text))
}

fn succeeded(name: &str, status: ExitStatus) -> Outcome {
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{name}` failed ({status})"))) }
}

fn name(command: &Command) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    let short = program.rsplit('/').next().unwrap_or(&program).to_owned();
    let arguments = command.get_args().take(6).map(|argument| format!(" {}", argument.to_string_lossy()));
    arguments.fold(short, |name, argument| name + &argument)
}

/// A program that runs beside us and ends, at the latest, with us.
pub struct Companion {
    child: Child,
    signal: &'static str,
}

impl Companion {
    /// Starts it; `signal` is the one by which it ends in good order.
    pub fn start(mut command: Command, signal: &'static str) -> Outcome<Self> {
        let name = name(&command);
        let child = command.spawn().doing(format!("{name} could not be started"))?;
        Ok(Self { child, signal })
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: &str) {
        // One that has ended needs none.
        let _ = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
    }

    /// Asks it to end, waits, and ends it for good if it does not within ten seconds.
    pub fn stop(&mut self) -> Option<ExitStatus> {
        if let Some(status) = self.ended() {
            return Some(status);
        }
        self.signal(self.signal);
        let deadline = Instant::now() + Duration::from_secs(10);
        while Instant::now() < deadline {
            if let Some(status) = self.ended() {
                return Some(status);
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        self.child.wait().ok()
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        self.stop();
    }
}
