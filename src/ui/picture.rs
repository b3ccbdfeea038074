//! Pictures of several sizes and formats.

use super::html::{Html, html};
use super::icon::{Glyph, icon};
use crate::boot::use_locale;
use crate::prelude::*;
use giano_commerce::Locale;
use giano_commerce::catalog::{Media, MediaKind, has_avif};

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
    picture(use_locale(), media.as_ref(), sizes, eager, decorative).view()
}

/// [`Picture`] as finished markup.
pub fn picture(l: Locale, media: Option<&Media>, sizes: &str, eager: bool, decorative: bool) -> Html {
    let Some(media) = media else { return empty("") };
    let alt = if decorative { "" } else { media.alt.get(l) };
    let loading = if eager { "eager\" fetchpriority=\"high" } else { "lazy" };
    let loading = Html::sanitised(loading.to_owned());
    match &media.kind {
        MediaKind::Image { key, width, height, widths, avif } => {
            let source = |format: &str| {
                html(
                    "<source type=\"image/{}\" srcset=\"{}\" sizes=\"{}\">",
                    &[&format, &srcset(key, widths, format), &sizes],
                )
            };
            let avif = *avif && widths.iter().any(|width| has_avif(*width));
            html(
                "<picture class=\"picture\">{}{}<img src=\"{}\" srcset=\"{}\" sizes=\"{}\" width=\"{}\" height=\"{}\" \
                 alt=\"{}\" loading=\"{}\" decoding=\"async\"></picture>",
                &[
                    &avif.then(|| source("avif")),
                    &source("webp"),
                    &media_at(key, widths, 800),
                    &srcset(key, widths, "jpg"),
                    &sizes,
                    &u64::from(*width),
                    &u64::from(*height),
                    &alt,
                    &loading,
                ],
            )
        }
        MediaKind::Missing { .. } | MediaKind::Document { .. } => empty(alt),
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
        _ => None,
    }
}

/// What a browser may choose from. It takes the first source whose format it knows and only then a width, so the small
/// widths, which are not stored as AVIF, stand there as WebP: who knows the one knows the other.
fn srcset(key: &str, widths: &[u32], format: &str) -> String {
    let mut out = String::new();
    for width in widths {
        let format = if format == "avif" && !has_avif(*width) { "webp" } else { format };
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(&format!("/media/{key}-{width}.{format} {width}w"));
    }
    out
}

fn empty(alt: &str) -> Html {
    let cup = icon(Glyph::Cup);
    if alt.is_empty() {
        html("<span class=\"picture picture-empty\">{}</span>", &[&cup])
    } else {
        html("<span class=\"picture picture-empty\" role=\"img\" aria-label=\"{}\">{}</span>", &[&alt, &cup])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stored_width_is_offered() {
        assert_eq!(srcset("k", &[320, 640], "webp"), "/media/k-320.webp 320w, /media/k-640.webp 640w");
        assert_eq!(srcset("k", &[160, 320], "avif"), "/media/k-160.webp 160w, /media/k-320.avif 320w");
        assert_eq!(media_at("k", &[320, 640], 800), "/media/k-640.jpg");
        assert_eq!(media_at("k", &[320, 960, 1600], 800), "/media/k-960.jpg");
    }

    #[test]
    fn avif_is_offered_where_it_is_stored() {
        let offered = |widths: &[u32], avif| {
            let kind = MediaKind::Image { key: "k".into(), width: 640, height: 480, widths: widths.to_vec(), avif };
            let media = Media { kind, alt: giano_commerce::locale::Text::one("A pot") };
            picture(Locale::En, Some(&media), "50vw", false, false).as_str().contains("image/avif")
        };
        assert!(offered(&[160, 320], true));
        // Pictures made before had AVIF also where it is not stored any more.
        assert!(!offered(&[160], true));
        assert!(!offered(&[160, 320], false));
    }
}
