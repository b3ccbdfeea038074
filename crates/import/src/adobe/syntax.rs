//! The little languages inside the fields of an Adobe Commerce export.

use crate::report::Reason;

/// The most levels of categories: as many as pages show the way through.
const MOST_LEVELS: usize = 16;
/// The most categories of a product.
const MOST_PATHS: usize = 500;
/// The longest path of names, in bytes.
const LONGEST_PATH: usize = 2048;

/// Splits at commas that are not inside double quotes; a pair of quotes inside is one quote.
fn split_quoted(text: &str, separator: char) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                part.push('"');
            }
            // A quote in the middle of a word is an inch.
            '"' if quoted || part.trim().is_empty() || part.ends_with('=') => quoted = !quoted,
            c if c == separator && !quoted => parts.push(std::mem::take(&mut part)),
            c => part.push(c),
        }
    }
    parts.push(part);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Paths of categories: `Default Category/Men/Tops,"Default Category/Pots, pans"`. A slash in a name is `\/`. The first
/// name is the root that no visitor sees, and left out. With it comes what is wrong with those that are not taken.
pub(super) fn category_paths(text: &str) -> (Vec<Vec<String>>, Option<Reason>) {
    let mut paths = Vec::new();
    let mut wrong = None;
    for path in split_quoted(text, ',') {
        if paths.len() == MOST_PATHS {
            return (paths, Some(Reason::TooMany { what: "categories", most: MOST_PATHS }));
        }
        // Addresses of categories hold all names above: without a limit a field of megabytes would become terabytes.
        if path.matches('/').count() > MOST_LEVELS || path.len() > LONGEST_PATH {
            wrong = Some(Reason::Category { name: path, most: MOST_LEVELS });
            continue;
        }
        let mut names = vec![String::new()];
        let mut chars = path.chars().peekable();
        while let Some(c) = chars.next() {
            match (c, names.last_mut()) {
                ('\\', Some(name)) if chars.peek() == Some(&'/') => {
                    chars.next();
                    name.push('/');
                }
                ('/', _) => names.push(String::new()),
                (c, Some(name)) => name.push(c),
                (_, None) => {}
            }
        }
        let names: Vec<String> =
            names.iter().skip(1).map(|name| crate::markup::plain(name)).filter(|name| !name.is_empty()).collect();
        if !names.is_empty() && !paths.contains(&names) {
            paths.push(names);
        }
    }
    (paths, wrong)
}

/// Attributes with their values: `material=Wool|Fleece,note="soft, warm"`. What has no code continues the value before.
pub(super) fn attributes(text: &str) -> Vec<(String, Vec<String>)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in split_quoted(text, ',') {
        match part.split_once('=').filter(|(code, _)| is_code(code.trim())) {
            Some((code, value)) => pairs.push((code.trim().to_owned(), value.to_owned())),
            None => {
                if let Some((_, value)) = pairs.last_mut() {
                    value.push(',');
                    value.push_str(&part);
                }
            }
        }
    }
    let values =
        |text: String| text.split('|').map(crate::markup::plain).filter(|value| !value.is_empty()).collect::<Vec<_>>();
    pairs.into_iter().map(|(code, text)| (code, values(text))).collect()
}

fn is_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// A variant that a configurable product names, with its options in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Variation {
    pub sku: String,
    pub options: Vec<(String, String)>,
}

/// `sku=MH01-XS-Black,size=XS,color=Black|sku=…`.
pub(super) fn variations(text: &str) -> Vec<Variation> {
    let parts = split_quoted(text, '|');
    parts
        .iter()
        .filter_map(|part| {
            let mut sku = None;
            let mut options = Vec::new();
            for (code, value) in pairs(part) {
                if code == "sku" { sku = Some(value) } else { options.push((code, value)) }
            }
            Some(Variation { sku: sku.filter(|sku| !sku.is_empty())?, options })
        })
        .collect()
}

