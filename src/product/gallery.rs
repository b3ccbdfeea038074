//! Pictures: swipe, thumbnails, keys; large in a dialog.

use super::zoom::Zoom;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Dialog, Glyph, IconButton, html, picture};
use crate::words;
use giano_commerce::catalog::Media;
use leptos::html::Ul;
use std::sync::Arc;

/// The pictures among a product's media, with their places there.
pub(super) fn pictures(media: &[Media]) -> Vec<(u32, Media)> {
    (0_u32..).zip(media).filter(|(_, media)| media.is_picture()).map(|(place, media)| (place, media.clone())).collect()
}

/// The gallery; it turns to the picture `show` when that changes.
#[component]
pub(super) fn Gallery(name: String, pictures: Vec<Media>, show: Memo<usize>) -> impl IntoView {
    let l = use_locale();
    let track = NodeRef::<Ul>::new();
    let first = show.get_untracked();
    let current = RwSignal::new(first);
    let large = RwSignal::new(false);
    let count = pictures.len();
    let pictures = Arc::new(pictures);
    let go = move |place: usize| {
        // The page may have been left before the browser draws its next picture.
        let Some(track) = track.try_get_untracked().flatten() else { return };
        track.set_scroll_left(i32::try_from(place).unwrap_or(0) * track.client_width());
        current.set(place);
    };
    Effect::new(move |before: Option<usize>| {
        let place = show.get();
        if before.map_or(place > 0, |before| before != place) && track.get().is_some() {
            request_animation_frame(move || go(place));
        }
        place
    });
    let scrolled = move || {
        let Some(track) = track.try_get_untracked().flatten() else { return };
        let width = track.client_width().max(1);
        let at = usize::try_from((track.scroll_left() + width / 2) / width).unwrap_or(0).min(count.saturating_sub(1));
        if current.get_untracked() != at {
            current.set(at);
        }
    };
    let slides = pictures.iter().enumerate().map(|(place, media)| {
        let shown = picture(l, Some(media), "(min-width: 60rem) 50vw, 100vw", place == first, false);
        html("<li class=\"gallery-slide\" id=\"picture-{}\">{}</li>", &[&(place as u64 + 1), &shown]).view()
    });
    let thumbs = pictures.iter().enumerate().map(|(place, media)| {
        view! {
            <li>
                <a
                    class="gallery-thumb"
                    href=format!("#picture-{}", place + 1)
                    rel="external"
                    aria-label=words::product::picture(l, place + 1)
                    aria-current=move || (current.get() == place).then_some("true")
                    on:click=move |event| {
                        event.prevent_default();
                        go(place);
                    }
                >
                    {picture(l, Some(media), "5rem", false, true).view()}
                </a>
            </li>
        }
    });
    let slides = slides.collect_view();
    let thumbs = (count > 1).then(|| view! { <ul class="gallery-thumbs">{thumbs.collect_view()}</ul> });
    let step = move |by: isize| go(current.get_untracked().saturating_add_signed(by).min(count.saturating_sub(1)));
    let zoomed = Arc::clone(&pictures);
    let title = name.clone();
    view! {
        <section class="gallery" aria-label=words::product::gallery(l, &name)>
            <div class="gallery-stage">
                <ul
                    class="gallery-track"
                    node_ref=track
                    tabindex="0"
                    aria-label=words::product::gallery(l, &name)
                    on:scroll=move |_| scrolled()
                    on:click=move |_| large.set(true)
                    on:keydown=move |event| match event.key().as_str() {
                        "Enter" => large.set(true),
                        "ArrowLeft" => {
                            event.prevent_default();
                            step(-1);
                        }
                        "ArrowRight" => {
                            event.prevent_default();
                            step(1);
                        }
                        _ => {}
                    }
                >
                    {slides}
                </ul>
                <IconButton
                    icon=Glyph::Zoom
                    label=Signal::stored(words::product::full_screen(l).to_owned())
                    on_click=move |()| large.set(true)
                    class="gallery-large"
                />
            </div>
            {thumbs}
            <Dialog open=large title=title class="gallery-dialog">
                <Zoom pictures=zoomed current=current open=large on_step=move |by| step(by) />
            </Dialog>
        </section>
    }
    .into_any()
}
