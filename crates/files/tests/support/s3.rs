//! A server of the S3 protocol for one test, which goes with it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The bucket that is there.
pub const BUCKET: &str = "giano-files";
/// What nobody may find in a log or an error.
pub const SECRET: &str = "a-secret-that-nobody-reads";

/// A running server: all it has is in its memory.
pub struct S3 {
    server: Child,
    port: u16,
}

impl S3 {
    /// Starts a server; none on a developer's machine without it, which is said aloud. Where all must be tested, it is an
    /// error: a test that did not run must not count as passed.
    pub fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    /// Starts a server with variables of its own.
    pub fn start_with(variables: &[(&str, &str)]) -> Option<Self> {
        let Some(python) = std::env::var_os("GIANO_TEST_S3") else {
            let all_must_run = std::env::var_os("CI").is_some_and(|ci| ci != "false" && ci != "0");
            assert!(!all_must_run, "GIANO_TEST_S3 is not set, and CI is: files on S3 must be tested");
            eprintln!("SKIPPED: GIANO_TEST_S3 is not set, so nothing was tested on S3");
            return None;
        };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/s3/server.py");
        let mut server = Command::new(python);
        server.arg(script).arg(BUCKET).envs(variables.iter().copied()).env("PYTHONDONTWRITEBYTECODE", "1");
        // It ends with its standard input, so even a test that is killed leaves none behind.
        let mut server = server.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let port = port.trim().parse().unwrap_or_else(|_| panic!("the server of S3 did not start: it says {port:?}"));
        Some(Self { server, port })
    }

    /// Variables with which it is reached, as a merchant sets them.
    pub fn variables(&self) -> Vec<(String, String)> {
        variables(&format!("http://127.0.0.1:{}", self.port))
    }

    /// Ends it; who asks from now on has no answer.
    #[allow(dead_code, reason = "not every suite needs it")]
    pub fn end(self) {}
}

impl Drop for S3 {
    fn drop(&mut self) {
        _ = self.server.kill();
        _ = self.server.wait();
    }
}

/// Variables with which a server at an address is reached.
pub fn variables(endpoint: &str) -> Vec<(String, String)> {
    let variables =
        [("AWS_ENDPOINT_URL", endpoint), ("AWS_ACCESS_KEY_ID", "AKIATESTS"), ("AWS_SECRET_ACCESS_KEY", SECRET)];
    variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}
