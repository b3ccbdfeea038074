//! The shop's files: in a folder, or in a bucket of S3 that several servers share.
//!
//! [`Files`] is opened from a [`FilesAddress`]; what is in it is named by [`FileName`]s, which cannot lead anywhere else.
//! Files are read as streams ([`OpenFile`]) and are written whole or not at all. This crate alone knows `object_store`.

mod address;
mod error;
mod files;
mod name;
mod open;
mod s3;

pub use address::{AddressError, FilesAddress};
pub use error::FilesError;
pub use files::{Files, Found};
pub use name::{Area, FileName, NameError};
pub use open::OpenFile;
