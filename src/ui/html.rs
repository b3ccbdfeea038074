//! Finished markup: what never reacts, as text.
//!
//! A typed view costs code for building, hydrating, rebuilding and dropping every combination of elements. What only
//! shows something needs none of that: [`html`] fills a template, [`AsView::view`] puts it into a view as one element,
//! which the browser takes over without looking inside. Everything put into a template is escaped unless it is
//! [`Html`] itself.
//!
//! Besides Leptos' views, which escape what they are given, `giano_markup` is the only place where text of others becomes
//! markup: in the body, in the head ([`super::Head`]), in scripts ([`Html::json`]), in the pages that stand without the app.

pub use giano_markup::{Html, Piece, html};

use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::CastFrom;
use leptos::tachys::renderer::dom::Dom;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use wasm_bindgen::JsCast;

/// Finished markup as a view.
pub trait AsView {
    /// As a view. The markup must be exactly one element, and no row or cell of a table.
    fn view(self) -> Still;
}

impl AsView for Html {
    fn view(self) -> Still {
        debug_assert!(self.as_str().starts_with('<') && self.as_str().ends_with('>'), "one element: {}", self.as_str());
        Still(self.into())
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
