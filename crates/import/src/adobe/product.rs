//! A product of an Adobe Commerce export with its variants.

use super::index::{Entry, Index};
use super::special;
use super::syntax::{Variation, attributes, category_paths, labels, variations};
use super::{AdobeOptions, category_slugs};
use crate::counted;
use crate::error::ImportError;
use crate::markup::{plain, sanitised, shortened};
use crate::number::{grams, pieces, price};
use crate::options::{offer, value_code};
use crate::pictures::Outcome;
use crate::report::{Reason, Report};
use crate::slug::slug;
use crate::table::{Place, Row, Table};
use crate::words;
use giano_commerce::catalog::{Attribute, LinkKind, Media, MediaKind, ProductOption, SpecialPrice, Stock};
use giano_commerce::locale::Text;
use giano_commerce::tax::VatClass;
use giano_commerce::{Gtin, Money, QuantityRule, Sku};
use giano_store::{CountDates, LinkDraft, ProductDraft, VariantDraft};
use std::collections::{HashMap, HashSet};

/// A product ready to be written, with the paths of its categories.
pub(super) struct Taken {
    pub draft: ProductDraft,
    pub paths: Vec<Vec<String>>,
}

/// What a product is made with.
pub(super) struct Drafting<'a> {
    pub table: &'a mut Table,
    pub index: &'a Index,
    pub options: &'a AdobeOptions,
    pub pictures: &'a HashMap<String, Outcome>,
    pub said: &'a mut HashSet<String>,
    pub dates: &'a mut CountDates,
    pub report: &'a mut Report,
}

/// The most variants of a product: what a page can still show, and what one transaction should hold.
const MOST_VARIANTS: usize = 5_000;

/// The most pictures of a row.
pub(super) const MOST_PICTURES: usize = 250;

/// Attributes that say how the export is made, not what the product is.
const TECHNICAL: [&str; 3] = ["has_options", "required_options", "gift_message_available"];

/// Columns and attributes that a barcode may be in.
const BARCODES: [&str; 5] = ["gtin", "ean", "ean13", "upc", "barcode"];

/// Names of the pictures of a row, the main one first, each once.
pub(super) fn picture_names(row: &Row) -> Vec<&str> {
    let mut seen = HashSet::new();
    let listed = row.get("additional_images").split(',').map(str::trim);
    let named = std::iter::once(row.get("base_image")).chain(listed);
    named.filter(|name| !name.is_empty() && *name != "no_selection" && seen.insert(*name)).collect()
}

