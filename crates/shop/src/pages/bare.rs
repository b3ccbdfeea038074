//! Pages that stand without the app and without the shop's data, for either may be what is missing: a fault of the
//! server, no connection, and an address that nobody reads to its end.

use super::preferences::Preferences;
use giano_app::ui::{Html, html};
use giano_app::{routes, words};

/// Where the page for no connection is; the browser's worker keeps it (`public/service-worker.js`).
pub const OFFLINE: &str = "/offline";

/// Something broke on the server. `head` is the built head without the app.
pub fn fault(preferences: Preferences, head: &Html, shop: &str) -> String {
    let l = preferences.locale;
    let action = button(routes::home(), words::errors::not_found_home(l));
    page(preferences, head, shop, [words::errors::failed_title(l), words::errors::failed_text(l)], &action)
}

/// The database does not answer, and the page cannot be shown without it. An empty link leads to the same address again.
pub fn away(preferences: Preferences, head: &Html, shop: &str) -> String {
    let l = preferences.locale;
    let action = button("", words::errors::offline_retry(l));
    page(preferences, head, shop, [words::errors::away_title(l), words::errors::away_text(l)], &action)
}

/// The address is longer than the shop reads.
pub fn too_long(preferences: Preferences, head: &Html, shop: &str) -> String {
    let l = preferences.locale;
    let action = button(routes::home(), words::errors::not_found_home(l));
    page(preferences, head, shop, [words::errors::too_long_title(l), words::errors::too_long_text(l)], &action)
}

/// Stands above a page that is shown as everybody sees it, because who is asking could not be found out.
pub fn notice(preferences: Preferences) -> Html {
    let l = preferences.locale;
    html(
        "<div class=\"notice notice-warning\" role=\"status\"><p>{} <a href=\"\">{}</a></p></div>",
        &[&words::errors::away_notice(l), &words::errors::offline_retry(l)],
    )
}

/// The shop cannot be reached. An empty link leads to the address that the visitor wanted.
pub fn offline(preferences: Preferences, head: &Html, shop: &str) -> String {
    let l = preferences.locale;
    let action = button("", words::errors::offline_retry(l));
    let head = html("{}<script src=\"/offline.js\" defer></script>", &[head]);
    page(preferences, &head, shop, [words::errors::offline_title(l), words::errors::offline_text(l)], &action)
}

fn button(href: &str, text: &str) -> Html {
    html("<a class=\"button button-primary\" href=\"{}\">{}</a>", &[&href, &text])
}

fn page(preferences: Preferences, head: &Html, shop: &str, [title, text]: [&str; 2], action: &Html) -> String {
    let Preferences { face, locale, theme } = preferences;
    let theme = theme.as_str().map(|theme| html(" data-theme=\"{}\"", &[&theme]));
    let body = html(
        "<header class=\"header\"><div class=\"header-main\"><div class=\"header-bound\">\
         <a class=\"header-logo\" href=\"{}\">{}<span>{}</span></a></div></div></header>\
         <main class=\"main\"><div class=\"page page-error\"><h1>{}</h1><p>{}</p>{}</div></main>",
        &[&routes::home(), &giano_app::layout::logo(), &shop, &title, &text, action],
    );
    html(
        "<!DOCTYPE html><html lang=\"{}\" data-face=\"{}\"{}><head>{}<meta name=\"robots\" content=\"noindex\">\
         <title>{} · {}</title></head><body>{}</body></html>",
        &[&locale.as_str(), &face.as_str(), &theme, head, &title, &shop, &body],
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use giano_app::theme::Theme;
    use giano_commerce::{Face, Locale};

    #[test]
    fn they_speak_the_visitors_language_and_keep_face_and_theme() {
        let preferences = Preferences { face: Face::Business, locale: Locale::It, theme: Theme::Dark };
        let page = offline(preferences, &html("<meta charset=\"utf-8\">", &[]), "Caffè <1933>");
        assert!(page.contains("<html lang=\"it\" data-face=\"business\" data-theme=\"dark\">"));
        assert!(page.contains(words::errors::offline_title(Locale::It)));
        assert!(page.contains("Caffè &lt;1933&gt;"));
        // What the worker looks for.
        assert!(page.contains("src=\"/offline.js\""));
        let page = fault(Preferences { locale: Locale::En, ..preferences }, &Html::default(), "Giano");
        assert!(page.contains(words::errors::failed_text(Locale::En)));
        assert!(!page.contains("<script"));
    }
}
