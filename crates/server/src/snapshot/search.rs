//! Search in words: stemmed in both languages, by prefix while typing, tolerant of typos.

use super::guess::{Budget, Known};
use super::{CategoryEntry, Entry};
use giano_commerce::catalog::CategoryId;
use giano_commerce::locale::Text;
use giano_store::{ContentRecord, FaqDocument};
use std::collections::HashMap;
use tantivy::collector::TopDocs;
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer,
};
use tantivy::{Index, IndexReader, Order, TantivyDocument, Term};

/// Words looked at of a query; the rest is left out.
const MOST_WORDS: usize = 12;
/// Letters looked at of a word.
const LONGEST_WORD: usize = 40;

/// The field with the place of what is indexed.
const PLACE: &str = "place";
/// Search in words.
pub struct SearchIndex {
    products: Option<Inner>,
    /// Content in its order, then questions in theirs.
    pages: Option<Inner>,
    /// Every word of names, brands and categories with how often it stands there, for corrections.
    vocabulary: Known,
}

struct Inner {
    reader: IndexReader,
    fields: Fields,
    analyzers: [TextAnalyzer; 2],
}

#[derive(Clone, Copy)]
struct Fields {
    place: Field,
    /// Names and SKUs, as written.
    name: Field,
    /// Everything, as written.
    all: Field,
    /// Everything, stemmed in English and in Italian.
    stemmed: [Field; 2],
}

/// What a search found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Places of products, best first.
    pub products: Vec<usize>,
    /// What was searched instead, where nothing matched as written.
    pub corrected: Option<String>,
}

fn plain() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

fn stemming(language: Language) -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(language))
        .build()
}

/// The words of a text as the index has them.
pub fn words(text: &str) -> Vec<String> {
    let mut analyzer = plain();
    let mut stream = analyzer.token_stream(text);
    let mut words = Vec::new();
    while stream.advance() && words.len() < MOST_WORDS {
        words.push(stream.token().text.clone());
    }
    words
}

/// A description without its tags.
fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

impl SearchIndex {
    /// Indexes products and pages; an index that cannot be made finds nothing and says so in the log.
    pub fn build(
        entries: &[Entry],
        categories: &HashMap<CategoryId, CategoryEntry>,
        content: &[ContentRecord],
        faq: &FaqDocument,
    ) -> Self {
        let mut vocabulary = HashMap::new();
        let products = made(entries.iter().map(|entry| {
            let words = Words::of_product(entry, categories);
            count_words(&words.known, &mut vocabulary);
            words
        }));
        let content = content.iter().map(|record| {
            let document = &record.document;
            Words::of_page(&document.title, [&document.summary, &document.body_html])
        });
        let questions = faq.questions.iter().map(|entry| Words::of_page(&entry.question, [&entry.answer_html]));
        Self { pages: made(content.chain(questions)), products, vocabulary: vocabulary.into_iter().collect() }
    }

    /// Searches products; where nothing matches as written, what was probably meant.
    pub fn search(&self, text: &str, most: usize) -> Found {
        let Some(inner) = &self.products else { return Found::default() };
        let asked = words(text);
        if asked.is_empty() {
            return Found::default();
        }
        let products = inner.search(&asked, most);
        if !products.is_empty() {
            return Found { products, corrected: None };
        }
        let mut budget = Budget::of_a_request();
        let meant: Vec<String> = asked.iter().map(|word| self.meant(word, &mut budget)).collect();
        if meant == asked {
            return Found::default();
        }
        let products = inner.search(&meant, most);
        let corrected = (!products.is_empty()).then(|| meant.join(" "));
        Found { products, corrected }
    }

    /// Places of pages, best first: content in its order, then questions in theirs.
    pub fn pages(&self, text: &str, most: usize) -> Vec<usize> {
        let asked = words(text);
        match &self.pages {
            Some(inner) if !asked.is_empty() => inner.search(&asked, most),
            Some(_) | None => Vec::new(),
        }
    }

    /// The known word that was probably meant: one letter off from four letters on, two from eight. A word that is known,
    /// or near to none, or for which the request has no guess left, is left as it is.
    fn meant(&self, word: &str, budget: &mut Budget) -> String {
        let most_off = match word.chars().count() {
            0..4 => 0,
            4..8 => 1,
            _ => 2,
        };
        let guessed = most_off > 0 && !self.vocabulary.contains(word);
        let near = if guessed { self.vocabulary.nearest(word, most_off, budget) } else { None };
        near.unwrap_or(word).to_owned()
    }
}

