//! What an import took and what it did not.

use giano_commerce::Currency;
use giano_commerce::sku::SkuError;
use giano_commerce::stock::CountError;
use giano_store::Upserted;
use std::fmt;
use std::io;
use std::path::Path;

/// Lines not taken that are kept one by one; further ones are only counted, so that memory stays bounded.
const KEPT: usize = 100_000;

/// What became of the records of a kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Were not there before.
    pub created: u64,
    /// Were there and differed.
    pub updated: u64,
    /// Were there, the same.
    pub unchanged: u64,
}

impl Counts {
    pub(crate) fn count(&mut self, done: Upserted) {
        match done {
            Upserted::Created => self.created += 1,
            Upserted::Updated => self.updated += 1,
            Upserted::Unchanged => self.unchanged += 1,
        }
    }

    /// All together.
    pub fn total(self) -> u64 {
        self.created + self.updated + self.unchanged
    }
}

/// What became of pictures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PictureCounts {
    /// Made in all sizes.
    pub made: u64,
    /// Were there already.
    pub present: u64,
    /// Could not be fetched or read.
    pub missing: u64,
}

/// Why something was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The last record ends in the middle.
    #[error("the file is cut off here: {found} of {expected} fields")]
    CutOff {
        /// Fields there are.
        found: usize,
        /// Fields there should be.
        expected: usize,
    },
    /// More or fewer fields than columns.
    #[error("{found} fields, but {expected} columns")]
    Fields {
        /// Fields there are.
        found: usize,
        /// Fields there should be.
        expected: usize,
    },
    /// Longer than 4 MiB.
    #[error("the record is longer than 4 MiB{}", if *.nothing_after { ": a quote that is never closed? Nothing after it was read" } else { "" })]
    TooLong {
        /// Whether reading could not go on.
        nothing_after: bool,
    },
    /// A quote that is never closed.
    #[error("the file ends inside a quoted field: it is cut off, or a quote is never closed")]
    UnclosedQuote,
    /// A byte that no text has.
    #[error("a byte that no text has; nothing after it was read")]
    Binary,
    /// A field that is needed is empty.
    #[error("the field is empty")]
    Empty,
    /// A price that is none.
    #[error("`{0}` is no price")]
    NotAPrice(String),
    /// A price below zero.
    #[error("`{0}` is negative")]
    Negative(String),
    /// A number that is none.
    #[error("`{0}` is no number")]
    NotANumber(String),
    /// A SKU that is none.
    #[error("{0}")]
    Sku(#[from] SkuError),
    /// The same SKU again.
    #[error("the SKU is on line {first_line} already")]
    DuplicateSku {
        /// Where it was first.
        first_line: u64,
    },
    /// The same entry again.
    #[error("the same is on line {first_line} already")]
    Duplicate {
        /// Where it was first.
        first_line: u64,
    },
    /// A kind of product that the shop does not sell.
    #[error("products of the type `{0}` are not taken")]
    Type(String),
    /// A variant that no product offers.
    #[error("not visible by itself, and no product of the file offers it")]
    Orphan,
    /// A variant that the product names and the file does not have.
    #[error("names the variant `{0}`, which is not in the file or was not taken")]
    MissingVariant(String),
    /// A product without variants.
    #[error("none of its variants could be taken")]
    NoVariant,
    /// The options of a variant do not fit.
    #[error("its options do not tell it apart from the product's other variants")]
    Options,
    /// A product that is not there.
    #[error("there is no product `{0}`")]
    UnknownProduct(String),
    /// Not 1 to 5 stars.
    #[error("`{0}` is not 1 to 5 stars")]
    Rating(String),
    /// A barcode with a wrong check digit or length.
    #[error("`{0}` is no GTIN; taken without")]
    Gtin(String),
    /// A language the shop does not speak.
    #[error("`{0}` is no language of the shop: only `en` and `it` are")]
    StoreView(String),
    /// A currency the shop does not know.
    #[error("`{0}` is no currency of the shop")]
    Currency(String),
    /// A currency that the shop does not sell in.
    #[error("the price is in {found}, and the shop sells in {of_shop}: write the price in {of_shop}")]
    OtherCurrency {
        /// In the file.
        found: Currency,
        /// The shop's.
        of_shop: Currency,
    },
    /// A date that is none.
    #[error("`{0}` is no date like 2026-12-31")]
    Date(String),
    /// The day of a special price cannot be read.
    #[error("`{0}` cannot be read as a day, so the special price is left out; write it as 2026-12-31")]
    SpecialDay(String),
    /// A moment that is none.
    #[error("`{0}` is no moment like 2026-12-31 18:00, or 2026-12-31T18:00:00Z with its time zone")]
    Moment(String),
    /// A count that may not be taken.
    #[error("{0}; its stock is left as it was")]
    Count(CountError),
    /// The period ends before it begins.
    #[error("ends before it begins")]
    Period,
    /// A picture that could not be fetched or read.
    #[error("the picture `{name}` {problem}")]
    Picture {
        /// The name in the file.
        name: String,
        /// What is wrong, as a sentence's end.
        problem: String,
    },
    /// A category that lies too deep, or whose names are too long.
    #[error("the category `{name}` is more than {most} levels deep, or its names are too long; taken without")]
    Category {
        /// Its path.
        name: String,
        /// The most levels.
        most: usize,
    },
    /// More of something than a product can have.
    #[error("names more than {most} {what}; the rest is left out")]
    TooMany {
        /// What, in the plural.
        what: &'static str,
        /// The most.
        most: usize,
    },
    /// The database has it in another place.
    #[error("the shop has it elsewhere: {0}")]
    Conflict(String),
}

