//! What a shop shows besides its products: turntables, videos, the calculator, content of every kind, questions.

use crate::database::Fresh;
use crate::shop::{Shop, eur};
use giano_api::Code;
use giano_api::catalog::{ListProducts, ListQuery, Suggest, SuggestQuery};
use giano_api::content::{GetContent, ListContent};
use giano_api::demonstration::GetDemonstration;
use giano_api::endpoint::Visit;
use giano_api::faq::{FaqQuery, GetFaq};
use giano_api::home::GetHome;
use giano_api::product::GetProduct;
use giano_commerce::catalog::{LinkKind, PublicTier};
use giano_commerce::demonstration::{Dimensions, Spot, Turntable, Video};
use giano_commerce::locale::Text;
use giano_commerce::promotion::Audience;
use giano_commerce::{Face, Locale};
use giano_store::{
    CalculatorMachine, CalculatorSetting, ContentDocument, DemonstrationSetting, FaqDocument, FaqEntry, FaqTopic,
    FigureDocument, KitDocument, LinkDraft, ReviewDraft, Upserted,
};

on_both!(
    a_product_is_shown_from_all_sides,
    the_calculator_knows_the_visitors_prices,
    content_carries_what_its_kind_is_about,
    questions_are_for_a_face,
    words_are_found_in_content_and_questions,
    what_the_visitor_can_read_is_quoted_first,
);

fn visit(face: Face, locale: Locale) -> Visit {
    Visit { face: Some(face), locale: Some(locale) }
}

fn document(title: &str) -> ContentDocument {
    ContentDocument {
        title: Text::both(title, format!("{title} in italiano")),
        summary: Text::one("Summary"),
        body_html: Text::both("<p>Grinding coarse</p>", "<p>Macinatura grossa</p>"),
        image: None,
        products: vec!["grinder".to_owned()],
        author: None,
        written_at: None,
        company: None,
        trade: None,
        figures: Vec::new(),
        kit: Vec::new(),
        guide: None,
        case: None,
    }
}

async fn a_product_is_shown_from_all_sides(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let spot = Spot { title: Text::both("Wand", "Lancia"), text: Text::one("Steam"), track: vec![500, 400, 1] };
    let turntable = Turntable {
        key: "t".to_owned(),
        frames: 36,
        width: 720,
        height: 720,
        alt: Text::both("Turning", "Gira"),
        spots: vec![spot],
    };
    let video = Video {
        key: "v".to_owned(),
        width: 1280,
        height: 720,
        seconds: 20,
        title: Text::one("At work"),
        text: Text::one("It turns."),
        poster: None,
        captions: Locale::ALL.to_vec(),
        chapters: vec![Locale::En],
    };
    shop.change("grinder", |draft| {
        draft.turntable = Some(turntable);
        draft.video = Some(video);
        draft.care_html = Some(Text::both("<p>Brush it.</p>", "<p>Spazzolarlo.</p>"));
        draft.in_the_box = vec![Text::both("A brush", "Una spazzola")];
        draft.dimensions = Some(Dimensions { width_mm: 130, depth_mm: 200, height_mm: 325 });
        draft.links = vec![LinkDraft { kind: LinkKind::SparePart, to: "last".to_owned() }];
    })
    .await;
    let mut guest = shop.guest();
    let italian = visit(Face::Home, Locale::It);
    let detail = guest.call_with::<GetProduct>(&["grinder"], &italian, None, &[]).await.unwrap();
    assert_eq!(detail.care_html.as_deref(), Some("<p>Spazzolarlo.</p>"));
    assert_eq!(detail.in_the_box, ["Una spazzola"]);
    assert_eq!(detail.variants[0].dimensions.as_deref(), Some("13 × 20 × 32,5\u{a0}cm"));
    assert_eq!(detail.spare_parts[0].slug, "last");
    assert!(detail.shows.turntable && detail.shows.video && !detail.shows.calculator);
    let shown = guest.call_with::<GetDemonstration>(&["grinder"], &italian, None, &[]).await.unwrap();
    let turntable = shown.turntable.unwrap();
    assert_eq!((turntable.frame(3).as_str(), turntable.alt.as_str()), ("/media/t-03.avif", "Gira"));
    assert_eq!((turntable.spots[0].title.as_str(), turntable.spots[0].at(0)), ("Lancia", Some((500, 400, true))));
    let video = shown.video.unwrap();
    assert_eq!((video.seconds, video.captions.len(), video.chapters), (20, 2, vec![Locale::En]));
    let other = guest.call_with::<GetDemonstration>(&["last"], &italian, None, &[]).await.unwrap();
    assert!(other.turntable.is_none() && other.video.is_none() && other.calculator.is_none());
    let missing = guest.call_with::<GetDemonstration>(&["gone"], &italian, None, &[]).await.unwrap_err();
    assert_eq!(missing.code, Code::NotFound);
}

