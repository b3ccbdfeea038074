//! The product demonstrated: a picture with numbered spots, and the steps that tell of them.

use crate::boot::{use_face, use_locale};
use crate::prelude::*;
use crate::ui::{availability_note, html, picture, price, price_table};
use crate::{routes, words};
use giano_api::home::{Demonstration, DemonstrationStep};
use giano_commerce::catalog::MediaKind;

/// The product demonstrated. Spots and steps move together; without JavaScript every step can still be opened.
#[component]
pub(super) fn DemonstrationView(demonstration: Demonstration) -> impl IntoView {
    let (l, face) = (use_locale(), use_face());
    let Demonstration { product, summary, steps, price_table: table, .. } = demonstration;
    let active = RwSignal::new(0_usize);
    let count = steps.len();
    let spots = steps.iter().enumerate().map(|(place, step)| spot(place, step, active)).collect_view();
    let list = steps.iter().enumerate().map(|(place, step)| step_view(place, step, active)).collect_view();
    let ratio = match product.image.as_ref().map(|image| &image.kind) {
        Some(MediaKind::Image { width, height, .. } | MediaKind::Drawing { width, height, .. }) => {
            format!("{width}/{height}")
        }
        _ => "1".to_owned(),
    };
    let head = html(
        "<div class=\"demonstration-head\"><p class=\"demonstration-sku\">{}</p><h1 id=\"demonstration\">{}</h1>\
         <p class=\"hero-text\">{}</p></div>",
        &[&product.sku.as_str(), &product.name, &summary],
    );
    let buy = html(
        "<div class=\"demonstration-buy\"><p class=\"demonstration-price\">{} {}</p>{}\
         <a class=\"button button-primary\" href=\"{}\">{}</a></div>",
        &[
            &price(l, product.price, product.before, product.from, Some(face)),
            &availability_note(l, face, product.availability),
            &table.as_ref().map(|table| price_table(l, table, 0, None)),
            &routes::product(&product.slug),
            &words::home::to_product(l),
        ],
    );
    view! {
        <section class="demonstration" aria-labelledby="demonstration">
            <div class="demonstration-picture">
                <div class="demonstration-frame" style=format!("--ratio:{ratio}")>
                    {picture(l, product.image.as_ref(), "(min-width: 60rem) 45vw, 100vw", true, false).view()}
                    {spots}
                </div>
            </div>
            <div class="demonstration-words">
                {head.view()}
                <ol class="demonstration-steps">{list}</ol>
                <div class="demonstration-steer">
                    <button
                        type="button"
                        class="button button-secondary"
                        disabled=move || active.get() == 0
                        on:click=move |_| active.update(|at| *at = at.saturating_sub(1))
                    >
                        {words::home::step_back(l)}
                    </button>
                    <button
                        type="button"
                        class="button button-secondary"
                        disabled=move || { active.get() + 1 >= count }
                        on:click=move |_| active.update(|at| *at += 1)
                    >
                        {words::home::step_on(l)}
                    </button>
                    <span class="demonstration-place" aria-live="polite">
                        {move || words::ui::slide_of(l, active.get() + 1, count)}
                    </span>
                </div>
            </div>
            {buy.view()}
        </section>
    }
    .into_any()
}

fn step_id(place: usize) -> String {
    format!("step-{}", place + 1)
}

fn spot(place: usize, step: &DemonstrationStep, active: RwSignal<usize>) -> AnyView {
    view! {
        <a
            class="demonstration-spot"
            href=format!("#{}", step_id(place))
            rel="external"
            style=format!("--x:{}%;--y:{}%", step.x.min(100), step.y.min(100))
            aria-label=format!("{}: {}", place + 1, step.title)
            aria-current=move || (active.get() == place).then_some("step")
            on:click=move |event| {
                event.prevent_default();
                active.set(place);
            }
        >
            <span aria-hidden="true">{place + 1}</span>
        </a>
    }
    .into_any()
}

fn step_view(place: usize, step: &DemonstrationStep, active: RwSignal<usize>) -> AnyView {
    view! {
        <li>
            <details
                class="demonstration-step"
                id=step_id(place)
                name="demonstration"
                open=move || active.get() == place
            >
                <summary on:click=move |event| {
                    event.prevent_default();
                    active.set(place);
                }>{step.title.clone()}</summary>
                {html("<p>{}</p>", &[&step.text]).view()}
            </details>
        </li>
    }
    .into_any()
}
