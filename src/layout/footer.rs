//! The footer: service, ways through the shop, the shop's word.

use super::header::Logo;
use super::switches::LanguageSwitch;
use crate::boot::{use_face, use_locale};
use crate::prelude::*;
use crate::{routes, words};
use giano_api::content::ContentKind;
use giano_commerce::Face;

/// The footer of every page.
#[component]
pub fn Footer() -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let about = match face {
        Face::Home => words::layout::about_home(l),
        Face::Business => words::layout::about_business(l),
    };
    view! {
        <footer class="footer" id="footer" tabindex="-1">
            <div class="footer-bound">
                <div class="footer-about">
                    <a class="header-logo" href=routes::home()>
                        <Logo />
                        <span>{super::SHOP_NAME}</span>
                    </a>
                    <p>{about}</p>
                </div>
                <nav aria-labelledby="footer-service">
                    <h2 class="footer-title" id="footer-service">{words::layout::service(l)}</h2>
                    <ul>
                        <li><a href=routes::content_list(ContentKind::Service)>{words::content::service(l)}</a></li>
                        <li><a href=routes::order_lookup()>{words::layout::find_order(l)}</a></li>
                        <li><a href=routes::sign_in("")>{words::layout::sign_in(l)}</a></li>
                    </ul>
                </nav>
                <nav aria-labelledby="footer-shop">
                    <h2 class="footer-title" id="footer-shop">{words::layout::shop(l)}</h2>
                    <ul>
                        <li><a href="/search">{words::layout::everything(l)}</a></li>
                        <li><a href=routes::offers()>{words::layout::offers(l)}</a></li>
                        <li><a href=routes::basket()>{words::layout::basket(l)}</a></li>
                    </ul>
                </nav>
                <nav aria-labelledby="footer-read">
                    <h2 class="footer-title" id="footer-read">{words::layout::read(l)}</h2>
                    <ul>
                        <li><a href=routes::content_list(ContentKind::Guide)>{words::content::guides(l)}</a></li>
                        <li><a href=routes::content_list(ContentKind::Case)>{words::content::cases(l)}</a></li>
                        <li><a href=routes::content_list(ContentKind::Trade)>{words::content::trades(l)}</a></li>
                    </ul>
                </nav>
            </div>
            <div class="footer-end">
                <div class="footer-bound">
                    <p>{words::layout::small_print(l)}</p>
                    <LanguageSwitch />
                </div>
            </div>
        </footer>
    }
    .into_any()
}
