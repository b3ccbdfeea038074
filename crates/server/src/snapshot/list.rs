//! Lists: filters, facets with counts, order, pages. All over places of products, without the database.

use super::cards::Eye;
use super::price_index::{Representative, VariantPrice};
use super::{Entry, Snapshot};
use crate::words;
use giano_api::catalog::{ListQuery, Sort};
use giano_commerce::Locale;
use giano_commerce::catalog::{Product, Variant};
use giano_commerce::locale::Text;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// Facets and their values, by number.
#[derive(Debug, Default)]
pub struct FacetTable {
    /// Facets in the order they were met.
    pub facets: Vec<FacetInfo>,
    by_code: HashMap<String, u16>,
}

/// A facet.
#[derive(Debug)]
pub struct FacetInfo {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Its values.
    pub values: Vec<ValueInfo>,
    by_code: HashMap<String, u32>,
}

/// A value of a facet.
#[derive(Debug)]
pub struct ValueInfo {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// A CSS colour, where it is one.
    pub swatch: Option<String>,
}

/// A text as a code: lower case, letters and digits, the rest one hyphen.
fn code_of(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            code.push(c);
        } else if !code.ends_with('-') && !code.is_empty() {
            code.push('-');
        }
    }
    code.trim_end_matches('-').to_owned()
}

/// Facet values of a product, by facet and value.
#[derive(Debug)]
pub struct ProductFacets {
    /// Those of all its variants.
    pub common: Vec<(u16, u32)>,
    /// Those of each variant besides.
    pub variants: Vec<Vec<(u16, u32)>>,
}

impl ProductFacets {
    /// All values of a variant.
    fn of(&self, variant: usize) -> impl Iterator<Item = (u16, u32)> {
        let own = self.variants.get(variant).map(Vec::as_slice).unwrap_or_default();
        self.common.iter().chain(own).copied()
    }
}

impl FacetTable {
    fn number(
        &mut self,
        code: &str,
        name: &Text,
        value: &str,
        value_name: &Text,
        swatch: Option<&String>,
    ) -> (u16, u32) {
        let next = u16::try_from(self.facets.len()).unwrap_or(u16::MAX);
        let facet = *self.by_code.entry(code.to_owned()).or_insert(next);
        if facet == next {
            self.facets.push(FacetInfo {
                code: code.to_owned(),
                name: name.clone(),
                values: Vec::new(),
                by_code: HashMap::new(),
            });
        }
        let info = &mut self.facets[usize::from(facet)];
        let next = u32::try_from(info.values.len()).unwrap_or(u32::MAX);
        let number = *info.by_code.entry(value.to_owned()).or_insert(next);
        if number == next {
            info.values.push(ValueInfo { code: value.to_owned(), name: value_name.clone(), swatch: swatch.cloned() });
        }
        (facet, number)
    }

    /// The facet values of a product: those of all its variants (brand, attributes that are facets), and those that each
    /// variant has by itself (its option values).
    pub fn values_of(&mut self, product: &Product) -> ProductFacets {
        let mut found = Vec::new();
        let mut variants = vec![Vec::new(); product.variants.len()];
        if let Some(brand) = product.brand.as_deref().filter(|brand| !brand.is_empty()) {
            let name = Text::both(words::catalog::brand(Locale::En), words::catalog::brand(Locale::It));
            found.push(self.number("brand", &name, &code_of(brand), &Text::one(brand), None));
        }
        for (place, option) in product.options.iter().enumerate() {
            for value in &option.values {
                let has = |variant: &Variant| variant.options.get(place) == Some(&value.code);
                for (at, _) in product.variants.iter().enumerate().filter(|(_, variant)| has(variant)) {
                    let swatch = value.swatch.as_ref();
                    variants[at].push(self.number(&option.code, &option.name, &value.code, &value.name, swatch));
                }
            }
        }
        for attribute in product.attributes.iter().filter(|attribute| attribute.facet) {
            for value in &attribute.values {
                found.push(self.number(&attribute.code, &attribute.name, &code_of(&value.en), value, None));
            }
        }
        found.sort_unstable();
        found.dedup();
        ProductFacets { common: found, variants }
    }

    /// Chosen values of `code:value,code:value`, by facet; what is not known is kept as a value nobody has.
    fn chosen(&self, facets: &str) -> HashMap<u16, Vec<u32>> {
        let mut chosen: HashMap<u16, Vec<u32>> = HashMap::new();
        for (code, value) in facets.split(',').filter_map(|pair| pair.split_once(':')).take(64) {
            let Some(facet) = self.by_code.get(code) else {
                chosen.entry(u16::MAX).or_default().push(u32::MAX);
                continue;
            };
            let number = self.facets[usize::from(*facet)].by_code.get(value).copied().unwrap_or(u32::MAX);
            chosen.entry(*facet).or_default().push(number);
        }
        chosen
    }
}