/// Names of options: `size=Size,color=Colour`.
pub(super) fn labels(text: &str) -> Vec<(String, String)> {
    pairs(text)
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in split_quoted(text, ',') {
        match part.split_once('=').filter(|(code, _)| is_code(code.trim())) {
            Some((code, value)) => pairs.push((code.trim().to_owned(), crate::markup::plain(value))),
            None => {
                if let Some((_, value)) = pairs.last_mut() {
                    value.push(',');
                    value.push_str(part.trim_end());
                }
            }
        }
    }
    pairs
}

/// The language of a store view: none for the usual one.
pub(super) enum View {
    Usual,
    English,
    Italian,
    Other,
}

impl View {
    pub fn of(code: &str) -> Self {
        let code = code.to_lowercase();
        match code.split(['_', '-']).next().unwrap_or_default() {
            "" | "default" | "admin" => Self::Usual,
            "en" | "english" => Self::English,
            "it" | "ita" | "italian" | "italiano" => Self::Italian,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn category_paths_are_split_at_bare_commas_and_slashes() {
        let text = "Default Category/Men/Tops/Hoodies & Sweatshirts,Default Category,\"Default Category/Pots, pans\",\
                    Default Category/A\\/B &amp; C,Default Category/Men/Tops/Hoodies & Sweatshirts";
        let expected = [vec!["Men", "Tops", "Hoodies & Sweatshirts"], vec!["Pots, pans"], vec!["A/B & C"]];
        assert_eq!(category_paths(text).0, expected);
        assert_eq!(category_paths(""), (Vec::new(), None));
    }

    #[test]
    fn categories_are_neither_deep_nor_many_without_end() {
        let deep =
            format!("Default Category/Pots,Default Category{},Default Category/Pans", "/a".repeat(MOST_LEVELS + 1));
        let (paths, wrong) = category_paths(&deep);
        assert_eq!(paths, [["Pots"], ["Pans"]]);
        assert!(matches!(wrong, Some(Reason::Category { name, .. }) if name.ends_with("/a/a")));
        assert_eq!(category_paths(&deep.replacen("/a", "", 1)).1, None);
        let many: String = (0..=MOST_PATHS).map(|n| format!("Default Category/{n},")).collect();
        let (paths, wrong) = category_paths(&many);
        assert_eq!((paths.len(), wrong), (MOST_PATHS, Some(Reason::TooMany { what: "categories", most: MOST_PATHS })));
        assert!(category_paths(&format!("Default Category/{}", "x".repeat(LONGEST_PATH))).1.is_some());
    }

    #[test]
    fn attributes_have_quoted_and_several_values() {
        let text = "has_options=1,material=Wool|Fleece,note=\"soft, \"\"warm\"\"\",fit=loose, long,size=3/4\"";
        let read = attributes(text);
        let of = |code: &str| read.iter().find(|(own, _)| own == code).map(|(_, values)| values.join("+"));
        assert_eq!(of("material").as_deref(), Some("Wool+Fleece"));
        assert_eq!(of("note").as_deref(), Some("soft, \"warm\""));
        assert_eq!(of("fit").as_deref(), Some("loose, long"));
        assert_eq!(of("size").as_deref(), Some("3/4\""));
        assert_eq!(read.len(), 5);
    }

    #[test]
    fn variations_name_their_variants() {
        let read = variations("sku=A-1,size=XS,color=Black|sku=A-2,size=\"S, slim\",color=Red|size=L|");
        let options = |pairs: &[(&str, &str)]| pairs.iter().map(|(c, v)| ((*c).into(), (*v).into())).collect();
        let expected = [
            Variation { sku: "A-1".into(), options: options(&[("size", "XS"), ("color", "Black")]) },
            Variation { sku: "A-2".into(), options: options(&[("size", "S, slim"), ("color", "Red")]) },
        ];
        assert_eq!(read, expected);
    }
}
