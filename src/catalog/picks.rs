//! Many articles with their quantities, added in one go: the table of a list, the grid of variants.
//!
//! The fields are finished markup; one listener at their root hears them all.

use crate::boot::use_locale;
use crate::cart::use_basket;
use crate::prelude::*;
use crate::ui::{
    Button, Html, Tone, closest, cure_chip, cure_chips, html, problem_text, quantity_issue_text, supply_said, taken,
};
use crate::words;
use giano_api::Problem;
use giano_api::price::PriceLine;
use giano_commerce::catalog::Stock;
use giano_commerce::{Locale, Quantity, QuantityRule, Sku};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

/// Quantities chosen so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Picks {
    chosen: RwSignal<Vec<PriceLine>>,
    /// What is wrong with the field left last, for people who do not see it.
    said: RwSignal<String>,
    l: Locale,
}

impl Picks {
    /// Nothing chosen yet. Call it while a component is made.
    pub fn new() -> Self {
        Self { chosen: RwSignal::new(Vec::new()), said: RwSignal::new(String::new()), l: use_locale() }
    }

    /// The field of an article of which there is so much, with what was chosen of it before.
    pub fn field(self, sku: &Sku, rule: QuantityRule, stock: Stock, label: &str) -> Html {
        let chosen = self.chosen.with_untracked(|lines| {
            lines.iter().find(|line| line.sku == *sku).map(|line| line.quantity.get().to_string())
        });
        html(
            "<span class=\"pick\"><input class=\"input pick-input\" type=\"number\" inputmode=\"numeric\" min=\"0\" step=\"{}\" \
             data-sku=\"{}\" data-minimum=\"{}\" data-maximum=\"{}\" data-there=\"{}\" data-beyond=\"{}\" data-days=\"{}\" placeholder=\"0\" value=\"{}\" aria-label=\"{}\">\
             <span class=\"pick-wrong\"></span></span>",
            &[
                &u64::from(rule.increment.max(1)),
                &sku.as_str(),
                &u64::from(rule.minimum),
                &rule.maximum.map(|most| most.to_string()).unwrap_or_default(),
                &u64::from(stock.on_hand),
                &u64::from(stock.backorder),
                &stock.lead_days.map(|days| days.to_string()).unwrap_or_default(),
                &chosen.unwrap_or_default(),
                &label,
            ],
        )
    }

    /// While somebody types.
    pub fn typed(self, event: &Event) {
        if let Some(field) = field_of(event) {
            self.read(&field, false);
        }
    }

    /// When a field is left.
    pub fn left(self, event: &Event) {
        if let Some(field) = field_of(event) {
            self.read(&field, true);
        }
    }

    /// Takes a quantity that was proposed instead of a forbidden one.
    pub fn clicked(self, event: &Event) {
        let Some((button, pieces)) = taken(event) else { return };
        let field = button
            .closest(".pick")
            .ok()
            .flatten()
            .and_then(|around| around.query_selector("input").ok().flatten())
            .and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field {
            field.set_value(&pieces.to_string());
            let _ = field.focus();
            self.read(&field, true);
        }
    }

