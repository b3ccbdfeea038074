//! The way to S3: everything about credentials, signatures, retries and connections is the library's.

use crate::error::FilesError;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{BackoffConfig, ClientOptions, RetryConfig};
use std::time::Duration;

/// How long a connection may take.
const CONNECTING: Duration = Duration::from_secs(2);
/// How long nothing may come of what is read.
const SILENCE: Duration = Duration::from_secs(5);
/// How long writing a file may take: some fifty megabytes on a slow line.
pub const WRITING: Duration = Duration::from_secs(180);

/// Ways to a bucket: two, since what is read is given up early and what is written is not.
pub struct Ways {
    pub reading: AmazonS3,
    pub writing: AmazonS3,
}

/// Opens the ways to a bucket, by variables as every program for S3 has them (`AWS_ACCESS_KEY_ID`, `AWS_REGION`,
/// `AWS_ENDPOINT_URL`, …). Nothing is asked yet.
pub fn open(bucket: &str, variables: impl IntoIterator<Item = (String, String)>) -> Result<Ways, FilesError> {
    // The library's client takes what the process has, and there is no other in it that would rely on this.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let variables: Vec<(String, String)> = variables
        .into_iter()
        .filter(|(name, value)| name.starts_with("AWS_") && !value.is_empty())
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect();
    let endpoint = ["aws_endpoint_url_s3", "aws_endpoint_url", "aws_endpoint"]
        .iter()
        .find_map(|wanted| variables.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str()));
    let base = ClientOptions::new().with_connect_timeout(CONNECTING).with_allow_http(endpoint.is_some_and(is_local));
    let way = |options: ClientOptions, retries: RetryConfig| {
        let builder = AmazonS3Builder::new().with_client_options(options).with_retry(retries);
        // As `AmazonS3Builder::from_env` does it, with what is given instead of what the process has.
        let builder = variables.iter().fold(builder, |builder, (name, value)| match name.parse() {
            Ok(key) => builder.with_config(key, value),
            Err(_) => builder,
        });
        builder.with_bucket_name(bucket).build().map_err(|error| FilesError::Settings(error.to_string()))
    };
    Ok(Ways {
        // Without a limit of the whole: how long a file takes is up to the visitor's line.
        reading: way(base.clone().with_timeout_disabled().with_read_timeout(SILENCE), retries(2, SILENCE))?,
        writing: way(base.with_timeout(WRITING), retries(4, Duration::from_secs(30)))?,
    })
}

fn retries(most: usize, within: Duration) -> RetryConfig {
    let backoff =
        BackoffConfig { init_backoff: Duration::from_millis(100), max_backoff: Duration::from_secs(2), base: 2.0 };
    RetryConfig { backoff, max_retries: most, retry_timeout: within }
}

/// Whether an address is one of this machine, to which nothing needs to be encrypted. For others there is AWS_ALLOW_HTTP.
fn is_local(endpoint: &str) -> bool {
    let Some(rest) = endpoint.strip_prefix("http://") else { return false };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let name = if host.starts_with('[') {
        host.split_inclusive(']').next().unwrap_or_default()
    } else {
        host.split(':').next().unwrap_or_default()
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_spoken_to_in_the_clear() {
        for local in ["http://localhost:9000", "http://127.0.0.1:5000/", "http://[::1]:9000"] {
            assert!(is_local(local), "{local}");
        }
        for other in
            ["https://localhost", "http://s3.example", "http://localhost.example", "http://127.0.0.1@x.example"]
        {
            assert!(!is_local(other), "{other}");
        }
    }
}
