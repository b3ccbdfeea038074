//! The catalogue in memory: immutable but for the stock, built anew when the catalogue changes. Where promotions have changed and
//! nothing else, only prices are worked out anew (see [`Snapshot::with_promotions_of`]).

pub mod cards;
pub mod content;
pub mod guess;
pub mod list;
pub mod price_index;
mod renew;
pub mod search;
mod suggest;

use crate::price_lists::Contracts;
use giano_commerce::catalog::{Category, CategoryId, Product, ProductId, Review, Stock, Variant, VariantId};
use giano_commerce::pricing::Item;
use giano_commerce::promotion::Promotion;
use giano_commerce::settings::ShopSettings;
use giano_commerce::storefront::Storefront;
use giano_commerce::terms::PaymentTerm;
use giano_commerce::{Face, Locale, Money, Sku};
use giano_store::{
    CalculatorSetting, ContentRecord, DemonstrationSetting, FaqDocument, PromotionRecord, StockChanges, Store,
    StoreError, Versions,
};
use guess::{Guesses, Known};
use jiff::Timestamp;
use price_index::PriceIndices;
use search::SearchIndex;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

/// Everything that is read without the database.
pub struct Snapshot {
    /// One number for all it was built of.
    pub version: u64,
    /// The versions of the parts it was built of.
    pub versions: Versions,
    /// The version of the stock that was taken over last.
    stock_version: AtomicI64,
    /// What the merchant has decided for the shop as a whole.
    pub settings: ShopSettings,
    /// What the shop says of itself.
    pub shop: Storefront,
    /// Products that visitors can see, in the merchant's order.
    pub products: Vec<Entry>,
    /// Categories by identifier.
    pub categories: Arc<HashMap<CategoryId, CategoryEntry>>,
    /// Categories at the top, in order.
    pub roots: Vec<CategoryId>,
    /// Promotions, with those whose total limit is used up left out.
    pub promotions: Vec<Arc<Promotion>>,
    /// Payment terms in order.
    pub terms: Vec<Arc<PaymentTerm>>,
    /// Content in order.
    pub content: Arc<Vec<ContentRecord>>,
    /// Facet values by their number.
    pub facets: Arc<list::FacetTable>,
    /// Search in words.
    pub search: Arc<SearchIndex>,
    /// What the home page for business demonstrates.
    pub demonstration: Option<DemonstrationSetting>,
    /// What the calculator starts from.
    pub calculator: Option<CalculatorSetting>,
    /// Questions that are often asked.
    pub faq: FaqDocument,
    places: Arc<Places>,
    price_indices: PriceIndices,
    /// Public prices at home that are others than those noted last.
    moved_prices: Vec<(String, Money)>,
    /// The next moment at which a special price begins or ends.
    special_turning: Option<Timestamp>,
    /// The next moment at which a promotion or a special price begins or ends.
    turning: Option<Timestamp>,
}

/// Where in the catalogue something is, by what it is asked for with. Places of variants are the product's and the variant's in it.
struct Places {
    slug: HashMap<String, usize>,
    id: HashMap<ProductId, usize>,
    sku: HashMap<String, (usize, usize)>,
    /// The SKUs again, to guess at those that are not there.
    known_skus: Known,
    gtin: HashMap<String, (usize, usize)>,
    variant: HashMap<VariantId, (usize, usize)>,
    category_slug: HashMap<String, CategoryId>,
    /// Reviews to quote in each language, by place in [`Snapshot::products`] and among the product's.
    quotable: HashMap<Locale, Vec<(usize, usize)>>,
}

/// A product with what is worked out once. A copy shares the stock with its original.
#[derive(Clone)]
pub struct Entry {
    /// The product.
    pub product: Arc<Product>,
    /// What pricing has to know of each variant; without contracts.
    pub items: Vec<Arc<Item>>,
    /// Pieces on hand of each variant.
    stock: Arc<[AtomicU32]>,
    /// Its reviews, newest first.
    pub reviews: Arc<[Review]>,
    /// Sum of stars, for averages.
    pub stars: u32,
    /// Number with 1 to 5 stars.
    pub histogram: [u32; 5],
    /// Facet values, by number in the table.
    pub facets: Arc<list::ProductFacets>,
}

/// A category with what is worked out once.
pub struct CategoryEntry {
    /// The category.
    pub category: Category,
    /// Those below it, in order.
    pub children: Vec<CategoryId>,
    /// Products in it and below, in the merchant's order.
    pub products: Vec<u32>,
}

/// Place of a face in arrays.
pub const fn face_place(face: Face) -> usize {
    match face {
        Face::Home => 0,
        Face::Business => 1,
    }
}