    /// Enter goes on to the next field.
    pub fn key(self, event: &web_sys::KeyboardEvent) {
        if event.key() != "Enter" {
            return;
        }
        let Some(field) = field_of(event) else { return };
        event.prevent_default();
        self.read(&field, true);
        let fields = fields();
        let at = fields.iter().position(|other| js_sys::Object::is(other.as_ref(), field.as_ref()));
        let next = at.and_then(|at| if event.shift_key() { at.checked_sub(1) } else { Some(at + 1) });
        match next.and_then(|next| fields.get(next)) {
            Some(next) => {
                let _ = next.focus();
                next.select();
            }
            None => {
                let button = document().query_selector(".pick-bar .button-primary").ok().flatten();
                if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let _ = button.focus();
                }
            }
        }
    }

    fn read(self, field: &HtmlInputElement, say: bool) {
        let number = |name: &str| field.get_attribute(name).and_then(|text| text.parse().ok());
        let rule = QuantityRule {
            minimum: number("data-minimum").unwrap_or(1),
            maximum: number("data-maximum"),
            increment: number("step").unwrap_or(1),
        };
        let Some(sku) = field.get_attribute("data-sku").and_then(|sku| sku.parse::<Sku>().ok()) else { return };
        let quantity = field.value().trim().parse().ok().and_then(|pieces| Quantity::new(pieces).ok());
        let stock = Stock {
            on_hand: number("data-there").unwrap_or(0),
            backorder: number("data-beyond") == Some(1),
            lead_days: number("data-days"),
        };
        let issue = quantity.and_then(|quantity| rule.check(quantity).err());
        let supply =
            quantity.filter(|_| issue.is_none()).and_then(|quantity| supply_said(self.l, stock, rule, quantity.get()));
        let is_short = supply.as_ref().is_some_and(|said| said.is_short);
        let good = quantity.filter(|_| issue.is_none() && !is_short);
        let now =
            self.chosen.with_untracked(|lines| lines.iter().find(|line| line.sku == sku).map(|line| line.quantity));
        if now != good {
            self.chosen.update(|lines| {
                lines.retain(|line| line.sku != sku);
                lines.extend(good.map(|quantity| PriceLine { sku, quantity }));
            });
        }
        if (issue.is_some() || supply.is_some()) && !say {
            return;
        }
        let (text, shown) = match (issue, supply) {
            (Some(issue), _) => {
                let text = quantity_issue_text(self.l, issue);
                let shown = html("{} {}", &[&text, &cure_chips(self.l, issue)]);
                (text, shown)
            }
            (None, Some(said)) => {
                let chip = said.instead.map(|pieces| cure_chip(self.l, pieces));
                let class = if said.is_short { "pick-short" } else { "pick-later" };
                (said.text.clone(), html("<span class=\"{}\">{}</span> {}", &[&class, &said.text, &chip]))
            }
            (None, None) => (String::new(), Html::default()),
        };
        let _ = match issue.is_some() || is_short {
            true => field.set_attribute("aria-invalid", "true"),
            false => field.remove_attribute("aria-invalid"),
        };
        if let Some(wrong) = field.next_element_sibling() {
            wrong.set_inner_html(shown.as_str());
        }
        if self.said.with_untracked(|said| *said != text) {
            self.said.set(text);
        }
    }

    fn clear(self) {
        self.chosen.set(Vec::new());
        for field in fields() {
            field.set_value("");
            self.read(&field, true);
        }
    }
}

fn field_of(event: &Event) -> Option<HtmlInputElement> {
    closest(event, ".pick-input")?.dyn_into().ok()
}

fn fields() -> Vec<HtmlInputElement> {
    let Ok(found) = document().query_selector_all(".pick-input") else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// What is chosen and the one button that adds it all; there as soon as something is chosen.
#[component]
pub(crate) fn PickBar(picks: Picks) -> impl IntoView {
    let l = use_locale();
    let basket = use_basket();
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<Problem>);
    let lines = move || picks.chosen.with(Vec::len) as u64;
    let pieces = move || picks.chosen.with(|lines| lines.iter().map(|line| u64::from(line.quantity.get())).sum());
    let add = move |()| {
        busy.set(true);
        problem.set(None);
        leptos::task::spawn_local(async move {
            match basket.add(picks.chosen.get_untracked()).await {
                Ok(_) => picks.clear(),
                Err(refused) => problem.set(Some(refused)),
            }
            busy.set(false);
        });
    };
    view! {
        <div class="pick-bar" hidden=move || lines() == 0>
            <p class="pick-sum">{move || words::catalog::pick_pieces(l, pieces())}</p>
            <Button tone=Tone::Quiet on_click=move |()| picks.clear()>{words::catalog::pick_clear(l)}</Button>
            <Button tone=Tone::Primary busy=busy on_click=add>
                {move || words::catalog::pick_add(l, lines())}
            </Button>
            <p class="pick-problem" role="alert">
                {move || problem.with(|problem| problem.as_ref().map(|problem| problem_text(l, problem)))}
            </p>
        </div>
        <p class="visually-hidden" role="status">{move || picks.said.get()}</p>
    }
    .into_any()
}
