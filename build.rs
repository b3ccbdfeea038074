//! The words of the app, out of `locales/`.

use std::path::Path;
use std::{env, fs};

/// What is only said in e-mails, which the server writes.
const NOT_IN_THE_APP: &str = "mail";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=build.rs");
    let words = giano_words::generate(Path::new("locales"), |feature| feature != NOT_IN_THE_APP)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), words)?;
    Ok(())
}
