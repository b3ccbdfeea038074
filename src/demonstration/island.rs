//! What stands in a page until the part with the demonstration is there, and gives way to it.

use super::show::show;
use crate::boot::use_visit;
use crate::catalog::LastUsed;
use crate::http;
use crate::prelude::*;
use crate::ui::Html;
use giano_api::demonstration::GetDemonstration;
use giano_api::endpoint::Visit;
use leptos::reactive::owner::{LocalStorage, Owner};
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use std::pin::Pin;

/// A demonstration on its way. None where it cannot be had: then what is there stays.
pub type Coming = Pin<Box<dyn Future<Output = Option<AnyView>>>>;

/// Which demonstration is asked for, and what stands around it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The product's place in addresses.
    pub slug: String,
    /// What stands above the steps: a headline with the id `demonstration`.
    pub head: Html,
    /// What stands below them; may be empty.
    pub below: Html,
    /// The visitor.
    pub visit: Visit,
}

impl Asked {
    /// Fetches and draws it. Call it with the page's owner; what is drawn belongs to it.
    pub fn shown(self) -> Coming {
        let owner = Owner::current();
        let call = http::call::<GetDemonstration>(&[&self.slug], &self.visit, None);
        Box::pin(async move {
            let demonstration = call.await.ok()?;
            let owner = owner?;
            Some(owner.with(|| show(demonstration, self.head, self.below)))
        })
    }
}

/// Signs that somebody is there. What they do first also loads the demonstration.
const SIGNS: [&str; 5] = ["pointermove", "pointerdown", "keydown", "scroll", "focusin"];

/// What the server wrote, until the demonstration is there.
#[component]
pub fn Island(
    /// The product's place in addresses.
    slug: String,
    /// A headline with the id `demonstration`.
    head: Html,
    /// What stands below the steps; may be empty.
    #[prop(optional)]
    below: Html,
    /// What stands here meanwhile: one element.
    meanwhile: Html,
) -> impl IntoView {
    let asked = Asked { slug, head, below, visit: use_visit() };
    let last = LastUsed::new();
    let there = RwSignal::new(false);
    // Never anything but empty on the server, where a page begun on one thread may be dropped on another.
    let drawn = StoredValue::new(None::<SendWrapper<AnyView>>);
    Effect::new(move |_| {
        let asked = asked.clone();
        let owner = Owner::current();
        first_sign(move || {
            let Some(owner) = owner.clone() else { return };
            let coming = owner.with(|| crate::split::demonstration(asked.clone()));
            spawn_local(async move {
                let Ok(coming) = coming.await else { return };
                let Some(view) = coming.await else { return };
                last.remember_focused();
                drawn.try_set_value(Some(SendWrapper::new(view)));
                there.try_set(true);
                // What had the focus was replaced by what has the same name.
                last.restore("demonstration");
            });
        });
    });
    move || {
        there.track();
        let drawn = drawn.try_update_value(Option::take).flatten();
        drawn.map_or_else(|| meanwhile.clone().view().into_any(), SendWrapper::take)
    }
}

/// Does something once, when somebody first moves on the page. Forgotten where the page is left before.
fn first_sign(act: impl Fn() + Clone + 'static) {
    let heard: StoredValue<Vec<WindowListenerHandle>, LocalStorage> = StoredValue::new_local(Vec::new());
    let done = move || {
        let listening = heard.try_update_value(std::mem::take).unwrap_or_default();
        let first = !listening.is_empty();
        listening.into_iter().for_each(WindowListenerHandle::remove);
        first
    };
    let listening = SIGNS.map(|sign| {
        let act = act.clone();
        window_event_listener_untyped(sign, move |_| {
            if done() {
                act();
            }
        })
    });
    heard.set_value(listening.into());
    on_cleanup(move || {
        done();
    });
}
