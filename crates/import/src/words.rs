//! Words that exports share, in both languages, so that an English export has Italian facets where it is easy.

use crate::colour::colour;
use giano_commerce::locale::Text;

const NAMES: [(&str, &str, &str); 16] = [
    ("size", "Size", "Misura"),
    ("color", "Colour", "Colore"),
    ("colour", "Colour", "Colore"),
    ("material", "Material", "Materiale"),
    ("pattern", "Pattern", "Fantasia"),
    ("climate", "Climate", "Clima"),
    ("activity", "Activity", "Attività"),
    ("style", "Style", "Stile"),
    ("style_general", "Style", "Stile"),
    ("style_bottom", "Style", "Stile"),
    ("gender", "Gender", "Genere"),
    ("format", "Format", "Formato"),
    ("new", "New", "Novità"),
    ("sale", "Sale", "Saldi"),
    ("eco_collection", "Eco collection", "Collezione eco"),
    ("title", "Title", "Titolo"),
];

/// The name of an attribute or option: the export's label, else its code made readable.
pub(crate) fn name(code: &str, label: Option<&str>) -> Text {
    let known = NAMES.iter().find(|(own, ..)| *own == code.to_lowercase());
    match (label, known) {
        (Some(label), Some((_, english, italian))) if label.eq_ignore_ascii_case(english) => {
            Text::both(label, *italian)
        }
        (Some(label), _) => Text::one(label),
        (None, Some((_, english, italian))) => Text::both(*english, *italian),
        (None, None) => {
            let mut words = code.replace(['_', '-'], " ");
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            Text::one(words)
        }
    }
}

/// A value: colours and yes and no are known in Italian.
pub(crate) fn value(word: &str) -> Text {
    let italian = match word {
        "Yes" => Some("Sì"),
        "No" => Some("No"),
        _ => colour(word).map(|(italian, _)| italian),
    };
    match italian {
        Some(italian) => Text::both(word, italian),
        None => Text::one(word),
    }
}
