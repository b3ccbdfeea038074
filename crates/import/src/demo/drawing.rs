//! Drawings: the shop's own SVG files, looked through before they are published, and painted for each variant.

use std::collections::BTreeMap;

/// A drawing ready to be published.
#[derive(Debug)]
pub(crate) struct Drawing {
    pub svg: String,
    /// Stem of its name: of what it holds.
    pub key: String,
    pub width: u32,
    pub height: u32,
}

/// Elements that draw, and nothing that runs, loads or embeds.
const ELEMENTS: [&str; 20] = [
    "svg",
    "title",
    "desc",
    "defs",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "use",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "filter",
    "feGaussianBlur",
];

impl Drawing {
    /// Reads a drawing and changes its colours.
    ///
    /// # Errors
    /// A sentence on what is wrong: not an SVG, something in it that does more than draw, or a colour that is not in it.
    pub fn read(text: &str, paint: &BTreeMap<String, String>) -> Result<Self, String> {
        let text = text.trim();
        harmless(text)?;
        let (width, height) = view_box(text).ok_or("has no view box `0 0 width height` in whole numbers")?;
        let mut svg = text.to_owned();
        for (from, to) in paint {
            if !is_colour(from) || !is_colour(to) {
                return Err(format!("`{from}` to `{to}` is no change of colours `#rrggbb`"));
            }
            if !text.contains(from.as_str()) {
                return Err(format!("the colour {from} is not in the drawing"));
            }
            // Marked first, so that a colour that was just put in is not changed again.
            svg = svg.replace(from.as_str(), &to.replace('#', "\u{1}"));
        }
        let svg = svg.replace('\u{1}', "#");
        Ok(Self { key: crate::digest::name_of(svg.as_bytes()), svg, width, height })
    }
}

fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text.bytes().skip(1).all(|b| b.is_ascii_hexdigit())
}

fn view_box(text: &str) -> Option<(u32, u32)> {
    let start = text.find("viewBox=\"")? + "viewBox=\"".len();
    let values: Vec<u32> = text[start..].split('"').next()?.split(' ').map_while(|n| n.parse().ok()).collect();
    match values[..] {
        [0, 0, width, height] if width > 0 && height > 0 => Some((width, height)),
        _ => None,
    }
}

fn harmless(text: &str) -> Result<(), String> {
    if !text.starts_with("<svg") {
        return Err("does not begin with <svg".to_owned());
    }
    for piece in text.split('<').skip(1) {
        if piece.starts_with("!--") || piece.starts_with('/') {
            continue;
        }
        let tag = piece.split('>').next().unwrap_or_default();
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        if !ELEMENTS.contains(&name) {
            return Err(format!("holds <{name}>, which does not draw"));
        }
        attributes(tag, name)?;
    }
    Ok(())
}

fn attributes(tag: &str, name: &str) -> Result<(), String> {
    // Names stand before `="`, values between quotes: in turn.
    let mut parts = tag.split('"');
    while let (Some(before), Some(value)) = (parts.next(), parts.next()) {
        let attribute = before.trim_end_matches(['=', ' ']).rsplit(char::is_whitespace).next().unwrap_or_default();
        let lower = attribute.to_ascii_lowercase();
        if lower.starts_with("on") || lower == "style" {
            return Err(format!("<{name}> has the attribute {attribute}"));
        }
        if lower.ends_with("href") && !value.starts_with('#') {
            return Err(format!("<{name}> points out of the drawing: {value}"));
        }
        if value.to_ascii_lowercase().replace("url(#", "").contains("url(") {
            return Err(format!("<{name}> points out of the drawing: {value}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn drawing(inside: &str) -> Result<Drawing, String> {
        Drawing::read(
            &format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 80 60\">{inside}</svg>"),
            &BTreeMap::new(),
        )
    }

    #[test]
    fn what_only_draws_is_taken() {
        let taken = drawing("<!-- a dot --><g fill=\"url(#a)\"><circle r=\"3\"/><use href=\"#b\"/></g>").unwrap();
        assert_eq!((taken.width, taken.height, taken.key.len()), (80, 60, 32));
    }

    #[test]
    fn what_runs_or_loads_is_refused() {
        for bad in [
            "<script>alert(1)</script>",
            "<circle onload=\"alert(1)\"/>",
            "<circle OnClick = \"alert(1)\"/>",
            "<use href=\"https://elsewhere.example/x.svg#a\"/>",
            "<use xlink:href=\"data:image/svg+xml,x\"/>",
            "<rect fill=\"url(https://elsewhere.example)\"/>",
            "<rect style=\"fill:red\"/>",
            "<foreignObject></foreignObject>",
            "<image href=\"#a\"/>",
            "<!ENTITY a \"b\">",
            "<animate/>",
        ] {
            assert!(drawing(bad).is_err(), "{bad}");
        }
        assert!(Drawing::read("<html></html>", &BTreeMap::new()).is_err());
        assert!(Drawing::read("<svg viewBox=\"0 0 0 5\"></svg>", &BTreeMap::new()).is_err());
    }

    #[test]
    fn colours_change_all_at_once() {
        let text = "<svg viewBox=\"0 0 8 8\"><path fill=\"#111111\"/><path fill=\"#222222\"/></svg>";
        let paint = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect::<BTreeMap<_, _>>()
        };
        let swapped = Drawing::read(text, &paint(&[("#111111", "#222222"), ("#222222", "#111111")])).unwrap();
        assert_eq!(swapped.svg, "<svg viewBox=\"0 0 8 8\"><path fill=\"#222222\"/><path fill=\"#111111\"/></svg>");
        assert!(Drawing::read(text, &paint(&[("#333333", "#000000")])).is_err());
        assert!(Drawing::read(text, &paint(&[("#111111", "red\"/>")])).is_err());
    }
}