/// What is searched of one thing.
struct Words {
    /// Its name.
    name: String,
    /// Further names, e.g. SKUs.
    codes: Vec<String>,
    /// What is known of it in a few words, the name among them.
    known: String,
    /// What is said of it at length, in English and in Italian.
    long: [String; 2],
}

impl Words {
    fn of_product(entry: &Entry, categories: &HashMap<CategoryId, CategoryEntry>) -> Self {
        let product = &entry.product;
        let name = both(&product.name);
        let mut known = name.clone();
        let above = entry.items.first().map(|item| item.categories.as_slice()).unwrap_or_default();
        for category in above.iter().filter_map(|id| categories.get(id)) {
            known.push(' ');
            known.push_str(&both(&category.category.name));
        }
        known.push(' ');
        known.push_str(product.brand.as_deref().unwrap_or_default());
        for option in &product.options {
            for value in &option.values {
                known.push(' ');
                known.push_str(&both(&value.name));
            }
        }
        for value in product.attributes.iter().flat_map(|attribute| &attribute.values) {
            known.push(' ');
            known.push_str(&both(value));
        }
        let codes = product.variants.iter().map(|variant| variant.sku.to_string()).collect();
        Self { name, codes, known, long: at_length([&product.summary, &product.description_html]) }
    }

    fn of_page<const N: usize>(title: &Text, texts: [&Text; N]) -> Self {
        let name = both(title);
        Self { known: name.clone(), name, codes: Vec::new(), long: at_length(texts) }
    }
}

/// Texts in English and in Italian, without their tags.
fn at_length<const N: usize>(texts: [&Text; N]) -> [String; 2] {
    let en = texts.map(|text| without_tags(&text.en)).join(" ");
    let it = texts.map(|text| without_tags(text.it.as_deref().unwrap_or_default())).join(" ");
    [en, it]
}

fn made(words: impl Iterator<Item = Words>) -> Option<Inner> {
    Inner::build(words).map_err(|error| tracing::error!(%error, "no search index")).ok()
}

impl Inner {
    fn build(all: impl Iterator<Item = Words>) -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        let text = |tokenizer: &str| {
            let indexing =
                TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(IndexRecordOption::WithFreqs);
            TextOptions::default().set_indexing_options(indexing)
        };
        let fields = Fields {
            place: schema.add_u64_field(PLACE, NumericOptions::from(INDEXED | FAST | STORED)),
            name: schema.add_text_field("name", text("plain")),
            all: schema.add_text_field("all", text("plain")),
            stemmed: [schema.add_text_field("en", text("en")), schema.add_text_field("it", text("it"))],
        };
        let index = Index::create_in_ram(schema.build());
        index.tokenizers().register("plain", plain());
        index.tokenizers().register("en", stemming(Language::English));
        index.tokenizers().register("it", stemming(Language::Italian));
        let mut writer = index.writer_with_num_threads(1, 32 << 20)?;
        for (place, words) in all.enumerate() {
            let mut document = TantivyDocument::default();
            document.add_u64(fields.place, place as u64);
            document.add_text(fields.name, &words.name);
            for code in &words.codes {
                document.add_text(fields.name, code);
            }
            document.add_text(fields.all, &words.known);
            for (field, long) in fields.stemmed.iter().zip(&words.long) {
                document.add_text(*field, &words.known);
                document.add_text(*field, long);
            }
            writer.add_document(document)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        let reader = index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?;
        Ok(Self { reader, fields, analyzers: [stemming(Language::English), stemming(Language::Italian)] })
    }

    fn search(&self, words: &[String], most: usize) -> Vec<usize> {
        let query = BooleanQuery::new(
            words
                .iter()
                .enumerate()
                .map(|(at, word)| (Occur::Must, self.word_query(word, at + 1 == words.len())))
                .collect(),
        );
        let searcher = self.reader.searcher();
        // Equal scores keep the merchant's order, also where only some of those found are asked for.
        let place = SortByStaticFastValue::<u64>::for_field(PLACE);
        let order = (SortBySimilarityScore, (place, Order::Asc));
        match searcher.search(&query, &TopDocs::with_limit(most.max(1)).order_by(order)) {
            Ok(found) => found.into_iter().filter_map(|((_, place), _)| usize::try_from(place?).ok()).collect(),
            Err(error) => {
                tracing::error!(%error, "search");
                Vec::new()
            }
        }
    }

