//! Serving the shop.

use crate::assets::Assets;
use crate::cli::Serve;
use crate::listen::{self, Patience};
use crate::pages::cache::Pages;
use crate::pages::{self, Shop};
use crate::security::{NoncePlaceholder, harden};
use crate::{demo, sitemap};
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use giano_server::{AppState, Clock, Settings};
use giano_store::Store;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::services::ServeDir;

/// Serves until the process is told to stop; requests at work are finished first.
pub async fn serve(options: Serve) -> Result<()> {
    // The renderer runs its futures on the server's own runtime; set once for the process.
    let _ = any_spawner::Executor::init_tokio();
    let store = Store::connect(&options.database.url).await?;
    store.migrate().await.context("bringing the database to this version's tables")?;
    let media = options.folder.join("media");
    std::fs::create_dir_all(&media).with_context(|| format!("making {}", media.display()))?;
    if options.seed_demo && store.is_empty().await? {
        demo::load(&store, &options.demo, &media).await?;
    }
    let settings = Settings {
        media: media.clone(),
        demo: options.seed_demo,
        origin: options.origin.trim_end_matches('/').to_owned(),
        proxies: options.trusted_proxies.clone(),
        ..Settings::default()
    };
    let state = AppState::load(settings, store.clone(), Clock::System).await?;
    let app = router(&options, Arc::clone(&state), &media)?;
    let listener = TcpListener::bind(&options.listen)
        .await
        .with_context(|| format!("listening on {}; is another server running there?", options.listen))?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let jobs = tokio::spawn(giano_server::run_jobs(state, async {
        // Told to stop, or left behind: both end it.
        let _ = stopped.await;
    }));
    let address = listener.local_addr()?;
    tracing::info!(%address, "serving");
    println!("Giano is open at http://{address}");
    listen::serve(listener, app, Patience::default(), told_to_stop()).await;
    drop(stop);
    if let Err(error) = jobs.await {
        tracing::error!(%error, "what happens without a visitor ended by itself");
    }
    store.close().await;
    tracing::info!("stopped");
    Ok(())
}

pub(crate) fn router(options: &Serve, state: Arc<AppState>, media: &Path) -> Result<Router> {
    let api = giano_server::router(Arc::clone(&state));
    let media = Router::new().fallback_service(ServeDir::new(media)).layer(middleware::from_fn(media_headers));
    let all = api.clone().nest_service("/media", media);
    let all = if options.api_only {
        all
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
            .with_state(shop);
        all.merge(pages)
    };
    // Fast rather than small: what is worth it was compressed once, before. Videos are small already, and browsers ask for
    // parts of them.
    let no_video = DefaultPredicate::new().and(NotForContentType::const_new("video/"));
    let compression = CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(no_video);
    Ok(all.layer(middleware::from_fn(headers)).layer(compression))
}

async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if failed {
        // Whatever went wrong is not worth keeping, wherever the answer comes from.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    harden(response.headers_mut());
    response
}

/// What is there has its content's hash in its name, and is only ever looked at: nothing in it may run or load.
async fn media_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    // What is not there yet may be there in a minute.
    let control = if there { "public, max-age=31536000, immutable" } else { "no-store" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(control));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
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
    use axum::http::{StatusCode, header};

    #[tokio::test(flavor = "multi_thread")]
    async fn a_picture_is_kept_for_ever_and_a_missing_one_not_at_all() {
        let shop = TestShop::open(&[], async |_| ()).await;
        std::fs::write(shop.folder.path().join("media/pot-0a1b-320.jpg"), "picture").unwrap();
        let mut browser = shop.browser();
        let there = browser.get("/media/pot-0a1b-320.jpg").await;
        assert_eq!((there.status, there.text.as_str()), (StatusCode::OK, "picture"));
        assert_eq!(there.header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
        for missing in ["/media/pot-0a1b-640.jpg", "/media/", "/media/..%2fshop.db", "/media/%00", "/media/a/b"] {
            let answer = browser.get(missing).await;
            assert!(answer.status.is_client_error(), "{missing}: {}", answer.status);
            assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{missing}");
        }
    }

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
}
