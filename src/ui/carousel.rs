//! A carousel as the ARIA practices describe it. It never moves by itself; without JavaScript it can still be scrolled.

use super::button::IconButton;
use super::icon::Glyph;
use super::motion::calm;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::words;
use leptos::html;

/// Slides side by side: swipe, wheel, keys, buttons, dots.
#[component]
pub fn Carousel(
    /// What is in it, in words.
    #[prop(into)]
    label: String,
    /// The slides.
    slides: Vec<AnyView>,
    /// A further class.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let l = use_locale();
    let track = NodeRef::<html::Ul>::new();
    let count = slides.len();
    // As many pages as slides until the browser tells how many slides fit.
    let pages = RwSignal::new(count);
    let current = RwSignal::new(0_usize);
    let measure = move || {
        // The page may have been left before the browser draws its next picture.
        let Some(track) = track.try_get_untracked().flatten() else { return };
        let width = track.client_width();
        if width < 1 {
            return;
        }
        let far = track.scroll_width() - width;
        let all = usize::try_from((far + width / 2) / width).unwrap_or(0) + 1;
        let all = if far > 4 { all.max(2) } else { 1 };
        let at = if far - track.scroll_left() <= 4 {
            all - 1
        } else {
            usize::try_from((track.scroll_left() + width / 2) / width).unwrap_or(0)
        };
        if pages.get_untracked() != all {
            pages.set(all);
        }
        if current.get_untracked() != at {
            current.set(at);
        }
    };
    Effect::new(move |_| {
        if track.get().is_some() {
            request_animation_frame(measure);
        }
    });
    if cfg!(not(feature = "ssr")) {
        let listening = window_event_listener(leptos::ev::resize, move |_| measure());
        on_cleanup(move || listening.remove());
    }
    let go = move |page: usize| {
        let Some(track) = track.try_get_untracked().flatten() else { return };
        let left = i32::try_from(page).unwrap_or(0) * track.client_width();
        let options = web_sys::ScrollToOptions::new();
        options.set_left(f64::from(left));
        options.set_behavior(if calm() { web_sys::ScrollBehavior::Auto } else { web_sys::ScrollBehavior::Smooth });
        track.scroll_to_with_scroll_to_options(&options);
    };
    let slides = slides
        .into_iter()
        .enumerate()
        .map(|(place, slide)| {
            let label = words::ui::slide_of(l, place + 1, count);
            view! {
                <li class="carousel-slide" aria-roledescription=words::ui::slide(l) aria-label=label>
                    {slide}
                </li>
            }
        })
        .collect_view();
    view! {
        <section
            class=format!("carousel {class}")
            aria-roledescription=words::ui::carousel(l)
            aria-label=label
        >
            <div class="carousel-controls" hidden=move || { pages.get() < 2 }>
                <IconButton
                    icon=Glyph::Left
                    label=Signal::stored(words::ui::previous_slides(l).to_owned())
                    disabled=Signal::derive(move || current.get() == 0)
                    on_click=move |()| go(current.get_untracked().saturating_sub(1))
                />
                <IconButton
                    icon=Glyph::Right
                    label=Signal::stored(words::ui::next_slides(l).to_owned())
                    disabled=Signal::derive(move || current.get() + 1 >= pages.get())
                    on_click=move |()| go(current.get_untracked() + 1)
                />
            </div>
            <ul class="carousel-track" node_ref=track tabindex="0" aria-label=label.clone() on:scroll=move |_| measure()>
                {slides}
            </ul>
            <div class="carousel-dots" hidden=move || { pages.get() < 2 }>
                {move || {
                    (0..pages.get())
                        .map(|page| {
                            view! {
                                <button
                                    type="button"
                                    class="carousel-dot"
                                    aria-label=words::ui::go_to_slides(l, page + 1)
                                    aria-current=move || (current.get() == page).then_some("true")
                                    on:click=move |_| go(page)
                                ></button>
                            }
                        })
                        .collect_view()
                }}
            </div>
        </section>
    }
    .into_any()
}
