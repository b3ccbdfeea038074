//! Price by quantity and payment timing.

use crate::catalog::answer::Reading;
use crate::pricing::{price_one, terms_of};
use giano_api::product::{PriceRow, PriceTable, TermHead};
use giano_commerce::Face;
use giano_commerce::pricing::{PricingContext, Rule, Verdict, price_breaks};
use std::collections::BTreeSet;

/// Net unit price of a variant by quantity (rows) and payment term (columns); none at home.
pub(crate) fn price_table(reading: &Reading<'_>, product: usize, variant: usize) -> Option<PriceTable> {
    let Reading { snapshot, visitor, context, contracts, .. } = reading;
    if context.face != Face::Business {
        return None;
    }
    let item = snapshot.item(product, variant, contracts);
    let rule = crate::pricing::rule(snapshot.variant(product, variant), context.face);
    // A price that begins between two quantities that can be ordered begins at the greater one.
    let rows: BTreeSet<u32> = price_breaks(context, &item)
        .into_iter()
        .filter(|minimum| *minimum <= rule.greatest())
        .map(|minimum| rule.enough_for(minimum))
        .chain([rule.least()])
        .collect();
    let terms = terms_of(snapshot, visitor);
    let mut table = PriceTable { terms: Vec::new(), rows: Vec::new(), contract: None };
    let mut columns: Vec<PricingContext> = terms
        .iter()
        .map(|term| PricingContext { term: Some(std::sync::Arc::clone(term)), ..PricingContext::clone(context) })
        .collect();
    table.terms = terms
        .iter()
        .map(|term| TermHead { code: term.code.clone(), name: term.name.get(visitor.locale).to_owned() })
        .collect();
    if columns.is_empty() {
        // A shop without payment terms still has prices by quantity.
        columns.push(PricingContext::clone(context));
        let name = crate::words::product::net_price(visitor.locale).to_owned();
        table.terms.push(TermHead { code: String::new(), name });
    }
    for minimum in rows {
        let mut prices = Vec::with_capacity(columns.len());
        for column in &columns {
            let line = price_one(column, &item, minimum).ok()?.lines.into_iter().next()?;
            table.contract = table.contract.or_else(|| {
                line.trace.iter().find_map(|step| match (&step.rule, step.verdict) {
                    (Rule::Contract { list, .. }, Verdict::Won) => Some(list.clone()),
                    _ => None,
                })
            });
            prices.push(line.unit);
        }
        // A row that changes nothing says nothing.
        if table.rows.last().is_none_or(|row: &PriceRow| row.prices != prices) {
            table.rows.push(PriceRow { minimum, prices });
        }
    }
    // One price for every quantity and every term is no table: it stands on the page already.
    (table.rows.len() > 1 || table.terms.len() > 1).then_some(table)
}
