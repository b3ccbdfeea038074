//! What can go wrong with files.

use std::error::Error as _;
use std::io;
use std::path::PathBuf;

/// Why files cannot be opened, read or written. Each says what to do about it; none holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The folder cannot be made or used.
    #[error("the folder {} of the shop's files: {source}", folder.display())]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What is said about S3 does not suffice or cannot be.
    #[error("the settings of S3: {0}")]
    Settings(String),
    /// Nobody says who asks.
    #[error(
        "there is nothing to sign in to S3 with: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where the \
         machine has a role of its own"
    )]
    NoCredentials,
    /// S3 does not let us in.
    #[error(
        "S3 refuses access to the bucket `{bucket}` ({reason}): see that AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are \
         right, and that they may list the bucket and get and put what is in it (s3:ListBucket, s3:GetObject, s3:PutObject)"
    )]
    NoAccess {
        /// Which.
        bucket: String,
        /// What S3 calls it.
        reason: String,
    },
    /// The bucket is not there.
    #[error(
        "there is no bucket `{bucket}`: make it, name another one in `--files`, or set AWS_REGION and AWS_ENDPOINT_URL to \
         where it is"
    )]
    NoBucket {
        /// Which.
        bucket: String,
    },
    /// There is no answer, or none that can be used: worth asking again later.
    #[error("the shop's files cannot be read or written at the moment: {reason}")]
    Away {
        /// What happened.
        reason: String,
    },
}

/// What an ask comes to that was not answered with a file.
#[derive(Debug)]
pub(crate) enum Refused {
    /// There is no such file.
    NotThere,
    /// Anything else.
    Failed(FilesError),
}

impl FilesError {
    /// Whether it goes away by itself, rather than by somebody mending the settings.
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::Away { .. } => true,
            Self::Folder { .. }
            | Self::Settings(_)
            | Self::NoCredentials
            | Self::NoAccess { .. }
            | Self::NoBucket { .. } => false,
        }
    }

    pub(crate) fn too_slow() -> Self {
        Self::Away { reason: "they did not answer in time".to_owned() }
    }
}

impl Refused {
    /// What an error of the library means. Its own words are not passed on, for S3's answers may repeat who asked; the name
    /// that S3 has for what is wrong is.
    pub(crate) fn of(error: &object_store::Error, bucket: Option<&str>) -> Self {
        let text = error.to_string();
        let code = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>")).map(|(code, _)| code);
        let known = |code: &str| code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let code = code.filter(|code| known(code));
        if let Some(bucket) = bucket {
            let bucket = bucket.to_owned();
            if code == Some("NoSuchBucket") {
                return Self::Failed(FilesError::NoBucket { bucket });
            }
            let refused = matches!(
                error,
                object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. }
            );
            let codes = ["AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"];
            if refused || code.is_some_and(|code| codes.contains(&code)) {
                let reason = code.unwrap_or("403").to_owned();
                return Self::Failed(FilesError::NoAccess { bucket, reason });
            }
            // The way to the role of a machine, which is what is asked where nothing else is set.
            if ["/latest/api/token", "/latest/meta-data/"].iter().any(|path| text.contains(path)) {
                return Self::Failed(FilesError::NoCredentials);
            }
        }
        if matches!(error, object_store::Error::NotFound { .. }) {
            return Self::NotThere;
        }
        let io = deepest_io(error);
        if io.is_some_and(|io| matches!(io.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)) {
            return Self::NotThere;
        }
        let reason = match (code, io) {
            (Some(code), _) => format!("S3 says {code}"),
            (None, Some(io)) => io.to_string(),
            (None, None) => "there is no connection, or no answer that can be used".to_owned(),
        };
        Self::Failed(FilesError::Away { reason })
    }
}

/// What the operating system said.
fn deepest_io(error: &object_store::Error) -> Option<&io::Error> {
    let mut found = None;
    let mut next = error.source();
    while let Some(error) = next {
        found = error.downcast_ref::<io::Error>().or(found);
        next = error.source();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use object_store::Error;

    fn said(body: &str) -> Error {
        Error::Generic { store: "S3", source: format!("403 Forbidden: {body}").into() }
    }

    #[test]
    fn errors_are_told_apart_and_keep_no_secret() {
        let wrong_key =
            said("<Error><Code>InvalidAccessKeyId</Code><AWSAccessKeyId>AKIASECRET</AWSAccessKeyId></Error>");
        let Refused::Failed(error) = Refused::of(&wrong_key, Some("giano")) else { panic!("not there?") };
        assert!(matches!(&error, FilesError::NoAccess { bucket, .. } if bucket == "giano"), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("AKIASECRET"));
        let none = Refused::of(&said("<Code>NoSuchBucket</Code>"), Some("giano"));
        assert!(matches!(none, Refused::Failed(FilesError::NoBucket { .. })), "{none:?}");
        let role = said("PUT http://169.254.169.254/latest/api/token");
        assert!(matches!(Refused::of(&role, Some("giano")), Refused::Failed(FilesError::NoCredentials)));
        let slow = Refused::of(&said("<Code>SlowDown</Code>"), Some("giano"));
        assert!(matches!(slow, Refused::Failed(error) if error.may_pass() && error.to_string().contains("SlowDown")));
        let odd = Refused::of(&said("<Code>AKIA SECRET</Code>"), Some("giano"));
        assert!(matches!(odd, Refused::Failed(FilesError::Away { reason }) if !reason.contains("SECRET")));
    }
}
