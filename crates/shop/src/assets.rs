//! The built app's files: found once at start, served from memory, precompressed.
//!
//! The build puts a hash into the names of the style and of the folder with script and wasm, so those never change
//! under one name and are cached for a year; what has no hash in its name is asked for again.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use giano_app::ui::Html;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The list of what each part of the app consists of; an app that was not cut has none.
const PARTS: &str = "parts.json";

/// The browser's worker, and what it may do: a script's own policy holds for a worker, and without one it might fetch
/// nothing.
const WORKER: &str = "/service-worker.js";
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'";

/// The files of `dist/`, by address.
#[derive(Debug, Default)]
pub struct Assets {
    files: HashMap<String, Asset>,
    /// What the pages take from the built `index.html`, without what loads the app.
    head: Html,
    /// The app's script and wasm.
    app: (String, String),
    /// The files of each part of the app.
    parts: HashMap<String, Vec<String>>,
}

#[derive(Debug)]
struct Asset {
    content_type: HeaderValue,
    cache: &'static str,
    etag: HeaderValue,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

/// Why the built app cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// The folder or a file in it cannot be read.
    #[error(
        "cannot read {path}: {source}; build the app first with `cargo xtask start --release`, or name the folder of one that is built: `--dist target/quick/dist` after `cargo xtask start`"
    )]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The list of the app's parts is none.
    #[error("{path} is no list of parts: {source}; build the app again")]
    Parts {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// The built `index.html` has no head, or names no app in it.
    #[error("{0} names no app in its <head>; build the app again")]
    NoApp(PathBuf),
}

impl Assets {
    /// Reads the folder that Trunk built.
    ///
    /// # Errors
    /// [`AssetsError`] where it is missing, unreadable or not what Trunk builds.
    pub fn load(dist: &Path) -> Result<Self, AssetsError> {
        let mut assets = Self::default();
        let index = dist.join("index.html");
        let html =
            std::fs::read_to_string(&index).map_err(|source| AssetsError::Read { path: index.clone(), source })?;
        let head = head_of(&html).zip(head_of(&html).and_then(app_of)).ok_or(AssetsError::NoApp(index))?;
        assets.head = Html::sanitised(without_app(head.0));
        assets.app = head.1;
        assets.parts = parts_of(&dist.join(PARTS))?;
        assets.load_folder(dist, dist)?;
        Ok(assets)
    }

    /// A script that starts the app with the part of a page, once the page has loaded: until then all of the line is for
    /// what is seen first, and links and forms work as on any page. All files are asked for at once, for the browser would
    /// learn of each only from the one before.
    pub fn start(&self, part: &str) -> Html {
        let (script, wasm) = &self.app;
        let beside = script.rsplit_once('/').map(|(folder, _)| format!("{folder}/__wasm_split.js"));
        let loader = beside.filter(|file| self.files.contains_key(file));
        let modules = [script].into_iter().chain(&loader).map(|file| ["modulepreload", file]);
        let parts = self.parts.get(part).into_iter().flatten();
        let files: Vec<_> = modules.chain([wasm].into_iter().chain(parts).map(|file| ["preload", file])).collect();
        // Names out of the build: nothing in them could end a script.
        let files = serde_json::json!(files);
        Html::sanitised(format!(
            "const start=()=>{{for(const[rel,href]of{files}){{const link=document.createElement('link');link.rel=rel;\
             if(rel==='preload')link.as='fetch';link.crossOrigin='anonymous';link.href=href;document.head.append(link)}}\
             import('{script}').then((app)=>app.default({{module_or_path:'{wasm}'}}))}};\
             if(document.readyState==='complete')start();else addEventListener('load',()=>setTimeout(start))"
        ))
    }

    /// The inside of the built page's head, without what loads the app.
    pub fn head(&self) -> &Html {
        &self.head
    }

    fn load_folder(&mut self, root: &Path, folder: &Path) -> Result<(), AssetsError> {
        let read = |source| AssetsError::Read { path: folder.to_owned(), source };
        for entry in std::fs::read_dir(folder).map_err(read)? {
            let path = entry.map_err(read)?.path();
            if path.is_dir() {
                self.load_folder(root, &path)?;
            } else if let Some(address) = address_of(root, &path) {
                self.files.insert(address, Asset::load(&path)?);
            }
        }
        Ok(())
    }

    /// The file at an address, in the best form the client takes; none where there is no such file.
    pub fn respond(&self, path: &str, request: &HeaderMap) -> Option<Response<Body>> {
        let asset = self.files.get(path)?;
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, asset.content_type.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(asset.cache));
        headers.insert(header::ETAG, asset.etag.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if path == WORKER {
            headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(WORKER_POLICY));
        }
        if request.get(header::IF_NONE_MATCH).is_some_and(|seen| seen == asset.etag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Some(response);
        }
        let accepts = |coding: &str| {
            request
                .get_all(header::ACCEPT_ENCODING)
                .iter()
                .filter_map(|value| value.to_str().ok())
                .flat_map(|value| value.split(','))
                .any(|one| one.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case(coding)))
        };
        let (coding, bytes) = match (&asset.brotli, &asset.gzip) {
            (Some(brotli), _) if accepts("br") => (Some("br"), brotli),
            (_, Some(gzip)) if accepts("gzip") => (Some("gzip"), gzip),
            _ => (None, &asset.plain),
        };
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        *response.body_mut() = Body::from(bytes.clone());
        Some(response)
    }
}

