//! Amounts with their units, as people of each language write them.

use giano_commerce::Locale;
use giano_commerce::format::decimal;
use giano_commerce::locale::Text;
use rust_decimal::Decimal;
use serde::Deserialize;

/// The units that facts are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Unit {
    #[serde(rename = "")]
    None,
    W,
    V,
    Hz,
    #[serde(rename = "bar")]
    Bar,
    #[serde(rename = "l")]
    Litres,
    #[serde(rename = "ml")]
    Millilitres,
    #[serde(rename = "g")]
    Grams,
    #[serde(rename = "kg")]
    Kilograms,
    #[serde(rename = "mm")]
    Millimetres,
    #[serde(rename = "cm")]
    Centimetres,
    #[serde(rename = "m")]
    Metres,
    #[serde(rename = "°C")]
    Celsius,
    #[serde(rename = "min")]
    Minutes,
    #[serde(rename = "s")]
    Seconds,
    #[serde(rename = "kg/h")]
    KilogramsAnHour,
    #[serde(rename = "cups")]
    Cups,
    #[serde(rename = "pieces")]
    Pieces,
}

/// An amount with its unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Amount {
    pub amount: Decimal,
    pub unit: Unit,
}

impl Amount {
    /// As people write it: `1,350 W` and `1.350 W`, `1 cup` and `1 tazza`.
    pub fn written(self) -> Text {
        let in_locale = |locale: Locale| {
            let number = decimal(locale, self.amount.normalize());
            let unit = self.unit(locale);
            if unit.is_empty() { number } else { format!("{number}\u{a0}{unit}") }
        };
        Text::both(in_locale(Locale::En), in_locale(Locale::It))
    }

    fn unit(self, locale: Locale) -> &'static str {
        match (self.unit, locale, self.amount == Decimal::ONE) {
            (Unit::None, ..) => "",
            (Unit::W, ..) => "W",
            (Unit::V, ..) => "V",
            (Unit::Hz, ..) => "Hz",
            (Unit::Bar, ..) => "bar",
            (Unit::Litres, ..) => "l",
            (Unit::Millilitres, ..) => "ml",
            (Unit::Grams, ..) => "g",
            (Unit::Kilograms, ..) => "kg",
            (Unit::Millimetres, ..) => "mm",
            (Unit::Centimetres, ..) => "cm",
            (Unit::Metres, ..) => "m",
            (Unit::Celsius, ..) => "°C",
            (Unit::Minutes, ..) => "min",
            (Unit::Seconds, ..) => "s",
            (Unit::KilogramsAnHour, ..) => "kg/h",
            (Unit::Cups, Locale::En, true) => "cup",
            (Unit::Cups, Locale::En, false) => "cups",
            (Unit::Cups, Locale::It, true) => "tazza",
            (Unit::Cups, Locale::It, false) => "tazze",
            (Unit::Pieces, Locale::En, true) => "piece",
            (Unit::Pieces, Locale::En, false) => "pieces",
            (Unit::Pieces, Locale::It, true) => "pezzo",
            (Unit::Pieces, Locale::It, false) => "pezzi",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn amounts_read_as_people_write_them() {
        for (amount, unit, en, it) in [
            ("1350", Unit::W, "1,350\u{a0}W", "1.350\u{a0}W"),
            ("0.90", Unit::Litres, "0.9\u{a0}l", "0,9\u{a0}l"),
            ("1", Unit::Cups, "1\u{a0}cup", "1\u{a0}tazza"),
            ("12", Unit::Pieces, "12\u{a0}pieces", "12\u{a0}pezzi"),
            ("2", Unit::None, "2", "2"),
        ] {
            let written = Amount { amount: amount.parse().unwrap(), unit }.written();
            assert_eq!((written.get(Locale::En), written.get(Locale::It)), (en, it));
        }
    }
}
