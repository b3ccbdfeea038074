//! The pages, as the browser loads them: in parts, each when its first page is opened.
//!
//! A visitor who looks at the home page does not wait for the checkout. Only the production build is cut (feature
//! `split`, see `xtask/src/parts`); on the server and in `trunk serve` all pages are in one piece.

use crate::account::SignInPage;
use crate::boot::use_face;
use crate::cart::BasketPage;
use crate::catalog::{CategoryPage, SearchPage};
use crate::checkout::CheckoutPage;
use crate::content::{ContentListPage, ContentPageView};
use crate::demonstration::{Asked, Coming};
use crate::errors::OfflinePage;
use crate::faq::FaqPage;
use crate::home::{BusinessHomePage, HomePage};
use crate::orders::{OrderLookupPage, OrderPage, OrdersPage};
use crate::prelude::*;
use crate::product::{BusinessProductPage, ProductPage};
use giano_commerce::Face;
use leptos_router::ChooseView;
use leptos_router::hooks::use_url;
use leptos_router::location::Url;

/// What an address shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The home page.
    Home,
    /// A category's list.
    Category,
    /// Results of a search, and lists across categories.
    Search,
    /// A product.
    Product,
    /// The basket.
    Basket,
    /// The checkout.
    Checkout,
    /// A person's orders.
    Orders,
    /// Finding an order without signing in.
    OrderLookup,
    /// An order.
    Order,
    /// Signing in.
    SignIn,
    /// Content of a kind.
    ContentList,
    /// A page of content.
    Content,
    /// Questions and answers.
    Faq,
}

/// A part did not arrive: no network, or the shop was renewed meanwhile and has other parts now.
pub(crate) struct Missing;

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A part: the function at which the wasm is cut, the one that loads what lies behind it, and its pages.
macro_rules! part {
    ($part:ident, $load:ident: $($page:ident shows $view:ident),+) => {
        #[cfg(feature = "split")]
        #[leptos::wasm_split::wasm_split($part, wasm_split_path = leptos::wasm_split, preload($load), fallible)]
        fn $part(page: Page) -> Result<AnyView, Missing> {
            Ok(part!(show page: $($page shows $view),+))
        }

        #[cfg(not(feature = "split"))]
        async fn $part(page: Page) -> Result<AnyView, Missing> {
            Ok(part!(show page: $($page shows $view),+))
        }
    };
    (show $shown:ident: $($page:ident shows $view:ident),+) => {
        match $shown {
            $(Page::$page => view! { <$view /> }.into_any(),)+
            _ => ().into_any(),
        }
    };
}

part!(entrance, load_entrance: Home shows HomePage);
part!(business, load_business: Home shows BusinessHomePage);
part!(lists, load_lists: Category shows CategoryPage, Search shows SearchPage);
part!(products, load_products: Product shows ProductPage);
part!(business_products, load_business_products: Product shows BusinessProductPage);
part!(basket, load_basket: Basket shows BasketPage);
part!(checkout, load_checkout: Checkout shows CheckoutPage);
part!(
    account, load_account:
    Orders shows OrdersPage,
    OrderLookup shows OrderLookupPage,
    Order shows OrderPage,
    SignIn shows SignInPage
);
part!(
    reading, load_reading:
    ContentList shows ContentListPage,
    Content shows ContentPageView,
    Faq shows FaqPage
);

/// The demonstration of a product: not a page, but a part of some.
#[cfg(feature = "split")]
#[leptos::wasm_split::wasm_split(demonstration, wasm_split_path = leptos::wasm_split, fallible)]
pub(crate) fn demonstration(asked: Asked) -> Result<Coming, Missing> {
    Ok(asked.shown())
}

/// The demonstration of a product: not a page, but a part of some.
#[cfg(not(feature = "split"))]
pub(crate) async fn demonstration(asked: Asked) -> Result<Coming, Missing> {
    Ok(asked.shown())
}

/// What the browser loads at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The home page for people at home.
    Entrance,
    /// The home page for companies.
    Business,
    /// Lists of products.
    Lists,
    /// A product for people at home.
    Products,
    /// A product for companies.
    BusinessProducts,
    /// The basket.
    Basket,
    /// The checkout.
    Checkout,
    /// Orders, and signing in.
    Account,
    /// Content.
    Reading,
}

