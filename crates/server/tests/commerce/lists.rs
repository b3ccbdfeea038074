//! Lists: filters look at variants, and card, list, facet, product, basket and order name one price.

use crate::database::Fresh;
use crate::shop::{Browser, NOON, Shop, eur};
use giano_api::basket::{ChangeLine, ChangeLineBody, ChooseTerm, GetBasket, TermBody};
use giano_api::catalog::{ListProducts, ListQuery, ProductList, Sort, Suggest, SuggestQuery};
use giano_api::checkout::{PaymentMethod, PlacedOrder, SaveDraft};
use giano_api::endpoint::Visit;
use giano_api::product::GetProduct;
use giano_commerce::catalog::{OptionValue, ProductOption, PublicTier, Stock};
use giano_commerce::company::CompanyState;
use giano_commerce::locale::Text;
use giano_commerce::promotion::{Promotion, Scope};
use giano_commerce::{Face, Quantity};
use giano_store::{ProductDraft, VariantDraft};

on_both!(
    a_filter_means_one_variant_that_is_all_of_it,
    counts_say_what_would_be_listed,
    a_card_stands_for_the_cheapest_that_can_be_bought,
    one_price_everywhere,
    the_price_table_says_what_the_till_takes,
    a_company_sorts_and_filters_by_its_own_prices,
    a_contract_that_begins_counts_at_once,
    suggestions_are_what_the_list_begins_with,
);

/// A shirt in two colours and two sizes: price at home and pieces on hand.
const SHIRT: [(&str, &str, &str, u32); 4] =
    [("red", "s", "10.00", 0), ("red", "m", "25.00", 5), ("blue", "s", "15.00", 3), ("blue", "m", "40.00", 0)];

async fn shop_with_shirt(fresh: Fresh) -> Shop {
    let shop = Shop::open(fresh).await;
    let moka = shop.store.product_draft("moka-3").await.unwrap().unwrap();
    let option = |code: &str, values: [&str; 2]| ProductOption {
        code: code.to_owned(),
        name: Text::one(code),
        values: values
            .map(|value| OptionValue { code: value.to_owned(), name: Text::one(value), swatch: None })
            .to_vec(),
    };
    let variant = |(colour, size, price, on_hand): (&str, &str, &str, u32)| VariantDraft {
        sku: format!("SHIRT-{colour}-{size}").parse().unwrap(),
        options: vec![colour.to_owned(), size.to_owned()],
        home_price: eur(price),
        list_price: None,
        stock: Stock { on_hand, backorder: false, lead_days: None },
        ..moka.variants[0].clone()
    };
    let shirt = ProductDraft {
        slug: "shirt".to_owned(),
        options: vec![option("color", ["red", "blue"]), option("size", ["s", "m"])],
        variants: SHIRT.map(variant).to_vec(),
        ..moka.clone()
    };
    shop.store.upsert_product(&shirt, NOON).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
    shop
}

async fn list(browser: &mut Browser, query: ListQuery) -> ProductList {
    browser.call_with::<ListProducts>(&[], &query, None, &[]).await.unwrap()
}

fn slugs(list: &ProductList) -> Vec<&str> {
    list.products.iter().map(|card| card.slug.as_str()).collect()
}

async fn a_filter_means_one_variant_that_is_all_of_it(fresh: Fresh) {
    let shop = shop_with_shirt(fresh).await;
    let mut guest = shop.guest();
    for (facets, available, from, until, listed) in [
        ("color:red,size:m", true, "20", "30", Some("SHIRT-red-m")),
        ("color:red,size:m", false, "", "", Some("SHIRT-red-m")),
        // There is a red one, and there is one in S on hand, but no red one in S.
        ("color:red,size:s", true, "", "", None),
        ("color:red,size:s", false, "", "", Some("SHIRT-red-s")),
        // Red costs 10 or 25, never about 15.
        ("color:red", false, "14", "16", None),
        ("color:blue", false, "14", "16", Some("SHIRT-blue-s")),
        ("size:m", true, "30", "50", None),
        ("color:blue,color:red,size:s", true, "", "", Some("SHIRT-blue-s")),
    ] {
        let query = ListQuery {
            facets: facets.to_owned(),
            available,
            min_price: from.to_owned(),
            max_price: until.to_owned(),
            ..ListQuery::default()
        };
        let found = list(&mut guest, query).await;
        let skus: Vec<&str> = found.products.iter().map(|card| card.sku.as_str()).collect();
        assert_eq!(skus, listed.into_iter().collect::<Vec<_>>(), "{facets} available {available} {from}-{until}");
        assert_eq!(found.total as usize, skus.len());
    }
}

