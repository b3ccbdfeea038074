//! A video with captions, and its chapters to jump to.

use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::picture_address;
use crate::words;
use giano_api::demonstration::VideoView;
use giano_commerce::Locale;
use leptos::html::{Track, Video};
use wasm_bindgen::JsCast;
use web_sys::{TextTrackMode, VttCue};

/// A chapter: where it begins, and its name.
#[derive(Debug, Clone, PartialEq)]
struct Chapter {
    start: f64,
    name: String,
}

/// A video, in place, that plays when it is asked to.
#[component]
pub(super) fn Film(video: VideoView) -> impl IntoView {
    let l = use_locale();
    let (player, chapter_track) = (NodeRef::<Video>::new(), NodeRef::<Track>::new());
    let chapters = RwSignal::new(Vec::<Chapter>::new());
    let now = RwSignal::new(None::<usize>);
    let language = if video.chapters.contains(&l) { Some(l) } else { video.chapters.first().copied() };
    Effect::new(move |_| {
        if let Some(track) = chapter_track.get().and_then(|track| track.track()) {
            // Read, and not shown on the picture.
            track.set_mode(TextTrackMode::Hidden);
        }
    });
    let read = move |_| {
        let cues = chapter_track.get_untracked().and_then(|track| track.track()).and_then(|track| track.cues());
        let Some(cues) = cues else { return };
        let cues = (0..cues.length()).filter_map(|at| cues.get(at)?.dyn_into::<VttCue>().ok());
        chapters.set(cues.map(|cue| Chapter { start: cue.start_time(), name: cue.text() }).collect());
    };
    let played = move |_| {
        let Some(player) = player.get_untracked() else { return };
        // A seek may end a hair before the chapter it went to.
        let time = player.current_time() + 0.05;
        let at = chapters.with_untracked(|all| all.iter().rposition(|chapter| chapter.start <= time));
        if now.get_untracked() != at {
            now.set(at);
        }
    };
    let jump = move |start: f64| {
        let Some(player) = player.get_untracked() else { return };
        player.set_current_time(start);
        // Refused where the browser wants another sign first; then it stands at the chapter.
        let _ = player.play().map(|promise| {
            leptos::task::spawn_local(async move {
                let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
            });
        });
    };
    let captions = video.captions.iter().map(|language| {
        view! {
            <track
                kind="captions"
                src=format!("/media/{}.captions.{}.vtt", video.key, language.as_str())
                srclang=language.as_str()
                label=words::demonstration::captions(*language)
                default=*language == l
            />
        }
    });
    let chapter_track_view = language.map(|language: Locale| {
        view! {
            <track
                node_ref=chapter_track
                kind="chapters"
                src=format!("/media/{}.chapters.{}.vtt", video.key, language.as_str())
                srclang=language.as_str()
                on:load=read
            />
        }
    });
    view! {
        <section class="film" aria-labelledby="film">
            <div class="film-words">
                <h2 id="film">{video.title.clone()}</h2>
                <p>{video.text.clone()}</p>
                <ol class="film-chapters" hidden=move || chapters.with(Vec::is_empty)>
                    {move || {
                        chapters
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(place, chapter)| {
                                view! {
                                    <li>
                                        <button
                                            type="button"
                                            aria-current=move || (now.get() == Some(place)).then_some("true")
                                            on:click=move |_| jump(chapter.start)
                                        >
                                            <span class="film-time">{clock(chapter.start)}</span>
                                            {chapter.name}
                                        </button>
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ol>
            </div>
            <video
                class="film-picture"
                node_ref=player
                controls=true
                playsinline=true
                preload="none"
                width=video.width
                height=video.height
                poster=video.poster.as_ref().and_then(picture_address)
                aria-label=video.title.clone()
                on:timeupdate=played
                on:seeked=played
            >
                <source src=format!("/media/{}.webm", video.key) type="video/webm" />
                <source src=format!("/media/{}.mp4", video.key) type="video/mp4" />
                {captions.collect_view()}
                {chapter_track_view}
            </video>
        </section>
    }
    .into_any()
}

/// Minutes and seconds.
fn clock(seconds: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a video is a few minutes long")]
    let whole = seconds.max(0.0) as u32;
    format!("{}:{:02}", whole / 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_on_a_clock() {
        assert_eq!([clock(0.0), clock(9.99), clock(75.2)], ["0:00", "0:09", "1:15"]);
    }
}