    /// A word matches as written, by its stem, or, being typed still, by its beginning.
    fn word_query(&self, word: &str, last: bool) -> Box<dyn Query> {
        let exact = |field, text: &str, boost| -> (Occur, Box<dyn Query>) {
            let query = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(BoostQuery::new(Box::new(query), boost)))
        };
        let mut any = vec![exact(self.fields.name, word, 4.0), exact(self.fields.all, word, 2.0)];
        for (field, analyzer) in self.fields.stemmed.iter().zip(&self.analyzers) {
            let mut analyzer = analyzer.clone();
            let mut stream = analyzer.token_stream(word);
            if stream.advance() {
                any.push(exact(*field, &stream.token().text, 1.0));
            }
        }
        if last && word.chars().count() >= 2 {
            let begins = |field| FuzzyTermQuery::new_prefix(Term::from_field_text(field, word), 0, true);
            any.push((Occur::Should, Box::new(BoostQuery::new(Box::new(begins(self.fields.name)), 1.5))));
            any.push((Occur::Should, Box::new(begins(self.fields.all))));
        }
        Box::new(BooleanQuery::new(any))
    }
}

fn both(text: &Text) -> String {
    match &text.it {
        Some(it) if *it != text.en => format!("{} {it}", text.en),
        _ => text.en.clone(),
    }
}

fn count_words(text: &str, vocabulary: &mut HashMap<String, u32>) {
    let mut analyzer = plain();
    let mut stream = analyzer.token_stream(text);
    while stream.advance() {
        *vocabulary.entry(stream.token().text.clone()).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word of eight letters, another for every number; all of few letters, so that many of them are near to each other.
    fn word(number: u32, letters: &[u8]) -> String {
        let base = letters.len();
        let digit = |at: u32| char::from(letters[(number as usize / base.pow(at)) % base]);
        (0..8).map(digit).collect()
    }

    fn index(words: impl Iterator<Item = String>) -> SearchIndex {
        SearchIndex { products: None, pages: None, vocabulary: words.map(|word| (word, 1)).collect() }
    }

    fn named(names: impl Iterator<Item = String>) -> SearchIndex {
        let words = names.map(|name| Words::of_page(&Text::one(name), [&Text::default()]));
        SearchIndex { products: made(words), pages: None, vocabulary: std::iter::empty().collect() }
    }

    #[test]
    fn the_first_few_are_those_of_all() {
        // Of many names each score comes often: what is equal stands in the merchant's order, wherever one stops.
        let kinds = ["moka", "moka pot", "pot for a moka", "cup", "moka moka cup"];
        let index = named((0..300).map(|at| format!("{} {}", kinds[at % kinds.len()], at % 7)));
        for text in ["moka", "mo", "pot", "cup 3", "moka 3", "nothing"] {
            let all = index.search(text, 300).products;
            assert_eq!(all.is_empty(), text == "nothing", "{text}");
            for few in [1, 2, 6, 24, 100] {
                assert_eq!(index.search(text, few).products, all[..few.min(all.len())], "{few} of {text}");
            }
        }
    }

    #[test]
    fn twelve_slips_are_guessed_at_in_a_large_catalogue() {
        let letters = b"aeioulmnrstcdgpv";
        // As many words as 10 000 products have, and none beside another.
        let all: Vec<String> = (0..30_000).map(|number| word(number * 137, letters)).collect();
        let index = index(all.iter().cloned());
        let mut budget = Budget::of_a_request();
        for known in all.iter().step_by(2_500) {
            let slip = format!("{known}x");
            let meant = index.meant(&slip, &mut budget);
            assert_ne!(meant, slip, "there is no guess left for {slip}");
        }
    }

    #[test]
    fn all_words_of_a_request_share_what_guessing_may_cost() {
        let all: Vec<String> = (0..65_536).map(|number| word(number, b"abcd")).collect();
        let index = index(all.iter().cloned());
        let slips: Vec<String> = all.iter().step_by(5_000).take(12).map(|known| format!("{known}x")).collect();
        let mut budget = Budget::of_a_request();
        let guessed = slips.iter().filter(|slip| index.meant(slip, &mut budget) != **slip).count();
        assert!((1..12).contains(&guessed), "{guessed}");
        let last = &slips[11];
        assert_eq!(index.meant(last, &mut budget), *last, "there is nothing left");
        assert_ne!(index.meant(last, &mut Budget::of_a_request()), *last, "by itself it is guessed at");
    }
}
