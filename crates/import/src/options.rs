//! Options that tell variants apart, and their values.

use crate::colour::{colour, is_colour_option};
use crate::slug::slug;
use crate::words;
use giano_commerce::catalog::{OptionValue, ProductOption};

/// Code of a value in addresses and facets.
pub(crate) fn value_code(value: &str) -> String {
    match slug(value) {
        code if code.is_empty() => crate::digest::name_of(value.as_bytes()),
        code => code,
    }
}

/// Adds a value to those an option offers.
pub(crate) fn offer(option: &mut ProductOption, value: &str) {
    let code = value_code(value);
    if option.values.iter().any(|own| own.code == code) {
        return;
    }
    let swatch = is_colour_option(&option.name.en).then(|| colour(value)).flatten();
    option.values.push(OptionValue {
        code,
        name: words::value(value),
        swatch: swatch.map(|(_, swatch)| swatch.to_owned()),
    });
}
