//! Taking connections, with limits for those that bring no request.
//!
//! `axum::serve` waits for a request for ever: whoever opens connections and sends nothing, or a letter a minute, would
//! sooner or later have all that the system lends a process.

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// How long connections are waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until the head of a request is there, also of a further one on the same connection.
    pub head: Duration,
    /// Until requests at work have ended, once the server is told to stop.
    pub end: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            // A little more than the minute for which proxies usually keep connections: whoever sends a request on one
            // that is just being closed gets an error instead of an answer.
            head: Duration::from_secs(65),
            // A little more than an answer may take.
            end: Duration::from_secs(35),
        }
    }
}

/// Serves until `stop`; requests at work are finished first.
pub async fn serve(listener: TcpListener, app: Router, patience: Patience, stop: impl Future<Output = ()>) {
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => connection(stream, peer, app.clone(), patience, &open),
            Err(error) => {
                // No descriptors left, or a connection that ended before it began: others end meanwhile.
                tracing::warn!(%error, "no connection taken");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(patience.end, open.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

/// Serves a connection in the background.
fn connection(stream: TcpStream, peer: SocketAddr, app: Router, patience: Patience, open: &GracefulShutdown) {
    // An answer in several pieces must not wait for the other side's word on the first.
    let _ = stream.set_nodelay(true);
    let asked = Arc::new(AtomicBool::new(false));
    let service = {
        let asked = Arc::clone(&asked);
        app.map_request(move |request: Request<hyper::body::Incoming>| {
            asked.store(true, Ordering::Relaxed);
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            request
        })
    };
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience.head);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(patience.head).keep_alive_timeout(patience.head);
    let served = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let served = open.watch(served.into_owned());
    tokio::spawn(async move {
        let mut served = pin!(served);
        // Before the first bytes tell which HTTP it is, the protocol's own limits do not hold.
        let ended = tokio::time::timeout(patience.head, &mut served).await;
        let result = match ended {
            Ok(result) => result,
            Err(_) if asked.load(Ordering::Relaxed) => served.await,
            Err(_) => return,
        };
        if let Err(error) = result {
            tracing::debug!(%error, %peer, "connection");
        }
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::oneshot;
    use tokio::task::JoinHandle;

    const PATIENCE: Patience = Patience { head: Duration::from_millis(300), end: Duration::from_secs(5) };

    async fn served() -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let slow = || async {
            tokio::time::sleep(2 * PATIENCE.head).await;
            "done"
        };
        let who = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() };
        let app = Router::new().route("/who", get(who)).route("/slow", get(slow));
        let (stop, stopped) = oneshot::channel();
        let stopped = async { stopped.await.unwrap_or_default() };
        (address, stop, tokio::spawn(serve(listener, app, PATIENCE, stopped)))
    }

    /// Sends something and reads until the connection ends.
    async fn said(address: SocketAddr, text: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await;
        // A connection that was cut is over, too.
        let _ = read.unwrap();
        String::from_utf8(answer).unwrap()
    }

    #[tokio::test]
    async fn connections_that_bring_no_request_are_closed() {
        let (address, _stop, _task) = served().await;
        for half in ["", "P", "GET /who HTTP/1.1\r\n", "GET /who HTTP/1.1\r\nhost: a\r\nx: ", "PRI * HTTP/2.0\r\n\r\nS"]
        {
            let answer = said(address, half).await;
            assert!(!answer.contains("200 OK"), "{half:?}: {answer}");
        }
    }

    #[tokio::test]
    async fn requests_are_answered_however_long_they_take_and_idle_connections_closed() {
        let (address, _stop, _task) = served().await;
        let answer = said(address, "GET /who HTTP/1.1\r\nhost: a\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("127.0.0.1"), "{answer}");
        let answer = said(address, "GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await;
        assert!(answer.ends_with("done"), "{answer}");
    }

    #[tokio::test]
    async fn what_is_at_work_is_finished_before_the_end() {
        let (address, stop, task) = served().await;
        let asked = tokio::spawn(said(address, "GET /slow HTTP/1.1\r\nhost: a\r\n\r\n"));
        tokio::time::sleep(PATIENCE.head / 3).await;
        stop.send(()).unwrap();
        assert!(asked.await.unwrap().ends_with("done"));
        task.await.unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }
}