impl Entry {
    /// Average of stars times ten, rounded half up; none without reviews.
    pub fn average_tenths(&self) -> Option<u32> {
        let count = u32::try_from(self.reviews.len()).ok().filter(|count| *count > 0)?;
        Some((self.stars * 20 + count) / (count * 2))
    }

    /// The average as text, e.g. `4.3`.
    pub fn average(&self) -> Option<String> {
        self.average_tenths().map(|tenths| format!("{}.{}", tenths / 10, tenths % 10))
    }

    /// Pieces of a variant on hand now.
    pub fn on_hand(&self, variant: usize) -> u32 {
        self.stock.get(variant).map_or(0, |stock| stock.load(Ordering::Relaxed))
    }

    /// Stock of a variant now.
    pub fn stock(&self, variant: usize) -> Stock {
        let rule = self
            .product
            .variants
            .get(variant)
            .map_or(Stock { on_hand: 0, backorder: false, lead_days: None }, |variant| variant.stock);
        Stock { on_hand: self.on_hand(variant), ..rule }
    }

    /// Whether any variant can be delivered now.
    pub fn is_available(&self) -> bool {
        self.stock.iter().any(|stock| stock.load(Ordering::Relaxed) > 0)
    }
}

impl Snapshot {
    /// Loads everything from the database and works out what is worked out once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load(store: &Store, now: Timestamp) -> Result<Self, StoreError> {
        // First of all: what is read after it may be newer, which is found out when an order is placed, but never older.
        let versions = store.versions().await?;
        // Before the catalogue: what is sold in between is read once more later.
        let stock_version = store.stock_version().await?;
        let settings = store.shop_settings().await?;
        let catalog = store.load_catalog().await?;
        let promotions = store.load_promotions().await?;
        let terms = store.load_terms().await?;
        let content = store.load_content().await?;
        let shop = store.storefront().await?.unwrap_or_default();
        let demonstration = store.demonstration().await?;
        let calculator = store.calculator().await?;
        let faq = store.faq().await?;
        let history = store.load_price_history(settings.currency, now).await?;
        let build = move || {
            let builder =
                Builder { settings, now, catalog, promotions, content, faq, demonstration, calculator, terms };
            let mut snapshot = builder.build(versions, shop);
            snapshot.stock_version = AtomicI64::new(stock_version);
            snapshot.take_history(&history, now);
            snapshot
        };
        tokio::task::spawn_blocking(build)
            .await
            .map_err(|error| StoreError::Unreadable { what: "catalogue", reason: error.to_string() })
    }

    /// Whether a promotion or a special price has begun or ended since it was built.
    pub fn is_outdated(&self, now: Timestamp) -> bool {
        self.turning.is_some_and(|turning| turning <= now)
    }

    /// A product by its place in addresses.
    pub fn by_slug(&self, slug: &str) -> Option<usize> {
        self.places.slug.get(slug).copied()
    }

    /// A product by its identifier.
    pub fn by_id(&self, id: ProductId) -> Option<usize> {
        self.places.id.get(&id).copied()
    }

    /// A variant by its SKU, without regard to case.
    pub fn by_sku(&self, sku: &Sku) -> Option<(usize, usize)> {
        self.places.sku.get(&sku.key()).copied()
    }

    /// A variant by SKU or barcode number as somebody types it.
    pub fn by_code(&self, code: &str) -> Option<(usize, usize)> {
        let key = code.trim().to_lowercase();
        self.places.sku.get(&key).or_else(|| self.places.gtin.get(&key)).copied()
    }

    /// Guesses at what was meant by SKUs that are not there, as many as one request may cost.
    pub fn guesses(&self) -> Guesses<'_> {
        Guesses::new(self)
    }

    /// A variant by its places.
    pub fn variant(&self, product: usize, variant: usize) -> &Variant {
        &self.products[product].product.variants[variant]
    }

    /// A category by its place in addresses.
    pub fn category_by_slug(&self, slug: &str) -> Option<&CategoryEntry> {
        self.categories.get(self.places.category_slug.get(slug)?)
    }

    /// A category and all above it, top first.
    pub fn path_of(&self, category: CategoryId) -> Vec<&Category> {
        let mut path = Vec::new();
        let mut at = self.categories.get(&category);
        // A tree written wrongly could run in a circle.
        while let Some(entry) = at.filter(|_| path.len() < 16) {
            path.push(&entry.category);
            at = entry.category.parent.and_then(|parent| self.categories.get(&parent));
        }
        path.reverse();
        path
    }

    /// What pricing has to know of a variant, with what the visitor's company has agreed on for it.
    pub fn item(&self, product: usize, variant: usize, contracts: &Contracts) -> Arc<Item> {
        let item = &self.products[product].items[variant];
        let contract = contracts.of(&item.sku, self.settings.currency);
        if contract.is_empty() { Arc::clone(item) } else { Arc::new(Item { contract, ..Item::clone(item) }) }
    }

    /// The version of the stock that it knows.
    pub fn stock_version(&self) -> i64 {
        self.stock_version.load(Ordering::Relaxed)
    }

    /// Takes over what has changed of the stock.
    pub fn set_stock(&self, stock: &StockChanges) {
        for (id, stock) in &stock.changed {
            if let Some((product, variant)) = self.places.variant.get(id) {
                self.products[*product].stock[*variant].store(stock.on_hand, Ordering::Relaxed);
            }
        }
        self.stock_version.store(stock.version, Ordering::Relaxed);
    }
}

