//! The contract as OpenAPI.

use crate::caching::SameForAll;
use crate::router::endpoints;
use axum::{Extension, Json};
use std::sync::OnceLock;
use utoipa::OpenApi;

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
        document
    })
}

/// The contract.
pub(crate) async fn openapi_json() -> (Extension<SameForAll>, Json<&'static utoipa::openapi::OpenApi>) {
    (Extension(SameForAll { seconds: 60 }), Json(document()))
}
