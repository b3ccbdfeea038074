//! What goes into a page's head. The server writes it; in the browser only the title changes, so nothing of it weighs.

use crate::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};

/// Tags of the head, as a view that takes no place in the body.
pub struct Head {
    #[cfg(feature = "ssr")]
    tags: Option<AnyView>,
}

impl Head {
    /// The tags; `make` is called on the server only.
    pub fn new(make: impl FnOnce() -> AnyView) -> Self {
        #[cfg(not(feature = "ssr"))]
        let _ = make;
        Self {
            #[cfg(feature = "ssr")]
            tags: Some(make()),
        }
    }
}

/// Nothing in the body.
pub struct HeadState;

impl Mountable for HeadState {
    fn unmount(&mut self) {}

    fn mount(&mut self, _parent: &Element, _marker: Option<&Node>) {}

    fn insert_before_this(&self, _child: &mut dyn Mountable) -> bool {
        false
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}

impl Render for Head {
    type State = HeadState;

    fn build(self) -> HeadState {
        HeadState
    }

    fn rebuild(self, _state: &mut HeadState) {}
}

impl AddAnyAttr for Head {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Head {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _buf: &mut String,
        _position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        // The tags hand themselves over to the head while they are rendered; into the body goes nothing.
        #[cfg(feature = "ssr")]
        if let Some(tags) = self.tags {
            tags.to_html_with_buf(&mut String::new(), &mut Position::FirstChild.clone(), true, false, Vec::new());
        }
    }

    fn hydrate<const FROM_SERVER: bool>(self, _cursor: &Cursor, _position: &PositionState) -> HeadState {
        HeadState
    }

    fn into_owned(self) -> Self {
        self
    }
}
