//! Pages of content: Markdown with front matter, a file for each language.

use super::DemoError;
use super::drawing::Drawing;
use super::files::{PictureEntry, files_of, text_of};
use giano_commerce::catalog::{Media, MediaKind};
use giano_commerce::locale::Text;
use giano_store::ContentDocument;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folders of `content/`: the kinds' words in addresses.
pub(crate) const KINDS: [&str; 4] = ["trades", "guides", "cases", "service"];

/// What stands between the lines `+++` at the beginning of a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    title: String,
    summary: String,
    /// What the picture shows.
    alt: Option<String>,
    /// The rest is said once, in English.
    position: Option<i32>,
    #[serde(default)]
    products: Vec<String>,
    image: Option<ImageEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ImageEntry {
    file: String,
    #[serde(default)]
    paint: BTreeMap<String, String>,
}

/// A page in both languages.
#[derive(Debug)]
pub(crate) struct Page {
    pub kind: &'static str,
    pub slug: String,
    pub file: PathBuf,
    pub position: i32,
    pub title: Text,
    pub summary: Text,
    pub body_html: Text,
    pub products: Vec<String>,
    pub image: Option<PictureEntry>,
}

impl Page {
    pub fn document(&self, drawing: Option<&Drawing>) -> ContentDocument {
        let media = |(entry, drawing): (&PictureEntry, &Drawing)| Media {
            kind: MediaKind::Drawing { key: drawing.key.clone(), width: drawing.width, height: drawing.height },
            alt: entry.alt.clone(),
        };
        ContentDocument {
            title: self.title.clone(),
            summary: self.summary.clone(),
            body_html: self.body_html.clone(),
            image: self.image.as_ref().zip(drawing).map(media),
            products: self.products.clone(),
            author: None,
            written_at: None,
            company: None,
            trade: None,
            figures: Vec::new(),
            kit: Vec::new(),
            guide: None,
            case: None,
        }
    }
}

/// All pages of `content/`.
pub(crate) fn pages(folder: &Path) -> Result<Vec<Page>, DemoError> {
    let mut pages = Vec::new();
    for kind in KINDS {
        for file in files_of(&folder.join("content").join(kind), "md")? {
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if let Some(slug) = name.strip_suffix(".en.md") {
                pages.push(page(kind, slug, &file)?);
            } else if !name.ends_with(".it.md") {
                return Err(DemoError::Wrong { file, reason: "is neither `.en.md` nor `.it.md`".to_owned() });
            } else if !file.with_file_name(name.replace(".it.md", ".en.md")).exists() {
                return Err(DemoError::Wrong { file, reason: "has no English counterpart".to_owned() });
            }
        }
    }
    Ok(pages)
}

fn page(kind: &'static str, slug: &str, file: &Path) -> Result<Page, DemoError> {
    let (english, english_body) = parts(file)?;
    let italian_file = file.with_file_name(format!("{slug}.it.md"));
    let (italian, italian_body) = parts(&italian_file)?;
    let alt = Text { en: english.alt.unwrap_or_default(), it: italian.alt };
    Ok(Page {
        kind,
        slug: slug.to_owned(),
        file: file.to_owned(),
        position: english.position.unwrap_or_default(),
        title: Text::both(english.title, italian.title),
        summary: Text::both(english.summary, italian.summary),
        body_html: Text::both(english_body, italian_body),
        products: english.products,
        image: english.image.map(|image| PictureEntry { file: image.file, paint: image.paint, alt }),
    })
}

fn parts(file: &Path) -> Result<(FrontMatter, String), DemoError> {
    let wrong = |reason: String| DemoError::Wrong { file: file.to_owned(), reason };
    let text = text_of(file)?;
    let rest = text.strip_prefix("+++\n").ok_or_else(|| wrong("does not begin with a line `+++`".to_owned()))?;
    let (front, body) = rest.split_once("\n+++\n").ok_or_else(|| wrong("has no second line `+++`".to_owned()))?;
    let front = toml::from_str(front).map_err(|error| wrong(error.to_string()))?;
    Ok((front, crate::markup::markdown(body)))
}
