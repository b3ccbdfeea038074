//! The app's page without Trunk: what `index.html` asks Trunk for is copied, and named by what is in it.
//!
//! Trunk itself takes minutes to compile, and does nothing here but this.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use crate::{
    failure::{Doing, Failure, Outcome},
    place,
};

/// Writes `index.html` into `dist` with what its links ask for beside it. The app's script and wasm are named as given.
pub fn write(dist: &Path, script: &str, wasm: &str) -> Outcome {
    let page = fs::read_to_string(place::root().join("index.html")).doing("index.html")?;
    let mut out = String::with_capacity(page.len());
    for line in page.lines() {
        match Asked::read(line)? {
            None => out.push_str(line),
            Some(asked) => out.push_str(&asked.answer(dist, script, wasm)?),
        }
        out.push('\n');
    }
    fs::write(dist.join("index.html"), out).doing("writing the page")
}

/// What a link of the page asks the build for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    App,
    Style,
    File(PathBuf),
    Folder(PathBuf),
}

impl Asked {
    fn read(line: &str) -> Outcome<Option<Self>> {
        if !line.contains("data-trunk") {
            return Ok(None);
        }
        let value = |name: &str| Some(line.split_once(&format!("{name}=\""))?.1.split_once('"')?.0.to_owned());
        let path = || value("href").map(PathBuf::from);
        let asked = match value(" rel").as_deref() {
            Some("rust") => Some(Self::App),
            Some("css") => Some(Self::Style),
            Some("copy-file") => path().map(Self::File),
            Some("copy-dir") => path().map(Self::Folder),
            _ => None,
        };
        asked.map(Some).ok_or_else(|| {
            Failure::new(format!(
                "index.html asks for something that only Trunk knows; xtask/src/build/page.rs should: {line}"
            ))
        })
    }

    /// Does it, and gives the line that stands for it in the page.
    fn answer(self, dist: &Path, script: &str, wasm: &str) -> Outcome<String> {
        match self {
            Self::App => Ok(format!(
                "<link rel=\"modulepreload\" href=\"/{script}\" crossorigin><link rel=\"preload\" href=\"/{wasm}\" \
                 as=\"fetch\" type=\"application/wasm\" crossorigin>"
            )),
            Self::Style => {
                let style = style()?;
                let name = format!("giano-{}.css", fingerprint(style.as_bytes()));
                fs::write(dist.join(&name), style).doing(&name)?;
                Ok(format!("<link rel=\"stylesheet\" href=\"/{name}\">"))
            }
            Self::File(path) => {
                let name = path.file_name().unwrap_or_default();
                fs::copy(place::root().join(&path), dist.join(name)).doing(path.display())?;
                Ok(String::new())
            }
            Self::Folder(path) => {
                copy_folder(&place::root().join(&path), &dist.join(path.file_name().unwrap_or_default()))?;
                Ok(String::new())
            }
        }
    }
}

/// A digest as browsers are given it in names.
pub fn fingerprint(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// All of `style/` in one sheet, as the hook in Trunk.toml joins it: `main.css` first, which says the order of the layers.
fn style() -> Outcome<String> {
    let folder = place::root().join("style");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "css"));
    files.sort_by_key(|file| (!file.ends_with("main.css"), file.clone()));
    let sheets = files.iter().map(|file| fs::read_to_string(file).doing(file.display()));
    Ok(sheets.collect::<Outcome<Vec<_>>>()?.concat())
}

/// Copies a folder with all that is in it.
pub fn copy_folder(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to).doing(to.display())?;
    for entry in fs::read_dir(from).doing(from.display())?.flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &to)?;
        } else {
            fs::copy(&path, &to).doing(path.display())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_the_page_asks_for_is_known() {
        let page = fs::read_to_string(place::root().join("index.html")).unwrap();
        let asked: Vec<Asked> = page.lines().filter_map(|line| Asked::read(line).unwrap()).collect();
        assert_eq!(asked.iter().filter(|asked| **asked == Asked::App).count(), 1);
        assert_eq!(asked.iter().filter(|asked| **asked == Asked::Style).count(), 1);
        assert!(asked.contains(&Asked::Folder(PathBuf::from("public/fonts"))));
        assert!(Asked::read("<link data-trunk rel=\"scss\" href=\"a.scss\">").is_err());
    }
}
