//! Amounts, numbers and dates as people of a language write them. Two languages need no locale database.

use crate::demonstration::Dimensions;
use crate::{Locale, Money};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// An amount with its currency: `€1,234.50` in English, `1.234,50 €` in Italian.
pub fn money(locale: Locale, money: Money) -> String {
    written(locale, money.rounded(), |amount| amount)
}

/// As [`money`], without the minor unit where there is none of it: `€49`, `49 €`. For words about sums, not for prices.
pub fn sum(locale: Locale, money: Money) -> String {
    written(locale, money.rounded(), |amount| if amount.is_integer() { amount.trunc() } else { amount })
}

fn written(locale: Locale, rounded: Money, digits: impl Fn(Decimal) -> Decimal) -> String {
    let number = decimal(locale, digits(rounded.amount().abs()));
    let minus = if rounded.amount().is_sign_negative() && !rounded.is_zero() { "−" } else { "" };
    let symbol = symbol(rounded);
    match locale {
        Locale::En if symbol.chars().all(char::is_alphabetic) => format!("{minus}{symbol}\u{a0}{number}"),
        Locale::En => format!("{minus}{symbol}{number}"),
        Locale::It => format!("{minus}{number}\u{a0}{symbol}"),
    }
}

fn symbol(money: Money) -> &'static str {
    match money.currency() {
        crate::Currency::Eur => "€",
        crate::Currency::Usd => "$",
        crate::Currency::Gbp => "£",
        crate::Currency::Jpy => "¥",
        other => other.as_str(),
    }
}

/// A number with its decimals as they are: `1,234.5` in English, `1.234,5` in Italian.
pub fn decimal(locale: Locale, number: Decimal) -> String {
    let (group, point) = match locale {
        Locale::En => (',', '.'),
        Locale::It => ('.', ','),
    };
    let text = number.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::with_capacity(text.len() + text.len() / 3 + 2);
    if number.is_sign_negative() && !number.is_zero() {
        out.push('−');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

/// A whole number with groups.
pub fn count(locale: Locale, number: u64) -> String {
    decimal(locale, number.into())
}

/// A per cent without needless zeros: `22%` in English, `22 %` in Italian.
pub fn percent(locale: Locale, percent: Decimal) -> String {
    let number = decimal(locale, percent.normalize());
    match locale {
        Locale::En => format!("{number}%"),
        Locale::It => format!("{number}\u{a0}%"),
    }
}

/// Width × depth × height in centimetres: `28 × 38 × 34.5 cm` in English, `28 × 38 × 34,5 cm` in Italian.
pub fn dimensions(locale: Locale, size: Dimensions) -> String {
    let side = |mm: u32| decimal(locale, Decimal::new(i64::from(mm), 1).normalize());
    let [width, depth, height] = [size.width_mm, size.depth_mm, size.height_mm].map(side);
    format!("{width} × {depth} × {height}\u{a0}cm")
}

/// A date in full: `23 November 2026`, `23 novembre 2026`.
pub fn date(locale: Locale, date: Date) -> String {
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const IT: [&str; 12] = [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ];
    let names = match locale {
        Locale::En => EN,
        Locale::It => IT,
    };
    // Months of a civil date are 1 to 12.
    let month = names.get(usize::from(date.month().unsigned_abs()) - 1).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// The day of a moment given in milliseconds since 1970, in UTC, in full.
pub fn day_of(locale: Locale, milliseconds: i64) -> String {
    let days = milliseconds.div_euclid(86_400_000);
    let epoch = Date::constant(1970, 1, 1);
    jiff::Span::new()
        .try_days(days)
        .and_then(|span| epoch.checked_add(span))
        .map(|day| date(locale, day))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Currency;

    #[test]
    fn money_reads_as_people_write_it() {
        let eur = |text| Money::parse(text, Currency::Eur).unwrap();
        assert_eq!(money(Locale::En, eur("1234.5")), "€1,234.50");
        assert_eq!(money(Locale::It, eur("1234.5")), "1.234,50\u{a0}€");
        assert_eq!(money(Locale::En, eur("-0.4")), "−€0.40");
        assert_eq!(money(Locale::It, eur("1000000")), "1.000.000,00\u{a0}€");
        let chf = Money::parse("12", Currency::Chf).unwrap();
        assert_eq!(money(Locale::En, chf), "CHF\u{a0}12.00");
        let jpy = Money::parse("1200", Currency::Jpy).unwrap();
        assert_eq!(money(Locale::En, jpy), "¥1,200");
    }

    #[test]
    fn round_sums_read_without_cents() {
        let eur = |text| Money::parse(text, Currency::Eur).unwrap();
        assert_eq!(sum(Locale::En, eur("1049.00")), "€1,049");
        assert_eq!(sum(Locale::It, eur("49")), "49\u{a0}€");
        assert_eq!(sum(Locale::En, eur("49.90")), "€49.90");
    }

    #[test]
    fn sizes_are_in_centimetres() {
        let size = Dimensions { width_mm: 280, depth_mm: 1380, height_mm: 345 };
        assert_eq!(dimensions(Locale::En, size), "28 × 138 × 34.5\u{a0}cm");
        assert_eq!(dimensions(Locale::It, size), "28 × 138 × 34,5\u{a0}cm");
    }

    #[test]
    fn dates_and_per_cents() {
        let day = Date::constant(2026, 11, 23);
        assert_eq!(date(Locale::En, day), "23 November 2026");
        assert_eq!(date(Locale::It, day), "23 novembre 2026");
        assert_eq!(day_of(Locale::En, -1), "31 December 1969");
        assert_eq!(day_of(Locale::En, i64::MAX), "");
        assert_eq!(percent(Locale::It, "22.0".parse().unwrap()), "22\u{a0}%");
        assert_eq!(percent(Locale::En, "5.5".parse().unwrap()), "5.5%");
    }
}