/// The number of a facet, and the number, count and choice of each of its values.
pub type ListedFacet = (u16, Vec<(u32, u32, bool)>);

/// What a list shows, as places.
#[derive(Debug, Default)]
pub struct Listed {
    /// Products of the page, each with the variant that stands for it: the cheapest of those that the filters let pass.
    pub products: Vec<Representative>,
    /// How many there are on all pages.
    pub total: usize,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// Facet, then value and count and whether it is chosen; most frequent first.
    pub facets: Vec<ListedFacet>,
    /// Cheapest and dearest before the price filter.
    pub price_range: Option<(Decimal, Decimal)>,
    /// The order in force.
    pub sort: Option<Sort>,
    /// What was searched instead.
    pub corrected: Option<String>,
}

/// Most products on a page.
const MOST_PER_PAGE: u32 = 96;
/// Values shown of a facet.
const MOST_VALUES: usize = 40;

struct Filters<'a> {
    chosen: HashMap<u16, Vec<u32>>,
    least: Option<Decimal>,
    most: Option<Decimal>,
    rating: Option<u8>,
    query: &'a ListQuery,
}

impl Filters<'_> {
    fn passes_rating(&self, entry: &Entry) -> bool {
        self.rating.is_none_or(|least| entry.average_tenths().is_some_and(|tenths| tenths >= u32::from(least) * 10))
    }

    fn passes_rest(&self, entry: &Entry, variant: usize, price: VariantPrice) -> bool {
        (!self.query.available || entry.on_hand(variant) > 0) && (!self.query.offers || price.on_offer)
    }

    fn passes_price(&self, price: VariantPrice) -> bool {
        self.least.is_none_or(|least| price.unit >= least) && self.most.is_none_or(|most| price.unit <= most)
    }

    /// The chosen facets that a variant does not have, at most two of them, and the last of these.
    fn missed(&self, entry: &Entry, variant: usize) -> (usize, u16) {
        let mut missed = (0, 0);
        for (facet, values) in &self.chosen {
            let has = entry.facets.of(variant).any(|(own, value)| own == *facet && values.contains(&value));
            if !has {
                missed = (missed.0 + 1, *facet);
                if missed.0 > 1 {
                    break;
                }
            }
        }
        missed
    }
}

/// What is gathered while products are looked at.
#[derive(Default)]
struct Gathered {
    counts: HashMap<(u16, u32), u32>,
    price_range: Option<(Decimal, Decimal)>,
    products: Vec<Representative>,
    /// Of the product at hand: values that some variant has which passes all filters but those of the value's own facet.
    values: Vec<(u16, u32)>,
    /// Of the product at hand: the variants that pass all filters.
    passing: Vec<usize>,
}

impl Gathered {
    /// Looks at one product. A filter is about variants: red, in size M and for 20 to 30 is one variant that is all of it.
    fn look_at(&mut self, snapshot: &Snapshot, filters: &Filters<'_>, product: usize, prices: &[VariantPrice]) {
        let entry = &snapshot.products[product];
        if !filters.passes_rating(entry) {
            return;
        }
        self.values.clear();
        self.passing.clear();
        for (variant, price) in prices.iter().copied().enumerate() {
            if !filters.passes_rest(entry, variant, price) {
                continue;
            }
            let (missed, facet) = filters.missed(entry, variant);
            if missed == 0 {
                let (least, most) = self.price_range.unwrap_or((price.unit, price.unit));
                self.price_range = Some((least.min(price.unit), most.max(price.unit)));
            }
            if !filters.passes_price(price) {
                continue;
            }
            // A value counts what would be listed if it were chosen: under all filters but those of its own facet.
            match missed {
                0 => {
                    self.values.extend(entry.facets.of(variant));
                    self.passing.push(variant);
                }
                1 => self.values.extend(entry.facets.of(variant).filter(|(own, _)| *own == facet)),
                _ => {}
            }
        }
        self.values.sort_unstable();
        self.values.dedup();
        for value in &self.values {
            *self.counts.entry(*value).or_default() += 1;
        }
        self.products.extend(snapshot.cheapest(product, prices, self.passing.iter().copied()));
    }
}

fn decimal(text: &str) -> Option<Decimal> {
    text.trim().replace(',', ".").parse().ok()
}

