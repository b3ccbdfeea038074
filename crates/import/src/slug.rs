//! Places in addresses out of names.

/// Lower-case letters, digits and single hyphens; letters lose their accents. Empty where nothing of the kind is in it.
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
            'è' | 'é' | 'ê' | 'ë' => "e",
            'ì' | 'í' | 'î' | 'ï' => "i",
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
            'ù' | 'ú' | 'û' | 'ü' => "u",
            'ç' => "c",
            'ñ' => "n",
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            // Nothing stands for it: `Men's` is `mens`.
            '\'' | '’' => continue,
            c if c.is_alphanumeric() => {
                out.push(c);
                continue;
            }
            _ => {
                if !out.is_empty() && !out.ends_with('-') {
                    out.push('-');
                }
                continue;
            }
        };
        out.push_str(plain);
    }
    let end = out.trim_end_matches('-').len();
    out.truncate(end);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_places() {
        assert_eq!(slug("Hoodies & Sweatshirts"), "hoodies-sweatshirts");
        assert_eq!(slug("  Caffè “Però” 3/4\" "), "caffe-pero-3-4");
        assert_eq!(slug("Men's"), "mens");
        assert_eq!(slug("../../etc"), "etc");
        assert_eq!(slug("--"), "");
        assert_eq!(slug("杯"), "杯");
    }
}
