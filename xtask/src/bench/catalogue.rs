//! A generated catalogue, as a merchant's export, so that lists are long and baskets can be filled.

use std::{fmt::Write, fs, path::Path};

use crate::failure::{Doing, Outcome};

/// How many products there are in it.
pub const PRODUCTS: u32 = 2_000;

const KINDS: [&str; 8] = ["Cup", "Grinder", "Kettle", "Scale", "Filter", "Tamper", "Pitcher", "Moka pot"];
const MAKES: [&str; 5] = ["Brunelli", "Caravaggio", "Dolomite", "Etna", "Faenza"];
const COLOURS: [&str; 10] = ["amber", "black", "copper", "cream", "green", "grey", "red", "sand", "steel", "white"];

/// Writes the export.
pub fn write(file: &Path) -> Outcome {
    let mut text = String::from(
        "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,\
         Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,\
         Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,\
         Image Position,Image Alt Text,Gift Card\n",
    );
    for number in 0..PRODUCTS {
        let pick = |of: &[&'static str], every: u32| of[(number / every) as usize % of.len()];
        let (kind, make, colour) = (pick(&KINDS, 1), pick(&MAKES, 8), pick(&COLOURS, 40));
        let (euros, cents) = (3 + number * 7 % 240, number * 13 % 100);
        writeln!(
            text,
            "bench-{number},{make} {kind} {number} in {colour},<p>A {colour} {kind} by {make} for counter and \
             kitchen.</p>,{make},{kind},{colour},true,Title,Default Title,BENCH-{number:05},{},shopify,100000,deny,\
             manual,{euros}.{cents:02},,true,true,,,,,false",
            100 + number % 900,
        )
        .doing("writing the catalogue")?;
    }
    fs::write(file, text).doing(file.display())
}
