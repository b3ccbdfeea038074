//! Texts of others, made safe to show: HTML sanitised, Markdown rendered, plain text out of HTML.

use pulldown_cmark::{Options, Parser, html};

/// HTML with nothing in it but what a description needs. Links to elsewhere keep no handle on the shop's window.
pub(crate) fn sanitised(markup: &str) -> String {
    ammonia::clean(markup).trim().to_owned()
}

/// The shop's own Markdown as sanitised HTML.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, Parser::new_ext(text, Options::ENABLE_TABLES));
    ammonia::Builder::default().link_rel(None).clean(&out).to_string().trim().to_owned()
}