impl Drafting<'_> {
    fn refuse(&mut self, row: &Row, column: &str, reason: Reason) {
        self.report.refuse(self.table.file(), row.line(), Some(column), row.get("sku"), reason);
    }

    /// The product of a row; none where it cannot be taken, which is then in the report.
    pub fn product(&mut self, row: &Row, entry: &Entry) -> Result<Option<Taken>, ImportError> {
        if row.get("name").is_empty() {
            self.refuse(row, "name", Reason::Empty);
            return Ok(None);
        }
        let own = attributes(row.get("additional_attributes"));
        let mut media = Gallery::default();
        for name in self.pictures_of(row) {
            self.show(&mut media, row, name);
        }
        let (options, variants) = if entry.configurable {
            self.configurable(row, &mut media)?
        } else {
            (Vec::new(), self.variant(row, row, Vec::new(), &mut media).into_iter().collect())
        };
        if variants.is_empty() {
            if entry.configurable {
                self.refuse(row, "configurable_variations", Reason::NoVariant);
            }
            return Ok(None);
        }
        let key = row.get("sku").to_lowercase();
        let italian = self.index.italian.get(&key).copied();
        let italian = italian.map(|place| self.table.at(place)).transpose()?.flatten();
        let english = self.index.english.get(&key).copied();
        let english = english.map(|place| self.table.at(place)).transpose()?.flatten();
        let said = |column: &str| match english.as_ref().map(|row| row.get(column)) {
            Some(better) if !better.is_empty() => better.to_owned(),
            _ => row.get(column).to_owned(),
        };
        let text = |column: &str, read: &dyn Fn(&str) -> String| Text {
            en: read(&said(column)),
            it: italian.as_ref().map(|row| row.get(column)).filter(|text| !text.is_empty()).map(read),
        };
        let summary = text("short_description", &|html: &str| shortened(&plain(html), 300));
        let long = text("description", &|html: &str| shortened(&plain(html), 160));
        let (paths, wrong) = category_paths(row.get("categories"));
        if let Some(reason) = wrong {
            self.refuse(row, "categories", reason);
        }
        let option_codes: HashSet<String> = options.iter().map(|option: &ProductOption| option.code.clone()).collect();
        let meta = |column: &str| Some(text(column, &|text: &str| plain(text))).filter(|text| !text.en.is_empty());
        let draft = ProductDraft {
            slug: entry.slug.clone(),
            name: text("name", &|text: &str| plain(text)),
            summary: if summary.en.is_empty() { long } else { summary },
            description_html: text("description", &|html: &str| sanitised(html)),
            brand: brand(&own),
            categories: paths.iter().filter_map(|path| category_slugs(path).pop()).collect(),
            options,
            attributes: self.attributes(&own, &option_codes),
            media: media.media,
            turntable: None,
            video: None,
            care_html: None,
            in_the_box: Vec::new(),
            dimensions: None,
            variants,
            links: self.links(row, &entry.slug),
            vat_class: vat_class(row.get("tax_class_name")),
            meta_title: meta("meta_title"),
            meta_description: meta("meta_description"),
            visible: row.get("product_online") != "2" && row.get("visibility") != "Not Visible Individually",
            prominence: 0,
        };
        Ok(Some(Taken { draft, paths }))
    }

    fn configurable(
        &mut self,
        row: &Row,
        media: &mut Gallery,
    ) -> Result<(Vec<ProductOption>, Vec<VariantDraft>), ImportError> {
        let offered = variations(row.get("configurable_variations"));
        let names = labels(row.get("configurable_variation_labels"));
        let codes: Vec<String> = offered
            .first()
            .map(|first| first.options.iter().map(|(code, _)| code.clone()).collect())
            .unwrap_or_default();
        let mut options: Vec<ProductOption> = codes
            .iter()
            .map(|code| ProductOption {
                code: slug(code),
                name: words::name(code, names.iter().find(|(own, _)| own == code).map(|(_, name)| name.as_str())),
                values: Vec::new(),
            })
            .collect();
        let mut variants = Vec::new();
        let (mut combinations, mut skus) = (HashSet::new(), HashSet::new());
        for variation in offered {
            if variants.len() == MOST_VARIANTS {
                self.refuse(row, "configurable_variations", Reason::TooMany { what: "variants", most: MOST_VARIANTS });
                break;
            }
            let key = variation.sku.trim().to_lowercase();
            let child = self.index.rows.get(&key).copied();
            if let Some(Place { line: first_line, .. }) = child.filter(|_| !skus.insert(key)) {
                self.refuse(row, "configurable_variations", Reason::DuplicateSku { first_line });
                continue;
            }
            let child = child.map(|place| self.table.at(place)).transpose()?.flatten();
            let Some(child) = child else {
                self.refuse(row, "configurable_variations", Reason::MissingVariant(variation.sku));
                continue;
            };
            let Some(values) = values(&variation, &codes).filter(|values| combinations.insert(values.clone())) else {
                self.refuse(&child, "configurable_variations", Reason::Options);
                continue;
            };
            let value_codes = values.iter().map(|value| value_code(value)).collect();
            if let Some(variant) = self.variant(&child, row, value_codes, media) {
                options.iter_mut().zip(&values).for_each(|(option, value)| offer(option, value));
                variants.push(variant);
            }
        }
        Ok((options, variants))
    }

    fn variant(&mut self, row: &Row, parent: &Row, options: Vec<String>, media: &mut Gallery) -> Option<VariantDraft> {
        let usual = self.price(row, "price").ok()?;
        let special = self.price(row, "special_price").ok()?;
        let usual = match usual {
            Some(usual) => usual,
            // A variant without a price of its own has its product's.
            None => match price(parent.get("price"), self.options.currency) {
                Ok(usual) => usual,
                Err(_) => {
                    self.refuse(row, "price", Reason::Empty);
                    return None;
                }
            },
        };
        let sku: Sku = row.get("sku").parse().map_err(|error| self.refuse(row, "sku", Reason::Sku(error))).ok()?;
        let special = special.filter(|special| special.amount() < usual.amount());
        let special = special.and_then(|special| self.special(row, special));
        let number = |this: &mut Self, column: &str, read: &dyn Fn(&str) -> Result<u32, Reason>| match row.get(column) {
            "" => Some(0),
            text => read(text).map_err(|reason| this.refuse(row, column, reason)).ok(),
        };
        let on_hand = number(self, "qty", &pieces)?;
        let noted = counted::note(self.dates, row, &sku, &self.options.civil_time);
        noted.map_err(|(column, reason)| self.refuse(row, column, reason)).ok()?;
        let unit = self.options.weight.grams();
        let weight_grams = number(self, "weight", &|text| grams(text, unit))?;
        let shown: Vec<u32> =
            self.pictures_of(row).into_iter().filter_map(|name| self.show(media, row, name)).collect();
        let rule = quantities(row);
        Some(VariantDraft {
            gtin: self.gtin(row),
            sku,
            options,
            home_price: usual,
            compare_at: None,
            special,
            list_price: None,
            tiers: Vec::new(),
            mix_and_match: false,
            home_quantities: rule,
            business_quantities: rule,
            pack_size: 1,
            pallet_size: None,
            weight_grams,
            dimensions: None,
            origin: row.get("country_of_manufacture").parse().ok(),
            media: shown,
            stock: stock(row, on_hand),
        })
    }

    /// A price of a row, none where it has none; an error is in the report.
    fn price(&mut self, row: &Row, column: &str) -> Result<Option<Money>, ()> {
        match row.get(column) {
            "" => Ok(None),
            text => price(text, self.options.currency).map(Some).map_err(|reason| self.refuse(row, column, reason)),
        }
    }

    /// A row's special price with its days; none where they cannot be read, which is then in the report.
    fn special(&mut self, row: &Row, price: Money) -> Option<SpecialPrice> {
        let (from, until) = (row.get(special::FROM), row.get(special::UNTIL));
        let read = self.index.special_days.price(price, from, until, &self.options.civil_time);
        let wrong = |column: &'static str| (column, Reason::SpecialDay(row.get(column).chars().take(30).collect()));
        read.map_err(wrong).map_err(|(column, reason)| self.refuse(row, column, reason)).ok()
    }

    fn gtin(&mut self, row: &Row) -> Option<Gtin> {
        let own = attributes(row.get("additional_attributes"));
        let attribute = |code: &str| own.iter().find(|(own, _)| own == code).and_then(|(_, values)| values.first());
        let written = BARCODES.iter().find_map(|code| {
            Some(row.get(code)).filter(|text| !text.is_empty()).map(str::to_owned).or_else(|| attribute(code).cloned())
        })?;
        written.parse().map_err(|_| self.refuse(row, "gtin", Reason::Gtin(written.clone()))).ok()
    }

    /// Names of the pictures of a row, as many as are shown.
    fn pictures_of<'row>(&mut self, row: &'row Row) -> Vec<&'row str> {
        let mut names = picture_names(row);
        if names.len() > MOST_PICTURES {
            names.truncate(MOST_PICTURES);
            self.refuse(row, "additional_images", Reason::TooMany { what: "pictures", most: MOST_PICTURES });
        }
        names
    }

    /// Puts a picture into the gallery; its place there.
    fn show(&mut self, gallery: &mut Gallery, row: &Row, name: &str) -> Option<u32> {
        if let Some(place) = gallery.places.get(name) {
            return Some(*place);
        }
        let kind = match self.pictures.get(name)? {
            Outcome::Stored { kind, .. } => kind.clone(),
            Outcome::Missing { problem } => {
                if self.said.insert(name.to_owned()) {
                    let column = if row.get("base_image") == name { "base_image" } else { "additional_images" };
                    let reason = Reason::Picture { name: name.to_owned(), problem: problem.clone() };
                    self.refuse(row, column, reason);
                }
                MediaKind::Missing { source: name.to_owned() }
            }
        };
        let label = Some(row.get("base_image_label")).filter(|l| !l.is_empty() && row.get("base_image") == name);
        let place = u32::try_from(gallery.media.len()).ok()?;
        gallery.media.push(Media { kind, alt: Text::one(plain(label.unwrap_or_else(|| row.get("name")))) });
        gallery.places.insert(name.to_owned(), place);
        Some(place)
    }

    fn attributes(&self, own: &[(String, Vec<String>)], options: &HashSet<String>) -> Vec<Attribute> {
        let mut out: Vec<Attribute> = Vec::new();
        for (code, values) in own {
            let technical = TECHNICAL.contains(&code.as_str()) || BARCODES.contains(&code.as_str());
            // That something is not on sale is no fact about it.
            let denied = self.index.is_switch(code) && values.iter().all(|value| value == "No");
            if technical || denied || values.is_empty() || options.contains(&slug(code)) {
                continue;
            }
            out.push(Attribute {
                code: slug(code),
                name: words::name(code, None),
                values: values.iter().map(|value| words::value(value)).collect(),
                facet: self.index.is_facet(code),
            });
        }
        out
    }

    fn links(&self, row: &Row, own: &str) -> Vec<LinkDraft> {
        let kinds = [
            (LinkKind::Related, "related_skus"),
            (LinkKind::GoesWith, "crosssell_skus"),
            (LinkKind::Alternative, "upsell_skus"),
        ];
        let mut links: Vec<LinkDraft> = Vec::new();
        for (kind, column) in kinds {
            for sku in row.get(column).split([',', '|']).map(str::trim).filter(|sku| !sku.is_empty()) {
                let Some(to) = self.index.slugs.get(&sku.to_lowercase()) else { continue };
                let link = LinkDraft { kind, to: to.clone() };
                if to != own && !links.contains(&link) {
                    links.push(link);
                }
            }
        }
        links
    }
}

