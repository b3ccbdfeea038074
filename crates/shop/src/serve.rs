//! Serving the shop.

use crate::assets::Assets;
use crate::cli::Serve;
use crate::listen::{self, Patience};
use crate::out::Out;
use crate::pages::cache::Pages;
use crate::pages::{self, Shop};
use crate::security::{Hsts, NoncePlaceholder, harden, names_one_host};
use crate::{demo, media, sitemap};
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures::FutureExt;
use giano_api::Code;
use giano_files::Files;
use giano_server::problem::Failure;
use giano_server::{AppState, Clock, MailSettings, MailTransport, Settings, SmtpServer};
use giano_store::Store;
use std::io::Write;
use std::sync::Arc;
use tokio::net::TcpListener;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::compression::{CompressionLayer, CompressionLevel};

/// Serves until the process is told to stop; requests at work are finished first.
pub async fn serve(options: Serve) -> Result<()> {
    // The renderer runs its futures on the server's own runtime; set once for the process.
    let _ = any_spawner::Executor::init_tokio();
    // What is set wrong is said before anything is changed.
    let settings = settings(&options)?;
    let store = Store::connect(&options.database.url).await?;
    store.migrate().await.context("bringing the database to this version's tables")?;
    let files = media::open_for_serving(&options.place).await?;
    // One for all of the process: what is told between two waits would otherwise be lost.
    let told = told_to_stop().shared();
    if options.seed_demo && !demo::seed(&options, &store, told.clone()).await? {
        return Ok(());
    }
    let state = AppState::load(settings, store.clone(), Clock::System).await?;
    let app = router(&options, Arc::clone(&state), files)?;
    let listener = TcpListener::bind(options.listen.as_str())
        .await
        .with_context(|| format!("listening on {}; is another server running there?", options.listen))?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let jobs = tokio::spawn(giano_server::run_jobs(state, async {
        // Told to stop, or left behind: both end it.
        let _ = stopped.await;
    }));
    let address = listener.local_addr()?;
    tracing::info!(%address, "serving");
    writeln!(Out, "Giano is open at http://{address}")?;
    let serving = listen::serve(listener, app, Patience::default(), told.clone());
    tokio::join!(serving, demo::complete(&options, &store, told));
    drop(stop);
    if let Err(error) = jobs.await {
        tracing::error!(%error, "what happens without a visitor ended by itself");
    }
    store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// What the options say, beside what the database does.
pub(crate) fn settings(options: &Serve) -> Result<Settings> {
    let origin = options.origin.as_str();
    anyhow::ensure!(
        origin.is_empty() || origin.starts_with("https://") || origin.starts_with("http://"),
        "--origin or GIANO_ORIGIN: `{origin}` has no scheme: write it like https://shop.example"
    );
    anyhow::ensure!(
        options.metrics_token.as_deref().is_none_or(can_be_brought),
        "--metrics-token or GIANO_METRICS_TOKEN: the word is empty, or has blanks at its ends or signs that no request can bring. \
         Give a long word of letters and digits, for instance what `openssl rand -hex 32` says, or leave it out: then /metrics \
         answers this machine alone"
    );
    let smtp: Option<SmtpServer> =
        options.smtp.as_ref().map(|server| server.0.parse()).transpose().context("--smtp or GIANO_SMTP")?;
    let mail = MailSettings {
        from: options.mail_from.clone().unwrap_or_default(),
        transport: match smtp {
            Some(server) => MailTransport::Smtp(server),
            None => MailTransport::Folder(options.place.folder.join("mail")),
        },
        ..MailSettings::default()
    };
    Ok(Settings {
        mail,
        metrics_token: options.metrics_token.clone(),
        demo: options.seed_demo,
        origin: options.origin.trim_end_matches('/').to_owned(),
        proxies: options.trusted_proxies.clone(),
    })
}

/// Whether a request can bring a word as its token.
fn can_be_brought(word: &str) -> bool {
    !word.is_empty() && word.trim() == word && word.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

pub(crate) fn router(options: &Serve, state: Arc<AppState>, files: Files) -> Result<Router> {
    let api = giano_server::router(Arc::clone(&state));
    let all = api.clone().nest_service("/media", media::router(files));
    let hsts = if options.hsts_subdomains { Hsts::Subdomains } else { Hsts::Name };
    let (all, shop) = if options.api_only {
        (all, None)
    } else {
        let shop = Arc::new(Shop {
            state,
            api,
            assets: Assets::load(&options.dist)?,
            pages: Pages::default(),
            placeholder: NoncePlaceholder::draw(),
        });
        let pages = Router::new()
            .route("/sitemap.xml", get(sitemap::sitemap))
            .route("/robots.txt", get(sitemap::robots))
            .fallback(pages::serve)
            .with_state(Arc::clone(&shop));
        (all.merge(pages), Some(shop))
    };
    // Fast rather than small: what is worth it was compressed once, before. Videos are small already, and browsers ask for
    // parts of them.
    let no_video = DefaultPredicate::new().and(NotForContentType::const_new("video/"));
    let compression = CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(no_video);
    Ok(all.layer(middleware::from_fn_with_state(Front { hsts, shop }, headers)).layer(compression))
}

/// Longest path and query, in bytes. Lists put theirs into every link, so that a long one makes pages of megabytes.
const LONGEST_ADDRESS: usize = 4096;

/// What stands before all routes.
#[derive(Clone)]
struct Front {
    hsts: Hsts,
    /// Where there are pages.
    shop: Option<Arc<Shop>>,
}

impl Front {
    /// Refuses an address of which nothing is read: with a page where somebody reads pages, else with a problem.
    fn too_long(&self, request: &Request) -> Response {
        match &self.shop {
            Some(shop) if pages::is_wanted(request.uri(), request.headers()) => {
                pages::too_long(shop, request.uri(), request.headers())
            }
            Some(_) | None => {
                let says = format!("an address has {LONGEST_ADDRESS} bytes at most");
                Failure::new(Code::TooLarge).detail(says).into_response()
            }
        }
    }
}

async fn headers(State(front): State<Front>, mut request: Request, next: Next) -> Response {
    // Those who ask whether the server lives may do it as shortly as they like.
    let probe = ["/healthz", "/readyz"].contains(&request.uri().path());
    let asked = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    let mut response = if asked > LONGEST_ADDRESS {
        front.too_long(&request)
    } else if names_one_host(&mut request) || probe {
        next.run(request).await
    } else {
        Failure::new(Code::MalformedRequest).detail("a request names one host").into_response()
    };
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if failed {
        // Whatever went wrong is not worth keeping, wherever the answer comes from.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    harden(response.headers_mut(), front.hsts);
    response
}

async fn told_to_stop() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "no interrupt signal");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "no terminate signal");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::test_shop::TestShop;
    use axum::body::Body;
    use axum::extract::ConnectInfo;
    use axum::http::{Request, StatusCode, header};
    use std::net::SocketAddr;

    #[tokio::test(flavor = "multi_thread")]
    async fn pages_that_show_something_of_somebody_are_kept_nowhere() {
        let shop = TestShop::open(&[], async |_| ()).await;
        let mut guest = shop.browser();
        assert_eq!(guest.get("/").await.header(header::CACHE_CONTROL), "private, no-cache");
        for own in ["/basket", "/checkout", "/orders", "/orders/lookup", "/orders/G-1?key=1", "/sign-in", "/nowhere"] {
            assert_eq!(guest.get(own).await.header(header::CACHE_CONTROL), "no-store", "{own}");
        }
        guest.cookies.insert(giano_api::session::SESSION_COOKIE.to_owned(), "0".repeat(64));
        for any in ["/", "/search?q=pot", "/faq"] {
            assert_eq!(guest.get(any).await.header(header::CACHE_CONTROL), "no-store", "{any}");
        }
    }

    fn asked(path: &str, from: &str, headers: &[(&str, &str)]) -> Request<Body> {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(from.parse().unwrap(), 4711)));
        request
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn metrics_are_not_for_everybody() {
        let open = TestShop::open(&[], async |_| ()).await;
        let status = async |shop: &TestShop, from: &str, headers: &[(&str, &str)]| {
            shop.browser().send(asked("/metrics", from, headers)).await.status
        };
        assert_eq!(status(&open, "203.0.113.9", &[]).await, StatusCode::NOT_FOUND);
        assert_eq!(status(&open, "203.0.113.9", &[("host", "localhost")]).await, StatusCode::NOT_FOUND);
        assert_eq!(status(&open, "127.0.0.1", &[("host", "shop.example")]).await, StatusCode::NOT_FOUND, "by a proxy");
        assert_eq!(status(&open, "127.0.0.1", &[("host", "localhost:8080")]).await, StatusCode::OK);
        let word = TestShop::open(&["--metrics-token", "one long word"], async |_| ()).await;
        let bring = |word: &'static str| [("host", "localhost"), ("authorization", word)];
        assert_eq!(status(&word, "203.0.113.9", &bring("Bearer one long word")).await, StatusCode::OK);
        for wrong in ["Bearer one long wor", "Bearer ", "Basic one long word", "one long word"] {
            assert_eq!(status(&word, "127.0.0.1", &bring(wrong)).await, StatusCode::NOT_FOUND, "{wrong}");
        }
        assert_eq!(status(&word, "127.0.0.1", &[("host", "localhost")]).await, StatusCode::NOT_FOUND);
    }

    #[test]
    fn a_token_that_nobody_can_bring_is_refused_with_its_cure() {
        use clap::Parser;
        for wrong in ["", " ", "secret ", "sécret", "sec\tret"] {
            let cli = crate::cli::Cli::parse_from(["giano", "serve", "--metrics-token", wrong]);
            let crate::cli::Command::Serve(serve) = cli.command else { unreachable!() };
            let said = super::settings(&serve).unwrap_err().to_string();
            assert!(
                said.contains("--metrics-token") && said.contains("openssl") && said.contains("leave it out"),
                "{said}"
            );
            assert!(!said.contains("secret"), "what is secret is not repeated");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_request_that_names_no_host_or_two_is_refused() {
        let shop = TestShop::open(&[], async |_| ()).await;
        let mut browser = shop.browser();
        browser.nameless = true;
        for path in ["/", "/api/home", "/media/pot.jpg"] {
            for hosts in [vec![], vec![("host", "shop.example"), ("host", "evil.example")], vec![("host", "a b")]] {
                let answer = browser.send(asked(path, "203.0.113.9", &hosts)).await;
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {hosts:?}");
            }
        }
        assert_eq!(browser.send(asked("/healthz", "127.0.0.1", &[])).await.status, StatusCode::OK);
        let answer = browser.send(asked("/", "203.0.113.9", &[("host", "shop.example")])).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header(header::STRICT_TRANSPORT_SECURITY), "max-age=31536000");
        let strict = TestShop::open(&["--hsts-subdomains"], async |_| ()).await;
        let control = strict.browser().get("/").await;
        assert_eq!(control.header(header::STRICT_TRANSPORT_SECURITY), "max-age=31536000; includeSubDomains");
    }
}
