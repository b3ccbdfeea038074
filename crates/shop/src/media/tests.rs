use super::*;
use crate::cli::Secret;
use crate::s3::{BUCKET, S3, variables};
use crate::test_shop::{Answer, TestShop};
use axum::http::HeaderName;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use giano_commerce::catalog::MediaKind;
use giano_files::FilesAddress;
use giano_import::pictures;

/// A PNG of one pixel.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn bucket() -> FilesAddress {
    FilesAddress::S3 { bucket: BUCKET.to_owned(), prefix: "shop".to_owned() }
}

async fn shop_with(files: Files) -> TestShop {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    TestShop::open_with(&url, folder, files, &[], async |_| ()).await
}

async fn asked(shop: &TestShop, method: &str, path: &str, headers: &[(HeaderName, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    shop.browser().send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_kept_for_ever_and_a_missing_one_not_at_all() {
    let shop = TestShop::open(&[], async |_| ()).await;
    std::fs::write(shop.folder.path().join("media/pot-0a1b-320.jpg"), "picture").unwrap();
    std::fs::write(shop.folder.path().join("media/.hidden"), "secret").unwrap();
    let there = asked(&shop, "GET", "/media/pot-0a1b-320.jpg", &[]).await;
    assert_eq!((there.status, there.text.as_str()), (StatusCode::OK, "picture"));
    assert_eq!(there.header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    let absolute = format!("/media/{}", shop.folder.path().join("shop.db").display());
    let missing = [
        "/media/pot-0a1b-640.jpg",
        "/media/",
        "/media",
        "/media/..%2fshop.db",
        "/media/%2e%2e/shop.db",
        "/media/../shop.db",
        "/media/..%5cshop.db",
        "/media/%252e%252e/shop.db",
        "/media/.hidden",
        "/media/%00",
        "/media/a/b",
        "/media/c:/x",
        "/media/pot-0a1b-320.jpg/",
        "/media/pot-0a1b-320.jpg/x",
        "/media/pot-0a1b-320.jpg%231",
        "/media/%ff",
        &absolute,
    ];
    for missing in missing {
        let answer = asked(&shop, "GET", missing, &[]).await;
        assert!(answer.status.is_client_error(), "{missing}: {}", answer.status);
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{missing}");
    }
}

/// What browsers and proxies rely on.
async fn files_are_shown_as_http_has_it(files: Files) {
    let name = FileName::new(Area::Media, "deep/film.webm").unwrap();
    files.write(&name, Bytes::from_static(b"0123456789")).await.unwrap();
    let shop = shop_with(files).await;
    let film = async |method: &str, headers: &[(HeaderName, &str)]| {
        let answer = asked(&shop, method, "/media/deep/film.webm", headers).await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY).to_owned();
        assert_eq!(policy, "default-src 'none'; sandbox", "{method} {headers:?}");
        answer
    };
    let whole = film("GET", &[]).await;
    assert_eq!((whole.status, whole.text.as_str()), (StatusCode::OK, "0123456789"));
    assert_eq!(whole.header(header::CONTENT_TYPE), "video/webm");
    assert_eq!(whole.header(header::CONTENT_LENGTH), "10");
    assert_eq!(whole.header(header::ACCEPT_RANGES), "bytes");
    let (tag, modified) = (whole.header(header::ETAG), whole.header(header::LAST_MODIFIED));
    assert!(!tag.is_empty() && !modified.is_empty(), "{:?}", whole.headers);

    for (condition, value) in [(header::IF_NONE_MATCH, tag), (header::IF_MODIFIED_SINCE, modified)] {
        let same = film("GET", &[(condition, value)]).await;
        assert_eq!((same.status, same.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
        assert_eq!(same.header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    }
    let other = film("GET", &[(header::IF_NONE_MATCH, "\"other\"")]).await;
    assert_eq!((other.status, other.text.as_str()), (StatusCode::OK, "0123456789"));
    assert_eq!(film("GET", &[(header::IF_MATCH, "\"other\"")]).await.status, StatusCode::PRECONDITION_FAILED);

    for (range, part, place) in [
        ("bytes=0-3", "0123", "bytes 0-3/10"),
        ("bytes=4-5", "45", "bytes 4-5/10"),
        ("bytes=7-", "789", "bytes 7-9/10"),
        ("bytes=-2", "89", "bytes 8-9/10"),
    ] {
        let answer = film("GET", &[(header::RANGE, range)]).await;
        assert_eq!((answer.status, answer.text.as_str()), (StatusCode::PARTIAL_CONTENT, part), "{range}");
        assert_eq!(answer.header(header::CONTENT_RANGE), place);
    }
    assert_eq!(film("GET", &[(header::RANGE, "bytes=10-")]).await.status, StatusCode::RANGE_NOT_SATISFIABLE);
    let head = film("HEAD", &[]).await;
    assert_eq!((head.status, head.header(header::CONTENT_LENGTH), head.text.as_str()), (StatusCode::OK, "10", ""));
    assert_eq!(head.header(header::ETAG), tag);
    assert_eq!(film("POST", &[]).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_folder_are_shown_as_http_has_it() {
    let folder = tempfile::tempdir().unwrap();
    files_are_shown_as_http_has_it(Files::open(&FilesAddress::Folder(folder.path().to_owned()), []).unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_on_s3_are_shown_as_http_has_it() {
    let Some(server) = S3::start() else { return };
    files_are_shown_as_http_has_it(Files::open(&bucket(), server.variables()).unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_share_pictures_on_s3_and_go_on_without_them() {
    let Some(server) = S3::start() else { return };
    let open = || Files::open(&bucket(), server.variables()).unwrap();
    let (one, other) = (shop_with(open()).await, shop_with(open()).await);

    // As an import on a third machine.
    let made = pictures::make(&open(), STANDARD.decode(DOT).unwrap(), pictures::Extent::Whole).await.unwrap();
    let MediaKind::Image { key, widths, .. } = &made.kind else { panic!("{made:?}") };
    assert!(made.fresh && widths == &[1], "{made:?}");
    assert!(
        !pictures::make(&open(), STANDARD.decode(DOT).unwrap(), pictures::Extent::Whole).await.unwrap().fresh,
        "it is there already"
    );
    let address = format!("/media/{key}-1.jpg");
    for shop in [&one, &other] {
        let picture = asked(shop, "GET", &address, &[]).await;
        assert_eq!((picture.status, picture.header(header::CONTENT_TYPE)), (StatusCode::OK, "image/jpeg"));
        assert!(!picture.text.is_empty());
        let missing = asked(shop, "GET", "/media/none-1.jpg", &[]).await;
        assert_eq!((missing.status, missing.header(header::CACHE_CONTROL)), (StatusCode::NOT_FOUND, "no-store"));
    }

    server.end();
    for headers in [&[][..], &[(header::RANGE, "bytes=0-1")]] {
        let away = asked(&one, "GET", &address, headers).await;
        assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE, "{}", away.text);
        assert_eq!(away.header(header::CONTENT_TYPE), "application/problem+json");
        assert_eq!(away.header(header::CACHE_CONTROL), "no-store");
        assert!(
            away.text.contains("\"unavailable\"") && away.headers.contains_key(header::RETRY_AFTER),
            "{}",
            away.text
        );
        assert!(!away.text.contains("127.0.0.1"), "nobody learns where the files are: {}", away.text);
    }
    assert_eq!(asked(&one, "GET", "/", &[]).await.status, StatusCode::OK, "the shop goes on");
    assert_eq!(asked(&one, "GET", "/readyz", &[]).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_begins_without_its_files_but_not_with_wrong_settings() {
    let place = |address: &str| Place { folder: "var".into(), files: Some(Secret(address.to_owned())) };
    let key = "https://key:secret@s3.example/bucket";
    let error = serving(&place(key), [].into_iter()).await.unwrap_err();
    let told = format!("{error:#}");
    assert!(told.starts_with("--files or GIANO_FILES") && !told.contains("secret"), "{told}");
    let nobody = variables("http://127.0.0.1:9");
    assert!(serving(&place("s3://giano-files"), nobody.into_iter()).await.is_ok(), "they may be back in a minute");
    let Some(server) = S3::start() else { return };
    let error = serving(&place("s3://nowhere"), server.variables().into_iter()).await.unwrap_err();
    let told = format!("{error:#}");
    assert!(told.contains("s3://nowhere") && told.contains("no bucket `nowhere`"), "{told}");
}
