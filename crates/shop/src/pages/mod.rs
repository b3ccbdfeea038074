//! Pages: rendered on the server with their data, then taken over by the app.

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod away;
mod bare;
pub mod cache;
mod document;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod hostile;
mod preferences;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod queries;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod secrets;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod told;

use crate::assets::Assets;
use crate::security::{NoncePlaceholder, content_security_policy, draw_nonce};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use cache::{Key, Page, Pages};
use futures::FutureExt;
use giano_api::Endpoint;
use giano_api::session::{GetSession, SessionView};
use giano_app::http::{PageStatus, ServerDoor};
use giano_app::ui::{HeadTags, Html};
use giano_app::{Boot, split};
use giano_server::AppState;
use leptos::context::provide_context;
use leptos::nonce::Nonce;
use preferences::{Preferences, is_known, is_signed_in, nobody};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tower::ServiceExt;

/// Largest page, in bytes; a larger one is a fault.
const LARGEST: usize = 32 << 20;

/// Everything that pages are made of.
pub struct Shop {
    /// The backend's state.
    pub state: Arc<AppState>,
    /// The JSON API, called in process.
    pub api: axum::Router,
    /// The built app.
    pub assets: Assets,
    /// Pages kept for visitors who have nothing of their own.
    pub pages: Pages,
    /// Stands where the nonce goes.
    pub placeholder: NoncePlaceholder,
}

/// Answers everything that is neither API nor media: a file of the app, or a page.
pub async fn serve(State(shop): State<Arc<Shop>>, request: Request) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    if let Some(file) = shop.assets.respond(request.uri().path(), request.headers()) {
        return file;
    }
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let (preferences, cookies) = Preferences::read(&uri, &headers);
    if uri.path() == bare::OFFLINE {
        let page = bare::offline(preferences, shop.assets.head(), &shop.state.snapshot().shop.name);
        return respond(&Page { status: StatusCode::OK, pieces: vec![page], location: None }, false);
    }
    let origin = origin(&shop, &headers, request.extensions());
    let known = is_known(&headers);
    let personal = is_personal(uri.path());
    let private = personal || is_signed_in(&headers);
    let render = render(Arc::clone(&shop), uri.clone(), headers, preferences, origin.clone());
    let page = if known || personal {
        render.await
    } else {
        let address = uri.path_and_query().map_or("/", |address| address.as_str());
        let key = Key { address: format!("{origin}{address}"), preferences, version: shop.state.snapshot().version };
        let page = shop.pages.get(key.clone(), render).await;
        if page.status.is_server_error() {
            shop.pages.forget(&key).await;
        }
        page
    };
    let mut response = respond(&page, private);
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The page for an address that is too long. Of that address nothing is looked at but face and language.
pub fn too_long(shop: &Shop, uri: &Uri, headers: &HeaderMap) -> Response {
    let (preferences, _) = Preferences::read(uri, headers);
    let page = bare::too_long(preferences, shop.assets.head(), &shop.state.snapshot().shop.name);
    respond(&Page { status: StatusCode::PAYLOAD_TOO_LARGE, pieces: vec![page], location: None }, true)
}

/// Whether an answer to a request is a page: a browser asks for one, and not of the API, which answers in JSON whoever asks.
pub fn is_wanted(uri: &Uri, headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let reads_pages = accepted
        .flat_map(|line| line.split(','))
        .any(|kind| kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/html")));
    reads_pages && !uri.path().starts_with("/api/")
}

/// Pages that show something of the visitor even before there is a basket or a session.
fn is_personal(path: &str) -> bool {
    ["/basket", "/checkout", "/orders", "/sign-in"].iter().any(|own| path.starts_with(own))
}

/// Scheme and host for absolute addresses: as set, else as the visitor asked for them.
pub(crate) fn origin(shop: &Shop, headers: &HeaderMap, extensions: &Extensions) -> String {
    let settings = &shop.state.settings;
    match settings.origin.as_str() {
        "" => settings.proxies.origin(headers, extensions),
        set => set.to_owned(),
    }
}

async fn render(shop: Arc<Shop>, uri: Uri, headers: HeaderMap, preferences: Preferences, origin: String) -> Arc<Page> {
    let for_all = is_known(&headers) && !is_personal(uri.path());
    let for_visitor = try_render(&shop, uri.clone(), &headers, preferences, origin.clone(), Whom::Visitor);
    let mut rendered = guarded(for_visitor).await;
    if matches!(rendered, Err(NotRendered::Away)) && for_all {
        rendered = guarded(try_render(&shop, uri, &nobody(&headers), preferences, origin, Whom::Everybody)).await;
    }
    let (head, name) = (shop.assets.head(), &shop.state.snapshot().shop.name);
    let (status, bare) = match rendered {
        Ok(page) => return Arc::new(page),
        Err(NotRendered::Away) => (StatusCode::SERVICE_UNAVAILABLE, bare::away(preferences, head, name)),
        Err(NotRendered::Fault(reason)) => {
            tracing::error!(reason, "a page was not rendered");
            (StatusCode::INTERNAL_SERVER_ERROR, bare::fault(preferences, head, name))
        }
    };
    Arc::new(Page { status, pieces: vec![bare], location: None })
}

/// Renders so that a panic is a page that says something broke, instead of a connection that is cut.
async fn guarded(rendering: impl Future<Output = Result<Page, NotRendered>>) -> Result<Page, NotRendered> {
    let rendered = AssertUnwindSafe(rendering).catch_unwind().await;
    rendered.unwrap_or_else(|_| Err(NotRendered::Fault("it panicked while it was rendered".to_owned())))
}

/// For whom a page is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whom {
    /// Whoever asks, with what is theirs.
    Visitor,
    /// Somebody who has nothing of their own, because who asks could not be found out. The page says so, and the app does not
    /// take it over: it would take the visitor for a stranger until the next page.
    Everybody,
}