async fn the_calculator_knows_the_visitors_prices(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    shop.change("grinder", |draft| draft.variants[0].tiers = vec![PublicTier { minimum: 3, price: eur("70.00") }])
        .await;
    let machine = |sku: &str, cups_a_day| CalculatorMachine { sku: sku.parse().unwrap(), cups_a_day };
    let setting = CalculatorSetting {
        beans: "MOKA-3".parse().unwrap(),
        beans_grams: 250,
        grams_a_cup: "8".parse().unwrap(),
        machines: vec![machine("GRINDER", 80), machine("GONE", 120)],
    };
    shop.store.put_calculator(Some(&setting)).await.unwrap();
    assert_eq!(shop.store.put_calculator(Some(&setting)).await.unwrap(), Upserted::Unchanged);
    let demonstration = DemonstrationSetting { product: "grinder".to_owned(), steps: Vec::new() };
    shop.store.put_demonstration(&demonstration).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();

    let business = visit(Face::Business, Locale::En);
    let mut guest = shop.guest();
    let home = guest.call_with::<GetHome>(&[], &business, None, &[]).await.unwrap();
    assert!(home.demonstration.unwrap().shows.calculator);
    let shown = guest.call_with::<GetDemonstration>(&["grinder"], &business, None, &[]).await.unwrap();
    let calculator = shown.calculator.unwrap();
    assert_eq!(calculator.machines.len(), 1, "what is not sold is left out");
    let machine = &calculator.machines[0];
    let prices: Vec<_> = machine.item.prices.iter().map(|row| (row.minimum, row.price)).collect();
    assert_eq!((machine.cups_a_day, prices), (80, vec![(1, eur("80.00")), (3, eur("70.00"))]));
    assert_eq!((calculator.beans.a_kilogram, calculator.beans.item.prices[0].minimum), (eur("80.00"), 2));
    let detail = guest.call_with::<GetProduct>(&["grinder"], &business, None, &[]).await.unwrap();
    assert!(detail.shows.calculator);
    let mut anna = shop.signed_in("anna@bar.example").await;
    let own = anna.call_with::<GetDemonstration>(&["grinder"], &business, None, &[]).await.unwrap();
    assert_eq!(own.calculator.unwrap().beans.a_kilogram, eur("60.00"), "by contract");
    let home = visit(Face::Home, Locale::En);
    let at_home = guest.call_with::<GetDemonstration>(&["grinder"], &home, None, &[]).await.unwrap();
    assert!(at_home.calculator.is_none());

    shop.store.put_calculator(None).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
    let without = guest.call_with::<GetHome>(&[], &business, None, &[]).await.unwrap();
    assert!(!without.demonstration.unwrap().shows.calculator);
    let shown = guest.call_with::<GetDemonstration>(&["grinder"], &business, None, &[]).await.unwrap();
    assert!(shown.calculator.is_none());
}

