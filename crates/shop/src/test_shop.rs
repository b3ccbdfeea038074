//! A shop of its own for each test: a database in a folder that goes with it, an app that was built, the whole router.

use crate::cli::{Cli, Command, Serve};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use clap::Parser;
use giano_files::{Files, FilesAddress};
use giano_server::{AppState, Clock};
use giano_store::Store;
use std::collections::BTreeMap;
use tower::ServiceExt;

/// Monday, 23 November 2026, 10:00 UTC.
pub const NOON: i64 = 1_795_428_000_000;

/// A shop that answers.
pub struct TestShop {
    pub router: Router,
    pub folder: tempfile::TempDir,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl TestShop {
    /// A shop with what `fill` puts into its database, set as `options` say.
    pub async fn open(options: &[&str], fill: impl AsyncFnOnce(&Store)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("shop.db").display());
        Self::open_on(&url, folder, options, fill).await
    }

    /// A shop on a database that is somewhere else, with a folder of its own.
    pub async fn open_on(
        url: &str,
        folder: tempfile::TempDir,
        options: &[&str],
        fill: impl AsyncFnOnce(&Store),
    ) -> Self {
        let files = Files::open(&FilesAddress::Folder(folder.path().to_owned()), []).unwrap();
        Self::open_with(url, folder, files, options, fill).await
    }

    /// A shop on a database and with files that are somewhere else.
    pub async fn open_with(
        url: &str,
        folder: tempfile::TempDir,
        files: Files,
        options: &[&str],
        fill: impl AsyncFnOnce(&Store),
    ) -> Self {
        let _ = any_spawner::Executor::init_tokio();
        let dist = folder.path().join("dist");
        std::fs::create_dir(&dist).unwrap();
        let index = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><link rel=\"modulepreload\" href=\"/app.js\">\
                     <link rel=\"preload\" href=\"/app.wasm\" as=\"fetch\"></head><body></body></html>";
        std::fs::write(dist.join("index.html"), index).unwrap();
        std::fs::create_dir(folder.path().join("media")).unwrap();
        let store = Store::connect(url).await.unwrap();
        store.migrate().await.unwrap();
        fill(&store).await;
        let given = ["giano", "serve", "--dist", dist.to_str().unwrap()];
        let Command::Serve(serve) = Cli::parse_from(given.iter().chain(options)).command else { unreachable!() };
        Self::serve(&serve, store, folder, files).await
    }

    async fn serve(serve: &Serve, store: Store, folder: tempfile::TempDir, files: Files) -> Self {
        let clock = Clock::fixed(NOON);
        let state = AppState::load(crate::serve::settings(serve).unwrap(), store, clock).await.unwrap();
        let router = crate::serve::router(serve, state, files).unwrap();
        Self { router, folder }
    }

    /// Somebody with a browser of their own.
    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new(), nameless: false }
    }
}

/// A browser: keeps cookies.
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
    /// Whether it forgets to say which shop it means.
    pub nameless: bool,
}

impl Browser {
    pub async fn get(&mut self, address: &str) -> Answer {
        self.send(Request::builder().uri(address).body(Body::empty()).unwrap()).await
    }

    /// Sends JSON; the answer must be a success.
    pub async fn send_json(&mut self, method: &str, address: &str, body: &impl serde::Serialize) -> Answer {
        let request = Request::builder().method(method).uri(address).header(header::CONTENT_TYPE, "application/json");
        let request = request.header("idempotency-key", "one").body(Body::from(serde_json::to_vec(body).unwrap()));
        let answer = self.send(request.unwrap()).await;
        assert!(answer.status.is_success(), "{address}: {}", answer.text);
        answer
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !pairs.is_empty() {
            request.headers_mut().insert(header::COOKIE, pairs.join("; ").parse().unwrap());
        }
        if !request.headers().contains_key(header::HOST) && !self.nameless {
            request.headers_mut().insert(header::HOST, "shop.example".parse().unwrap());
        }
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }
}
