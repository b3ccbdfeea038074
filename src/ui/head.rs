//! What goes into a page's head. The server writes it; in the browser only the title changes, so nothing of it weighs.

use super::html::Html;
#[cfg(feature = "ssr")]
use crate::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
#[cfg(feature = "ssr")]
use std::sync::{Arc, Mutex, PoisonError};

/// What goes into the head of one page. Whoever renders a page provides an empty one as a context and takes out what is
/// in it afterwards.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default)]
pub struct HeadTags(Arc<Mutex<Collected>>);

#[cfg(feature = "ssr")]
#[derive(Debug, Default)]
struct Collected {
    of_shop: Html,
    of_page: Html,
}

#[cfg(feature = "ssr")]
impl HeadTags {
    fn add(&self, tags: Html, kind: Kind) {
        let mut collected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match kind {
            Kind::Shop => collected.of_shop = Html::join([std::mem::take(&mut collected.of_shop), tags]),
            // A page says once what it is: the page for a problem in place of what it had begun as.
            Kind::Page => collected.of_page = tags,
        }
    }

    /// The tags that were handed over.
    pub fn take(&self) -> Html {
        let Collected { of_shop, of_page } =
            std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        Html::join([of_shop, of_page])
    }
}

/// Of what tags speak.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Copy)]
enum Kind {
    Shop,
    Page,
}

/// Tags of the head, as a view that takes no place in the body. They are [`Html`], so that what others wrote is escaped
/// in the head by what escapes it in the body.
pub struct Head {
    #[cfg(feature = "ssr")]
    tags: Option<(HeadTags, Html, Kind)>,
}

impl Head {
    /// Tags that every page has; `make` is called on the server only.
    pub fn of_shop(make: impl FnOnce() -> Html) -> Self {
        #[cfg(feature = "ssr")]
        return Self::new(make, Kind::Shop);
        #[cfg(not(feature = "ssr"))]
        Self::nothing(make)
    }

    /// Tags that say what a page is; `make` is called on the server only.
    pub fn of_page(make: impl FnOnce() -> Html) -> Self {
        #[cfg(feature = "ssr")]
        return Self::new(make, Kind::Page);
        #[cfg(not(feature = "ssr"))]
        Self::nothing(make)
    }

    #[cfg(feature = "ssr")]
    fn new(make: impl FnOnce() -> Html, kind: Kind) -> Self {
        Self { tags: use_context::<HeadTags>().map(|head| (head, make(), kind)) }
    }

    #[cfg(not(feature = "ssr"))]
    fn nothing(_make: impl FnOnce() -> Html) -> Self {
        Self {}
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
        // Handed over while they are rendered, so that what is not shown in the end says nothing; into the body goes
        // nothing.
        #[cfg(feature = "ssr")]
        if let Some((head, tags, kind)) = self.tags {
            head.add(tags, kind);
        }
    }

    fn hydrate<const FROM_SERVER: bool>(self, _cursor: &Cursor, _position: &PositionState) -> HeadState {
        HeadState
    }

    fn into_owned(self) -> Self {
        self
    }
}
