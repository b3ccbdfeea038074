//! A small HTTP/1.1 client over one connection that is kept open: enough to ask this one server, fast enough not to be
//! what is measured.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

use crate::failure::{Doing, Failure, Outcome};

/// One open connection.
pub struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
    line: String,
}

/// What is asked.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// `GET`, `POST` …
    pub method: &'a str,
    /// Path and query.
    pub path: &'a str,
    /// The `Cookie` header; may be empty.
    pub cookie: &'a str,
    /// A JSON body.
    pub body: Option<&'a str>,
    /// Further headers.
    pub headers: &'a [(&'a str, &'a str)],
}

impl<'a> Request<'a> {
    /// Reads an address.
    pub fn get(path: &'a str) -> Self {
        Self { method: "GET", path, cookie: "", body: None, headers: &[] }
    }
}

/// What was answered.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Cookies that were set, as `name=value`.
    pub cookies: Vec<String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON, where all went well.
    pub fn json(&self) -> Outcome<serde_json::Value> {
        if self.status >= 300 {
            return Err(Failure::new(format!("answered {}: {}", self.status, String::from_utf8_lossy(&self.body))));
        }
        serde_json::from_slice(&self.body).doing("the answer is no JSON")
    }
}

impl Connection {
    /// Connects.
    pub fn open(host: &str) -> Outcome<Self> {
        let stream = TcpStream::connect(host).doing(format!("connecting to {host}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { stream: BufReader::with_capacity(64 * 1024, stream), host: host.to_owned(), line: String::new() })
    }

    /// Asks and waits for the whole answer.
    pub fn ask(&mut self, request: Request<'_>) -> Outcome<Answer> {
        self.say(request)?;
        self.answer().doing(format!("{} {}", request.method, request.path))
    }

    /// Asks and hangs up without waiting for the answer.
    pub fn hang_up_after(mut self, request: Request<'_>) -> Outcome {
        self.say(request)
    }

    fn say(&mut self, request: Request<'_>) -> Outcome {
        let Request { method, path, cookie, body, headers } = request;
        let host = &self.host;
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nuser-agent: giano-xtask\r\n");
        if !cookie.is_empty() {
            head += &format!("cookie: {cookie}\r\n");
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if let Some(body) = body {
            // What a browser says of a request that the shop's own page makes.
            head += &format!("origin: http://{host}\r\nsec-fetch-site: same-origin\r\n");
            head += &format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        } else {
            head += "\r\n";
        }
        self.stream.get_mut().write_all(head.as_bytes()).doing("asking")
    }

    fn answer(&mut self) -> Outcome<Answer> {
        let status = self.next_line()?.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| Failure::new("this is no HTTP answer"))?;
        let (mut length, mut chunked, mut cookies) = (None, false, Vec::new());
        loop {
            let line = self.next_line()?;
            if line.is_empty() {
                break;
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.parse::<usize>().doing("content-length")?);
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                chunked = value.eq_ignore_ascii_case("chunked");
            } else if name.eq_ignore_ascii_case("set-cookie") {
                cookies.push(value.split(';').next().unwrap_or_default().to_owned());
            }
        }
        let mut body = Vec::new();
        if chunked {
            loop {
                let size = usize::from_str_radix(self.next_line()?.trim(), 16).doing("size of a chunk")?;
                self.read_into(&mut body, size)?;
                self.next_line()?;
                if size == 0 {
                    break;
                }
            }
        } else if let Some(length) = length {
            self.read_into(&mut body, length)?;
        } else if status != 204 && status != 304 {
            return Err(Failure::new("the answer does not say how long it is"));
        }
        Ok(Answer { status, cookies, body })
    }

    fn next_line(&mut self) -> Outcome<&str> {
        self.line.clear();
        if self.stream.read_line(&mut self.line)? == 0 {
            return Err(Failure::new("the server closed the connection"));
        }
        Ok(self.line.trim_end())
    }

    fn read_into(&mut self, body: &mut Vec<u8>, length: usize) -> Outcome {
        let start = body.len();
        body.resize(start + length, 0);
        self.stream.read_exact(&mut body[start..])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, thread};

    use super::*;

    /// A server that gives fixed answers, one a request, over one connection.
    fn answering(answers: &'static [&'static str]) -> Outcome<String> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let host = listener.local_addr()?.to_string();
        thread::spawn(move || -> Outcome {
            let (mut stream, _) = listener.accept()?;
            for answer in answers {
                let mut buffer = [0; 4096];
                let _ = stream.read(&mut buffer)?;
                stream.write_all(answer.as_bytes())?;
            }
            Ok(())
        });
        Ok(host)
    }

    #[test]
    fn reads_bodies_by_length_and_by_chunk_over_one_connection() -> Outcome {
        let host = answering(&[
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=b; Path=/\r\n\r\nhello",
            "HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        ])?;
        let mut connection = Connection::open(&host)?;
        let first = connection.ask(Request::get("/"))?;
        assert_eq!((first.status, first.body.as_slice()), (200, b"hello".as_slice()));
        assert_eq!(first.cookies, ["a=b"]);
        let second = connection.ask(Request::get("/"))?;
        assert_eq!((second.status, second.body.as_slice()), (404, b"abcde".as_slice()));
        assert!(second.json().is_err());
        assert_eq!(connection.ask(Request::get("/"))?.json()?, serde_json::json!({}));
        Ok(())
    }
}