async fn counts_say_what_would_be_listed(fresh: Fresh) {
    let shop = shop_with_shirt(fresh).await;
    let mut guest = shop.guest();
    for facets in ["", "color:red", "color:blue", "size:s", "color:red,size:m"] {
        for available in [false, true] {
            for (from, until) in [("", ""), ("0", "20"), ("14", "30")] {
                let query = ListQuery {
                    facets: facets.to_owned(),
                    available,
                    min_price: from.to_owned(),
                    max_price: until.to_owned(),
                    ..ListQuery::default()
                };
                let shown = list(&mut guest, query.clone()).await;
                for facet in &shown.facets {
                    for value in &facet.values {
                        // What is listed when this value alone is chosen of its facet.
                        let others = facets.split(',').filter(|pair| !pair.is_empty());
                        let others = others.filter(|pair| !pair.starts_with(&format!("{}:", facet.code)));
                        let own = format!("{}:{}", facet.code, value.code);
                        let chosen: Vec<&str> = others.chain([own.as_str()]).collect();
                        let then = list(&mut guest, ListQuery { facets: chosen.join(","), ..query.clone() }).await;
                        let case = format!("{own} beside [{facets}] available {available} {from}-{until}");
                        assert_eq!(value.count, then.total, "{case}");
                    }
                }
            }
        }
    }
    // With what is on hand only: red in M and blue in S.
    let on_hand =
        list(&mut guest, ListQuery { available: true, facets: "size:s".to_owned(), ..ListQuery::default() }).await;
    assert!(on_hand.facets.iter().flat_map(|facet| &facet.values).all(|value| value.code != "red"));
}

async fn a_card_stands_for_the_cheapest_that_can_be_bought(fresh: Fresh) {
    let shop = shop_with_shirt(fresh).await;
    let mut guest = shop.guest();
    let all = list(&mut guest, ListQuery::default()).await;
    let shirt = all.products.iter().find(|card| card.slug == "shirt").unwrap();
    // Red in S would be 10.00, but there is none.
    assert_eq!((shirt.sku.as_str(), shirt.price, shirt.from), ("SHIRT-blue-s", eur("15.00"), true));
    assert_eq!(all.price_range.as_ref().map(|range| range.min), Some(eur("7.00")));
    let moka = all.products.iter().find(|card| card.slug == "moka-3").unwrap();
    assert!(!moka.from);
    // Where nothing can be bought, the cheapest of all is named.
    shop.change("shirt", |draft| {
        for variant in &mut draft.variants {
            variant.stock.on_hand = 0;
        }
    })
    .await;
    shop.state.refresh_stock().await.unwrap();
    let all = list(&mut guest, ListQuery { facets: "color:red".to_owned(), ..ListQuery::default() }).await;
    assert_eq!((all.products[0].sku.as_str(), all.products[0].price), ("SHIRT-red-s", eur("10.00")));
}

