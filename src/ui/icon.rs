//! Pictograms, drawn on a grid of 24.

use super::html::{Html, html};
use crate::prelude::*;

/// The pictograms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is what it is called")]
pub enum Glyph {
    Basket,
    Order,
    Person,
    Search,
    Menu,
    Close,
    Left,
    Right,
    Down,
    Plus,
    Minus,
    Check,
    Bin,
    Heart,
    Truck,
    Return,
    Lock,
    Help,
    Star,
    Info,
    Warning,
    Sun,
    Moon,
    System,
    Copy,
    Filter,
    Grid,
    Table,
    House,
    Company,
    Zoom,
    Document,
    Clock,
    Tag,
    Undo,
    Print,
    Cup,
    Card,
    Wifi,
}

impl Glyph {
    const fn drawing(self) -> &'static str {
        match self {
            Self::Basket => {
                "<path d='M5 9h14l-1.3 9.2a2 2 0 0 1-2 1.8H8.300a2 2 0 0 1-2-1.800z'/><path d='M8.500 9 12 3.500 15.500 9'/>"
            }
            Self::Order => {
                "<rect x='5' y='4.500' width='14' height='16' rx='2'/><path d='M9 4.500V3h6v1.500M8.500 10h7M8.500 13.500h7M8.500 17h4'/>"
            }
            Self::Person => {
                "<circle cx='12' cy='8' r='3.800'/><path d='M4.500 20.500c.6-4 3.600-6 7.500-6s6.900 2 7.500 6'/>"
            }
            Self::Search => "<circle cx='11' cy='11' r='6.500'/><path d='m16 16 4.500 4.500'/>",
            Self::Menu => "<path d='M4 7h16M4 12h16M4 17h16'/>",
            Self::Close => "<path d='m6 6 12 12M18 6 6 18'/>",
            Self::Left => "<path d='m14.500 5-7 7 7 7'/>",
            Self::Right => "<path d='m9.500 5 7 7-7 7'/>",
            Self::Down => "<path d='m5 9.500 7 7 7-7'/>",
            Self::Plus => "<path d='M12 5v14M5 12h14'/>",
            Self::Minus => "<path d='M5 12h14'/>",
            Self::Check => "<path d='m4.500 12.500 5 5 10-11'/>",
            Self::Bin => {
                "<path d='M4.500 7h15M9.500 7V4.500h5V7M6.500 7l.8 12.500h9.400L17.500 7M10 10.500v5.500M14 10.500v5.500'/>"
            }
            Self::Heart => {
                "<path d='M12 20S4 15 4 9.300A4.300 4.300 0 0 1 12 7a4.300 4.300 0 0 1 8 2.300C20 15 12 20 12 20z'/>"
            }
            Self::Truck => {
                "<path d='M3 6.500h11v10H3zM14 10h4l3 3.500v3h-7z'/><circle cx='7.500' cy='17.500' r='1.800'/><circle cx='17' cy='17.500' r='1.800'/>"
            }
            Self::Return => "<path d='M4 9h10.500a5 5 0 0 1 0 10H8'/><path d='m8 5-4 4 4 4'/>",
            Self::Lock => {
                "<rect x='5' y='10.500' width='14' height='9.500' rx='2'/><path d='M8 10.500V8a4 4 0 0 1 8 0v2.500'/>"
            }
            Self::Help => {
                "<circle cx='12' cy='12' r='8.500'/><path d='M9.500 9.700a2.600 2.600 0 1 1 3.600 2.400c-.7.3-1.100.8-1.100 1.600M12 16.800v.1'/>"
            }
            Self::Star => "<path d='m12 4 2.500 5.100 5.600.8-4 4 .9 5.600-5-2.600-5 2.600.9-5.600-4-4 5.600-.8z'/>",
            Self::Info => "<circle cx='12' cy='12' r='8.500'/><path d='M12 11v5.500M12 7.700v.1'/>",
            Self::Warning => "<path d='M12 4.500 3.500 19.500h17zM12 10v4.500M12 16.900v.1'/>",
            Self::Sun => {
                "<circle cx='12' cy='12' r='3.800'/><path d='M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600 7 7M17 17l1.400 1.400M18.400 5.600 17 7M7 17l-1.400 1.400'/>"
            }
            Self::Moon => "<path d='M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z'/>",
            Self::System => "<rect x='3.500' y='5' width='17' height='11' rx='1.500'/><path d='M9 20h6M12 16v4'/>",
            Self::Copy => {
                "<rect x='8.500' y='8.500' width='11' height='11' rx='2'/><path d='M15.500 8.500v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2'/>"
            }
            Self::Filter => {
                "<path d='M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1'/><circle cx='15' cy='7' r='2'/><circle cx='9' cy='12' r='2'/><circle cx='17' cy='17' r='2'/>"
            }
            Self::Grid => {
                "<rect x='4.500' y='4.500' width='6' height='6'/><rect x='13.500' y='4.500' width='6' height='6'/><rect x='4.500' y='13.500' width='6' height='6'/><rect x='13.500' y='13.500' width='6' height='6'/>"
            }
            Self::Table => "<path d='M4 5.500h16v13H4zM4 10h16M4 14.300h16M10 5.500v13'/>",
            Self::House => "<path d='m4 11.500 8-7 8 7M6.500 10v9.500h11V10M10 19.500V14h4v5.500'/>",
            Self::Company => "<path d='M5 20V5h9v15M14 9.500h5V20M3.500 20h17M8 8.500h3M8 12h3M8 15.500h3'/>",
            Self::Zoom => "<circle cx='11' cy='11' r='6.500'/><path d='m16 16 4.500 4.500M11 8.500v5M8.500 11h5'/>",
            Self::Document => "<path d='M6.500 3.500h7l4.500 4.500v12.500H6.500zM13.500 3.500V8H18'/>",
            Self::Clock => "<circle cx='12' cy='12' r='8.500'/><path d='M12 7v5l3.500 2'/>",
            Self::Tag => {
                "<path d='M4 4.500h7.500l8.500 8.500-7 7L4.500 11.500z'/><circle cx='8.300' cy='8.500' r='1.200'/>"
            }
            Self::Undo => "<path d='M5 9.500h9a5 5 0 0 1 0 10H9'/><path d='m9 5.500-4 4 4 4'/>",
            Self::Print => "<path d='M7 8.500v-5h10v5M7 16.500H4v-8h16v8h-3M7 13.500h10v7H7z'/>",
            Self::Cup => {
                "<path d='M5 9h12v5.500a5 5 0 0 1-5 5h-2a5 5 0 0 1-5-5zM17 10.500h1.500a2.300 2.300 0 0 1 0 4.600H17M8.500 3.500v2.500M12.500 3.500v2.500'/>"
            }
            Self::Card => {
                "<rect x='3.500' y='6' width='17' height='12.500' rx='2'/><path d='M3.500 10.500h17M7 15h3.500'/>"
            }
            Self::Wifi => "<path d='M4 9.500a12 12 0 0 1 16 0M7 13a7.500 7.500 0 0 1 10 0M12 17.500v.1M4 4l16 16'/>",
        }
    }
}

/// A pictogram. It says nothing to people who do not see it: what stands beside it must.
#[component]
pub fn Icon(
    /// Which.
    name: Glyph,
) -> impl IntoView {
    icon(name).view()
}

/// [`Icon`] as finished markup.
pub fn icon(name: Glyph) -> Html {
    html(
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" aria-hidden=\"true\" focusable=\"false\">{}</svg>",
        &[&Html::sanitised(name.drawing().to_owned())],
    )
}
