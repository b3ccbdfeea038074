//! The words that the server says itself, out of `locales/`.

use std::path::Path;
use std::{env, fs};

/// What e-mails and answers say, in words of their own and in those of the pages about the same.
const SAID: [&str; 6] = ["cart", "catalog", "checkout", "mail", "orders", "product"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=../../locales");
    println!("cargo:rerun-if-changed=build.rs");
    let words = giano_words::generate(Path::new("../../locales"), |feature| SAID.contains(&feature))?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), words)?;
    Ok(())
}
