//! `orders.toml`: what people ordered in the last twelve months, as rhythms out of which orders are made, the same ones on
//! every day but for their dates.

use super::DemoError;
use super::files::DemoFiles;
use giano_commerce::address::Address;
use giano_commerce::{EmailAddress, Face, QuantityRule, Sku};
use jiff::civil::{Date, Weekday};
use jiff::{Span, Timestamp};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::path::Path;

/// `orders.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrdersFile {
    pub rhythms: Vec<Rhythm>,
}

/// Somebody's habit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rhythm {
    /// E-mail of the person.
    pub person: String,
    pub every_days: u32,
    #[serde(default)]
    pub jitter_days: u32,
    pub first_days_ago: u32,
    pub last_days_ago: u32,
    pub payment: PaidBy,
    pub term: Option<String>,
    pub lines: Vec<RhythmLine>,
    #[serde(default)]
    pub sometimes: Vec<Sometimes>,
}

/// How somebody pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidBy {
    /// By card.
    Card,
    /// By bank transfer.
    Transfer,
    /// On account.
    Account,
}

/// What is in every order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RhythmLine {
    pub sku: String,
    pub quantity: u32,
    /// By how much it may be more or less.
    #[serde(default)]
    pub vary: u32,
}

/// What is in some orders.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sometimes {
    pub sku: String,
    pub quantity: u32,
    pub one_in: u32,
}

/// An order somebody placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedOrder {
    /// Tells it apart; the same whenever the demonstration is loaded.
    pub key: String,
    /// Who ordered.
    pub person: EmailAddress,
    /// When.
    pub at: Timestamp,
    /// Where it went.
    pub address: Address,
    /// What and how many.
    pub lines: Vec<(Sku, u32)>,
    /// How it was paid.
    pub payment: PaidBy,
    /// Code of the payment term.
    pub term: Option<String>,
}

/// The orders of a demonstration shop up to the beginning of the day of `now`, oldest first.
///
/// # Errors
/// [`DemoError`], naming the file.
pub fn orders(folder: &Path, now: Timestamp) -> Result<Vec<PlannedOrder>, DemoError> {
    let files = DemoFiles::read(folder)?;
    let today = super::civil_time().day_at(now);
    let mut all = Vec::new();
    for (place, rhythm) in files.rhythms.iter().enumerate() {
        let planned = plan(&files, place, rhythm, today)
            .map_err(|reason| DemoError::Wrong { file: folder.join("orders.toml"), reason })?;
        all.extend(planned);
    }
    let begun = super::civil_time().start_of(today);
    all.retain(|order| order.at < begun);
    all.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.key.cmp(&b.key)));
    Ok(all)
}

/// Days before loading on which a rhythm's orders were placed, before they vary.
pub(crate) fn beats(rhythm: &Rhythm) -> impl Iterator<Item = u32> {
    let step = usize::try_from(rhythm.every_days.max(1)).unwrap_or(1);
    (rhythm.last_days_ago..=rhythm.first_days_ago).rev().step_by(step)
}

