//! The HTML document around the app.

use giano_app::boot::BOOT_ID;
use giano_app::ui::{Html, html};
use giano_app::{App, Boot};
use leptos::prelude::*;

/// Stands in the rendered head where everything of it goes: what that is, is known when the body is rendered.
const HEAD: &str = "<meta name=\"giano-head\">";

/// The document with the app in its body. Its head is completed by [`complete`].
pub(super) fn document(boot: Boot) -> impl IntoView {
    let lang = boot.session.locale.as_str();
    let face = boot.session.face.as_str();
    let theme = boot.theme.as_str();
    view! {
        <!DOCTYPE html>
        <html lang=lang data-face=face data-theme=theme>
            <head>
                <meta name="giano-head" />
            </head>
            <body>
                <App boot=boot />
            </body>
        </html>
    }
}

/// Makes the browser keep the page for no connection, once this page has loaded.
const KEEP_OFFLINE: &str = "addEventListener('load',()=>navigator.serviceWorker?.register('/service-worker.js'))";

/// A head: what the build made of it, what the app starts with as JSON, the script that starts it, what the page says of
/// itself. Scripts get the nonce.
pub(super) fn head(built: &Html, boot: &Html, start: Html, tags: &Html, nonce: &str) -> Html {
    html(
        "{}<script nonce=\"{}\" type=\"application/json\" id=\"{}\">{}</script><script nonce=\"{}\">{};{}</script>{}",
        &[built, &nonce, &BOOT_ID, boot, &nonce, &start, &Html::sanitised(KEEP_OFFLINE.to_owned()), tags],
    )
}

/// The head of a page that the app does not take over.
pub(super) fn head_without_app(built: &Html, tags: &Html) -> Html {
    html("{}{}", &[built, tags])
}

/// Puts something above the page in a rendered document, which the app must not take over then.
pub(super) fn above(document: &str, notice: &Html) -> String {
    document.replacen("<body>", &format!("<body>{}", notice.as_str()), 1)
}

/// Puts the head into a rendered document.
pub(super) fn complete(document: &str, head: &Html) -> String {
    document.replacen(HEAD, head.as_str(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_completed_once_and_scripts_carry_the_nonce() {
        let (built, start, tags) = (html("<link>", &[]), html("go()", &[]), html("<title>{}</title>", &[&"A<b"]));
        let head = head(&built, &html("7", &[]), start, &tags, "N");
        let document = complete(&format!("<head>{HEAD}</head><body>{HEAD}</body>"), &head);
        assert!(
            document.starts_with(
                "<head><link><script nonce=\"N\" type=\"application/json\" id=\"boot\">7</script><script nonce=\"N\">go();"
            ),
            "{document}"
        );
        assert!(document.ends_with(&format!("<title>A&lt;b</title></head><body>{HEAD}</body>")), "{document}");
    }
}
