//! Where the files are.

use crate::name::check_part;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where the files are: a folder, or `s3://bucket/prefix`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesAddress {
    /// A folder of this machine, or one that it has mounted.
    Folder(PathBuf),
    /// A bucket of S3.
    S3 {
        /// Its name.
        bucket: String,
        /// What the names in it begin with, without a slash at either end; empty where the bucket is the shop's alone.
        prefix: String,
    },
}

/// Why a text is no address of files. The text is not repeated: there may be a password in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is empty.
    #[error("name a folder, or a bucket as `s3://bucket/prefix`")]
    Empty,
    /// It begins with something else than `s3://`.
    #[error(
        "files are in a folder or at `s3://bucket/prefix`; another server of the S3 protocol is named in the variable \
         AWS_ENDPOINT_URL"
    )]
    Scheme,
    /// No bucket can have that name.
    #[error("a bucket's name has 3 to 63 characters: small letters, digits, `-` and `.`")]
    Bucket,
    /// The prefix has parts that are no names.
    #[error("what follows the bucket is made of letters, digits, `-`, `_` and `.`, with `/` between the parts")]
    Prefix,
}

impl FromStr for FilesAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        let Some((scheme, rest)) = text.split_once("://") else { return Ok(Self::Folder(text.into())) };
        if scheme != "s3" {
            return Err(AddressError::Scheme);
        }
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let may_be = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
        if !(3..=63).contains(&bucket.len()) || !bucket.bytes().all(may_be) || bucket.starts_with(['-', '.']) {
            return Err(AddressError::Bucket);
        }
        let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
        if !prefix.is_empty() {
            prefix.split('/').try_for_each(check_part).map_err(|_| AddressError::Prefix)?;
        }
        Ok(Self::S3 { bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }
}

impl fmt::Display for FilesAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::S3 { bucket, prefix } if prefix.is_empty() => write!(f, "s3://{bucket}"),
            Self::S3 { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn addresses_are_folders_or_buckets() {
        let s3 = |bucket: &str, prefix: &str| FilesAddress::S3 { bucket: bucket.into(), prefix: prefix.into() };
        let read = |text: &str| text.parse::<FilesAddress>().unwrap();
        assert_eq!(read("var"), FilesAddress::Folder("var".into()));
        assert_eq!(read("/srv/shop files"), FilesAddress::Folder("/srv/shop files".into()));
        assert_eq!(read("s3://giano"), s3("giano", ""));
        assert_eq!(read("s3://giano/"), s3("giano", ""));
        assert_eq!(read("s3://giano.files/shops/one/"), s3("giano.files", "shops/one"));
        assert_eq!(read("s3://giano/shops/one").to_string(), "s3://giano/shops/one");
    }

    #[test]
    fn what_is_no_address_is_told_without_repeating_it() {
        let wrong = [
            ("", AddressError::Empty),
            ("https://key:secret@s3.example/bucket", AddressError::Scheme),
            ("s3://", AddressError::Bucket),
            ("s3://ab", AddressError::Bucket),
            ("s3://key:secret@bucket", AddressError::Bucket),
            ("s3://Bucket", AddressError::Bucket),
            ("s3://-bucket", AddressError::Bucket),
            ("s3://bucket/../other", AddressError::Prefix),
            ("s3://bucket/a//b", AddressError::Prefix),
            ("s3://bucket/a?b", AddressError::Prefix),
        ];
        for (text, error) in wrong {
            assert_eq!(text.parse::<FilesAddress>(), Err(error), "{text}");
            assert!(!error.to_string().contains("secret"));
        }
    }
}
