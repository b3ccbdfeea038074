//! A demonstration shop of two products that has one of everything.
#![allow(dead_code, reason = "not every suite needs all of it")]

use std::fmt::Write;
use std::fs;
use std::path::Path;

const SHOP: &str = r##"
[storefront]
name = "Small"
[storefront.home]
title = { en = "Home", it = "Casa" }
description = { en = "Description", it = "Descrizione" }
about = { en = "About", it = "Chi siamo" }
image = { file = "site/home", alt = { en = "A table", it = "Una tavola" } }
[storefront.business]
title = { en = "Business", it = "Aziende" }
description = { en = "Description", it = "Descrizione" }
about = { en = "About", it = "Chi siamo" }

[[terms]]
code = "net30"
name = { en = "Net 30", it = "Netto 30" }
adjustment_percent = "0"
due = { when = "net_days", days = 30 }
on_account = true

[[categories]]
slug = "machines"
name = { en = "Machines", it = "Macchine" }
description = { en = "All", it = "Tutte" }

[[promotions]]
key = "set"
name = { en = "Set", it = "Insieme" }
description = { en = "Both for €500", it = "Tutti e due a 500 €" }
effect = { kind = "bundle", skus = ["UNO", "CUP"], price = "500.00" }
audience = "home"
stacking = "combines"
ends_in_days = 10
priority = 1

[[promotions]]
key = "gift"
name = { en = "Gift", it = "Omaggio" }
description = { en = "A cup", it = "Una tazza" }
effect = { kind = "gift", sku = "CUP" }
products = ["uno"]
audience = "home"
stacking = "combines"
began_days_ago = 3
priority = 2

[[promotions]]
key = "cheap"
name = { en = "Cup for 4", it = "Tazza a 4" }
description = { en = "Each", it = "L'una" }
effect = { kind = "fixed_price", price = "4.00" }
products = ["cup"]
audience = "home"
stacking = "combines"
coupon = "CUP4"
priority = 3

[[price_lists]]
name = "Bar"
entries = [{ product = "cup", percent_off = "10" }]

[[companies]]
name = "Bar Uno"
state = "active"
vat_number = "IT10482330015"
country = "IT"
price_list = "Bar"
terms = ["net30"]
credit_limit = "5000.00"
addresses = [{ name = "Ada", company = "Bar Uno", street = "Via Po 1", postal_code = "10123", city = "Torino", country = "IT" }]

[[people]]
email = "ada@bar.example"
name = "Ada"
company = "Bar Uno"
role = "buyer"
shown_as = { en = "Buyer", it = "Acquirente" }

[[people]]
email = "eva@example.com"
name = "Eva"
shown_as = { en = "At home", it = "A casa" }
address = { name = "Eva", street = "Via Po 2", postal_code = "10123", city = "Torino", country = "IT" }

[demonstration]
product = "uno"

[calculator]
beans = "CUP"
beans_grams = 250
grams_a_cup = "8"
machines = [{ sku = "UNO", cups_a_day = 80 }]
"##;

const UNO: &str = r##"
slug = "uno"
name = { en = "Uno", it = "Uno" }
summary = { en = "A machine", it = "Una macchina" }
description = { en = "See [the cup](/products/cup).", it = "Vedi [la tazza](/products/cup)." }
brand = "Small"
categories = ["machines"]
origin = "IT"
prominence = 1
spare_parts = ["cup"]
care = { en = "*Wipe* it.", it = "Si *pulisce*." }
in_the_box = [{ en = "Uno", it = "Uno" }]
dimensions = { width_mm = 280, depth_mm = 380, height_mm = 340 }

[[attributes]]
code = "power"
name = { en = "Power", it = "Potenza" }
amount = "1350"
unit = "W"

[[pictures]]
file = "hero"
alt = { en = "Uno", it = "Uno" }
[[pictures]]
file = "detail"
alt = { en = "Its group", it = "Il gruppo" }

[turntable]
alt = { en = "Turning", it = "Gira" }
spots = [{ id = "wand", title = { en = "Wand", it = "Lancia" }, text = { en = "Steam", it = "Vapore" } }]

[video]
title = { en = "Uno at work", it = "Uno al lavoro" }
text = { en = "It turns.", it = "Gira." }

[[variants]]
sku = "UNO"
gtin = "2000000000077"
price = "649.00"
list_price = "438.00"
tiers = [[3, "415.00"], [10, "389.00"]]
weight_grams = 11800
stock = 0
backorder = true
lead_days = 5
pictures = ["detail", "hero"]
dimensions = { width_mm = 290, depth_mm = 380, height_mm = 345 }
"##;

const CUP: &str = r##"
slug = "cup"
name = { en = "Cup", it = "Tazza" }
summary = { en = "A cup", it = "Una tazza" }
description = { en = "Holds coffee.", it = "Tiene il caffè." }
brand = "Small"
categories = ["machines"]
origin = "IT"
prominence = 0
business = { minimum = 6, increment = 6 }

[[pictures]]
file = "hero"
alt = { en = "Cup", it = "Tazza" }

[[variants]]
sku = "CUP"
gtin = "2000000000084"
price = "6.00"
list_price = "3.50"
weight_grams = 200
stock = 500
"##;

const FAQ: &str = r##"
[[topics]]
code = "orders"
name = { en = "Orders", it = "Ordini" }
[[questions]]
id = "change-it"
topic = "orders"
audience = "both"
question = { en = "Can I change it?", it = "Si può cambiare?" }
answer = { en = "Yes, see [cases](/cases/bar).", it = "Sì, vedi [i casi](/cases/bar)." }
products = ["uno"]
"##;