async fn content_carries_what_its_kind_is_about(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let kit = |sku: &str, quantity| KitDocument { sku: sku.parse().unwrap(), quantity };
    let bars = ContentDocument {
        kit: vec![kit("MOKA-3", 1), kit("GONE", 1), kit("GRINDER", 2)],
        guide: Some("grind".to_owned()),
        case: Some("bar".to_owned()),
        ..document("Bars")
    };
    let figure = FigureDocument { value: Text::both("38 %", "38 %"), label: Text::both("less", "in meno") };
    let case = ContentDocument {
        company: Some("Bar Uno".to_owned()),
        trade: Some("bars".to_owned()),
        figures: vec![figure],
        ..document("Bar")
    };
    let post = |written_at| ContentDocument {
        author: Some("Ada".to_owned()),
        written_at: Some(written_at),
        ..document("Post")
    };
    let other = ContentDocument { trade: Some("bars".to_owned()), ..document("Another guide") };
    for (kind, slug, position, page) in [
        ("trades", "bars", 1, bars),
        ("guides", "another", 1, other),
        ("guides", "grind", 2, document("Grind")),
        ("cases", "bar", 1, case),
        ("posts", "old", 1, post(1_000)),
        ("posts", "new", 2, post(2_000)),
    ] {
        shop.store.put_content(kind, slug, position, &page).await.unwrap();
    }
    shop.state.refresh_catalog().await.unwrap();
    let mut guest = shop.guest();
    let business = visit(Face::Business, Locale::It);
    let trade = guest.call_with::<GetContent>(&["trades", "bars"], &business, None, &[]).await.unwrap();
    let kit = trade.kit.unwrap();
    let lines: Vec<_> = kit.lines.iter().map(|line| (line.sku.as_str(), line.quantity, line.total)).collect();
    assert_eq!(lines, [("MOKA-3", 2, eur("40.00")), ("GRINDER", 2, eur("160.00"))], "as many as can be ordered");
    assert_eq!(kit.total, eur("200.00"));
    assert_eq!(trade.guides.iter().map(|card| card.slug.as_str()).collect::<Vec<_>>(), ["grind", "another"]);
    assert_eq!(trade.cases[0].slug, "bar");
    let case = guest.call_with::<GetContent>(&["cases", "bar"], &business, None, &[]).await.unwrap();
    assert_eq!((case.company.as_deref(), case.figures[0].label.as_str()), (Some("Bar Uno"), "in meno"));
    assert_eq!(case.trade.unwrap().title, "Bars in italiano");
    let posts = guest.call_with::<ListContent>(&["posts"], &business, None, &[]).await.unwrap();
    let seen: Vec<_> = posts.items.iter().map(|card| (card.slug.as_str(), card.written_at)).collect();
    assert_eq!(seen, [("new", Some(2_000)), ("old", Some(1_000))], "the newest first");
    let home = guest.call_with::<GetHome>(&[], &visit(Face::Home, Locale::En), None, &[]).await.unwrap();
    assert_eq!(home.posts[0].slug, "new");
    let detail = guest.call_with::<GetProduct>(&["grinder"], &business, None, &[]).await.unwrap();
    assert_eq!(detail.content.len(), 6, "products know what is written of them");
}

fn faq() -> FaqDocument {
    let topic = |code: &str| FaqTopic { code: code.to_owned(), name: Text::both(code, format!("{code} it")) };
    let question = |id: &str, topic: &str, audience, question: &str, product: &str| FaqEntry {
        id: id.to_owned(),
        topic: topic.to_owned(),
        audience,
        question: Text::both(question, format!("{question} it")),
        answer_html: Text::both("<p>Limescale</p>", "<p>Calcare</p>"),
        products: vec![product.to_owned()],
    };
    FaqDocument {
        topics: vec![topic("orders"), topic("accounts"), topic("empty")],
        questions: vec![
            question("change", "orders", Audience::Both, "Can I change it?", "grinder"),
            question("guest", "orders", Audience::Home, "Need I an account?", "gone"),
            question("credit", "accounts", Audience::Business, "How much credit?", "last"),
        ],
    }
}

async fn questions_are_for_a_face(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    assert_eq!(shop.store.put_faq(&faq()).await.unwrap(), Upserted::Created);
    assert_eq!(shop.store.put_faq(&faq()).await.unwrap(), Upserted::Unchanged);
    assert_eq!(shop.store.faq().await.unwrap(), faq());
    let mut guest = shop.guest();
    let query =
        |face, product: &str| FaqQuery { face: Some(face), locale: Some(Locale::It), product: product.to_owned() };
    let before = guest.call_with::<GetFaq>(&[], &query(Face::Home, ""), None, &[]).await.unwrap();
    assert!(before.topics.is_empty(), "the snapshot does not know them yet");
    shop.state.refresh_catalog().await.unwrap();
    for (face, product, expected) in [
        (Face::Home, "", vec![("orders it", vec!["change", "guest"])]),
        (Face::Business, "", vec![("orders it", vec!["change"]), ("accounts it", vec!["credit"])]),
        (Face::Home, "grinder", vec![("orders it", vec!["change"])]),
        (Face::Home, "last", vec![]),
    ] {
        let faq = guest.call_with::<GetFaq>(&[], &query(face, product), None, &[]).await.unwrap();
        let seen: Vec<(&str, Vec<&str>)> = faq
            .topics
            .iter()
            .map(|topic| (topic.name.as_str(), topic.questions.iter().map(|question| question.id.as_str()).collect()))
            .collect();
        assert_eq!(seen, expected, "{face:?} {product}");
    }
    let faq = guest.call_with::<GetFaq>(&[], &query(Face::Home, ""), None, &[]).await.unwrap();
    assert_eq!(faq.topics[0].questions[0].answer_html, "<p>Calcare</p>");
    assert_eq!(faq.topics[0].questions[0].products[0].name, "GRINDER in italiano");
    assert!(faq.topics[0].questions[1].products.is_empty(), "what is not sold is not named");
    for (slug, face, expected) in [
        ("grinder", Face::Home, vec!["/faq#change"]),
        ("last", Face::Business, vec!["/faq#credit"]),
        ("last", Face::Home, vec![]),
    ] {
        let visit = Visit { face: Some(face), locale: Some(Locale::It) };
        let product = guest.call_with::<GetProduct>(&[slug], &visit, None, &[]).await.unwrap();
        let asked: Vec<&str> = product.questions.iter().map(|question| question.path.as_str()).collect();
        assert_eq!(asked, expected, "on the page of {slug}, {face:?}");
    }
}

