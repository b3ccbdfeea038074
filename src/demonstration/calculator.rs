//! The calculator: cups a day in; machine, beans and money out; into the order with one press.

use super::estimate::{Estimate, Habits, MONTHS, estimate};
use crate::boot::use_locale;
use crate::cart::use_basket;
use crate::prelude::*;
use crate::ui::{Button, Field, Select, Tone, money};
use crate::{routes, words};
use giano_api::demonstration::{CalculatorItem, CalculatorView};
use giano_api::price::PriceLine;
use giano_commerce::{Locale, Money, Quantity};
use leptos::task::spawn_local;
use std::sync::Arc;

/// What coffee would cost with the shop's machines and beans.
#[component]
pub(super) fn Calculator(from: CalculatorView) -> impl IntoView {
    let l = use_locale();
    let basket = use_basket();
    let from = Arc::new(from);
    let currency = from.beans.a_kilogram.currency();
    let cups = RwSignal::new("90".to_owned());
    let days = RwSignal::new("22".to_owned());
    let today = RwSignal::new(words::decimal(l, "0.60"));
    // Empty for the machine that suits, else its place.
    let machine = RwSignal::new(String::new());
    let with_beans = RwSignal::new(true);
    let busy = RwSignal::new(false);
    let result = {
        let from = Arc::clone(&from);
        Memo::new(move |_| {
            let cup_today = today
                .with(|text| Money::parse(&text.replace(',', "."), currency).ok())
                .filter(|amount| !amount.amount().is_sign_negative())?;
            let machine = machine.with(|place| place.parse().ok());
            let habits =
                Habits { cups_a_day: whole(cups, 100_000)?, days_a_month: whole(days, 31)?, cup_today, machine };
            estimate(habits, &from)
        })
    };
    let add = {
        let from = Arc::clone(&from);
        Callback::new(move |()| {
            let Some(estimate) = result.get_untracked() else { return };
            let line = |item: &CalculatorItem, pieces| {
                Quantity::new(pieces).ok().map(|quantity| PriceLine { sku: item.sku.clone(), quantity })
            };
            let machines = from.machines.get(estimate.machine).and_then(|own| line(&own.item, estimate.machines));
            let beans = with_beans.get_untracked().then(|| line(&from.beans.item, estimate.beans)).flatten();
            let lines: Vec<PriceLine> = machines.into_iter().chain(beans).collect();
            busy.set(true);
            spawn_local(async move {
                // What went wrong is said by the basket itself.
                let _ = basket.add(lines).await;
                busy.try_set(false);
            });
        })
    };
    let suits = vec![(String::new(), words::demonstration::machine_that_suits(l).to_owned())];
    let machines = from.machines.iter().enumerate().map(|(place, machine)| {
        let cups = words::number(l, machine.cups_a_day.into());
        (place.to_string(), words::demonstration::machine_for(l, cups, full_name(&machine.item)))
    });
    let options = suits.into_iter().chain(machines).collect::<Vec<_>>();
    let grams = words::decimal(l, &from.grams_a_cup.normalize().to_string());
    let text =
        words::demonstration::calculator_text(l, from.beans.item.name.clone(), grams, money(l, from.beans.a_kilogram));
    let shown = {
        let from = Arc::clone(&from);
        move || match result.get() {
            Some(estimate) => outcome(l, &from, estimate),
            None => view! { <p>{words::demonstration::calculator_empty(l)}</p> }.into_any(),
        }
    };
    view! {
        <section class="calculator" aria-labelledby="calculator">
            <div class="calculator-words">
                <h2 id="calculator">{words::demonstration::calculator(l)}</h2>
                <p>{text}</p>
            </div>
            <form class="calculator-fields" on:submit=|event| event.prevent_default()>
                <Field name="cups" label=words::demonstration::cups_a_day(l) value=cups kind="number" inputmode="numeric" />
                <Field name="days" label=words::demonstration::days_a_month(l) value=days kind="number" inputmode="numeric" />
                <Field name="cup-today" label=words::demonstration::cup_today(l) value=today inputmode="decimal" />
                <Select name="machine" label=words::demonstration::machine(l) value=machine options=options />
            </form>
            <div class="calculator-result">
                <div aria-live="polite">{shown}</div>
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || with_beans.get()
                        checked=true
                        on:change=move |event| with_beans.set(event_target_checked(&event))
                    />
                    <span>{words::demonstration::with_beans(l)}</span>
                </label>
                <Button
                    tone=Tone::Primary
                    busy=busy
                    disabled=Signal::derive(move || result.with(Option::is_none))
                    on_click=add
                >
                    {words::demonstration::add_result(l)}
                </Button>
            </div>
        </section>
    }
    .into_any()
}

fn full_name(item: &CalculatorItem) -> String {
    if item.label.is_empty() { item.name.clone() } else { format!("{}, {}", item.name, item.label) }
}

fn whole(text: RwSignal<String>, most: u32) -> Option<u32> {
    text.with(|text| text.trim().parse().ok()).filter(|n| (1..=most).contains(n))
}

fn outcome(l: Locale, from: &CalculatorView, estimate: Estimate) -> AnyView {
    let Some(machine) = from.machines.get(estimate.machine) else { return ().into_any() };
    let kilograms = words::number(l, estimate.grams_a_month.div_ceil(1000));
    let payback = estimate.payback_months.map_or_else(
        || words::demonstration::payback_never(l).to_owned(),
        |months| words::demonstration::payback_months(l, months.into()),
    );
    let machines = format!("{} × {}", words::number(l, estimate.machines.into()), full_name(&machine.item));
    let bags = words::demonstration::bags(l, words::number(l, estimate.beans.into()), money(l, estimate.beans_a_month));
    let rows = [
        (words::demonstration::result_machines(l), machines, Some(machine.item.slug.clone()), String::new()),
        (
            words::demonstration::result_investment(l),
            money(l, estimate.investment),
            None,
            words::ui::vat_excluded(l).to_owned(),
        ),
        (words::demonstration::result_beans(l), words::demonstration::kilograms(l, kilograms), None, bags),
        (
            words::demonstration::result_cup(l),
            money(l, estimate.cup),
            None,
            words::demonstration::over_months(l, MONTHS),
        ),
        (words::demonstration::result_payback(l), payback, None, String::new()),
    ]
    .map(|(name, value, slug, note)| {
        let value = match slug {
            Some(slug) => view! { <a href=routes::product(&slug)>{value}</a> }.into_any(),
            None => value.into_any(),
        };
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}" "<small>{note}</small></dd>
            </div>
        }
    });
    view! { <dl>{rows.into_iter().collect_view()}</dl> }.into_any()
}
