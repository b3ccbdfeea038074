//! Finished markup: what never reacts, as text.
//!
//! A typed view costs code for building, hydrating, rebuilding and dropping every combination of elements. What only
//! shows something needs none of that: [`html`] fills a template, [`Html::view`] puts it into a view as one element,
//! which the browser takes over without looking inside. Everything put into a template is escaped unless it is
//! [`Html`] itself.
//!
//! Besides Leptos' views, which escape what they are given, this is the only place where text of others becomes markup:
//! in the body, in the head ([`super::Head`]), in scripts ([`Html::json`]), in the pages that stand without the app.

use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::CastFrom;
use leptos::tachys::renderer::dom::Dom;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use wasm_bindgen::JsCast;

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
    #[cfg(feature = "ssr")]
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

    /// As a view. The markup must be exactly one element, and no row or cell of a table.
    pub fn view(self) -> Still {
        debug_assert!(self.0.starts_with('<') && self.0.ends_with('>'), "one element: {}", self.0);
        Still(self.0)
    }
}

impl From<Html> for String {
    fn from(html: Html) -> Self {
        html.0
    }
}

/// Markup that follows signals. One type for all, so that its machinery is in the app only once.
pub type Live = Box<dyn FnMut() -> Option<Still> + Send>;

/// Markup that follows signals: one element, or nothing.
pub fn live(make: impl Fn() -> Html + Send + 'static) -> Live {
    Box::new(move || {
        let html = make();
        (!html.is_empty()).then(|| html.view())
    })
}

/// The element that an event came from or the nearest around it that fits: what is around finished markup hears for it.
pub fn closest(event: &web_sys::Event, selector: &str) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(selector).ok().flatten()
}

fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// One finished element in a view.
pub struct Still(String);

/// A finished element in the page, and what it was made of.
pub struct StillState {
    markup: String,
    element: Element,
}

impl Still {
    fn element(markup: &str) -> Element {
        let around = Dom::create_element("div", None);
        around.set_inner_html(markup);
        around.first_element_child().unwrap_or(around)
    }
}

impl Mountable for StillState {
    fn unmount(&mut self) {
        self.element.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.element.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.element.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

impl Render for Still {
    type State = StillState;

    fn build(self) -> StillState {
        StillState { element: Self::element(&self.0), markup: self.0 }
    }

    fn rebuild(self, state: &mut StillState) {
        if self.0 != state.markup {
            let mut new = Self::element(&self.0);
            state.element.insert_before_this(&mut new);
            state.element.unmount();
            *state = StillState { element: new, markup: self.0 };
        }
    }
}

impl AddAnyAttr for Still {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        // Finished: attributes are written into the markup.
        self
    }
}

impl RenderHtml for Still {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn html_len(&self) -> usize {
        self.0.len()
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        buf.push_str(&self.0);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> StillState {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        position.set(Position::NextChild);
        let element = Element::cast_from(cursor.current()).unwrap_or_else(|| Self::element(&self.0));
        StillState { markup: self.0, element }
    }

    fn into_owned(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_cannot_leave_its_place() {
        let made = html(r#"<p title="{}">{}</p>"#, &[&"\" onload=\"x", &"<b>&'</b>"]);
        assert_eq!(made.as_str(), r#"<p title="&quot; onload=&quot;x">&lt;b&gt;&amp;&#39;&lt;/b&gt;</p>"#);
    }

    #[cfg(feature = "ssr")]
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