/// A product's pictures, each once.
#[derive(Default)]
struct Gallery {
    media: Vec<Media>,
    places: HashMap<String, u32>,
}

/// The values of a variation in the product's order of options; none where an option is missing.
fn values(variation: &Variation, codes: &[String]) -> Option<Vec<String>> {
    let fits = variation.options.len() == codes.len() && !codes.is_empty();
    let value = |code: &String| variation.options.iter().find(|(own, _)| own == code).map(|(_, value)| value.clone());
    if fits { codes.iter().map(value).collect() } else { None }
}

fn brand(own: &[(String, Vec<String>)]) -> Option<String> {
    let named = |(code, _): &&(String, Vec<String>)| matches!(code.as_str(), "brand" | "manufacturer");
    own.iter().find(named).and_then(|(_, values)| values.first().cloned())
}

fn vat_class(name: &str) -> VatClass {
    let name = name.to_lowercase();
    if name == "none" {
        VatClass::Exempt
    } else if name.contains("food") {
        VatClass::Food
    } else if name.contains("book") {
        VatClass::Books
    } else {
        VatClass::Standard
    }
}

/// Whether the row has its own setting, and not the shop's.
fn sets(row: &Row, column: &str) -> bool {
    row.get(column) == "0"
}

fn quantities(row: &Row) -> QuantityRule {
    let number = |column: &str, usual: &str| {
        let own = sets(row, usual).then(|| pieces(row.get(column)).ok()).flatten();
        own.filter(|pieces| (1..=giano_commerce::Quantity::MAX).contains(pieces))
    };
    let increments = row.get("enable_qty_increments") == "1" && sets(row, "use_config_enable_qty_inc");
    let rule = QuantityRule {
        minimum: number("min_cart_qty", "use_config_min_sale_qty").unwrap_or(1),
        maximum: number("max_cart_qty", "use_config_max_sale_qty"),
        increment: number("qty_increments", "use_config_qty_increments").filter(|_| increments).unwrap_or(1),
    };
    // A rule that nothing can obey would make it unsaleable.
    if rule.greatest() >= rule.least() { rule } else { QuantityRule { maximum: None, ..rule } }
}

fn stock(row: &Row, on_hand: u32) -> Stock {
    let managed = !(sets(row, "use_config_manage_stock") && row.get("manage_stock") == "0");
    let backorder = sets(row, "use_config_backorders") && matches!(row.get("allow_backorders"), "1" | "2");
    let on_hand = if row.get("is_in_stock") == "0" { 0 } else { on_hand };
    Stock { on_hand, backorder: backorder || !managed, lead_days: None }
}