impl Snapshot {
    /// What a list shows to a visitor.
    pub fn list(&self, query: &ListQuery, eye: Eye<'_>) -> Listed {
        let mut listed = Listed::default();
        let words = !query.q.trim().is_empty();
        let mut candidates: Vec<usize> = if words {
            self.found(&query.q, self.products.len(), &mut listed.corrected)
        } else {
            (0..self.products.len()).collect()
        };
        if !query.category.is_empty() {
            let members =
                self.category_by_slug(&query.category).map(|entry| entry.products.as_slice()).unwrap_or_default();
            if words {
                let members: std::collections::HashSet<usize> = members.iter().map(|at| *at as usize).collect();
                candidates.retain(|at| members.contains(at));
            } else {
                candidates = members.iter().map(|at| *at as usize).collect();
            }
        }
        let filters = Filters {
            chosen: self.facets.chosen(&query.facets),
            least: decimal(&query.min_price),
            most: decimal(&query.max_price),
            rating: query.rating.filter(|rating| *rating > 0),
            query,
        };
        let mut gathered = Gathered { products: Vec::with_capacity(candidates.len()), ..Gathered::default() };
        for product in candidates {
            gathered.look_at(self, &filters, product, eye.prices.of(self, eye, product));
        }
        let Gathered { counts, price_range, mut products, .. } = gathered;
        listed.price_range = price_range;
        listed.facets = self.facets_shown(counts, &filters.chosen, products.len());
        let sort = query.sort.unwrap_or(Sort::Relevance);
        self.sort(&mut products, sort, query.locale.unwrap_or_default());
        listed.sort = Some(sort);
        listed.total = products.len();
        let per_page = query.per_page.unwrap_or(24).clamp(1, MOST_PER_PAGE);
        listed.pages = u32::try_from(products.len().div_ceil(per_page as usize)).unwrap_or(u32::MAX).max(1);
        listed.page = query.page.unwrap_or(1).clamp(1, listed.pages);
        let skipped = (listed.page - 1) as usize * per_page as usize;
        listed.products = products.into_iter().skip(skipped).take(per_page as usize).collect();
        listed
    }

    fn sort(&self, products: &mut [Representative], sort: Sort, locale: giano_commerce::Locale) {
        let entry = |listed: &Representative| &self.products[listed.product];
        match sort {
            Sort::Relevance => {}
            Sort::PriceUp => products.sort_by_key(|listed| listed.unit),
            Sort::PriceDown => products.sort_by_key(|listed| std::cmp::Reverse(listed.unit)),
            Sort::Rating => products.sort_by_key(|listed| {
                let entry = entry(listed);
                std::cmp::Reverse((entry.average_tenths().unwrap_or(0), entry.reviews.len()))
            }),
            Sort::Name => products.sort_by_cached_key(|listed| entry(listed).product.name.get(locale).to_lowercase()),
            Sort::Newest => products.sort_by_key(|listed| {
                let product = &entry(listed).product;
                std::cmp::Reverse((product.created_at, product.id))
            }),
        }
    }

    fn facets_shown(
        &self,
        counts: HashMap<(u16, u32), u32>,
        chosen: &HashMap<u16, Vec<u32>>,
        total: usize,
    ) -> Vec<ListedFacet> {
        let mut by_facet: HashMap<u16, Vec<(u32, u32, bool)>> = HashMap::new();
        for ((facet, value), count) in counts {
            let is_chosen = chosen.get(&facet).is_some_and(|values| values.contains(&value));
            by_facet.entry(facet).or_default().push((value, count, is_chosen));
        }
        for (facet, values) in chosen {
            // A chosen value stays in sight even where nothing is left of it.
            let known = self.facets.facets.get(usize::from(*facet)).map_or(0, |info| info.values.len());
            let shown = by_facet.entry(*facet).or_default();
            for value in values.iter().filter(|value| (**value as usize) < known) {
                if !shown.iter().any(|(other, ..)| other == value) {
                    shown.push((*value, 0, true));
                }
            }
        }
        let mut facets: Vec<_> = by_facet
            .into_iter()
            .filter(|(facet, values)| {
                usize::from(*facet) < self.facets.facets.len()
                    // A facet that every product has the one value of tells nothing.
                    && (chosen.contains_key(facet) || values.len() > 1 || values.iter().any(|(_, count, _)| (*count as usize) < total))
            })
            .collect();
        for (_, values) in &mut facets {
            values.sort_unstable_by(|a, b| b.2.cmp(&a.2).then(b.1.cmp(&a.1)).then(a.0.cmp(&b.0)));
            values.truncate(MOST_VALUES);
        }
        facets.sort_unstable_by_key(|(facet, _)| *facet);
        facets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_plain() {
        assert_eq!(code_of("  Brushed Steel / Black "), "brushed-steel-black");
        assert_eq!(code_of("Caffè"), "caffè");
    }

    #[test]
    fn prices_are_read_with_comma_or_point() {
        assert_eq!(decimal("12,5"), decimal("12.50"));
        assert_eq!(decimal("a lot"), None);
    }
}
