//! Markup out of templates: the one place where text of others becomes HTML.
//!
//! Pages, their heads, scripts and e-mails are made of [`html`]: everything put into a template is escaped unless it is
//! [`Html`] itself.

/// Markup that may stand in a page as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

/// What can be put into a template.
pub trait Piece {
    /// Writes it as markup.
    fn write(&self, out: &mut String);
}

impl Piece for str {
    fn write(&self, out: &mut String) {
        escape(self, out);
    }
}

impl Piece for &str {
    fn write(&self, out: &mut String) {
        escape(self, out);
    }
}

impl Piece for String {
    fn write(&self, out: &mut String) {
        escape(self, out);
    }
}

impl Piece for Html {
    fn write(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}

impl Piece for Option<Html> {
    fn write(&self, out: &mut String) {
        if let Some(html) = self {
            html.write(out);
        }
    }
}

impl Piece for u64 {
    fn write(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

/// Fills the `{}` of a template, in order; text is escaped, fit for content and for quoted attributes.
pub fn html(template: &'static str, pieces: &[&dyn Piece]) -> Html {
    debug_assert_eq!(template.matches("{}").count(), pieces.len(), "{template}");
    let mut out = String::with_capacity(template.len() + 32 * pieces.len());
    let mut pieces = pieces.iter();
    let mut parts = template.split("{}");
    if let Some(first) = parts.next() {
        out.push_str(first);
    }
    for part in parts {
        if let Some(piece) = pieces.next() {
            piece.write(&mut out);
        }
        out.push_str(part);
    }
    Html(out)
}

impl Html {
    /// Markup that is safe already: a description that was sanitised when it was imported, or the work of the shop's own
    /// build.
    pub fn sanitised(markup: String) -> Self {
        Self(markup)
    }

    /// JSON for the inside of a script element: no `<` is left that could end the element or begin a comment in it.
    ///
    /// # Errors
    /// What cannot be written as JSON.
    #[cfg(feature = "json")]
    pub fn json(value: &impl serde::Serialize) -> serde_json::Result<Self> {
        let text = serde_json::to_string(value)?;
        let text = text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        Ok(Self(text))
    }

    /// Several, one after the other.
    pub fn join(all: impl IntoIterator<Item = Self>) -> Self {
        let mut out = Self::default();
        for one in all {
            out.0.push_str(&one.0);
        }
        out
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Html> for String {
    fn from(html: Html) -> Self {
        html.0
    }
}

fn escape(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, sign) in text.char_indices() {
        let instead = match sign {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '\n' | '\r' | '\t' => continue,
            // Nobody writes other control characters on purpose. HTML forbids them, but for the form feed, and browsers keep most:
            // so that nothing invisible is hidden in a text, each is shown as a character that could not be read.
            _ if sign.is_control() => "\u{FFFD}",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(instead);
        done = at + sign.len_utf8();
    }
    out.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_cannot_leave_its_place() {
        let made = html(r#"<p title="{}">{}</p>"#, &[&"\" onload=\"x", &"<b>&'</b>"]);
        assert_eq!(made.as_str(), r#"<p title="&quot; onload=&quot;x">&lt;b&gt;&amp;&#39;&lt;/b&gt;</p>"#);
    }

    #[test]
    fn signs_that_no_page_has_are_not_put_in() {
        let made = html("<p>{}</p>", &[&"a\0b\u{1b}[2J\u{7f}\u{9f}è\r\n\tz"]);
        assert_eq!(made.as_str(), "<p>a\u{FFFD}b\u{FFFD}[2J\u{FFFD}\u{FFFD}è\r\n\tz</p>");
    }

    #[cfg(feature = "json")]
    #[test]
    fn data_cannot_end_its_script() {
        for bad in ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "\u{2028}\u{2029}&lt;"] {
            let text = Html::json(&serde_json::json!({ "name": bad })).map(|html| html.0).unwrap_or_default();
            assert!(!text.contains(['<', '\u{2028}', '\u{2029}']), "{text}");
            let back: Option<serde_json::Value> = serde_json::from_str(&text).ok();
            assert_eq!(back, Some(serde_json::json!({ "name": bad })));
        }
    }

    #[test]
    fn markup_is_put_in_as_it_is_and_nothing_is_nothing() {
        let inside = html("<b>{}</b>", &[&"è"]);
        assert_eq!(html("<p>{}{}{}</p>", &[&inside, &None::<Html>, &3_u64]).as_str(), "<p><b>è</b>3</p>");
        assert_eq!(Html::join([inside.clone(), inside]).as_str(), "<b>è</b><b>è</b>");
    }
}
