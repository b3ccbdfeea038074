//! Turns `locales/<language>/<feature>.toml` into functions, one per message: a message that is missing in a language
//! or has other parameters there fails the build. For build scripts.
//!
//! What is generated wants `Locale` and, for counts, `number(Locale, u64) -> String` where it is included.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

/// The languages, the first of which every message's parameters are read from.
const LANGUAGES: [&str; 2] = ["en", "it"];

type Messages = BTreeMap<String, String>;

/// The functions of some features, as the text of a module to include.
///
/// # Errors
/// A folder that cannot be read, a message that is missing in a language or has other parameters there.
pub fn generate(locales: &Path, wanted: impl Fn(&str) -> bool) -> Result<String, Box<dyn std::error::Error>> {
    let features = features(&locales.join(LANGUAGES[0]))?;
    for other in &LANGUAGES[1..] {
        let theirs = self::features(&locales.join(other))?;
        if let Some(odd) = features.symmetric_difference(&theirs).next() {
            return Err(format!("locales: {odd}.toml is not there in every language").into());
        }
    }
    let mut out = FILL.to_owned();
    for feature in features.iter().filter(|feature| wanted(feature)) {
        let mut languages = Vec::new();
        for language in LANGUAGES {
            let path = locales.join(language).join(format!("{feature}.toml"));
            let text = fs::read_to_string(&path)?;
            let table: Messages = toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
            languages.push(table);
        }
        write_feature(&mut out, feature, &languages)?;
    }
    Ok(out)
}

/// Puts values into messages.
const FILL: &str = r#"
/// Puts values in place of `{name}`.
fn fill(template: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(template.len() + 24);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        out.push_str(before);
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
            // Writing to a string does not fail.
            let _ = write!(out, "{value}");
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}
"#;

fn features(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "toml")
            && let Some(stem) = path.file_stem().and_then(|s| s.to_str())
        {
            names.insert(stem.to_owned());
        }
    }
    Ok(names)
}

fn write_feature(out: &mut String, feature: &str, languages: &[Messages]) -> Result<(), Box<dyn std::error::Error>> {
    let first = &languages[0];
    writeln!(out, "/// Words of `{feature}`.\npub mod {feature} {{\n    use super::*;")?;
    for (language, messages) in LANGUAGES.iter().zip(languages) {
        let keys = |m: &Messages| m.keys().cloned().collect::<BTreeSet<_>>();
        if let Some(odd) = keys(first).symmetric_difference(&keys(messages)).next() {
            return Err(format!("locales: `{odd}` of {feature} is not there both in en and in {language}").into());
        }
    }
    for key in first.keys() {
        let texts: Vec<&str> = languages.iter().map(|m| m[key].as_str()).collect();
        let wanted = parameters(texts[0]);
        for (language, text) in LANGUAGES.iter().zip(&texts) {
            if parameters(text) != wanted {
                return Err(
                    format!("locales: `{key}` of {feature} has other parameters in {language} than in en").into()
                );
            }
        }
        write_message(out, key, &texts, &wanted)?;
        if let Some(stem) = key.strip_suffix("_one")
            && first.contains_key(&format!("{stem}_other"))
        {
            write_plural(out, stem, &wanted, &parameters(&first[&format!("{stem}_other")]))?;
        }
    }
    writeln!(out, "}}")?;
    Ok(())
}

fn write_message(out: &mut String, key: &str, texts: &[&str], names: &BTreeSet<String>) -> std::fmt::Result {
    writeln!(out, "    #[doc = {:?}]", texts[0])?;
    if names.is_empty() {
        writeln!(out, "    pub const fn {}(l: Locale) -> &'static str {{", ident(key))?;
        writeln!(out, "        match l {{ Locale::En => {:?}, Locale::It => {:?} }}\n    }}", texts[0], texts[1])
    } else {
        let list: Vec<String> = names.iter().map(|n| format!("{}: impl Display", ident(n))).collect();
        writeln!(out, "    pub fn {}(l: Locale, {}) -> String {{", ident(key), list.join(", "))?;
        let values: Vec<String> = names.iter().map(|n| format!("({n:?}, &{} as &dyn Display)", ident(n))).collect();
        writeln!(
            out,
            "        fill(match l {{ Locale::En => {:?}, Locale::It => {:?} }}, &[{}])\n    }}",
            texts[0],
            texts[1],
            values.join(", ")
        )
    }
}

/// `x(l, count, …)` that chooses between `x_one` and `x_other`.
fn write_plural(out: &mut String, stem: &str, one: &BTreeSet<String>, other: &BTreeSet<String>) -> std::fmt::Result {
    let all: BTreeSet<&String> = one.union(other).filter(|n| *n != "count").collect();
    let list: String = all.iter().map(|n| format!(", {}: impl Display", ident(n))).collect();
    let call = |ending: &str, names: &BTreeSet<String>| {
        let given: String = names
            .iter()
            .map(|n| if n == "count" { ", number(l, count)".to_owned() } else { format!(", {}", ident(n)) })
            .collect();
        let call = format!("{}(l{given})", ident(&format!("{stem}_{ending}")));
        if names.is_empty() { format!("{call}.to_owned()") } else { call }
    };
    writeln!(out, "    /// `{stem}_one` or `{stem}_other`, by `count`.")?;
    writeln!(out, "    pub fn {}(l: Locale, count: u64{list}) -> String {{", ident(stem))?;
    writeln!(out, "        if count == 1 {{ {} }} else {{ {} }}\n    }}", call("one", one), call("other", other))
}

/// Names in braces.
fn parameters(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

fn ident(name: &str) -> String {
    match name {
        "continue" | "for" | "in" | "loop" | "match" | "move" | "ref" | "return" | "type" | "use" | "where"
        | "yield" | "as" | "box" | "if" | "else" | "let" | "try" | "final" | "do" => format!("r#{name}"),
        _ => name.to_owned(),
    }
}