impl Asset {
    fn load(path: &Path) -> Result<Self, AssetsError> {
        let read =
            |path: PathBuf| std::fs::read(&path).map(Bytes::from).map_err(|source| AssetsError::Read { path, source });
        let plain = read(path.to_owned())?;
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        let mut content_type = mime_guess::from_path(path).first_or_octet_stream().to_string();
        if content_type.starts_with("text/") {
            content_type.push_str("; charset=utf-8");
        }
        let beside = |ending: &str| path.with_file_name(format!("{name}.{ending}"));
        let compressed = |ending| beside(ending).is_file().then(|| read(beside(ending))).transpose();
        Ok(Self {
            content_type: HeaderValue::from_str(&content_type)
                .unwrap_or(HeaderValue::from_static("application/octet-stream")),
            cache: if has_hash(name) || folder.is_some_and(has_hash) {
                "public, max-age=31536000, immutable"
            } else {
                "public, max-age=600"
            },
            etag: etag_of(&plain),
            brotli: compressed("br")?,
            gzip: compressed("gz")?,
            plain,
        })
    }
}

fn etag_of(bytes: &[u8]) -> HeaderValue {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    HeaderValue::from_str(&format!("\"{:016x}\"", hasher.finish())).unwrap_or(HeaderValue::from_static("\"0\""))
}

/// The address of a file below `root`; none for `index.html` and for compressed twins, which are no pages of their own.
fn address_of(root: &Path, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
    let twin = ["br", "gz"]
        .iter()
        .any(|ending| relative.strip_suffix(&format!(".{ending}")).is_some_and(|plain| root.join(plain).is_file()));
    (!twin && relative != "index.html" && relative != PARTS).then(|| format!("/{relative}"))
}

/// Whether the build put a hash into the name: `-` and hexadecimal digits at the end of its stem.
fn has_hash(name: &str) -> bool {
    name.split('.').next().and_then(|stem| stem.rsplit_once('-')).map(|(_, hash)| hash).is_some_and(|hash| {
        (8..=64).contains(&hash.len())
            && hash.bytes().all(|b| b.is_ascii_hexdigit())
            && hash.bytes().any(|b| b.is_ascii_digit())
    })
}

