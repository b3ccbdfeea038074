//! Looking through the demonstration's files: everything said in both languages, everything named there, prices right,
//! every picture there and used.

mod content;
mod media;
mod orders;
mod product;
mod shop;

use super::DemoError;
use super::files::DemoFiles;
use super::links::{Leads, leads, links_of};
use super::product::money;
use giano_commerce::Money;
use giano_commerce::locale::Text;
use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};

/// Something wrong in the demonstration's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file.
    pub file: PathBuf,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file.display(), self.what)
    }
}

impl From<DemoError> for Finding {
    fn from(error: DemoError) -> Self {
        match error {
            DemoError::File { file, source } => Self { file, what: source.to_string() },
            DemoError::Wrong { file, reason } => Self { file, what: reason },
            DemoError::Files(error) => Self { file: PathBuf::new(), what: error.to_string() },
            DemoError::Store(error) => Self { file: PathBuf::new(), what: error.to_string() },
        }
    }
}

/// What there is of everything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Products.
    pub products: usize,
    /// Variants of them all.
    pub variants: usize,
    /// Pictures, posters of videos among them.
    pub pictures: usize,
    /// Pages of content, each in both languages.
    pub pages: usize,
    /// Questions with their answers.
    pub questions: usize,
    /// Reviews.
    pub reviews: usize,
    /// Orders made out of rhythms.
    pub orders: usize,
    /// Size of all files in `media/`, in bytes.
    pub media_bytes: u64,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { products, variants, pictures, pages, questions, reviews, orders, media_bytes } = self;
        let tenths = media_bytes / 100_000;
        write!(
            f,
            "{products} products, {variants} variants, {pictures} pictures, {pages} pages, {questions} questions, \
             {reviews} reviews, {orders} orders; media {}.{} MB",
            tenths / 10,
            tenths % 10
        )
    }
}

/// What looking through found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// What is wrong; empty where all is right.
    pub findings: Vec<Finding>,
    /// What there is.
    pub counts: Counts,
}

/// Looks through the files of a demonstration shop.
pub fn check(folder: &Path) -> Checked {
    let mut wrong = Vec::new();
    let files = DemoFiles::gather(folder, &mut wrong);
    let unread = wrong.into_iter().map(Finding::from).collect();
    let Some(files) = files else { return Checked { findings: unread, counts: Counts::default() } };
    let mut checking = Checking { files: &files, file: folder.join("shop.toml"), findings: unread };
    checking.shop();
    checking.promotions();
    checking.companies();
    let mut gtins = HashSet::new();
    let mut skus = HashSet::new();
    for (file, product) in &files.products {
        checking.file.clone_from(file);
        checking.product(product);
        for variant in &product.variants {
            checking.ensure(gtins.insert(&variant.gtin), || format!("GTIN {} is there twice", variant.gtin));
            checking.ensure(skus.insert(variant.sku.to_lowercase()), || format!("SKU {} is there twice", variant.sku));
        }
    }
    checking.reviews();
    checking.faq();
    for page in &files.pages {
        checking.file.clone_from(&page.file);
        checking.page(page);
    }
    let orders = checking.orders();
    let (pictures, media_bytes) = checking.media();
    let counts = Counts {
        products: files.products.len(),
        variants: skus.len(),
        pictures,
        pages: files.pages.len(),
        questions: files.faq.questions.len(),
        reviews: files.reviews.len(),
        orders,
        media_bytes,
    };
    Checked { findings: checking.findings, counts }
}

struct Checking<'a> {
    files: &'a DemoFiles,
    /// The file looked at.
    file: PathBuf,
    findings: Vec<Finding>,
}

impl Checking<'_> {
    fn ensure(&mut self, right: bool, what: impl FnOnce() -> String) {
        if !right {
            self.findings.push(Finding { file: self.file.clone(), what: what() });
        }
    }

    fn text(&mut self, name: &str, text: &Text) {
        let italian = text.it.as_deref().unwrap_or_default();
        self.ensure(!text.en.trim().is_empty(), || format!("{name}: no English"));
        self.ensure(!italian.trim().is_empty(), || format!("{name}: no Italian"));
    }

    /// A text of Markdown: in both languages, and its links lead somewhere.
    fn markdown(&mut self, name: &str, text: &Text) {
        self.text(name, text);
        for text in [Some(text.en.as_str()), text.it.as_deref()].into_iter().flatten() {
            for link in links_of(text) {
                let there = self.leads(&link);
                self.ensure(there, || format!("{name}: the link {link} leads nowhere"));
            }
        }
    }

    fn leads(&self, link: &str) -> bool {
        let files = self.files;
        match leads(link, &super::content::KINDS) {
            Leads::Product(slug) => files.product(slug).is_some(),
            Leads::Category(slug) => files.shop.categories.iter().any(|category| category.slug == slug),
            Leads::Page(kind, slug) => self.is_page(kind, slug),
            Leads::Question(id) => files.faq.questions.iter().any(|question| question.id == id),
            Leads::Elsewhere => true,
            Leads::Nowhere => false,
        }
    }

    fn is_page(&self, kind: &str, slug: &str) -> bool {
        self.files.pages.iter().any(|page| page.kind == kind && page.slug == slug)
    }

    fn amount(&mut self, name: &str, text: &str) -> Option<Money> {
        let read = money(text);
        self.ensure(read.is_ok(), || format!("{name}: {}", read.clone().err().unwrap_or_default()));
        read.ok()
    }

    fn has_product(&mut self, by: &str, slug: &str) {
        let there = self.files.product(slug).is_some();
        self.ensure(there, || format!("{by}: there is no product `{slug}`"));
    }

    fn has_sku(&mut self, by: &str, sku: &str) {
        let there = self.files.variant(sku).is_some();
        self.ensure(there, || format!("{by}: there is no SKU `{sku}`"));
    }

    fn has_category(&mut self, by: &str, slug: &str) {
        let there = self.files.shop.categories.iter().any(|category| category.slug == slug);
        self.ensure(there, || format!("{by}: there is no category `{slug}`"));
    }

    fn has_page(&mut self, by: &str, kind: &str, slug: Option<&String>) {
        if let Some(slug) = slug {
            let there = self.is_page(kind, slug);
            self.ensure(there, || format!("{by}: there is no page /{kind}/{slug}"));
        }
    }
}
