//! A server that takes e-mails over SMTP and keeps them, and can be told to misbehave.

use mailin::{Action, Handler, Response, SessionBuilder, response};
use mailparse::{MailHeaderMap, ParsedMail};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What becomes of the next message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is taken, and the connection breaks before that is said.
    TakenInSilence,
    /// Its recipient is unknown.
    NobodyThere,
    /// Nothing is taken from a shop whose password does not hold any more.
    WrongPassword,
    /// It may come later.
    NotNow,
    /// The connection is taken, and nothing is ever said.
    Hangs,
    /// The connection breaks at once.
    GoesAway,
    /// It is taken, and nothing is said of it.
    TakenAndHangs,
}

/// The server, on a port of its own. It ends with the process.
#[derive(Clone)]
pub struct Smtp {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<Vec<u8>>>>,
    fates: Arc<Mutex<VecDeque<Fate>>>,
}

/// A message that was taken, as a mail program shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub id: String,
    pub from: String,
    pub to: String,
    pub subject: String,
    pub automatic: String,
    pub text: String,
    pub html: String,
}

/// Reads a message.
pub fn read(message: &[u8]) -> Mail {
    let parsed = mailparse::parse_mail(message).unwrap();
    let header = |name: &str| parsed.headers.get_first_value(name).unwrap_or_default();
    let part = |kind: &str| {
        let is = |part: &&ParsedMail<'_>| part.ctype.mimetype == kind;
        parsed.subparts.iter().find(is).unwrap().get_body().unwrap().replace("\r\n", "\n")
    };
    assert_eq!(parsed.ctype.mimetype, "multipart/alternative");
    Mail {
        id: header("Message-ID"),
        from: header("From"),
        to: header("To"),
        subject: header("Subject"),
        automatic: header("Auto-Submitted"),
        text: part("text/plain"),
        html: part("text/html"),
    }
}

struct Session {
    message: Vec<u8>,
    server: Smtp,
    silent: Arc<Mutex<Option<Fate>>>,
}

impl Handler for Session {
    fn mail(&mut self, _ip: std::net::IpAddr, _domain: &str, _from: &str) -> Response {
        let mut fates = self.server.fates.lock().unwrap();
        match fates.pop_front_if(|fate| *fate == Fate::WrongPassword) {
            Some(_) => Response::custom(535, "Authentication credentials invalid".to_owned()),
            None => response::OK,
        }
    }

    fn rcpt(&mut self, _to: &str) -> Response {
        let mut fates = self.server.fates.lock().unwrap();
        match fates.front() {
            Some(Fate::NobodyThere) => {
                fates.pop_front();
                response::NO_MAILBOX
            }
            _ => response::OK,
        }
    }

    fn data(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.message.extend_from_slice(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let message = std::mem::take(&mut self.message);
        match self.server.fates.lock().unwrap().pop_front() {
            Some(Fate::NotNow) => return response::NO_SERVICE,
            Some(silent @ (Fate::TakenInSilence | Fate::TakenAndHangs)) => *self.silent.lock().unwrap() = Some(silent),
            Some(Fate::NobodyThere | Fate::WrongPassword | Fate::Hangs | Fate::GoesAway) | None => {}
        }
        self.server.taken.lock().unwrap().push(message);
        response::OK
    }
}

/// Says nothing until the client goes.
fn until_given_up(mut stream: &TcpStream) -> std::io::Result<()> {
    std::io::copy(&mut stream, &mut std::io::sink()).map(drop)
}

impl Smtp {
    /// Starts it.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { address: listener.local_addr().unwrap(), taken: Arc::default(), fates: Arc::default() };
        let this = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (server, stream) = (this.clone(), stream.unwrap());
                // A client that goes away in the middle is the client's business.
                std::thread::spawn(move || server.serve(&stream));
            }
        });
        server
    }

    fn serve(&self, mut stream: &TcpStream) -> std::io::Result<()> {
        let first = self.fates.lock().unwrap().pop_front_if(|fate| matches!(fate, Fate::Hangs | Fate::GoesAway));
        match first {
            Some(Fate::Hangs) => return until_given_up(stream),
            Some(_) => return Ok(()),
            None => {}
        }
        let silent = Arc::default();
        let handler = Session { message: Vec::new(), server: self.clone(), silent: Arc::clone(&silent) };
        let mut session = SessionBuilder::new("smtp.test").build(stream.peer_addr()?.ip(), handler);
        session.greeting().write_to(&mut stream)?;
        let mut lines = BufReader::new(stream);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line)? > 0 {
            let answer = session.process(&line);
            match *silent.lock().unwrap() {
                Some(Fate::TakenAndHangs) => return until_given_up(stream),
                Some(_) => return Ok(()),
                None => {}
            }
            answer.write_to(&mut stream)?;
            if answer.action == Action::Close {
                return Ok(());
            }
            line.clear();
        }
        Ok(())
    }

    /// Its address, as the shop is told it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What becomes of the next messages; those after them are taken.
    pub fn next(&self, fates: &[Fate]) {
        self.fates.lock().unwrap().extend(fates);
    }

    /// What was taken, in order.
    pub fn taken(&self) -> Vec<Mail> {
        self.taken.lock().unwrap().iter().map(|message| read(message)).collect()
    }
}
