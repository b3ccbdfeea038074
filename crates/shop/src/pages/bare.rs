//! Pages that stand without the app and without the shop's data, for either may be what is missing: a fault of the
//! server, and no connection.

use super::preferences::Preferences;
use giano_app::ui::{Html, html};
use giano_app::{routes, words};
use giano_commerce::Locale;

/// Where the page for no connection is; the browser's worker keeps it (`public/service-worker.js`).
pub const OFFLINE: &str = "/offline";

/// Something broke on the server. `head` is the built head without the app.
pub fn fault(preferences: Preferences, head: &str, shop: &str) -> String {
    let l = preferences.locale;
    let action = button(routes::home(), words::errors::not_found_home(l));
    page(preferences, head, shop, [words::errors::failed_title(l), words::errors::failed_text(l)], &action)
}

/// The shop cannot be reached. An empty link leads to the address that the visitor wanted.
pub fn offline(preferences: Preferences, head: &str, shop: &str) -> String {
    let l = preferences.locale;
    let action = button("", words::errors::offline_retry(l));
    let head = format!("{head}<script src=\"/offline.js\" defer></script>");
    page(preferences, &head, shop, [words::errors::offline_title(l), words::errors::offline_text(l)], &action)
}

fn button(href: &str, text: &str) -> Html {
    html("<a class=\"button button-primary\" href=\"{}\">{}</a>", &[&href, &text])
}

fn page(preferences: Preferences, head: &str, shop: &str, [title, text]: [&str; 2], action: &Html) -> String {
    let Preferences { face, locale, theme } = preferences;
    let lang: Locale = locale;
    let theme = theme.as_str().map_or(String::new(), |theme| format!(" data-theme=\"{theme}\""));
    let head_end = html("<meta name=\"robots\" content=\"noindex\"><title>{} · {}</title>", &[&title, &shop]);
    let body = html(
        "<header class=\"header\"><div class=\"header-main\"><div class=\"header-bound\">\
         <a class=\"header-logo\" href=\"{}\">{}<span>{}</span></a></div></div></header>\
         <main class=\"main\"><div class=\"page page-error\"><h1>{}</h1><p>{}</p>{}</div></main>",
        &[&routes::home(), &giano_app::layout::logo(), &shop, &title, &text, action],
    );
    format!(
        "<!DOCTYPE html><html lang=\"{}\" data-face=\"{}\"{theme}><head>{head}{}</head><body>{}</body></html>",
        lang.as_str(),
        face.as_str(),
        head_end.as_str(),
        body.as_str(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use giano_app::theme::Theme;
    use giano_commerce::Face;

    #[test]
    fn they_speak_the_visitors_language_and_keep_face_and_theme() {
        let preferences = Preferences { face: Face::Business, locale: Locale::It, theme: Theme::Dark };
        let page = offline(preferences, "<meta charset=\"utf-8\">", "Caffè <1933>");
        assert!(page.contains("<html lang=\"it\" data-face=\"business\" data-theme=\"dark\">"));
        assert!(page.contains(words::errors::offline_title(Locale::It)));
        assert!(page.contains("Caffè &lt;1933&gt;"));
        // What the worker looks for.
        assert!(page.contains("src=\"/offline.js\""));
        let page = fault(Preferences { locale: Locale::En, ..preferences }, "", "Giano");
        assert!(page.contains(words::errors::failed_text(Locale::En)));
        assert!(!page.contains("<script"));
    }
}
