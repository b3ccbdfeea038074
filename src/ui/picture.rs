//! Pictures of several sizes and formats.

use super::icon::{Glyph, Icon};
use crate::boot::use_locale;
use crate::prelude::*;
use giano_commerce::catalog::{Media, MediaKind};

/// A picture: the browser takes the best format and size. Keeps its place while it loads.
#[component]
pub fn Picture(
    /// What; an empty frame where there is none.
    media: Option<Media>,
    /// How wide it is shown, as in the `sizes` attribute.
    #[prop(default = "(min-width: 60rem) 25vw, 50vw")]
    sizes: &'static str,
    /// Load it at once: for what is seen first.
    #[prop(optional)]
    eager: bool,
    /// It says nothing that does not stand beside it.
    #[prop(optional)]
    decorative: bool,
) -> impl IntoView {
    let l = use_locale();
    let Some(media) = media else { return empty(String::new()) };
    let alt = if decorative { String::new() } else { media.alt.get(l).to_owned() };
    let loading = if eager { "eager" } else { "lazy" };
    let priority = eager.then_some("high");
    match media.kind {
        MediaKind::Image { key, width, height, widths, avif } => {
            let (avif, webp, jpeg) = (
                avif.then(|| srcset(&key, &widths, "avif")),
                srcset(&key, &widths, "webp"),
                srcset(&key, &widths, "jpg"),
            );
            let source = media_at(&key, &widths, 800);
            view! {
                <picture class="picture">
                    {avif.map(|set| view! { <source type="image/avif" srcset=set sizes=sizes /> })}
                    <source type="image/webp" srcset=webp sizes=sizes />
                    <img
                        src=source
                        srcset=jpeg
                        sizes=sizes
                        width=width
                        height=height
                        alt=alt
                        loading=loading
                        fetchpriority=priority
                        decoding="async"
                    />
                </picture>
            }
            .into_any()
        }
        MediaKind::Drawing { key, width, height } => view! {
            <span class="picture picture-drawing">
                <img
                    src=format!("/media/{key}.svg")
                    width=width
                    height=height
                    alt=alt
                    loading=loading
                    fetchpriority=priority
                    decoding="async"
                />
            </span>
        }
        .into_any(),
        MediaKind::Missing { .. } | MediaKind::Video { .. } | MediaKind::Document { .. } => empty(alt),
    }
}

/// Address of the smallest stored size that is at least `least` wide, else the greatest.
fn media_at(key: &str, widths: &[u32], least: u32) -> String {
    let width = widths.iter().find(|w| **w >= least).or(widths.last()).copied().unwrap_or(least);
    format!("/media/{key}-{width}.jpg")
}

/// Address of a picture for other sites (Open Graph, JSON-LD), below the shop's origin.
pub fn picture_address(media: &Media) -> Option<String> {
    match &media.kind {
        MediaKind::Image { key, widths, .. } => Some(media_at(key, widths, 1200)),
        MediaKind::Drawing { key, .. } => Some(format!("/media/{key}.svg")),
        _ => None,
    }
}

fn srcset(key: &str, widths: &[u32], format: &str) -> String {
    let mut out = String::new();
    for width in widths {
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(&format!("/media/{key}-{width}.{format} {width}w"));
    }
    out
}

fn empty(alt: String) -> AnyView {
    view! {
        <span class="picture picture-empty" role=(!alt.is_empty()).then_some("img") aria-label=alt>
            <Icon name=Glyph::Cup />
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stored_width_is_offered() {
        assert_eq!(srcset("k", &[320, 640], "webp"), "/media/k-320.webp 320w, /media/k-640.webp 640w");
        assert_eq!(media_at("k", &[320, 640], 800), "/media/k-640.jpg");
        assert_eq!(media_at("k", &[320, 960, 1600], 800), "/media/k-960.jpg");
    }
}