impl Reason {
    /// Whether a record could not be read so far that it is known what it is about.
    pub(crate) const fn is_unreadable(&self) -> bool {
        matches!(
            self,
            Self::CutOff { .. }
                | Self::Fields { .. }
                | Self::TooLong { .. }
                | Self::UnclosedQuote
                | Self::Binary
                | Self::Sku(_)
        )
    }

    /// The reason with what it shows of the file cut to a length that a line bears: fields may have megabytes each, and
    /// many reasons are kept.
    fn shortened(mut self) -> Self {
        match &mut self {
            Self::NotAPrice(text)
            | Self::Negative(text)
            | Self::NotANumber(text)
            | Self::Type(text)
            | Self::MissingVariant(text)
            | Self::UnknownProduct(text)
            | Self::Rating(text)
            | Self::Gtin(text)
            | Self::StoreView(text)
            | Self::Currency(text)
            | Self::Date(text)
            | Self::Moment(text)
            | Self::SpecialDay(text)
            | Self::Conflict(text)
            | Self::Category { name: text, .. } => cut(text),
            Self::Picture { name, problem } => {
                cut(name);
                cut(problem);
            }
            Self::CutOff { .. }
            | Self::Fields { .. }
            | Self::TooLong { .. }
            | Self::UnclosedQuote
            | Self::Binary
            | Self::Empty
            | Self::Sku(_)
            | Self::DuplicateSku { .. }
            | Self::Duplicate { .. }
            | Self::Orphan
            | Self::NoVariant
            | Self::Options
            | Self::OtherCurrency { .. }
            | Self::Period
            | Self::Count(_)
            | Self::TooMany { .. } => {}
        }
        self
    }
}

/// Cuts a text to what a line of a report bears.
fn cut(text: &mut String) {
    const LONGEST: usize = 200;
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
        text.shrink_to_fit();
    }
}

/// Something not taken, or not wholly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The file.
    pub file: String,
    /// The line where the record begins; the first is 1.
    pub line: u64,
    /// The column, where it is one.
    pub column: Option<String>,
    /// What the record is of: a SKU, a handle.
    pub subject: String,
    /// Why.
    pub reason: Reason,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        if !self.subject.is_empty() {
            write!(f, " ({})", self.subject)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Categories.
    pub categories: Counts,
    /// Products.
    pub products: Counts,
    /// Variants of the products taken.
    pub variants: u64,
    /// Reviews.
    pub reviews: Counts,
    /// Entries of price lists.
    pub prices: Counts,
    /// Pictures.
    pub pictures: PictureCounts,
    /// What was not taken, or not wholly, file by file and in the order of lines; at most 100 000.
    pub refused: Vec<Refusal>,
    /// How many more were not taken.
    pub refused_more: u64,
    /// What was done to read the files, in sentences: an encoding converted, a delimiter recognised.
    pub notes: Vec<String>,
}

impl Report {
    /// Records that were not there before.
    pub fn created(&self) -> u64 {
        self.kinds().iter().map(|counts| counts.created).sum()
    }

    /// Records that were there and differed.
    pub fn updated(&self) -> u64 {
        self.kinds().iter().map(|counts| counts.updated).sum()
    }

    /// Records that were there, the same.
    pub fn unchanged(&self) -> u64 {
        self.kinds().iter().map(|counts| counts.unchanged).sum()
    }

    /// The command's exit status: 0 all taken, 1 some not, 2 nothing usable.
    pub fn exit_status(&self) -> u8 {
        let taken = self.products.total() + self.reviews.total() + self.prices.total();
        match (taken, self.refused.is_empty()) {
            (0, _) => 2,
            (_, true) => 0,
            (_, false) => 1,
        }
    }