/// Why a page is not there.
enum NotRendered {
    /// The database does not answer.
    Away,
    /// A fault of the server.
    Fault(String),
}

impl<E: std::fmt::Display> From<E> for NotRendered {
    fn from(error: E) -> Self {
        Self::Fault(error.to_string())
    }
}

async fn try_render(
    shop: &Arc<Shop>,
    uri: Uri,
    headers: &HeaderMap,
    preferences: Preferences,
    origin: String,
    whom: Whom,
) -> Result<Page, NotRendered> {
    let visitor = preferences.into_headers(headers);
    let session = session(shop, &visitor).await?;
    let boot = Boot { session, theme: preferences.theme, origin };
    let boot_json = Html::json(&boot)?;
    let start = shop.assets.start(split::Page::at(uri.path()).part(boot.session.face).name());
    let (status, tags) = (PageStatus::default(), HeadTags::default());
    let door = ServerDoor { router: shop.api.clone(), headers: visitor };
    let context = {
        let (status, tags, door, placeholder) = (status.clone(), tags.clone(), door, shop.placeholder.clone());
        move || {
            provide_context(status.clone());
            provide_context(tags.clone());
            provide_context(door.clone());
            provide_context(Nonce::from_value(placeholder.as_str()));
        }
    };
    let app = move || document::document(boot.clone());
    let handler = leptos_axum::render_app_async_with_context(context, app);
    let request = Request::builder().uri(uri).body(Body::empty())?;
    let response = handler(request).await;
    let location = response.headers().get(header::LOCATION).cloned();
    let answered = response.status();
    let bytes = to_bytes(response.into_body(), LARGEST).await?;
    let html = String::from_utf8(bytes.into())?;
    let status = match StatusCode::from_u16(status.get()) {
        Ok(status) if status != StatusCode::OK => status,
        Ok(_) | Err(_) => answered,
    };
    if status == StatusCode::SERVICE_UNAVAILABLE {
        return Err(NotRendered::Away);
    }
    let (built, tags) = (shop.assets.head(), tags.take());
    let html = match whom {
        Whom::Visitor => {
            let head = document::head(built, &boot_json, start, &tags, shop.placeholder.as_str());
            document::complete(&html, &head)
        }
        Whom::Everybody => {
            let html = document::above(&html, &bare::notice(preferences));
            document::complete(&html, &document::head_without_app(built, &tags))
        }
    };
    Ok(Page { status, pieces: html.split(shop.placeholder.as_str()).map(str::to_owned).collect(), location })
}

/// Who is visiting, as the API says.
async fn session(shop: &Shop, visitor: &HeaderMap) -> Result<SessionView, NotRendered> {
    let mut request = Request::builder().uri(GetSession::PATH);
    if let Some(headers) = request.headers_mut() {
        headers.extend(visitor.clone());
    }
    let request = request.body(Body::empty())?;
    let Ok(response) = shop.api.clone().oneshot(request).await;
    let status = response.status();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        return Err(NotRendered::Away);
    }
    let bytes = to_bytes(response.into_body(), LARGEST).await?;
    serde_json::from_slice(&bytes).map_err(|error| NotRendered::Fault(format!("session: {status}, {error}")))
}

/// A page as an answer. What is `private` is kept nowhere: after signing out it must not come back with the browser's
/// button.
fn respond(page: &Page, private: bool) -> Response {
    let nonce = draw_nonce();
    let mut response = Response::new(Body::from(page.with_nonce(&nonce)));
    *response.status_mut() = page.status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    // Other pages are never kept by others, and asked for again when gone back to; the browser's own back cache works.
    let control = if private { "no-store" } else { "private, no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(control));
    headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-language, accept-encoding"));
    if let Ok(policy) = HeaderValue::from_str(&content_security_policy(&nonce)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if page.status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    if let Some(location) = &page.location {
        headers.insert(header::LOCATION, location.clone());
    }
    response
}