const ORDERS: &str = r##"
[[rhythms]]
person = "ada@bar.example"
every_days = 30
jitter_days = 2
first_days_ago = 340
last_days_ago = 6
payment = "account"
term = "net30"
lines = [{ sku = "CUP", quantity = 24, vary = 12 }]
sometimes = [{ sku = "UNO", quantity = 1, one_in = 4 }]
[[rhythms]]
person = "eva@example.com"
every_days = 100
first_days_ago = 200
last_days_ago = 50
payment = "card"
lines = [{ sku = "CUP", quantity = 2 }]
"##;

const REVIEWS: &str = r##"
[[reviews]]
product = "uno"
rating = 4
title = "Gut"
body = "Sie läuft."
author = "Eva"
language = "de"
days_ago = 3
"##;

/// Pages: kind and slug, front matter that is said once, figures in each language.
const PAGES: [(&str, &str, &str); 5] = [
    (
        "trades",
        "bars",
        "kit = [{ sku = \"CUP\", quantity = 12 }]\nguide = \"grind\"\ncase = \"bar\"\nimage = \"site/home\"\nalt = \"A\"",
    ),
    ("guides", "grind", "trade = \"bars\"\nproducts = [\"uno\"]"),
    ("cases", "bar", "company = \"Bar Uno\"\ntrade = \"bars\"\nfigures = [{ value = \"38 %\", label = \"less\" }]"),
    ("posts", "hello", "days_ago = 40\nauthor = \"Ada\""),
    ("service", "imprint", "position = 2"),
];

/// Writes the shop's words into a folder.
pub fn words(folder: &Path) {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("shop.toml", SHOP);
    write("catalogue/01-uno.toml", UNO);
    write("catalogue/02-cup.toml", CUP);
    write("faq.toml", FAQ);
    write("orders.toml", ORDERS);
    write("reviews.toml", REVIEWS);
    for (kind, slug, front) in PAGES {
        let page = |title: &str, front: &str| {
            format!(
                "+++\ntitle = \"{title}\"\nsummary = \"Summary\"\n{front}\n+++\n## {title}\n\nSee [Uno](/products/uno).\n"
            )
        };
        write(&format!("content/{kind}/{slug}.en.md"), &page("English", front));
        let both: String = front.lines().filter(|line| line.starts_with("figures") || line.starts_with("alt")).fold(
            String::new(),
            |mut all, line| {
                writeln!(all, "{line}").unwrap();
                all
            },
        );
        write(&format!("content/{kind}/{slug}.it.md"), &page("Italiano", &both));
    }
}

/// Writes its pictures, its turntable and its video.
pub fn media(folder: &Path) {
    let products = folder.join("media/products");
    let picture = |path: &str, width: u32, height: u32| {
        let path = folder.join("media").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let image = image::ImageBuffer::from_fn(width, height, |x, y| {
            image::Rgb([(x % 200) as u8, (y % 200) as u8, u8::try_from(path.as_os_str().len() % 256).unwrap()])
        });
        image::DynamicImage::ImageRgb8(image).save(path).unwrap();
    };
    picture("site/home.webp", 640, 400);
    picture("products/uno/hero.webp", 640, 640);
    picture("products/uno/detail.webp", 640, 640);
    picture("products/uno/poster.webp", 640, 360);
    picture("products/cup/hero.webp", 640, 640);
    turntable(&products.join("uno"));
    video(&products.join("uno"));
}

fn turntable(folder: &Path) {
    fs::create_dir_all(folder.join("turntable")).unwrap();
    for frame in 0..24 {
        fs::write(folder.join(format!("turntable/{frame:02}.avif")), format!("\0\0\0\u{20}ftypavif{frame}")).unwrap();
    }
    let track = vec!["[500, 400, 1]"; 24].join(", ");
    let toml = format!("frames = 24\nwidth = 720\nheight = 720\n[[spots]]\nid = \"wand\"\ntrack = [{track}]\n");
    fs::write(folder.join("turntable.toml"), toml).unwrap();
}

fn video(folder: &Path) {
    let boxed = |kind: &[u8; 4], body: &[u8]| {
        let mut out = u32::try_from(body.len() + 8).unwrap().to_be_bytes().to_vec();
        out.extend(kind);
        out.extend(body);
        out
    };
    let (mut movie, mut track) = (vec![0; 100], vec![0; 84]);
    movie[12..16].copy_from_slice(&1000_u32.to_be_bytes());
    movie[16..20].copy_from_slice(&20_000_u32.to_be_bytes());
    track[76..80].copy_from_slice(&(1280_u32 << 16).to_be_bytes());
    track[80..84].copy_from_slice(&(720_u32 << 16).to_be_bytes());
    let film = boxed(b"moov", &[boxed(b"mvhd", &movie), boxed(b"trak", &boxed(b"tkhd", &track))].concat());
    fs::write(folder.join("video.mp4"), film).unwrap();
    fs::write(folder.join("video.webm"), [0x1a, 0x45, 0xdf, 0xa3]).unwrap();
    for name in ["captions.en", "captions.it", "chapters.en", "chapters.it"] {
        fs::write(folder.join(format!("{name}.vtt")), "WEBVTT\n\n00:00.000 --> 00:20.000\nIt turns\n").unwrap();
    }
}