async fn words_are_found_in_content_and_questions(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    shop.store.put_faq(&faq()).await.unwrap();
    shop.store.put_content("guides", "grind", 1, &document("Grind well")).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
    let mut guest = shop.guest();
    let mut found = async |q: &str, face| {
        let query = ListQuery { q: q.to_owned(), face: Some(face), locale: Some(Locale::En), ..ListQuery::default() };
        let list = guest.call_with::<ListProducts>(&[], &query, None, &[]).await.unwrap();
        list.found.into_iter().map(|page| page.path).collect::<Vec<_>>()
    };
    assert_eq!(found("grind", Face::Home).await, ["/guides/grind"]);
    assert_eq!(found("coarse grinding", Face::Home).await, ["/guides/grind"], "in the text, by stems");
    assert_eq!(found("calcare", Face::Home).await, ["/faq#change", "/faq#guest"], "in the other language");
    assert_eq!(found("credit", Face::Business).await, ["/faq#credit"]);
    assert!(found("credit", Face::Home).await.is_empty(), "it is for the other face");
    assert!(found("", Face::Home).await.is_empty());
    let query = SuggestQuery { q: "grin".to_owned(), face: None, locale: None };
    let suggested = guest.call_with::<Suggest>(&[], &query, None, &[]).await.unwrap();
    assert_eq!(suggested.found[0].title, "Grind well", "while it is typed");
    assert_eq!(suggested.products[0].slug, "grinder");
}

async fn what_the_visitor_can_read_is_quoted_first(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    // Oldest first; what is newest, few can read.
    let languages = [None, Some("it"), Some("en"), Some("de"), Some("it")].into_iter().chain([Some("de"); 8]);
    for (day, language) in languages.enumerate() {
        let draft = ReviewDraft {
            product: if day % 2 == 0 { "grinder" } else { "last" }.to_owned(),
            rating: 4,
            title: format!("{day} {}", language.unwrap_or("?")),
            body: "Words".to_owned(),
            author: "A.".to_owned(),
            language: language.map(|subtag| subtag.to_owned().try_into().unwrap()),
            verified: false,
            written_at: Some(i64::try_from(day).unwrap() * 86_400_000),
        };
        shop.store.put_review(&format!("test:{day}"), &draft).await.unwrap();
    }
    shop.state.refresh_catalog().await.unwrap();
    let mut guest = shop.guest();
    for (locale, expected) in [(Locale::It, ["4 it", "1 it", "0 ?"]), (Locale::En, ["2 en", "0 ?", "12 de"])] {
        let home = guest.call_with::<GetHome>(&[], &visit(Face::Home, locale), None, &[]).await.unwrap();
        let quoted: Vec<&str> = home.reviews.iter().map(|review| review.title.as_str()).collect();
        assert_eq!(quoted, expected, "{locale:?}");
    }
    let home = guest.call_with::<GetHome>(&[], &visit(Face::Home, Locale::En), None, &[]).await.unwrap();
    let told = |at: usize| home.reviews[at].language.as_ref().map(giano_commerce::Language::as_str);
    assert_eq!([told(0), told(1)], [Some("en"), None]);
}
