//! Files in a folder and on S3 are the same to whoever uses them.
#![allow(clippy::unwrap_used)]

#[path = "support/s3.rs"]
mod s3;

use bytes::Bytes;
use giano_files::{Area, FileName, Files, FilesAddress, FilesError};
use s3::{BUCKET, S3, SECRET};
use std::io::SeekFrom;
use std::time::{Duration, Instant, SystemTime};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio::net::TcpListener;

/// Files that go with the test.
struct Fresh {
    files: Files,
    folder: Option<tempfile::TempDir>,
    _server: Option<S3>,
}

fn in_folder() -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(&FilesAddress::Folder(folder.path().join("var")), []).unwrap();
    Fresh { files, folder: Some(folder), _server: None }
}

fn bucket(prefix: &str) -> FilesAddress {
    FilesAddress::S3 { bucket: BUCKET.to_owned(), prefix: prefix.to_owned() }
}

fn on_s3() -> Option<Fresh> {
    let server = S3::start()?;
    let files = Files::open(&bucket("shops/one"), server.variables()).unwrap();
    Some(Fresh { files, folder: None, _server: Some(server) })
}

/// Runs each case on a folder, and on S3 where there is a server.
macro_rules! on_both {
    ($($case:ident),+ $(,)?) => {$(
        mod $case {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn folder() {
                super::$case(super::in_folder()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn s3() {
                if let Some(fresh) = super::on_s3() {
                    super::$case(fresh).await;
                }
            }
        }
    )+};
}

on_both!(
    what_was_written_is_read,
    any_part_of_a_file_is_read,
    large_files_are_whole,
    one_of_several_writers_wins_whole,
    a_file_within_a_name_is_not_there,
);

fn name(text: &str) -> FileName {
    FileName::new(Area::Media, text).unwrap()
}

async fn content(files: &Files, name: &FileName) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    files.read(name).await.unwrap()?.read_to_end(&mut bytes).await.unwrap();
    Some(bytes)
}

async fn what_was_written_is_read(fresh: Fresh) {
    let files = &fresh.files;
    files.check().await.unwrap();
    let (pot, empty) = (name("pot-320.jpg"), name("deep/er/empty"));
    assert_eq!(files.find(&pot).await.unwrap(), None);
    assert!(files.read(&pot).await.unwrap().is_none());
    let before = SystemTime::now() - Duration::from_secs(2);
    files.write(&pot, Bytes::from_static(b"a pot")).await.unwrap();
    let found = files.find(&pot).await.unwrap().unwrap();
    assert_eq!(found.len, 5);
    assert!(found.modified > before, "{found:?}");
    assert_eq!(content(files, &pot).await.unwrap(), b"a pot");
    files.write(&pot, Bytes::from_static(b"another")).await.unwrap();
    assert_eq!(content(files, &pot).await.unwrap(), b"another", "a file takes the place of another");
    files.write(&empty, Bytes::new()).await.unwrap();
    assert_eq!(files.find(&empty).await.unwrap().unwrap().len, 0);
    assert_eq!(content(files, &empty).await.unwrap(), b"");
    if let Some(folder) = &fresh.folder {
        let media: Vec<_> = std::fs::read_dir(folder.path().join("var/media")).unwrap().collect();
        assert_eq!(media.len(), 2, "what was written in parts is gone: {media:?}");
    }
}

async fn any_part_of_a_file_is_read(fresh: Fresh) {
    let (files, pot) = (&fresh.files, name("pot.bin"));
    files.write(&pot, Bytes::from_static(b"0123456789")).await.unwrap();
    let found = files.find(&pot).await.unwrap().unwrap();
    let mut file = files.read_later(&pot, found);
    let mut two = [0; 2];
    for (to, expected) in [(SeekFrom::Start(4), b"45"), (SeekFrom::Current(1), b"78"), (SeekFrom::End(-3), b"78")] {
        file.seek(to).await.unwrap();
        file.read_exact(&mut two).await.unwrap();
        assert_eq!(&two, expected, "{to:?}");
    }
    let mut rest = Vec::new();
    file.read_to_end(&mut rest).await.unwrap();
    assert_eq!(rest, b"9");
    file.seek(SeekFrom::Start(100)).await.unwrap();
    assert_eq!(file.read_to_end(&mut rest).await.unwrap(), 0, "beyond the end there is nothing");
    assert!(file.seek(SeekFrom::End(-11)).await.is_err());

    let mut changed = files.read_later(&pot, found);
    files.write(&pot, Bytes::from_static(b"shorter")).await.unwrap();
    assert!(changed.read_to_end(&mut rest).await.is_err(), "no end of another file follows");
}

async fn large_files_are_whole(fresh: Fresh) {
    let (files, film) = (&fresh.files, name("film.webm"));
    let bytes: Vec<u8> = (0_u32..12_500_000).flat_map(u32::to_le_bytes).collect();
    files.write(&film, Bytes::from(bytes.clone())).await.unwrap();
    let mut file = files.read(&film).await.unwrap().unwrap();
    assert_eq!(file.found().len, 50_000_000);
    file.seek(SeekFrom::Start(49_999_996)).await.unwrap();
    assert_eq!(file.read_u32_le().await.unwrap(), 12_499_999);
    assert!(content(files, &film).await.unwrap() == bytes, "every byte comes back");
}

async fn one_of_several_writers_wins_whole(fresh: Fresh) {
    let (files, pot) = (&fresh.files, name("pot.jpg"));
    let written = |writer: u8| Bytes::from(vec![writer; 100_000 + usize::from(writer)]);
    let all = (0..16).map(|writer| files.write(&pot, written(writer)));
    for result in futures::future::join_all(all).await {
        result.unwrap();
    }
    let left = content(files, &pot).await.unwrap();
    assert_eq!(left, written(left[0]), "nobody's file is mixed with another's");
    if let Some(folder) = &fresh.folder {
        assert_eq!(std::fs::read_dir(folder.path().join("var/media")).unwrap().count(), 1, "no parts are left");
    }
}

async fn a_file_within_a_name_is_not_there(fresh: Fresh) {
    let files = &fresh.files;
    files.write(&name("a"), Bytes::from_static(b"a")).await.unwrap();
    files.write(&name("folder/b"), Bytes::from_static(b"b")).await.unwrap();
    for missing in ["a/b", "folder", "folder/c"] {
        assert_eq!(files.find(&name(missing)).await.unwrap(), None, "{missing}");
        assert!(files.read(&name(missing)).await.unwrap().is_none(), "{missing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_shops_in_a_bucket_do_not_see_each_other() {
    let Some(server) = S3::start() else { return };
    let [one, two, all] =
        ["shops/one", "shops/two", ""].map(|prefix| Files::open(&bucket(prefix), server.variables()).unwrap());
    one.write(&name("pot.jpg"), Bytes::from_static(b"one")).await.unwrap();
    assert_eq!(content(&one, &name("pot.jpg")).await.unwrap(), b"one");
    for other in [&two, &all] {
        assert_eq!(other.find(&name("pot.jpg")).await.unwrap(), None);
    }
    let again = Files::open(&bucket("shops/one"), server.variables()).unwrap();
    assert_eq!(content(&again, &name("pot.jpg")).await.unwrap(), b"one", "whoever has the same address sees it");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_s3_is_told_with_its_cure() {
    let Some(server) = S3::start() else { return };
    let told = async |files: Result<Files, FilesError>| match files {
        Ok(files) => files.check().await.unwrap_err(),
        Err(error) => error,
    };
    let address = FilesAddress::S3 { bucket: "nowhere".to_owned(), prefix: String::new() };
    let files = Files::open(&address, server.variables()).unwrap();
    let read = files.read(&name("pot.jpg")).await;
    assert!(matches!(read, Err(FilesError::NoBucket { .. })), "a bucket that is gone is no missing picture: {read:?}");
    let no_bucket = told(Ok(files)).await;
    assert!(matches!(&no_bucket, FilesError::NoBucket { bucket } if bucket == "nowhere"), "{no_bucket:?}");

    let only = |wanted: &[&str]| {
        let variables = server.variables();
        variables.into_iter().filter(|(name, _)| wanted.contains(&name.as_str())).collect::<Vec<_>>()
    };
    let half = told(Files::open(&bucket(""), only(&["AWS_ENDPOINT_URL", "AWS_SECRET_ACCESS_KEY"]))).await;
    assert!(matches!(&half, FilesError::Settings(text) if text.contains("AccessKeyId")), "{half:?}");
    let mut none = only(&["AWS_ENDPOINT_URL"]);
    none.push(("AWS_METADATA_ENDPOINT".to_owned(), "http://127.0.0.1:9".to_owned()));
    let none = told(Files::open(&bucket(""), none)).await;
    assert!(matches!(none, FilesError::NoCredentials), "{none:?}");
    assert!(none.to_string().contains("AWS_ACCESS_KEY_ID"));
    for error in [no_bucket, half, none] {
        assert!(!error.may_pass());
        assert!(!format!("{error} {error:?}").contains(SECRET));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_let_in_is_told_so() {
    let Some(server) = S3::start_with(&[("INITIAL_NO_AUTH_ACTION_COUNT", "0")]) else { return };
    let files = Files::open(&bucket(""), server.variables()).unwrap();
    let error = files.check().await.unwrap_err();
    assert!(matches!(&error, FilesError::NoAccess { .. }), "{error:?}");
    assert!(!format!("{error} {error:?} {files:?}").contains(SECRET));
    let written = files.write(&name("pot.jpg"), Bytes::from_static(b"a pot")).await;
    assert!(matches!(written, Err(FilesError::NoAccess { .. })), "{written:?}");
    let found = files.find(&name("pot.jpg")).await;
    assert!(matches!(found, Err(FilesError::NoAccess { .. })), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn s3_that_went_away_or_hangs_is_waited_for_a_few_seconds() {
    let pot = name("pot.jpg");
    if let Some(server) = S3::start() {
        let files = Files::open(&bucket(""), server.variables()).unwrap();
        files.write(&pot, Bytes::from_static(b"a pot")).await.unwrap();
        server.end();
        let gone = files.read(&pot).await;
        assert!(matches!(&gone, Err(error) if error.may_pass()), "{gone:?}");
    }
    // One that takes connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());
    let files = Files::open(&bucket(""), s3::variables(&endpoint)).unwrap();
    let begun = Instant::now();
    let (read, found) = tokio::join!(files.read(&pot), files.find(&pot));
    assert!(matches!(&read, Err(error) if error.may_pass()), "{read:?}");
    assert!(matches!(&found, Err(error) if error.may_pass()), "{found:?}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("file"), "no folder").unwrap();
    let error = Files::open(&FilesAddress::Folder(place.path().join("file/var")), []).unwrap_err();
    assert!(matches!(&error, FilesError::Folder { .. }) && error.to_string().contains("file/var"), "{error}");
}