struct Builder {
    settings: ShopSettings,
    now: Timestamp,
    catalog: giano_commerce::catalog::Catalog,
    promotions: Vec<PromotionRecord>,
    content: Vec<ContentRecord>,
    faq: FaqDocument,
    demonstration: Option<DemonstrationSetting>,
    calculator: Option<CalculatorSetting>,
    terms: Vec<PaymentTerm>,
}

impl Builder {
    fn build(self, versions: Versions, shop: Storefront) -> Snapshot {
        let Self { settings, now, catalog, promotions, content, faq, demonstration, calculator, terms } = self;
        let mut categories: HashMap<CategoryId, CategoryEntry> = catalog
            .categories
            .into_iter()
            .map(|category| (category.id, CategoryEntry { category, children: Vec::new(), products: Vec::new() }))
            .collect();
        let roots = link_categories(&mut categories);
        let promotions = not_used_up(promotions);
        let mut products: Vec<Product> =
            catalog.products.into_iter().filter(|product| product.visible && !product.variants.is_empty()).collect();
        let specials = products.iter().flat_map(|product| &product.variants).filter_map(|variant| variant.special);
        let special_turning = specials.filter_map(|special| special.turns_after(now)).min();
        products.iter_mut().flat_map(|product| &mut product.variants).for_each(|variant| variant.take_special(now));
        products.sort_by(|a, b| b.prominence.cmp(&a.prominence).then(a.id.cmp(&b.id)));
        let mut reviews: HashMap<ProductId, Vec<Review>> = HashMap::new();
        for review in catalog.reviews {
            reviews.entry(review.product).or_default().push(review);
        }
        let mut facets = list::FacetTable::default();
        let mut entries: Vec<Entry> = Vec::with_capacity(products.len());
        for product in products {
            let own = reviews.remove(&product.id).unwrap_or_default();
            entries.push(entry(product, own, &categories, &mut facets));
        }
        place_in_categories(&entries, &mut categories);
        let snapshot = Snapshot {
            version: versions.total(),
            versions,
            stock_version: AtomicI64::new(0),
            settings,
            shop,
            search: Arc::new(SearchIndex::build(&entries, &categories, &content, &faq)),
            places: Arc::new(Places::of(&entries, &categories)),
            categories: Arc::new(categories),
            roots,
            turning: turning(&promotions, special_turning, now),
            special_turning,
            promotions,
            terms: terms.into_iter().map(Arc::new).collect(),
            content: Arc::new(content),
            facets: Arc::new(facets),
            demonstration,
            calculator,
            faq,
            price_indices: PriceIndices::new(entries.len()),
            moved_prices: Vec::new(),
            products: entries,
        };
        snapshot.work_out_public_prices(crate::pricing::public_contexts(&snapshot, now));
        snapshot
    }
}

/// Promotions but for those whose limit in all is reached.
fn not_used_up(promotions: Vec<PromotionRecord>) -> Vec<Arc<Promotion>> {
    let holds =
        |record: &PromotionRecord| record.promotion.limit_total.is_none_or(|limit| record.used < u64::from(limit));
    promotions.into_iter().filter(holds).map(|record| Arc::new(record.promotion)).collect()
}

/// The next moment at which a promotion or a special price begins or ends.
fn turning(promotions: &[Arc<Promotion>], specials: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    let turns = promotions.iter().flat_map(|p| [p.starts, p.ends]).flatten().filter(|at| *at > now);
    turns.chain(specials).min()
}

