//! The HTML document around the app.

use giano_app::boot::BOOT_ID;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use serde::Serialize;

/// Stands in the rendered head where the built app's own head goes.
const HEAD: &str = "<meta name=\"giano-head\">";

/// The document with the app in its body. Its head is completed by [`complete`].
pub(super) fn document(app: impl IntoView) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html>
            <head>
                <meta name="giano-head" />
                <MetaTags />
            </head>
            <body>{app}</body>
        </html>
    }
}

/// Makes the browser keep the page for no connection, once this page has loaded.
const KEEP_OFFLINE: &str = "addEventListener('load',()=>navigator.serviceWorker?.register('/service-worker.js'))";

/// Puts the built head, the script that starts the app and what it starts with into a rendered document; scripts get the
/// nonce.
pub(super) fn complete(html: &str, built: &str, start: &str, boot: &str, nonce: &str) -> String {
    let boot = format!("<script nonce=\"{nonce}\" type=\"application/json\" id=\"{BOOT_ID}\">{boot}</script>");
    let keep = format!("<script nonce=\"{nonce}\">{start};{KEEP_OFFLINE}</script>");
    html.replacen(HEAD, &format!("{built}{boot}{keep}"), 1)
}

/// JSON that can stand inside a script element: no `<` that could end it.
pub(super) fn escaped_json(value: &impl Serialize) -> serde_json::Result<String> {
    Ok(serde_json::to_string(value)?
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn data_cannot_end_its_script() {
        assert_eq!(escaped_json(&"</script><b>").unwrap(), "\"\\u003c/script>\\u003cb>\"");
    }

    #[test]
    fn the_head_is_completed_once_and_scripts_carry_the_nonce() {
        let html = complete(&format!("<head>{HEAD}</head><body>{HEAD}</body>"), "<link>", "go()", "{}", "N");
        assert!(
            html.starts_with(
                "<head><link><script nonce=\"N\" type=\"application/json\" id=\"boot\">{}</script><script nonce=\"N\">go();"
            ),
            "{html}"
        );
        assert!(html.ends_with(&format!("<body>{HEAD}</body>")));
    }
}
