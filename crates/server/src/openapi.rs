//! The contract as OpenAPI.
//!
//! Handlers describe what is their own. What holds for all of them, because the router sees to it, is added here: the problems
//! that any request can end in, and that every problem is one of RFC 9457.

use crate::caching::SameForAll;
use crate::router::endpoints;
use axum::{Extension, Json};
use giano_api::Code;
use serde_json::Value;
use std::sync::OnceLock;
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{Content, Ref, RefOr, Response};

#[derive(OpenApi)]
#[openapi(info(
    title = "Giano",
    description = "One catalogue, two faces. Amounts are decimals as text; errors are RFC 9457 problems with a `code`.",
    license(name = "MIT")
))]
struct Contract;

static DOCUMENT: OnceLock<utoipa::openapi::OpenApi> = OnceLock::new();

/// The contract of all endpoints.
pub fn document() -> &'static utoipa::openapi::OpenApi {
    DOCUMENT.get_or_init(|| {
        let mut document = Contract::openapi();
        document.merge(endpoints().split_for_parts().1);
        bound(&mut document);
        for item in document.paths.paths.values_mut() {
            let PathItem { get, put, post, delete, patch, .. } = item;
            get.iter_mut().for_each(|operation| complete(operation, false));
            [put, post, delete, patch].into_iter().flatten().for_each(|operation| complete(operation, true));
        }
        document
    })
}

/// Says of whole numbers without a sign how large they may be, and calls their formats as the OpenAPI initiative's registry
/// does. Readers of a contract need not know formats.
fn bound(document: &mut utoipa::openapi::OpenApi) {
    let bounded = serde_json::to_value(&*document).map(|mut json| {
        bound_in(&mut json);
        json
    });
    match bounded.and_then(serde_json::from_value) {
        Ok(bounded) => *document = bounded,
        Err(error) => tracing::error!(%error, "the contract"),
    }
}

fn bound_in(json: &mut Value) {
    match json {
        Value::Object(fields) => {
            let bound = match fields.get("format").and_then(Value::as_str) {
                Some("u-int8") => Some(("uint8", u64::from(u8::MAX))),
                Some("u-int16") => Some(("uint16", u64::from(u16::MAX))),
                Some("u-int32") => Some(("uint32", u64::from(u32::MAX))),
                Some("u-int64") => Some(("uint64", u64::MAX)),
                Some(_) | None => None,
            };
            if let Some((format, most)) = bound {
                fields.insert("format".to_owned(), format.into());
                fields.entry("minimum").or_insert(0.into());
                fields.entry("maximum").or_insert(most.into());
            }
            fields.values_mut().for_each(bound_in);
        }
        Value::Array(values) => values.iter_mut().for_each(bound_in),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Adds the problems that an operation can end in whatever it does, and says of all its problems in which form they come.
fn complete(operation: &mut Operation, changes: bool) {
    // Too large is not only a body: an address can be, whatever is asked for.
    let mut common = vec![Code::MalformedRequest, Code::TimedOut, Code::TooLarge, Code::Internal, Code::Unavailable];
    if changes {
        common.push(Code::CrossSite);
    }
    let responses = &mut operation.responses.responses;
    for code in common {
        let response = || RefOr::T(Response::new(code.title()));
        responses.entry(code.status().to_string()).or_insert_with(response);
    }
    for (status, response) in responses {
        if let (true, RefOr::T(response)) = (status.starts_with(['4', '5']), response) {
            if response.description.is_empty() {
                response.description = usual(status).map_or("", Code::title).to_owned();
            }
            let problem = Content::new(Some(Ref::from_schema_name("Problem")));
            response.content = [("application/problem+json".to_owned(), RefOr::T(problem))].into_iter().collect();
        }
    }
}

/// What a status means where a handler says nothing further of it.
fn usual(status: &str) -> Option<Code> {
    let usual = [Code::SignInRequired, Code::Forbidden, Code::NotFound, Code::InvalidFields, Code::TooManyRequests];
    usual.into_iter().find(|code| code.status().to_string() == status)
}

/// The contract.
pub(crate) async fn openapi_json() -> (Extension<SameForAll>, Json<&'static utoipa::openapi::OpenApi>) {
    (Extension(SameForAll { seconds: 60 }), Json(document()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::BTreeSet;

    /// Every operation: how it is called in findings, its path, and what the contract says of it.
    fn operations() -> Vec<(String, String, Value)> {
        let document = serde_json::to_value(document()).unwrap();
        let paths = document["paths"].as_object().unwrap().clone();
        let of = |(path, item): (String, Value)| {
            let operations = item.as_object().unwrap().clone();
            operations.into_iter().map(move |(method, operation)| (format!("{method} {path}"), path.clone(), operation))
        };
        let all: Vec<_> = paths.into_iter().flat_map(of).collect();
        assert!(all.len() > 20, "{} operations", all.len());
        all
    }

    #[test]
    fn parameters_are_in_the_path_where_the_path_names_them_and_nowhere_else() {
        for (name, path, operation) in operations() {
            let parts = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
            let named: BTreeSet<&str> = parts.collect();
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let in_path = parameters.iter().filter(|parameter| parameter["in"] == "path");
            let told: BTreeSet<&str> = in_path.map(|parameter| parameter["name"].as_str().unwrap()).collect();
            assert_eq!(told, named, "{name}");
        }
    }

    #[test]
    fn every_operation_names_the_problems_that_any_can_end_in() {
        for (name, _, operation) in operations() {
            let responses = operation["responses"].as_object().unwrap();
            let mut expected = vec!["400", "408", "413", "500", "503"];
            if !name.starts_with("get ") {
                expected.push("403");
            }
            for status in expected {
                assert!(responses.contains_key(status), "{name} does not name {status}");
            }
        }
    }

    #[test]
    fn whole_numbers_without_a_sign_have_bounds() {
        let parameter = |name: &str, path: &str| {
            let operations = operations();
            let (_, _, operation) = operations.iter().find(|(known, ..)| known == path).unwrap();
            let parameters = operation["parameters"].as_array().unwrap();
            parameters.iter().find(|parameter| parameter["name"] == name).unwrap()["schema"].clone()
        };
        let stars = parameter("stars", "get /api/products/{slug}/reviews");
        assert_eq!((&stars["minimum"], &stars["maximum"]), (&0.into(), &255.into()), "{stars}");
        let quantity = &serde_json::to_value(document()).unwrap()["components"]["schemas"]["Quantity"];
        assert_eq!((&quantity["minimum"], &quantity["maximum"]), (&1.into(), &1_000_000.into()), "{quantity}");
    }

    #[test]
    fn problems_come_as_problems() {
        for (name, _, operation) in operations() {
            for (status, response) in operation["responses"].as_object().unwrap() {
                let kinds: Vec<&String> =
                    response["content"].as_object().into_iter().flat_map(|it| it.keys()).collect();
                match status.as_bytes()[0] {
                    b'4' | b'5' => assert_eq!(kinds, ["application/problem+json"], "{name} {status}"),
                    _ => assert!(!kinds.iter().any(|kind| kind.contains("problem")), "{name} {status}"),
                }
                let text = response["description"].as_str().unwrap_or_default();
                assert!(!text.is_empty() || status.starts_with('2'), "{name} does not say what {status} is");
            }
        }
    }
}