    /// Writes what was not taken as CSV: file, line, column, subject, reason.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write_csv(&self, to: impl io::Write) -> io::Result<()> {
        let mut out = csv::Writer::from_writer(to);
        out.write_record(["file", "line", "column", "subject", "reason"])?;
        for refusal in &self.refused {
            let (line, reason) = (refusal.line.to_string(), refusal.reason.to_string());
            let column = refusal.column.as_deref().unwrap_or_default();
            out.write_record([&refusal.file, &line, column, &unformula(&refusal.subject), &unformula(&reason)])?;
        }
        out.flush()
    }

    pub(crate) fn refuse(&mut self, file: &Path, line: u64, column: Option<&str>, subject: &str, reason: Reason) {
        if self.refused.len() >= KEPT {
            self.refused_more += 1;
            return;
        }
        self.refused.push(Refusal {
            file: file.display().to_string(),
            line,
            column: column.map(str::to_owned),
            subject: subject.chars().take(100).collect(),
            reason: reason.shortened(),
        });
    }

    /// Puts what was not taken into the order in which somebody goes through the files: a product is looked at as a whole, so
    /// a line of it may have been met after lines that come later, and what no product wanted at the very end. Files stay in the
    /// order in which they were read, and what is wrong with one line in the order of its columns.
    pub(crate) fn put_in_order(&mut self) {
        let mut files: Vec<String> = Vec::new();
        for refusal in &self.refused {
            if !files.contains(&refusal.file) {
                files.push(refusal.file.clone());
            }
        }
        self.refused.sort_by_key(|refusal| (files.iter().position(|file| *file == refusal.file), refusal.line));
    }

    fn kinds(&self) -> [Counts; 4] {
        [self.categories, self.products, self.reviews, self.prices]
    }
}

/// A cell that a spreadsheet does not take for a formula.
fn unformula(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

impl fmt::Display for Report {
    /// The whole in a few lines, without what was refused one by one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = [
            ("categories", self.categories),
            ("products", self.products),
            ("reviews", self.reviews),
            ("prices", self.prices),
        ];
        for (name, counts) in named.into_iter().filter(|(_, counts)| counts.total() > 0) {
            let Counts { created, updated, unchanged } = counts;
            write!(f, "{name}: {created} created, {updated} updated, {unchanged} unchanged")?;
            if name == "products" {
                write!(f, " ({} variants)", self.variants)?;
            }
            writeln!(f)?;
        }
        let PictureCounts { made, present, missing } = self.pictures;
        if made + present + missing > 0 {
            writeln!(f, "pictures: {made} made, {present} there already, {missing} missing")?;
        }
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        let refused = u64::try_from(self.refused.len()).unwrap_or(u64::MAX).saturating_add(self.refused_more);
        write!(f, "not taken, or not wholly: {refused}")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_exit_status_says_how_it_went() {
        let mut report = Report::default();
        assert_eq!(report.exit_status(), 2);
        report.products.count(Upserted::Unchanged);
        assert_eq!(report.exit_status(), 0);
        report.refuse(Path::new("p.csv"), 7, Some("price"), "A-1", Reason::Negative("-1".into()));
        assert_eq!(report.exit_status(), 1);
        report.products = Counts::default();
        assert_eq!(report.exit_status(), 2);
    }

    #[test]
    fn the_table_can_be_opened_in_a_spreadsheet() {
        let mut report = Report::default();
        let formula = Reason::NotAPrice("5\", \"really\"".into());
        report.refuse(Path::new("p.csv"), 7, Some("price"), "=HYPERLINK(\"x\")", formula);
        report.refuse(Path::new("p.csv"), 9, None, "B", Reason::UnclosedQuote);
        let mut out = Vec::new();
        report.write_csv(&mut out).unwrap();
        let mut read = csv::Reader::from_reader(&out[..]);
        let rows: Vec<csv::StringRecord> = read.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(&rows[0][0], "p.csv");
        assert_eq!(&rows[0][1], "7");
        assert_eq!(&rows[0][2], "price");
        assert_eq!(&rows[0][3], "'=HYPERLINK(\"x\")");
        assert_eq!(&rows[0][4], "`5\", \"really\"` is no price");
        assert_eq!(&rows[1][2], "");
    }

    #[test]
    fn what_was_not_taken_is_told_in_the_order_of_lines() {
        let mut report = Report::default();
        let (products, reviews) = (Path::new("z.csv"), Path::new("a.csv"));
        for (file, line, column) in [
            (products, 9, "sku"),
            (products, 9, "gtin"),
            (products, 2, "price"),
            (reviews, 4, "rating"),
            (reviews, 3, "rating"),
            (products, 5, "sku"),
        ] {
            report.refuse(file, line, Some(column), "", Reason::Empty);
        }
        report.put_in_order();
        let told: Vec<_> = report.refused.iter().map(|it| (it.file.as_str(), it.line, it.column.as_deref())).collect();
        let expected = [("z.csv", 2, "price"), ("z.csv", 5, "sku"), ("z.csv", 9, "sku"), ("z.csv", 9, "gtin")];
        let expected = expected.into_iter().chain([("a.csv", 3, "rating"), ("a.csv", 4, "rating")]);
        assert_eq!(told, expected.map(|(file, line, column)| (file, line, Some(column))).collect::<Vec<_>>());
    }

    #[test]
    fn memory_stays_bounded() {
        let mut report = Report::default();
        for line in 0..=100_000 {
            report.refuse(Path::new("p.csv"), line, None, "", Reason::Empty);
        }
        assert_eq!((report.refused.len(), report.refused_more), (100_000, 1));
    }
}
