//! "Why this price?"

use super::html::{Html, html};
use super::money::money;
use crate::boot::use_locale;
use crate::prelude::*;
use crate::words;
use giano_commerce::Locale;
use giano_commerce::format::percent;
use giano_commerce::pricing::{ListOwner, Rounded, Rule, Step, Verdict};

/// How a price came about: every rule considered, what it did, why it did not.
#[component]
pub fn TraceView(
    /// The rules in order.
    steps: Vec<Step>,
) -> impl IntoView {
    trace(use_locale(), &steps).view()
}

/// [`TraceView`] as finished markup.
pub fn trace(l: Locale, steps: &[Step]) -> Html {
    let rows = steps.iter().map(|step| {
        let won = step.verdict == Verdict::Won;
        let note = verdict_text(l, step.verdict).map(|note| html("<span class=\"trace-note\">{}</span>", &[&note]));
        html(
            "<li class=\"{}\"><span class=\"trace-rule\">{}</span><span class=\"trace-amount\">{}</span>{}</li>",
            &[
                &if won { "trace-step" } else { "trace-step trace-lost" },
                &rule_text(l, &step.rule),
                &if won { money_exact(l, step) } else { String::new() },
                &note,
            ],
        )
    });
    html("<ol class=\"trace\">{}</ol>", &[&Html::join(rows)])
}

fn money_exact(l: Locale, step: &Step) -> String {
    if step.before == step.after || matches!(step.rule, Rule::HomePrice | Rule::ListPrice) {
        money(l, step.after)
    } else {
        format!("{} → {}", money(l, step.before), money(l, step.after))
    }
}

fn rule_text(l: Locale, rule: &Rule) -> String {
    use words::ui;
    match rule {
        Rule::HomePrice => ui::rule_home_price(l).to_owned(),
        Rule::ListPrice => ui::rule_list_price(l).to_owned(),
        Rule::DerivedFromHome { vat_percent } => ui::rule_derived(l, percent(l, *vat_percent)),
        Rule::Contract { list, owner, minimum, percent_off, firm } => {
            let mut text = match owner {
                ListOwner::Company => ui::rule_contract(l, list),
                ListOwner::Group => ui::rule_group(l, list),
            };
            if *minimum > 1 {
                text.push_str(", ");
                text.push_str(&ui::rule_from_quantity(l, words::number(l, (*minimum).into())));
            }
            if let Some(off) = percent_off {
                text.push_str(", ");
                text.push_str(&percent(l, -*off));
            }
            if *firm {
                text.push_str(", ");
                text.push_str(ui::rule_firm(l));
            }
            text
        }
        Rule::Tier { minimum, counted } => {
            ui::rule_tier(l, words::number(l, (*counted).into()), words::number(l, (*minimum).into()))
        }
        Rule::Promotion { name, .. } => ui::rule_promotion(l, name.get(l)),
        Rule::Term { name, percent: by, .. } => ui::rule_term(l, name.get(l), percent(l, *by)),
        Rule::Rounding { of: Rounded::Unit } => ui::rule_rounding_unit(l).to_owned(),
        Rule::Rounding { of: Rounded::Line } => ui::rule_rounding_line(l).to_owned(),
        Rule::Apart { pieces } => ui::rule_apart(l, words::number(l, (*pieces).into())),
        Rule::OrderShare { name, .. } => ui::rule_order_share(l, name.get(l)),
    }
}

fn verdict_text(l: Locale, verdict: Verdict) -> Option<&'static str> {
    use words::ui;
    Some(match verdict {
        Verdict::Won => return None,
        Verdict::Dearer => ui::verdict_dearer(l),
        Verdict::ContractFirm => ui::verdict_firm(l),
        Verdict::OutOfDate => ui::verdict_out_of_date(l),
        Verdict::BelowMinimum => ui::verdict_below_minimum(l),
        Verdict::Excluded => ui::verdict_excluded(l),
        Verdict::NeedsCoupon => ui::verdict_coupon(l),
        Verdict::Outranked => ui::verdict_outranked(l),
        Verdict::Incomplete => ui::verdict_incomplete(l),
    })
}
