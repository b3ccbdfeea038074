//! Questions that are often asked: by topic, searched while typing.

use crate::boot::{use_locale, use_visit};
use crate::prelude::*;
use crate::ui::seo::{JsonLd, Seo};
use crate::ui::{Breadcrumb, Html, html};
use crate::{errors, http, routes, words};
use giano_api::faq::{FaqQuery, FaqTopic, FaqView, GetFaq, Question};
use serde_json::{Value, json};
use wasm_bindgen::JsCast;

/// All questions for the visitor's face, at `/faq`; each at `/faq#…`.
#[component]
pub fn FaqPage() -> impl IntoView {
    let visit = use_visit();
    let query = FaqQuery { face: visit.face, locale: visit.locale, product: String::new() };
    let faq = http::resource::<GetFaq>(move || (Vec::new(), query.clone()));
    errors::page(faq, errors::plain_skeleton, page)
}

fn page(faq: FaqView) -> AnyView {
    let l = use_locale();
    let title = words::faq::title(l);
    let found = RwSignal::new(None::<u32>);
    let ways = faq
        .topics
        .iter()
        .map(|topic| html("<li><a href=\"#{}\" rel=\"external\">{}</a></li>", &[&topic.code, &topic.name]));
    let head = html(
        "<header class=\"content-head\"><h1>{}</h1><p class=\"hero-text\">{}</p></header>",
        &[&title, &words::faq::text(l)],
    );
    let ways = html(
        "<nav class=\"faq-topics\" aria-label=\"{}\"><ul>{}</ul></nav>",
        &[&words::faq::topics(l), &Html::join(ways)],
    );
    let list = html("<div class=\"faq-list\" id=\"faq\">{}</div>", &[&Html::join(faq.topics.iter().map(topic))]);
    view! {
        <Seo title=title description=words::faq::text(l) canonical=routes::faq() />
        <JsonLd data=faq_data(&faq) />
        <div class="page faq">
            <Breadcrumb entries=vec![(title.to_owned(), routes::faq().to_owned())] />
            {head.view()}
            <div class="faq-search">
                <label class="field-label" for="faq-search">
                    {words::faq::search(l)}
                </label>
                <input
                    class="input"
                    id="faq-search"
                    type="search"
                    autocomplete="off"
                    on:input=move |event| found.set(narrow(&event_target_value(&event)))
                />
                <p aria-live="polite">
                    {move || found.get().map(|found| words::faq::found(l, found.into()))}
                </p>
            </div>
            {ways.view()}
            {list.view()}
            {html(
                "<p class=\"faq-more\">{} <a href=\"{}\">{}</a></p>",
                &[
                    &words::faq::not_found(l),
                    &routes::content(giano_api::content::ContentKind::Service, "contact"),
                    &words::faq::write(l),
                ],
            )
            .view()}
        </div>
    }
    .into_any()
}

fn topic(topic: &FaqTopic) -> Html {
    html(
        "<section class=\"faq-topic\" aria-labelledby=\"{}\"><h2 id=\"{}\">{}</h2>{}</section>",
        &[&topic.code, &topic.code, &topic.name, &Html::join(topic.questions.iter().map(question))],
    )
}

/// The name in the address is inside: a browser that goes there opens what is closed around it.
fn question(question: &Question) -> Html {
    let products = question
        .products
        .iter()
        .map(|product| html("<li><a href=\"{}\">{}</a></li>", &[&routes::product(&product.slug), &product.name]));
    let products = Html::join(products);
    let products = (!products.is_empty()).then(|| html("<ul class=\"faq-products\">{}</ul>", &[&products]));
    html(
        "<details class=\"faq-question\"><summary>{}</summary><div class=\"prose\" id=\"{}\">{}{}</div></details>",
        &[&question.question, &question.id, &Html::sanitised(question.answer_html.clone()), &products],
    )
}

/// Hides what does not have all words that are typed; gives how many are left, nothing where nothing is typed.
fn narrow(typed: &str) -> Option<u32> {
    let wanted: Vec<String> = typed.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let questions = document().query_selector_all(".faq-question").ok()?;
    let mut left = 0;
    for at in 0..questions.length() {
        let Some(question) = questions.get(at).and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok()) else {
            continue;
        };
        let text = question.text_content().unwrap_or_default().to_lowercase();
        let fits = wanted.iter().all(|word| text.contains(word.as_str()));
        question.set_hidden(!fits);
        left += u32::from(fits);
    }
    (!wanted.is_empty()).then_some(left)
}

/// What search engines read. Only the server writes it.
fn faq_data(faq: &FaqView) -> Value {
    if !cfg!(feature = "ssr") {
        return Value::Null;
    }
    let entry = |question: &Question| {
        json!({
            "@type": "Question", "name": question.question,
            "acceptedAnswer": {"@type": "Answer", "text": question.answer_html},
        })
    };
    let all: Vec<Value> = faq.topics.iter().flat_map(|topic| topic.questions.iter().map(entry)).collect();
    json!({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": all})
}
