//! The page that the `type` of every problem links to: each code with its status, what it means and what to do.

use crate::caching::SameForAll;
use axum::response::{Html, IntoResponse, Response};
use giano_api::Code;
use giano_markup::html;

/// Seconds for which the page may be kept: it is another only with another version of the shop.
const KEPT: u32 = 300;

/// The page, in English as all that is for developers.
pub(crate) async fn problem_codes() -> Response {
    let mut response = Html(String::from(page())).into_response();
    response.extensions_mut().insert(SameForAll { seconds: KEPT });
    response
}

fn page() -> giano_markup::Html {
    let code = |code: Code| {
        let (name, status) = (code.as_str(), u64::from(code.status()));
        html(
            "<section id=\"{}\"><h2>{} <code>{}</code></h2><p>{}.</p><p>{}</p></section>",
            &[&name, &status, &name, &code.title(), &code.cure()],
        )
    };
    html(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
         <title>Problems of the JSON API</title></head><body><main><h1>Problems of the JSON API</h1>\
         <p>Every error is a problem (RFC 9457, <code>application/problem+json</code>) with one of these codes in its field \
         <code>code</code>. <code>detail</code> says what happened this time, <code>instance</code> names it in the server's \
         log. Match on the code, not on the words.</p>{}</main></body></html>",
        &[&giano_markup::Html::join(Code::ALL.map(code))],
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::clock::Clock;
    use crate::settings::Settings;
    use crate::state::AppState;
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode, header};
    use giano_api::Problem;
    use giano_store::Store;
    use std::collections::BTreeSet;
    use tower::ServiceExt;

    #[test]
    fn every_code_of_the_contract_is_described() {
        let contract = serde_json::to_value(crate::openapi::document()).unwrap();
        let codes = contract.pointer("/components/schemas/Code/enum").unwrap().as_array().unwrap();
        let codes: BTreeSet<&str> = codes.iter().map(|code| code.as_str().unwrap()).collect();
        let described = Code::ALL.map(Code::as_str);
        assert_eq!(described.iter().map(String::as_str).collect::<BTreeSet<_>>(), codes);
        assert_eq!(described.len(), codes.len(), "none is described twice");
    }

    #[tokio::test]
    async fn the_type_of_a_problem_leads_to_its_description() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::connect(&format!("sqlite://{}", folder.path().join("shop.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        let router = crate::router(AppState::load(Settings::default(), store, Clock::fixed(0)).await.unwrap());
        for code in Code::ALL {
            let problem = Problem::new(code);
            let (path, place) = problem.kind.split_once('#').unwrap();
            let request = Request::get(path).body(Body::empty()).unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{}", problem.kind);
            assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
            let page = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            let page = String::from_utf8(page.into()).unwrap();
            let (_, from) = page.split_once(&format!("<section id=\"{place}\">")).unwrap();
            let (described, rest) = from.split_once("</section>").unwrap();
            assert!(!rest.contains(&format!("id=\"{place}\"")), "{place} is there twice");
            for part in [code.as_str().as_str(), &code.status().to_string(), code.title(), code.cure()] {
                let part = html("{}", &[&part]);
                assert!(!part.is_empty() && described.contains(part.as_str()), "{place}: {described}");
            }
        }
    }
}