fn plan(files: &DemoFiles, place: usize, rhythm: &Rhythm, today: Date) -> Result<Vec<PlannedOrder>, String> {
    let person = files.shop.people.iter().find(|person| person.email == rhythm.person);
    let person = person.ok_or_else(|| format!("there is no person `{}`", rhythm.person))?;
    let company = files.shop.companies.iter().find(|company| Some(&company.name) == person.company.as_ref());
    let face = if person.company.is_some() { Face::Business } else { Face::Home };
    let address = company.and_then(|company| company.addresses.first()).or(person.address.as_ref());
    let address = address.ok_or_else(|| format!("{}: orders need an address", person.email))?;
    let email: EmailAddress = person.email.parse().map_err(|error| format!("`{}`: {error}", person.email))?;
    let mut planned = Vec::new();
    for (beat, days_ago) in beats(rhythm).enumerate() {
        // Where the file stands in the order of others does not matter, but a person's rhythms must differ.
        let key = format!("{}/{place}/{beat}", rhythm.person);
        let chance = |of: &str| chance(&key, of);
        let jitter = i64::try_from(chance("day") % (2 * u64::from(rhythm.jitter_days) + 1)).unwrap_or_default();
        let days_ago = i64::from(days_ago) + jitter - i64::from(rhythm.jitter_days);
        let days_ago = days_ago.clamp(rhythm.last_days_ago.into(), rhythm.first_days_ago.into());
        let day = today.checked_sub(Span::new().days(days_ago)).map_err(|error| error.to_string())?;
        let day = if face == Face::Business { working_day(day) } else { day };
        let minutes = match face {
            // Business orders in the morning, people at home in the evening.
            Face::Business => 7 * 60 + chance("minute") % (6 * 60),
            Face::Home => 17 * 60 + chance("minute") % (5 * 60),
        };
        let at = super::civil_time().at(day, u16::try_from(minutes).unwrap_or_default());
        let mut lines: Vec<(Sku, u32)> = Vec::new();
        for line in &rhythm.lines {
            add(files, &mut lines, &line.sku, face, varied(line, chance(&line.sku)))?;
        }
        for line in &rhythm.sometimes {
            // Not all of them in the same order.
            let offset = super::orders::chance(&rhythm.person, &line.sku);
            if (offset % 64 + beat as u64).is_multiple_of(u64::from(line.one_in.max(1))) {
                add(files, &mut lines, &line.sku, face, line.quantity)?;
            }
        }
        planned.push(PlannedOrder {
            key,
            person: email.clone(),
            at,
            address: address.clone(),
            lines,
            payment: rhythm.payment,
            term: rhythm.term.clone(),
        });
    }
    Ok(planned)
}

/// A number that is the same whenever it is asked for.
fn chance(key: &str, of: &str) -> u64 {
    let digest = Sha256::digest(format!("{key}\n{of}").as_bytes());
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn varied(line: &RhythmLine, chance: u64) -> u32 {
    let span = 2 * u64::from(line.vary) + 1;
    let more = u32::try_from(chance % span).unwrap_or_default();
    (line.quantity + more).saturating_sub(line.vary).max(1)
}

/// Adds pieces of a SKU, as many of them as can be ordered in the face.
fn add(files: &DemoFiles, lines: &mut Vec<(Sku, u32)>, sku: &str, face: Face, wanted: u32) -> Result<(), String> {
    let (product, variant) = files.variant(sku).ok_or_else(|| format!("there is no SKU `{sku}`"))?;
    let rule = match face {
        Face::Home => variant.home.unwrap_or(product.home),
        Face::Business => variant.business.unwrap_or(product.business),
    };
    let sku: Sku = variant.sku.parse().map_err(|error| format!("`{sku}`: {error}"))?;
    match lines.iter_mut().find(|(own, _)| *own == sku) {
        Some((_, quantity)) => *quantity = allowed(rule, *quantity + wanted),
        None => lines.push((sku, allowed(rule, wanted))),
    }
    Ok(())
}

/// The quantity nearest to one that can be ordered.
fn allowed(rule: QuantityRule, wanted: u32) -> u32 {
    let step = rule.increment.max(1);
    let near = (wanted + step / 2) / step * step;
    near.max(rule.least()).min(rule.greatest())
}

/// The day itself, or the Friday before a weekend.
fn working_day(day: Date) -> Date {
    let back = match day.weekday() {
        Weekday::Saturday => 1,
        Weekday::Sunday => 2,
        Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday | Weekday::Friday => 0,
    };
    day.checked_sub(Span::new().days(back)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_such_as_can_be_ordered() {
        let by_six = QuantityRule { minimum: 6, maximum: Some(60), increment: 6 };
        for (wanted, can) in [(1, 6), (8, 6), (9, 12), (14, 12), (200, 60)] {
            assert_eq!(allowed(by_six, wanted), can, "{wanted}");
        }
        assert_eq!(allowed(QuantityRule::default(), 7), 7);
    }

    #[test]
    fn a_rhythm_beats_from_its_first_day_to_its_last() {
        let toml =
            "person = \"a\"\nevery_days = 14\nfirst_days_ago = 50\nlast_days_ago = 6\npayment = \"card\"\nlines = []";
        let rhythm: Rhythm = toml::from_str(toml).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(beats(&rhythm).collect::<Vec<_>>(), [50, 36, 22, 8]);
    }

    #[test]
    fn businesses_order_on_working_days() {
        for (day, ordered) in [(20, 20), (21, 20), (22, 20), (23, 23)] {
            assert_eq!(working_day(jiff::civil::date(2026, 11, day)), jiff::civil::date(2026, 11, ordered));
        }
    }
}
