//! The binary as people run it: exit statuses, and that it ends in good order.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The binary with a new shop in a folder.
fn giano(folder: &Path) -> Command {
    let mut giano = Command::new(env!("CARGO_BIN_EXE_giano"));
    // As on a machine on which nothing was set.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIANO_") {
            giano.env_remove(name);
        }
    }
    giano.current_dir(folder);
    std::fs::create_dir_all(folder.join("var")).unwrap();
    giano
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A server that is ended with the test, whatever becomes of it.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

fn ask(port: u16, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    Some(text(&answer))
}

#[test]
fn it_serves_a_new_shop_and_ends_in_good_order_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = giano(folder.path());
    command.args(["serve", "--api-only", "--listen", &format!("127.0.0.1:{port}")]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut served = Served(command.spawn().unwrap());
    let deadline = Instant::now() + Duration::from_secs(120);
    let ready = loop {
        if let Some(answer) = ask(port, "/readyz") {
            break answer;
        }
        assert!(served.0.try_wait().unwrap().is_none(), "the server ended by itself");
        assert!(Instant::now() < deadline, "the server did not answer");
        std::thread::yield_now();
    };
    assert!(ready.starts_with("HTTP/1.1 200"), "{ready}");
    assert!(folder.path().join("var/giano.db").is_file(), "the shop is kept where the documentation says");

    let told = Command::new("kill").args(["-TERM", &served.0.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert!(served.0.wait().unwrap().success(), "it ends with the status of success");
}

#[test]
fn a_setting_that_does_not_exist_is_refused_with_the_names_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| -> Output { giano(folder.path()).args(arguments).output().unwrap() };
    assert!(run(&["migrate"]).status.success());
    let listed = run(&["settings"]);
    assert!(listed.status.success(), "{}", text(&listed.stderr));
    let refused = run(&["settings", "show", "delivery"]);
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused.stdout));
    assert!(text(&refused.stderr).contains("deliveries"), "{}", text(&refused.stderr));
    assert!(text(&listed.stdout).contains("deliveries"), "{}", text(&listed.stdout));
}