/// Card, product page, basket and order of everybody agree on what a piece costs, and lists go by that price.
async fn one_price_everywhere(fresh: Fresh) {
    let shop = shop_with_shirt(fresh).await;
    // The bar orders everything on account here.
    shop.company("Bar Centrale", CompanyState::Active, "100000.00").await;
    for (who, face) in [(None, Face::Home), (None, Face::Business), (Some("anna@bar.example"), Face::Business)] {
        let mut browser = match who {
            Some(email) => shop.signed_in(email).await,
            None => shop.guest(),
        };
        browser.cookies.insert("giano-face".to_owned(), face.as_str().to_owned());
        let cheapest_first = ListQuery { sort: Some(Sort::PriceUp), ..ListQuery::default() };
        let all = list(&mut browser, cheapest_first.clone()).await;
        let prices: Vec<_> = all.products.iter().map(|card| card.price.amount()).collect();
        assert!(prices.is_sorted(), "{who:?} {face:?}: {prices:?}");
        assert_eq!(all.price_range.as_ref().map(|range| range.min.amount()), prices.first().copied());
        for card in &all.products {
            let case = format!("{} for {who:?} {face:?}", card.sku);
            let exactly = card.price.amount().to_string();
            let query = ListQuery { min_price: exactly.clone(), max_price: exactly, ..ListQuery::default() };
            assert!(slugs(&list(&mut browser, query).await).contains(&card.slug.as_str()), "{case}: price filter");
            let page = browser.call_with::<GetProduct>(&[&card.slug], &Visit::default(), None, &[]).await.unwrap();
            let variant = page.variants.iter().find(|variant| variant.sku == card.sku).unwrap();
            assert_eq!(variant.price, card.price, "{case}: product page");
        }
        // An order of everything, each in its least quantity.
        let lines: Vec<(&str, u32)> =
            all.products.iter().map(|card| (card.sku.as_str(), card.quantities.least())).collect();
        browser.add(&lines).await.unwrap();
        let basket = browser.get::<GetBasket>(&[]).await.unwrap();
        let of = |sku: &giano_commerce::Sku| all.products.iter().find(|card| card.sku == *sku).unwrap().price;
        for line in &basket.priced.lines {
            assert_eq!(line.unit, of(&line.sku), "{} in the basket of {who:?} {face:?}", line.sku);
        }
        let mut draft = browser.type_address("anna@bar.example").await.draft;
        // A card makes a company's order one that is prepaid, which costs less than its usual term.
        let (method, card) =
            if who.is_some() { (PaymentMethod::Account, "") } else { (PaymentMethod::Card, "tok_success") };
        draft.payment = Some(method);
        browser.send_body::<SaveDraft>(&[], &draft).await.unwrap();
        let (PlacedOrder::Placed { order, .. } | PlacedOrder::Pending { order, .. }) =
            browser.place(card).await.unwrap()
        else {
            panic!("not placed")
        };
        for line in &order.priced.lines {
            assert_eq!(line.unit, of(&line.sku), "{} on the order of {who:?} {face:?}", line.sku);
        }
    }
}

/// The table at a product, against the basket: each row from its first quantity to the last before the next row, under each
/// term, with public tiers, a price list that has a step of its own, and a promotion.
async fn the_price_table_says_what_the_till_takes(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    shop.change("moka-3", |draft| {
        draft.variants[0].tiers =
            [(10, "18.00"), (20, "14.00")].map(|(minimum, price)| PublicTier { minimum, price: eur(price) }).to_vec();
    })
    .await;
    let step = giano_store::PriceEntryDraft {
        list: "bar".to_owned(),
        sku: "MOKA-3".parse().unwrap(),
        minimum: 30,
        price: giano_commerce::pricing::ContractTerms::Fixed { price: eur("12.00") },
        currency: giano_commerce::Currency::Eur,
        firm: false,
        mix_and_match: false,
        valid_from: None,
        valid_until: None,
    };
    shop.store.put_price_entry(&step, NOON).await.unwrap();
    let moka = shop.state.snapshot().by_sku(&"MOKA-3".parse().unwrap()).unwrap().0;
    let moka = shop.state.snapshot().products[moka].product.id;
    let promotion = Promotion {
        coupon: None,
        scope: Scope::Products { products: vec![moka] },
        minimum_quantity: Some(40),
        ..crate::shop::coupon("FORTY", "10", None, None)
    };
    shop.store.put_promotion("forty", &promotion).await.unwrap();
    shop.state.refresh_catalog().await.unwrap();
    let table = async |browser: &mut Browser| {
        let page = browser.call_with::<GetProduct>(&["moka-3"], &Visit::default(), None, &[]).await.unwrap();
        page.variants[0].price_table.clone()
    };
    // At home there is one price for a piece, however many.
    assert_eq!(table(&mut shop.guest()).await, None);
    for email in ["anna@bar.example", "dora@hotel.example"] {
        let mut browser = shop.signed_in(email).await;
        let table = table(&mut browser).await.unwrap();
        assert_eq!((table.contract.is_some(), table.terms.len()), (email == "anna@bar.example", 2), "{email}");
        assert!(table.rows.len() > 2, "{email}: {table:?}");
        browser.add(&[("MOKA-3", 2)]).await.unwrap();
        let line = browser.get::<GetBasket>(&[]).await.unwrap().lines[0].input.id;
        for (column, term) in table.terms.iter().enumerate() {
            browser.send_body::<ChooseTerm>(&[], &TermBody { code: term.code.clone() }).await.unwrap();
            for (at, row) in table.rows.iter().enumerate() {
                // MOKA-3 is sold to companies in twos.
                let last = table.rows.get(at + 1).map_or(row.minimum + 20, |next| next.minimum - 2);
                for quantity in [row.minimum, last] {
                    let body = ChangeLineBody { quantity: Quantity::new(quantity).ok(), saved: None };
                    let basket = browser.send_body::<ChangeLine>(&[&line.to_string()], &body).await.unwrap();
                    let unit = basket.priced.lines[0].unit;
                    assert_eq!(unit, row.prices[column], "{email}: {quantity} under {}", term.code);
                }
            }
        }
    }
}

