//! Pages of content: Markdown with front matter, a file for each language.

use super::DemoError;
use super::files::{files_of, noted, text_of};
use super::links::rendered;
use super::product_file::PictureEntry;
use giano_commerce::catalog::Media;
use giano_commerce::locale::Text;
use giano_store::{ContentDocument, FigureDocument, KitDocument};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The folders of `content/`: the kinds' words in addresses.
pub(crate) const KINDS: [&str; 5] = ["trades", "guides", "cases", "posts", "service"];

/// What stands between the lines `+++` at the beginning of a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    title: String,
    summary: String,
    /// What the picture shows.
    alt: Option<String>,
    /// Cases: what it came to, in both languages.
    #[serde(default)]
    figures: Vec<FigureEntry>,
    /// The rest is said once, in English.
    position: Option<i32>,
    #[serde(default)]
    products: Vec<String>,
    image: Option<String>,
    days_ago: Option<i32>,
    author: Option<String>,
    company: Option<String>,
    trade: Option<String>,
    #[serde(default)]
    kit: Vec<KitDocument>,
    guide: Option<String>,
    case: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureEntry {
    value: String,
    label: String,
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
    /// Markdown.
    pub body: Text,
    pub products: Vec<String>,
    pub image: Option<PictureEntry>,
    /// Days before loading on which it was written.
    pub days_ago: Option<i32>,
    pub author: Option<String>,
    pub company: Option<String>,
    pub trade: Option<String>,
    pub figures: Vec<FigureDocument>,
    pub kit: Vec<KitDocument>,
    pub guide: Option<String>,
    pub case: Option<String>,
}

impl Page {
    /// The page as the shop keeps it.
    pub fn document(&self, image: Option<Media>, written_at: Option<i64>) -> ContentDocument {
        ContentDocument {
            title: self.title.clone(),
            summary: self.summary.clone(),
            body_html: rendered(&self.body),
            image,
            products: self.products.clone(),
            author: self.author.clone(),
            written_at,
            company: self.company.clone(),
            trade: self.trade.clone(),
            figures: self.figures.clone(),
            kit: self.kit.clone(),
            guide: self.guide.clone(),
            case: self.case.clone(),
        }
    }
}

/// All pages of `content/` that can be read; what is wrong with the others is noted.
pub(crate) fn pages(folder: &Path, wrong: &mut Vec<DemoError>) -> Vec<Page> {
    let mut pages = Vec::new();
    for kind in KINDS {
        let folder = folder.join("content").join(kind);
        if !folder.exists() {
            continue;
        }
        for file in noted(files_of(&folder, "md"), wrong).unwrap_or_default() {
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if let Some(slug) = name.strip_suffix(".en.md") {
                pages.extend(noted(page(kind, slug, &file), wrong));
            } else if !name.ends_with(".it.md") {
                wrong.push(DemoError::Wrong { file, reason: "is neither `.en.md` nor `.it.md`".to_owned() });
            } else if !file.with_file_name(name.replace(".it.md", ".en.md")).exists() {
                wrong.push(DemoError::Wrong { file, reason: "has no English counterpart".to_owned() });
            }
        }
    }
    pages
}

fn page(kind: &'static str, slug: &str, file: &Path) -> Result<Page, DemoError> {
    let (english, english_body) = parts(file)?;
    let italian_file = file.with_file_name(format!("{slug}.it.md"));
    let (italian, italian_body) = parts(&italian_file)?;
    let wrong = |reason: &str| DemoError::Wrong { file: italian_file.clone(), reason: reason.to_owned() };
    if english.figures.len() != italian.figures.len() {
        return Err(wrong("has other figures than the English page"));
    }
    let figures = english.figures.into_iter().zip(italian.figures).map(|(en, it)| FigureDocument {
        value: Text::both(en.value, it.value),
        label: Text::both(en.label, it.label),
    });
    let alt = Text { en: english.alt.unwrap_or_default(), it: italian.alt };
    let image = english.image.map(|file| PictureEntry { file, alt });
    Ok(Page {
        kind,
        slug: slug.to_owned(),
        file: file.to_owned(),
        position: english.position.unwrap_or_default(),
        title: Text::both(english.title, italian.title),
        summary: Text::both(english.summary, italian.summary),
        body: Text::both(english_body, italian_body),
        products: english.products,
        image,
        days_ago: english.days_ago,
        author: english.author,
        company: english.company,
        trade: english.trade,
        figures: figures.collect(),
        kit: english.kit,
        guide: english.guide,
        case: english.case,
    })
}

fn parts(file: &Path) -> Result<(FrontMatter, String), DemoError> {
    let wrong = |reason: String| DemoError::Wrong { file: file.to_owned(), reason };
    let text = text_of(file)?;
    let rest = text.strip_prefix("+++\n").ok_or_else(|| wrong("does not begin with a line `+++`".to_owned()))?;
    let (front, body) = rest.split_once("\n+++\n").ok_or_else(|| wrong("has no second line `+++`".to_owned()))?;
    let front = toml::from_str(front).map_err(|error| wrong(error.to_string()))?;
    Ok((front, body.to_owned()))
}
