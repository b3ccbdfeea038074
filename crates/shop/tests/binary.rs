//! The binary as people run it: exit statuses, and that it ends in good order.
#![allow(clippy::unwrap_used)]

#[path = "../../import/tests/small/mod.rs"]
mod small;

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

impl Served {
    /// Serves a folder's shop, and waits until it is open.
    fn open(folder: &Path, options: &[&str]) -> (Self, u16) {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = giano(folder);
        command.args(["serve", "--api-only", "--listen", &format!("127.0.0.1:{port}")]).args(options);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut served = Self(command.spawn().unwrap());
        let ready = served.until(port, "/readyz", |_| true);
        assert!(ready.starts_with("HTTP/1.1 200"), "{ready}");
        (served, port)
    }

    /// What an address is answered with, once that is as it should be.
    fn until(&mut self, port: u16, path: &str, right: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + Duration::from_secs(120);
        loop {
            if let Some(answer) = ask(port, path).filter(|answer| right(answer)) {
                return answer;
            }
            assert!(self.0.try_wait().unwrap().is_none(), "the server ended by itself");
            assert!(Instant::now() < deadline, "the server did not answer as it should");
            std::thread::yield_now();
        }
    }

    /// Tells it to stop; whether it ended with the status of success.
    fn stop(mut self) -> bool {
        let told = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().unwrap();
        told.success() && self.0.wait().unwrap().success()
    }
}

#[test]
fn it_serves_a_new_shop_and_ends_in_good_order_when_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let (served, _) = Served::open(folder.path(), &[]);
    assert!(folder.path().join("var/giano.db").is_file(), "the shop is kept where the documentation says");
    assert!(served.stop(), "it ends with the status of success");
}

#[test]
fn the_demonstration_opens_before_all_its_pictures_are_made_and_they_follow_whatever_ends_a_server() {
    let folder = tempfile::tempdir().unwrap();
    small::words(&folder.path().join("demo"));
    small::media(&folder.path().join("demo"));
    let (told, _) = Served::open(folder.path(), &["--seed-demo"]);
    assert!(told.stop(), "who is told to stop while pictures are made ends in good order");
    let (killed, _) = Served::open(folder.path(), &["--seed-demo"]);
    drop(killed);
    let (mut served, port) = Served::open(folder.path(), &["--seed-demo"]);
    served.until(port, "/api/products/uno", |answer| answer.contains("\"avif\":true"));
    assert!(served.stop());
}

/// As `giano … | head` is left by `head`: nobody reads what is said, neither on standard output nor on standard error.
#[test]
fn a_command_that_nobody_reads_goes_on_to_its_end_and_says_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let unread = || {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        writer
    };
    std::fs::write(folder.path().join("p.csv"), "Handle,Title,Variant SKU,Variant Price\ncup,Cup,CUP-1,5\n,,,\n")
        .unwrap();
    std::fs::write(folder.path().join("l.csv"), "list,sku,unit_price,currency\nBar,CUP-1,4,EUR\nBar,NONE,4,EUR\n")
        .unwrap();
    std::fs::write(folder.path().join("w.csv"), "Handle,Title,Variant SKU,Variant Price\nmug,Mug,MUG-1,5\n").unwrap();
    std::fs::create_dir(folder.path().join("dist")).unwrap();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    for (line, status) in [
        ("migrate", 0),
        ("import shopify p.csv", 1),
        ("import prices l.csv", 1),
        ("import shopify w.csv --replace --dry-run", 0),
        ("settings", 0),
        ("settings show deliveries", 0),
        ("settings show nothing_of_that_name", 1),
        ("settings set return_days 30", 0),
        ("jobs list", 0),
        ("jobs list --show all", 0),
        ("jobs retry 1", 1),
        ("orders refunds", 0),
        ("orders sent G-1000001-X", 1),
        ("orders paid G-1000001-X", 1),
        ("orders refunded G-1000001-X", 1),
        ("demo check --demo empty", 1),
        ("demo add-avif --demo empty", 2),
        ("precompress dist", 0),
        ("openapi", 0),
        ("jobs list --database sqlite://nowhere.db", 2),
        ("--help", 0),
        ("nonsense", 2),
    ] {
        let mut command = giano(folder.path());
        command.args(line.split(' ')).stdin(Stdio::null());
        let heard = command.stdout(unread()).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(heard.status.code(), Some(status), "{line}: {}", text(&heard.stderr));
        assert!(!text(&heard.stderr).contains("panicked"), "{line}: {}", text(&heard.stderr));
        let mut command = giano(folder.path());
        command.args(line.split(' ')).stdin(Stdio::null());
        let unheard = command.stdout(unread()).stderr(unread()).status().unwrap();
        assert_eq!(unheard.code(), Some(status), "{line}, with nobody who reads errors");
    }
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
