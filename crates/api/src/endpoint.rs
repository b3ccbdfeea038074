//! What an endpoint is.

use giano_commerce::{Face, Locale};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The HTTP methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the methods of HTTP speak for themselves")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// One endpoint of the JSON API.
pub trait Endpoint {
    /// Its method.
    const METHOD: Method;
    /// Its path, with parameters in braces, e.g. `/api/products/{slug}`.
    const PATH: &'static str;
    /// Its query parameters; [`NoQuery`] where it has none.
    type Query: Serialize + DeserializeOwned;
    /// Its body; [`NoBody`] where it has none.
    type Body: Serialize + DeserializeOwned;
    /// What it answers when all is well.
    type Answer: Serialize + DeserializeOwned;

    /// The path with its parameters filled in, in order; each is percent-encoded, slashes included.
    fn path(parameters: &[&str]) -> String {
        let mut parameters = parameters.iter();
        let mut out = String::with_capacity(Self::PATH.len() + 16);
        let mut rest = Self::PATH;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            if let Some(value) = parameters.next() {
                encode_segment(value, &mut out);
            }
            rest = after.split_once('}').map_or("", |(_, tail)| tail);
        }
        out.push_str(rest);
        out
    }
}

fn encode_segment(value: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// No query parameters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoQuery {}

/// No body (or an empty answer).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoBody {}

/// Who is asking: every catalogue address carries it, so that answers can be cached by address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct Visit {
    /// The face; without it the visitor's cookie decides, then *home*.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub face: Option<Face>,
    /// The language; without it the visitor's cookie decides, then `Accept-Language`.
    #[serde(rename = "lang", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub locale: Option<Locale>,
}

/// Declares an endpoint type.
macro_rules! endpoint {
    ($(#[$doc:meta])* $name:ident: $method:ident $path:literal, query $query:ty, body $body:ty => $answer:ty) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl $crate::Endpoint for $name {
            const METHOD: $crate::Method = $crate::Method::$method;
            const PATH: &'static str = $path;
            type Query = $query;
            type Body = $body;
            type Answer = $answer;
        }
    };
}
pub(crate) use endpoint;
