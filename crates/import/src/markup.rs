//! Texts of others, made safe to show: HTML sanitised, Markdown rendered, plain text out of HTML.

use pulldown_cmark::{Options, Parser, html};

/// HTML with nothing in it but what a description needs. Links to elsewhere keep no handle on the shop's window.
pub(crate) fn sanitised(markup: &str) -> String {
    ammonia::clean(markup).trim().to_owned()
}

/// The shop's own Markdown as sanitised HTML.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, Parser::new_ext(text, Options::ENABLE_TABLES));
    ammonia::Builder::default().link_rel(None).clean(&out).to_string().trim().to_owned()
}

/// Plain text out of HTML or out of text with entities; white space becomes single spaces.
pub(crate) fn plain(markup: &str) -> String {
    if !markup.contains(['<', '&']) {
        return single_spaced(markup);
    }
    // Words of different blocks must not grow together.
    let mut spaced = String::with_capacity(markup.len() + 16);
    for piece in markup.split_inclusive('>') {
        spaced.push_str(piece);
        let tag = piece.rsplit('<').next().unwrap_or_default().trim_start_matches('/').to_ascii_lowercase();
        if ["p", "br", "li", "div", "h", "tr", "td", "ul", "ol"].iter().any(|block| tag.starts_with(block)) {
            spaced.push(' ');
        }
    }
    let text = ammonia::Builder::empty().clean(&spaced).to_string();
    let text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    single_spaced(&text.replace("&amp;", "&"))
}

/// The beginning of a text, whole words of at most so many characters.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most + 1).collect();
    // A whole sentence is better than a cut one, where it says enough.
    if let Some(end) = cut.rfind(['.', '!', '?']).filter(|end| *end >= cut.len() / 3) {
        return cut.get(..=end).unwrap_or(&cut).to_owned();
    }
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut.get(..end).unwrap_or(&cut).trim_end_matches([',', ';', ':', ' ']))
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_is_left() {
        for (bad, left) in [
            ("<p onclick=\"x()\">A<script>alert(1)</script></p>", "<p>A</p>"),
            ("<img src=x onerror=alert(1)>", "<img src=\"x\">"),
            ("<a href=\"javascript:alert(1)\">B</a>", "<a rel=\"noopener noreferrer\">B</a>"),
            ("<iframe src=\"https://x\"></iframe>C<style>*{}</style>", "C"),
        ] {
            assert_eq!(sanitised(bad), left);
        }
    }

    #[test]
    fn plain_text_has_neither_tags_nor_entities() {
        assert_eq!(plain("Hoodies &amp; Caff&egrave; 3/4&quot; &lt;new&gt;"), "Hoodies & Caffè 3/4\" <new>");
        assert_eq!(plain("<p>One</p><p>two<br/>three</p><ul><li>four</ul>"), "One two three four");
        assert_eq!(plain("&bull;&nbsp;a \n b"), "• a b");
        assert_eq!(plain("A<script>alert(1)</script>"), "A");
    }

    #[test]
    fn long_texts_end_at_a_word_or_sentence() {
        assert_eq!(shortened("short", 10), "short");
        assert_eq!(shortened("A first sentence. And a second, longer one", 25), "A first sentence.");
        assert_eq!(shortened("one, two, three", 9), "one, two…");
    }
}
