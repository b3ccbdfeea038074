//! Looking through the demonstration's files: everything said in both languages, everything named there, prices right.

use super::content::{Page, pages};
use super::drawing::Drawing;
use super::files::{DemoFiles, PictureEntry, ProductFile, text_of};
use super::product::{draft, money};
use giano_commerce::locale::Text;
use giano_commerce::vat_number::VatNumber;
use giano_commerce::{EmailAddress, Money, Quantity};
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

/// Looks through the files of a demonstration shop; empty where all is right.
pub fn check(folder: &Path) -> Vec<Finding> {
    let (files, pages) = match DemoFiles::read(folder).and_then(|files| Ok((files, pages(folder)?))) {
        Ok(read) => read,
        Err(error) => return vec![Finding { file: folder.to_owned(), what: error.to_string() }],
    };
    let mut checking = Checking { files: &files, file: folder.join("shop.toml"), findings: Vec::new() };
    checking.shop();
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
    for page in &pages {
        checking.file.clone_from(&page.file);
        checking.page(page);
    }
    checking.findings
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

    fn amount(&mut self, name: &str, text: &str) -> Option<Money> {
        let read = money(text);
        self.ensure(read.is_ok(), || format!("{name}: {}", read.clone().err().unwrap_or_default()));
        read.ok()
    }

    fn has_product(&mut self, by: &str, slug: &str) {
        let there = self.files.products.iter().any(|(_, product)| product.slug == slug);
        self.ensure(there, || format!("{by}: there is no product `{slug}`"));
    }

    fn has_category(&mut self, by: &str, slug: &str) {
        let there = self.files.shop.categories.iter().any(|category| category.slug == slug);
        self.ensure(there, || format!("{by}: there is no category `{slug}`"));
    }

    fn drawing(&mut self, picture: &PictureEntry) -> Option<Drawing> {
        let path = self.files.folder.join("media").join(&picture.file);
        let read = text_of(&path).map_err(|e| e.to_string()).and_then(|text| Drawing::read(&text, &picture.paint));
        self.text(&picture.file, &picture.alt);
        read.map_err(|reason| self.ensure(false, || format!("{}: {reason}", picture.file))).ok()
    }

    fn shop(&mut self) {
        let files = self.files;
        let shop = &files.shop;
        let front = &shop.storefront;
        for greeting in [&front.home, &front.business] {
            for text in [&greeting.title, &greeting.description, &greeting.about] {
                self.text("storefront", text);
            }
        }
        for text in front.story.iter().flat_map(|story| story.text.iter().chain([&story.title])) {
            self.text("story", text);
        }
        for category in &shop.categories {
            self.text(&category.slug, &category.name);
            self.text(&category.slug, &category.description);
            if let Some(parent) = &category.parent {
                self.has_category(&category.slug, parent);
            }
            let used = files.products.iter().any(|(_, product)| product.categories.contains(&category.slug));
            let above = shop.categories.iter().any(|other| other.parent.as_ref() == Some(&category.slug));
            self.ensure(used || above, || format!("category `{}` is empty", category.slug));
        }
        for term in &shop.terms {
            self.text(&term.code, &term.name);
        }
        for list in &shop.price_lists {
            for row in &list.entries {
                let named = row.sku.as_deref().or(row.product.as_deref()).unwrap_or("nothing").to_owned();
                let skus = files.skus_of(row.sku.as_deref(), row.product.as_deref());
                let sold = |sku: &str| {
                    files.products.iter().flat_map(|(_, product)| &product.variants).any(|own| own.sku == sku)
                };
                let known = !skus.is_empty() && skus.iter().all(|sku| sold(sku));
                self.ensure(known, || format!("price list {}: `{named}` is not sold", list.name));
                self.ensure(row.price.is_some() != row.percent_off.is_some(), || {
                    format!("price list {}: `{named}` needs a price or per cent off", list.name)
                });
                if let Some(price) = &row.price {
                    self.amount(&list.name, price);
                }
            }
        }
        for promotion in &shop.promotions {
            self.text(&promotion.key, &promotion.name);
            self.text(&promotion.key, &promotion.description);
            promotion.categories.iter().for_each(|slug| self.has_category(&promotion.key, slug));
            promotion.products.iter().for_each(|slug| self.has_product(&promotion.key, slug));
            let code = promotion.coupon.as_deref().unwrap_or_default();
            self.ensure(code == code.to_uppercase(), || format!("coupon `{code}` is not in upper case"));
        }
        self.has_product("demonstration", &shop.demonstration.product);
        for step in &shop.demonstration.steps {
            self.text("demonstration", &step.title);
            self.text("demonstration", &step.text);
            self.ensure(step.x <= 100 && step.y <= 100, || format!("`{}` is off the picture", step.title.en));
        }
    }

    fn companies(&mut self) {
        let shop = &self.files.shop;
        let lists = |name: &Option<String>| {
            name.as_ref().is_none_or(|name| shop.price_lists.iter().any(|list| list.name == *name))
        };
        for company in &shop.companies {
            let number = company.vat_number.parse::<VatNumber>();
            self.ensure(number.is_ok(), || format!("{}: the VAT number is wrong", company.name));
            self.ensure(lists(&company.price_list), || format!("{}: no such price list", company.name));
            self.ensure(lists(&company.group_price_list), || format!("{}: no such price list", company.name));
            for code in &company.terms {
                let known = shop.terms.iter().any(|term| term.code == *code);
                self.ensure(known, || format!("{}: no term `{code}`", company.name));
            }
            for address in &company.addresses {
                self.ensure(address.issues().is_empty(), || format!("{}: {:?}", company.name, address.issues()));
            }
            self.amount(&company.name, &company.credit_limit);
        }
        for person in &shop.people {
            self.text(&person.email, &person.shown_as);
            self.ensure(person.email.parse::<EmailAddress>().is_ok(), || format!("`{}` is no e-mail", person.email));
            self.ensure(person.company.is_some() == person.role.is_some(), || {
                format!("{}: company and role go together", person.email)
            });
            let known =
                person.company.as_ref().is_none_or(|name| shop.companies.iter().any(|company| company.name == *name));
            self.ensure(known, || format!("{}: no such company", person.email));
        }
    }

    fn product(&mut self, product: &ProductFile) {
        self.text("name", &product.name);
        self.text("summary", &product.summary);
        self.text("description", &product.description);
        let files = self.files;
        let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = stem(&self.file);
        self.ensure(name.ends_with(&product.slug), || format!("the slug `{}` is not the file's name", product.slug));
        let once = files.products.iter().filter(|(_, other)| other.slug == product.slug).count() == 1;
        self.ensure(once, || format!("the slug `{}` is there twice", product.slug));
        product.categories.iter().for_each(|slug| self.has_category("categories", slug));
        for slug in product.related.iter().chain(&product.goes_with).chain(&product.alternative) {
            self.has_product("links", slug);
            self.ensure(*slug != product.slug, || "points to itself".to_owned());
        }
        for option in &product.options {
            self.text(&option.code, &option.name);
            option.values.iter().for_each(|value| self.text(&option.code, &value.name));
        }
        for attribute in &product.attributes {
            self.text(&attribute.code, &attribute.name);
            attribute.values.iter().for_each(|value| self.text(&attribute.code, value));
        }
        let drawings: Vec<Drawing> = product.pictures.iter().filter_map(|picture| self.drawing(picture)).collect();
        self.ensure(!product.variants.is_empty(), || "has no variant".to_owned());
        if let Err(reason) = draft(product, &drawings) {
            self.ensure(false, || reason);
        }
        self.variants(product);
    }

    fn variants(&mut self, product: &ProductFile) {
        let mut combinations = HashSet::new();
        for variant in &product.variants {
            let sku = &variant.sku;
            self.ensure(combinations.insert(&variant.options), || format!("{sku}: its options are there twice"));
            self.ensure(variant.options.len() == product.options.len(), || format!("{sku}: options do not fit"));
            for (option, code) in product.options.iter().zip(&variant.options) {
                let known = option.values.iter().any(|value| value.code == *code);
                self.ensure(known, || format!("{sku}: `{code}` is no {}", option.code));
            }
            for picture in &variant.pictures {
                let there = usize::try_from(*picture).is_ok_and(|place| place < product.pictures.len());
                self.ensure(there, || format!("{sku}: no picture {picture}"));
            }
            // Numbers that GS1 leaves for use inside a shop begin with 20 to 29.
            self.ensure(variant.gtin.len() == 13 && variant.gtin.starts_with('2'), || {
                format!("{sku}: {} is no number for use inside a shop", variant.gtin)
            });
            let home = self.amount(sku, &variant.price);
            if let Some((home, before)) = home.zip(variant.compare_at.as_deref().and_then(|b| self.amount(sku, b))) {
                self.ensure(before.amount() > home.amount(), || format!("{sku}: was not dearer before"));
            }
            let list = variant.list_price.as_deref().and_then(|price| self.amount(sku, price));
            if let Some((home, list)) = home.zip(list) {
                self.ensure(list.amount() < home.amount(), || format!("{sku}: dearer for business than at home"));
            }
            let mut last = (1, list);
            for (minimum, price) in &variant.tiers {
                let price = self.amount(sku, price);
                let falling = last.1.zip(price).is_none_or(|(above, this)| this.amount() < above.amount());
                self.ensure(*minimum > last.0 && falling, || format!("{sku}: tiers do not fall"));
                last = (*minimum, price);
            }
            let rule = variant.business.unwrap_or(product.business);
            let least = Quantity::new(rule.least()).map(|quantity| rule.check(quantity).is_ok());
            self.ensure(least.unwrap_or(false), || format!("{sku}: no quantity can be ordered"));
        }
    }

    fn reviews(&mut self) {
        self.file = self.files.folder.join("reviews.toml");
        let mut keys = HashSet::new();
        for review in &self.files.reviews {
            self.has_product(&review.title, &review.product);
            self.ensure((1..=5).contains(&review.rating), || format!("`{}`: 1 to 5 stars", review.title));
            let key = (&review.product, &review.author, &review.title);
            self.ensure(keys.insert(key), || format!("`{}` is there twice", review.title));
        }
    }

    fn page(&mut self, page: &Page) {
        self.text("title", &page.title);
        self.text("summary", &page.summary);
        self.text("body", &page.body_html);
        page.products.iter().for_each(|slug| self.has_product("products", slug));
        if let Some(image) = &page.image {
            self.drawing(image);
        }
    }
}