fn parts_of(path: &Path) -> Result<HashMap<String, Vec<String>>, AssetsError> {
    match std::fs::read_to_string(path) {
        Ok(text) => serde_json::from_str(&text).map_err(|source| AssetsError::Parts { path: path.to_owned(), source }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(HashMap::new()),
        Err(source) => Err(AssetsError::Read { path: path.to_owned(), source }),
    }
}

fn head_of(html: &str) -> Option<&str> {
    let start = html.find("<head>")? + "<head>".len();
    let end = html.find("</head>")?;
    html.get(start..end).map(str::trim)
}

/// The app's script and wasm, as the built head names them to be fetched ahead.
fn app_of(head: &str) -> Option<(String, String)> {
    let named = |mark: &str| {
        let tag = head.split('<').find(|tag| tag.starts_with("link") && tag.contains(mark))?;
        Some(tag.split_once("href=\"")?.1.split_once('"')?.0.to_owned())
    };
    named("modulepreload").zip(named("as=\"fetch\""))
}

/// A head without what loads the app: scripts, and links that fetch script or wasm ahead.
fn without_app(head: &str) -> String {
    let mut out = String::with_capacity(head.len());
    let mut rest = head;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let ending = if rest.starts_with("<script") { "</script>" } else { ">" };
        let end = rest.find(ending).map_or(rest.len(), |end| end + ending.len());
        let tag = &rest[..end];
        let of_app = tag.starts_with("<script") || tag.contains("modulepreload") || tag.contains("as=\"fetch\"");
        if !of_app {
            out.push_str(tag);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn built() -> tempfile::TempDir {
        let dist = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(dist.path().join(name), text).unwrap();
        std::fs::create_dir(dist.path().join("app-0123456789abcdef")).unwrap();
        write("style-0123456789abcdef.css", "");
        write(
            "index.html",
            "<!DOCTYPE html><html><head><link rel=\"x\"><link rel=\"modulepreload\" href=\"/app-0123456789abcdef/giano-app.js\">\
             <link rel=\"preload\" href=\"/app-0123456789abcdef/a.wasm\" as=\"fetch\"></head><body></body></html>",
        );
        write("app-0123456789abcdef/giano-app.js", "plain");
        write("app-0123456789abcdef/giano-app.js.br", "brotli");
        write("app-0123456789abcdef/giano-app.js.gz", "gzip");
        write("favicon.svg", "<svg/>");
        write("service-worker.js", "");
        dist
    }

    fn accepting(codings: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(codings))])
    }

    #[test]
    fn serves_the_best_form_the_client_takes() {
        let assets = Assets::load(built().path()).unwrap();
        let coding = |codings| {
            let response = assets.respond("/app-0123456789abcdef/giano-app.js", &accepting(codings)).unwrap();
            response.headers().get(header::CONTENT_ENCODING).map(|v| v.to_str().unwrap().to_owned())
        };
        assert_eq!(coding("gzip, deflate, br").as_deref(), Some("br"));
        assert_eq!(coding("gzip").as_deref(), Some("gzip"));
        assert_eq!(coding("identity"), None);
    }

    #[test]
    fn only_names_with_a_hash_are_immutable() {
        let assets = Assets::load(built().path()).unwrap();
        let cache = |path: &str| {
            let response = assets.respond(path, &HeaderMap::new()).unwrap();
            response.headers()[header::CACHE_CONTROL].to_str().unwrap().to_owned()
        };
        assert!(cache("/app-0123456789abcdef/giano-app.js").contains("immutable"));
        assert!(cache("/style-0123456789abcdef.css").contains("immutable"));
        assert!(!cache("/favicon.svg").contains("immutable"));
    }

    #[test]
    fn the_app_starts_with_its_part_and_a_list_that_is_none_is_named() {
        let dist = built();
        let plain = Assets::load(dist.path()).unwrap();
        assert_eq!(plain.head().as_str(), "<link rel=\"x\">");
        assert!(
            plain.start("lists").as_str().contains("import('/app-0123456789abcdef/giano-app.js')"),
            "{}",
            plain.start("").as_str()
        );
        assert!(
            plain.start("lists").as_str().contains(r#"["preload","/app-0123456789abcdef/a.wasm"]]"#),
            "{}",
            plain.start("").as_str()
        );
        std::fs::write(dist.path().join("parts.json"), r#"{"lists":["/app-1/a.bin","/app-1/b.bin"]}"#).unwrap();
        let assets = Assets::load(dist.path()).unwrap();
        assert!(assets.start("lists").as_str().contains(r#"["preload","/app-1/a.bin"],["preload","/app-1/b.bin"]]"#));
        assert!(!assets.start("other").as_str().contains(".bin"));
        assert!(assets.respond("/parts.json", &HeaderMap::new()).is_none());
        std::fs::write(dist.path().join("parts.json"), "[]").unwrap();
        assert!(Assets::load(dist.path()).unwrap_err().to_string().contains("build the app again"));
        std::fs::write(dist.path().join("index.html"), "<html><head></head></html>").unwrap();
        assert!(Assets::load(dist.path()).unwrap_err().to_string().contains("names no app"));
    }

    #[test]
    fn answers_not_modified_and_hides_what_is_no_page() {
        let assets = Assets::load(built().path()).unwrap();
        let first = assets.respond("/favicon.svg", &HeaderMap::new()).unwrap();
        let seen = HeaderMap::from_iter([(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone())]);
        assert_eq!(assets.respond("/favicon.svg", &seen).unwrap().status(), StatusCode::NOT_MODIFIED);
        assert!(assets.respond("/index.html", &HeaderMap::new()).is_none());
        assert!(assets.respond("/app-0123456789abcdef/giano-app.js.br", &HeaderMap::new()).is_none());
        assert!(assets.respond("/../secret", &HeaderMap::new()).is_none());
    }

    #[test]
    fn the_worker_may_fetch_from_the_shop() {
        let assets = Assets::load(built().path()).unwrap();
        let policy = |path: &str| {
            let response = assets.respond(path, &HeaderMap::new()).unwrap();
            response.headers().get(header::CONTENT_SECURITY_POLICY).map(|policy| policy.to_str().unwrap().to_owned())
        };
        assert_eq!(policy("/service-worker.js").as_deref(), Some("default-src 'none'; connect-src 'self'"));
        assert_eq!(policy("/favicon.svg"), None);
    }

    #[test]
    fn a_head_can_do_without_the_app() {
        let head = "<meta charset=\"utf-8\">\n<link rel=\"stylesheet\" href=\"/a.css\">\
                    <script type=\"module\">if (1 > 0) import('/x.js')</script>\
                    <link rel=\"modulepreload\" href=\"/x.js\"><link rel=\"preload\" href=\"/x.wasm\" as=\"fetch\"> end";
        assert_eq!(without_app(head), "<meta charset=\"utf-8\">\n<link rel=\"stylesheet\" href=\"/a.css\"> end");
    }

    #[test]
    fn a_folder_that_was_not_built_is_named() {
        let empty = tempfile::tempdir().unwrap();
        let error = Assets::load(empty.path()).unwrap_err().to_string();
        assert!(error.contains("index.html") && error.contains("build the app first"), "{error}");
    }
}
