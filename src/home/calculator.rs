//! The calculator: cups a day in, machines and money out, into the order with one press.

use super::estimate::{Estimate, Habits, MONTHS, estimate};
use crate::boot::use_locale;
use crate::cart::use_basket;
use crate::prelude::*;
use crate::ui::{Button, Field, Tone, money};
use crate::words;
use giano_api::home::Demonstration;
use giano_api::price::PriceLine;
use giano_commerce::{Locale, Money, Quantity};
use leptos::task::spawn_local;

/// Cups that one machine makes in a day without haste.
const CUPS_A_MACHINE: u32 = 120;

/// What coffee would cost with the machine demonstrated.
#[component]
pub(super) fn Calculator(machine: Demonstration) -> impl IntoView {
    let l = use_locale();
    let basket = use_basket();
    let currency = machine.product.price.currency();
    let cups = RwSignal::new("90".to_owned());
    let days = RwSignal::new("22".to_owned());
    let beans = RwSignal::new("18".to_owned());
    let today = RwSignal::new("0.60".to_owned());
    let busy = RwSignal::new(false);
    let sku = machine.product.sku.clone();
    let rule = machine.product.quantities;
    let price_of = move |machines: u32| {
        let rows = machine.price_table.iter().flat_map(|table| &table.rows);
        let row = rows.filter(|row| row.minimum <= machines).max_by_key(|row| row.minimum);
        row.and_then(|row| row.prices.first().copied()).unwrap_or(machine.product.price)
    };
    let result = Memo::new(move |_| {
        let amount = |text: RwSignal<String>| {
            text.with(|text| Money::parse(&text.replace(',', "."), currency).ok())
                .filter(|m| !m.amount().is_sign_negative())
        };
        let habits = Habits {
            cups_a_day: whole(cups, 100_000)?,
            days_a_month: whole(days, 31)?,
            cups_a_machine: CUPS_A_MACHINE,
            beans: amount(beans)?,
            cup_today: amount(today)?,
        };
        estimate(habits, &price_of)
    });
    let add = Callback::new(move |()| {
        let machines = result.get_untracked().map_or(0, |estimate| estimate.machines);
        let step = rule.increment.max(1);
        let pieces = machines.max(rule.least()).div_ceil(step) * step;
        let Ok(quantity) = Quantity::new(pieces) else { return };
        let lines = vec![PriceLine { sku: sku.clone(), quantity }];
        busy.set(true);
        spawn_local(async move {
            // What went wrong is said by the basket itself.
            let _ = basket.add(lines).await;
            busy.set(false);
        });
    });
    view! {
        <section class="calculator" aria-labelledby="calculator">
            <div class="calculator-words">
                <h2 id="calculator">{words::home::calculator(l)}</h2>
                <p>{words::home::calculator_text(l, words::number(l, CUPS_A_MACHINE.into()), machine.product.name.clone())}</p>
            </div>
            <form class="calculator-fields" on:submit=|event| event.prevent_default()>
                <Field name="cups" label=words::home::cups_a_day(l) value=cups kind="number" inputmode="numeric" />
                <Field name="days" label=words::home::days_a_month(l) value=days kind="number" inputmode="numeric" />
                <Field name="beans" label=words::home::beans_price(l) value=beans inputmode="decimal" />
                <Field name="cup-today" label=words::home::cup_today(l) value=today inputmode="decimal" />
            </form>
            <div class="calculator-result" aria-live="polite">
                {move || match result.get() {
                    Some(estimate) => outcome(l, estimate),
                    None => view! { <p>{words::home::calculator_empty(l)}</p> }.into_any(),
                }}
                <Button
                    tone=Tone::Primary
                    busy=busy
                    disabled=Signal::derive(move || result.with(Option::is_none))
                    on_click=add
                >
                    {move || {
                        words::home::add_machines(l, result.with(|r| r.as_ref().map_or(1, |e| e.machines)).into())
                    }}
                </Button>
            </div>
        </section>
    }
    .into_any()
}

fn whole(text: RwSignal<String>, most: u32) -> Option<u32> {
    text.with(|text| text.trim().parse().ok()).filter(|n| (1..=most).contains(n))
}

fn outcome(l: Locale, estimate: Estimate) -> AnyView {
    let kilograms = words::number(l, estimate.grams_a_month.div_ceil(1000).into());
    let payback = estimate.payback_months.map_or_else(
        || words::home::payback_never(l).to_owned(),
        |months| words::home::payback_months(l, months.into()),
    );
    let rows = [
        (words::home::result_machines(l), words::number(l, estimate.machines.into()), String::new()),
        (words::home::result_investment(l), money(l, estimate.investment), words::ui::vat_excluded(l).to_owned()),
        (words::home::result_beans(l), words::home::kilograms(l, kilograms), String::new()),
        (words::home::result_cup(l), money(l, estimate.cup), words::home::over_months(l, MONTHS)),
        (words::home::result_payback(l), payback, String::new()),
    ]
    .map(|(name, value, note)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}" "<small>{note}</small></dd>
            </div>
        }
    });
    view! { <dl>{rows.into_iter().collect_view()}</dl> }.into_any()
}
