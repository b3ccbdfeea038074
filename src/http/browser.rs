//! The door in the browser: `fetch`.

use super::{Prepared, Sending, problem};
use giano_api::{Code, Method, Problem};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Request, RequestInit, Response};

/// Aborts the request when its future is dropped before the end.
struct Abort(Option<AbortController>);

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

pub(super) fn send(request: Prepared) -> Sending {
    Box::pin(SendWrapper::new(fetch(request)))
}

async fn fetch(request: Prepared) -> Result<String, Problem> {
    let mut abort = Abort(AbortController::new().ok());
    let answer = try_fetch(&request, &abort).await;
    abort.0 = None;
    match answer {
        Ok((status, text)) if (200..300).contains(&status) => Ok(text),
        Ok((status, text)) => Err(problem(status, &text)),
        Err(_) => Err(Problem::new(Code::Offline)),
    }
}

async fn try_fetch(request: &Prepared, abort: &Abort) -> Result<(u16, String), JsValue> {
    let init = RequestInit::new();
    init.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    });
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    init.set_signal(abort.0.as_ref().map(AbortController::signal).as_ref());
    let fetch = Request::new_with_str_and_init(&request.url, &init)?;
    fetch.headers().set("accept", "application/json")?;
    if request.body.is_some() {
        fetch.headers().set("content-type", "application/json")?;
    }
    if let Some(key) = &request.idempotency_key {
        fetch.headers().set("idempotency-key", key)?;
    }
    let response: Response = JsFuture::from(leptos::prelude::window().fetch_with_request(&fetch)).await?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok((response.status(), text))
}