async fn a_company_sorts_and_filters_by_its_own_prices(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let mut anna = shop.signed_in("anna@bar.example").await;
    let mut dora = shop.signed_in("dora@hotel.example").await;
    let business = |query: ListQuery| ListQuery { face: Some(Face::Business), ..query };
    let up_to = |most: &str| business(ListQuery { max_price: most.to_owned(), ..ListQuery::default() });
    // Anna's contract says 15.00 for what costs others 20.00.
    assert!(slugs(&list(&mut anna, up_to("16")).await).contains(&"moka-3"));
    assert!(!slugs(&list(&mut dora, up_to("16")).await).contains(&"moka-3"));
    assert!(!slugs(&list(&mut shop.guest(), up_to("16")).await).contains(&"moka-3"));
    let dearest = business(ListQuery { sort: Some(Sort::PriceDown), ..ListQuery::default() });
    let hers = list(&mut anna, dearest.clone()).await;
    let card = hers.products.iter().find(|card| card.slug == "moka-3").unwrap();
    assert_eq!(card.price, eur("15.00"));
    assert_eq!(hers.price_range.unwrap().max, eur("80.00"));
}

async fn a_contract_that_begins_counts_at_once(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let begins = jiff::Timestamp::from_millisecond(NOON + 60_000).unwrap();
    let entry = giano_store::PriceEntryDraft {
        list: "bar".to_owned(),
        sku: "MOKA-3".parse().unwrap(),
        minimum: 1,
        price: giano_commerce::pricing::ContractTerms::Fixed { price: eur("13.00") },
        currency: giano_commerce::Currency::Eur,
        firm: false,
        mix_and_match: false,
        valid_from: Some(begins),
        valid_until: None,
    };
    shop.store.put_price_entry(&entry, NOON).await.unwrap();
    let mut anna = shop.signed_in("anna@bar.example").await;
    let query = ListQuery { face: Some(Face::Business), q: "moka-3".to_owned(), ..ListQuery::default() };
    assert_eq!(list(&mut anna, query.clone()).await.products[0].price, eur("15.00"));
    shop.pass(60_000);
    assert_eq!(list(&mut anna, query).await.products[0].price, eur("13.00"));
}

async fn suggestions_are_what_the_list_begins_with(fresh: Fresh) {
    let shop = Shop::open(fresh).await;
    let moka = shop.store.product_draft("moka-3").await.unwrap().unwrap();
    // Many that match equally well, and some that do better.
    for at in 0..40 {
        let name = ["Pot", "Pot of steel", "Steel cup", "Cup for a pot"][at % 4];
        let sku = format!("P-{at}").parse().unwrap();
        let another = ProductDraft {
            slug: format!("another-{at}"),
            name: Text::one(name),
            variants: vec![VariantDraft { sku, ..moka.variants[0].clone() }],
            ..moka.clone()
        };
        shop.store.upsert_product(&another, NOON).await.unwrap();
    }
    shop.state.refresh_catalog().await.unwrap();
    let mut browsers = [shop.guest(), shop.signed_in("anna@bar.example").await];
    for q in ["pot", "po", "p", "steel pot", "cup", "P-17", "english", "steeel", "grinder", "nowhere", ""] {
        for (browser, face) in browsers.iter_mut().zip([Face::Home, Face::Business]) {
            let query = SuggestQuery { face: Some(face), locale: None, q: q.to_owned() };
            let suggested = browser.call_with::<Suggest>(&[], &query, None, &[]).await.unwrap();
            let query = ListQuery { face: Some(face), q: q.to_owned(), per_page: Some(6), ..ListQuery::default() };
            let listed = list(browser, query).await;
            let begins = if q.is_empty() { Vec::new() } else { listed.products };
            assert_eq!((suggested.products, suggested.corrected), (begins, listed.corrected), "{q} {face:?}");
        }
    }
    let query = SuggestQuery { q: "pot".to_owned(), ..SuggestQuery::default() };
    let suggested = browsers[0].call_with::<Suggest>(&[], &query, None, &[]).await.unwrap();
    assert_eq!(suggested.products.len(), 6, "or there was nothing to compare");
}