impl Places {
    fn of(products: &[Entry], categories: &HashMap<CategoryId, CategoryEntry>) -> Self {
        let mut slug = HashMap::with_capacity(products.len());
        let mut id = HashMap::with_capacity(products.len());
        let (mut sku, mut gtin, mut by_variant) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (at, entry) in products.iter().enumerate() {
            slug.insert(entry.product.slug.clone(), at);
            id.insert(entry.product.id, at);
            for (place, variant) in entry.product.variants.iter().enumerate() {
                sku.insert(variant.sku.key(), (at, place));
                by_variant.insert(variant.id, (at, place));
                if let Some(number) = &variant.gtin {
                    gtin.insert(number.as_str().to_owned(), (at, place));
                }
            }
        }
        Self {
            known_skus: sku.keys().map(|key| (key.clone(), 0)).collect(),
            category_slug: categories.values().map(|entry| (entry.category.slug.clone(), entry.category.id)).collect(),
            quotable: Locale::ALL.map(|locale| (locale, quotable(products, locale))).into(),
            slug,
            id,
            sku,
            gtin,
            variant: by_variant,
        }
    }
}

impl Snapshot {
    /// Reviews worth quoting to a visitor, with the place of their product: those in the visitor's language first, each
    /// newest first. At most three.
    pub fn quoted_reviews(&self, locale: Locale) -> impl Iterator<Item = (usize, &Review)> {
        let places = self.places.quotable.get(&locale).into_iter().flatten();
        places.map(|(at, place)| (*at, &self.products[*at].reviews[*place]))
    }
}

fn place_in_categories(products: &[Entry], categories: &mut HashMap<CategoryId, CategoryEntry>) {
    for (at, entry) in products.iter().enumerate() {
        // The items know all categories above the product's own.
        let Some(item) = entry.items.first() else { continue };
        for id in &item.categories {
            if let Some(category) = categories.get_mut(id) {
                category.products.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
    }
}

fn link_categories(categories: &mut HashMap<CategoryId, CategoryEntry>) -> Vec<CategoryId> {
    let mut order: Vec<(i32, CategoryId, Option<CategoryId>)> =
        categories.values().map(|e| (e.category.position, e.category.id, e.category.parent)).collect();
    order.sort_unstable();
    let mut roots = Vec::new();
    for (_, id, parent) in order {
        match parent.and_then(|parent| categories.get_mut(&parent)) {
            Some(parent) => parent.children.push(id),
            None => roots.push(id),
        }
    }
    roots
}

fn entry(
    product: Product,
    mut reviews: Vec<Review>,
    categories: &HashMap<CategoryId, CategoryEntry>,
    facets: &mut list::FacetTable,
) -> Entry {
    let mut above: Vec<CategoryId> = Vec::new();
    for own in &product.categories {
        let mut at = Some(*own);
        while let Some(id) = at.filter(|id| !above.contains(id)) {
            above.push(id);
            at = categories.get(&id).and_then(|entry| entry.category.parent);
        }
    }
    reviews.sort_by(|a, b| b.written_at.cmp(&a.written_at).then(b.id.cmp(&a.id)));
    let mut histogram = [0; 5];
    for review in &reviews {
        histogram[usize::from(review.rating.clamp(1, 5)) - 1] += 1;
    }
    let item = |variant: &Variant| {
        Arc::new(Item {
            variant: variant.id,
            sku: variant.sku.clone(),
            product: product.id,
            categories: above.clone(),
            vat_class: product.vat_class,
            home_price: variant.home_price,
            compare_at: variant.compare_at,
            lowest_30_days: None,
            list_price: variant.list_price,
            tiers: variant.tiers.clone(),
            mix_and_match: variant.mix_and_match,
            weight_grams: variant.weight_grams,
            contract: Vec::new(),
        })
    };
    Entry {
        items: product.variants.iter().map(item).collect(),
        stock: product.variants.iter().map(|variant| AtomicU32::new(variant.stock.on_hand)).collect(),
        stars: reviews.iter().map(|review| u32::from(review.rating)).sum(),
        reviews: reviews.into(),
        histogram,
        facets: Arc::new(facets.values_of(&product)),
        product: Arc::new(product),
    }
}

/// How many reviews are quoted.
const QUOTED: usize = 3;

/// Places of the reviews that [`Snapshot::quoted_reviews`] gives. Where nobody knows a review's language, it may be the
/// visitor's.
fn quotable(products: &[Entry], locale: Locale) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for (at, entry) in products.iter().enumerate() {
        for (place, review) in entry.reviews.iter().enumerate() {
            let foreign = review.language.as_ref().is_some_and(|language| !language.is(locale));
            all.push((foreign, Reverse((review.written_at.unwrap_or(0), review.id)), at, place));
        }
    }
    if all.len() > QUOTED {
        all.select_nth_unstable(QUOTED);
        all.truncate(QUOTED);
    }
    all.sort_unstable();
    all.into_iter().map(|(.., at, place)| (at, place)).collect()
}