impl Part {
    /// Its name in the names of its files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entrance => "entrance",
            Self::Business => "business",
            Self::Lists => "lists",
            Self::Products => "products",
            Self::BusinessProducts => "business_products",
            Self::Basket => "basket",
            Self::Checkout => "checkout",
            Self::Account => "account",
            Self::Reading => "reading",
        }
    }

    /// Loads it. False where it cannot be had.
    #[cfg(feature = "split")]
    pub(crate) async fn load(self) -> bool {
        let loaded = match self {
            Self::Entrance => load_entrance().await,
            Self::Business => load_business().await,
            Self::Lists => load_lists().await,
            Self::Products => load_products().await,
            Self::BusinessProducts => load_business_products().await,
            Self::Basket => load_basket().await,
            Self::Checkout => load_checkout().await,
            Self::Account => load_account().await,
            Self::Reading => load_reading().await,
        };
        loaded.is_ok()
    }
}

impl Page {
    /// The page at a path, as the routes of [`crate::App`] say; for what happens before there is a router.
    pub fn at(path: &str) -> Self {
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        match (segments.next(), segments.next()) {
            (None, _) => Self::Home,
            (Some("c"), _) => Self::Category,
            (Some("search"), None) => Self::Search,
            (Some("p"), Some(_)) => Self::Product,
            (Some("basket"), None) => Self::Basket,
            (Some("checkout"), None) => Self::Checkout,
            (Some("orders"), None) => Self::Orders,
            (Some("orders"), Some("lookup")) => Self::OrderLookup,
            (Some("orders"), Some(_)) => Self::Order,
            (Some("sign-in"), None) => Self::SignIn,
            (Some("faq"), None) => Self::Faq,
            (Some(_), None) => Self::ContentList,
            (Some(_), Some(_)) => Self::Content,
        }
    }

    /// The part with this page as a face shows it.
    pub fn part(self, face: Face) -> Part {
        match self {
            Self::Home if face == Face::Business => Part::Business,
            Self::Home => Part::Entrance,
            Self::Category | Self::Search => Part::Lists,
            Self::Product if face == Face::Business => Part::BusinessProducts,
            Self::Product => Part::Products,
            Self::Basket => Part::Basket,
            Self::Checkout => Part::Checkout,
            Self::Orders | Self::OrderLookup | Self::Order | Self::SignIn => Part::Account,
            Self::ContentList | Self::Content | Self::Faq => Part::Reading,
        }
    }
}

// One type for all routes: the router's machinery for a route is in the wasm only once.
impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        // Before anything is awaited, for only now it is known whose address this is.
        let address = use_url();
        let shown = match self.part(use_face()) {
            Part::Entrance => entrance(self).await,
            Part::Business => business(self).await,
            Part::Lists => lists(self).await,
            Part::Products => products(self).await,
            Part::BusinessProducts => business_products(self).await,
            Part::Basket => basket(self).await,
            Part::Checkout => checkout(self).await,
            Part::Account => account(self).await,
            Part::Reading => reading(self).await,
        };
        match shown {
            Ok(page) => page,
            Err(Missing) => {
                if opens_anew(&address.get_untracked()) {
                    // The page before stays until the browser has the new one.
                    std::future::pending::<()>().await;
                }
                view! { <OfflinePage /> }.into_any()
            }
        }
    }

    // Choosing loads; there is nothing to be had earlier.
    async fn preload(&self) {}
}

/// Lets the browser open an address anew where a part of its page did not arrive although there is a network: the shop
/// was renewed meanwhile, and its pages name other parts now. False where there is no network.
fn opens_anew(address: &Url) -> bool {
    let window = window();
    let there = window.navigator().on_line();
    if there {
        let query = if address.search().is_empty() { "" } else { "?" };
        let _ = window.location().set_href(&format!("{}{query}{}", address.path(), address.search()));
    }
    there
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_opens_what_the_routes_say() {
        for (path, page) in [
            ("/", Page::Home),
            ("", Page::Home),
            ("/c/coffee/beans", Page::Category),
            ("/search", Page::Search),
            ("/p/moka-3", Page::Product),
            ("/basket", Page::Basket),
            ("/checkout/", Page::Checkout),
            ("/orders", Page::Orders),
            ("/orders/lookup", Page::OrderLookup),
            ("/orders/G-1", Page::Order),
            ("/sign-in", Page::SignIn),
            ("/faq", Page::Faq),
            ("/guides", Page::ContentList),
            ("/guides/grind", Page::Content),
        ] {
            assert_eq!(Page::at(path), page, "{path}");
        }
    }
}
