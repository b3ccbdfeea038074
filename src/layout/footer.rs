//! The footer: service, ways through the shop, the shop's word.

use super::header::logo;
use super::switches::LanguageSwitch;
use crate::boot::{use_boot, use_locale};
use crate::prelude::*;
use crate::ui::{Html, html};
use crate::{routes, words};
use giano_api::content::ContentKind;

/// The footer of every page.
#[component]
pub fn Footer() -> impl IntoView {
    let (l, boot) = (use_locale(), use_boot());
    let shop = &boot.session.shop;
    let part = |id: &str, title: &str, links: &[(&str, &str)]| {
        let links = links.iter().map(|(href, text)| html("<li><a href=\"{}\">{}</a></li>", &[href, text]));
        html(
            "<nav aria-labelledby=\"footer-{}\"><h2 class=\"footer-title\" id=\"footer-{}\">{}</h2><ul>{}</ul></nav>",
            &[&id, &id, &title, &Html::join(links)],
        )
    };
    let list = routes::content_list;
    let inside = html(
        "<div class=\"footer-bound\"><div class=\"footer-about\"><a class=\"header-logo\" href=\"{}\">{}<span>{}</span></a>\
         <p>{}</p></div>{}{}{}</div>",
        &[
            &routes::home(),
            &logo(),
            &shop.name,
            &shop.about,
            &part(
                "service",
                words::layout::service(l),
                &[
                    (&list(ContentKind::Service), words::content::service(l)),
                    (routes::faq(), words::faq::title(l)),
                    (routes::order_lookup(), words::layout::find_order(l)),
                    (&routes::sign_in(""), words::layout::sign_in(l)),
                ],
            ),
            &part(
                "shop",
                words::layout::shop(l),
                &[
                    ("/search", words::layout::everything(l)),
                    (routes::offers(), words::layout::offers(l)),
                    (routes::basket(), words::layout::basket(l)),
                ],
            ),
            &part(
                "read",
                words::layout::read(l),
                &[
                    (&list(ContentKind::Guide), words::content::guides(l)),
                    (&list(ContentKind::Case), words::content::cases(l)),
                    (&list(ContentKind::Trade), words::content::trades(l)),
                    (&list(ContentKind::Post), words::content::posts(l)),
                ],
            ),
        ],
    );
    let invented = if shop.demonstration { words::layout::invented(l) } else { "" };
    view! {
        <footer class="footer" id="footer" tabindex="-1">
            {inside.view()}
            <div class="footer-end">
                <div class="footer-bound">
                    {html("<p>{} {}</p>", &[&words::layout::small_print(l), &invented]).view()}
                    <LanguageSwitch />
                </div>
            </div>
        </footer>
    }
    .into_any()
}
