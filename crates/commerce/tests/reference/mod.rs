//! A second, slow and obvious way of finding what a basket costs, written from the rules and not from the code: it looks
//! at every promotion for every line, keeps nothing, counts cents as whole numbers. It gives amounts only, no reasons.

use giano_commerce::Face;
use giano_commerce::pricing::{
    ContractPrice, ContractTerms, Item, LineInput, ListOwner, PricingContext, ShippingPrice,
};
use giano_commerce::promotion::{Audience, Effect, Promotion, Scope, Stacking};
use giano_commerce::tax::{VatClass, VatTreatment};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// Whole cents.
type Cents = i128;

/// What a basket costs.
#[derive(Debug, PartialEq, Eq)]
pub struct Costs {
    /// Unit price, total and share of order discounts of each line.
    pub lines: Vec<(Cents, Cents, Cents)>,
    /// Each order-level discount.
    pub discounts: Vec<Cents>,
    /// Free pieces.
    pub gifts: usize,
    /// Shipping, where a delivery is chosen.
    pub shipping: Option<Cents>,
    /// Sum without VAT.
    pub net: Cents,
    /// VAT.
    pub tax: Cents,
}

/// What a line is left with by contract, tiers and promotions per piece.
struct Piece {
    price: Decimal,
    /// `Some(firm)` where a contract made the price.
    contract: Option<bool>,
    promoted: bool,
    alone: bool,
}

/// Prices a basket in cents; the currency must have two digits.
pub fn costs(context: &PricingContext, lines: &[LineInput]) -> Costs {
    let mut promotions: Vec<&Promotion> =
        context.promotions.iter().map(AsRef::as_ref).filter(|promotion| runs(context, promotion)).collect();
    promotions.sort_by_key(|promotion| (promotion.priority, promotion.id.0));

    // What minimums of promotions on goods are measured by: prices without any promotion.
    let plain: Vec<Cents> = lines
        .iter()
        .map(|line| cents(with_term(context, piece(context, lines, line, &[]).price)) * pieces(line))
        .collect();
    let on_goods: Vec<&Promotion> = promotions
        .iter()
        .copied()
        .filter(|promotion| is_on_goods(promotion) && reached(promotion, lines, &plain))
        .collect();

    let mut found: Vec<Piece> = lines.iter().map(|line| piece(context, lines, line, &on_goods)).collect();
    let mut units: Vec<Cents> = found.iter().map(|piece| cents(with_term(context, piece.price))).collect();
    let mut totals: Vec<Cents> = lines.iter().zip(&units).map(|(line, unit)| pieces(line) * unit).collect();
    together(context, &on_goods, lines, &mut found, &mut units, &mut totals);

    let on_order: Vec<&Promotion> = promotions
        .iter()
        .copied()
        .filter(|promotion| !is_on_goods(promotion) && reached(promotion, lines, &totals))
        .collect();
    let mut left = totals.clone();
    let mut discounts = Vec::new();
    let mut closed = false;
    for promotion in &on_order {
        let touchable: Vec<Cents> =
            left.iter().zip(&found).map(|(left, piece)| if piece.contract == Some(true) { 0 } else { *left }).collect();
        let whole: Cents = touchable.iter().sum();
        let off = match &promotion.effect {
            Effect::Percentage { percent } => cents(decimal(whole) * percent / Decimal::ONE_HUNDRED).min(whole),
            Effect::FixedAmount { amount } => cents(amount.amount()).min(whole),
            _ => continue,
        };
        let alone = promotion.stacking == Stacking::Exclusive;
        let shut_out = closed || (alone && !discounts.is_empty());
        if off > 0 && !shut_out {
            for (left, part) in left.iter_mut().zip(shares(off, &touchable, &skus(lines))) {
                *left -= part;
            }
            discounts.push(off);
            closed = alone;
        }
    }
    let gifts = on_order.iter().filter(|promotion| matches!(promotion.effect, Effect::Gift { .. })).count();
    let shipping = shipping(context, lines, &on_order, left.iter().sum());
    let (net, tax) = vat(context, lines, &left, shipping.unwrap_or(0));
    let lines =
        units.iter().zip(&totals).zip(&left).map(|((unit, total), left)| (*unit, *total, total - left)).collect();
    Costs { lines, discounts, gifts, shipping, net, tax }
}

fn cents(amount: Decimal) -> Cents {
    let cents = (amount * Decimal::ONE_HUNDRED).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    cents.to_i128().expect("a few thousand")
}

fn decimal(cents: Cents) -> Decimal {
    Decimal::from_i128_with_scale(cents, 2)
}

fn pieces(line: &LineInput) -> Cents {
    line.quantity.get().into()
}

fn skus(lines: &[LineInput]) -> Vec<String> {
    lines.iter().map(|line| line.item.sku.to_string()).collect()
}

fn runs(context: &PricingContext, promotion: &Promotion) -> bool {
    let for_us = match promotion.audience {
        Audience::Both => true,
        Audience::Home => context.face == Face::Home,
        Audience::Business => context.face == Face::Business,
    };
    let begun = promotion.starts.is_none_or(|from| context.now >= from);
    let over = promotion.ends.is_some_and(|end| context.now >= end);
    let open = match &promotion.coupon {
        Some(code) => context.coupons.contains(code),
        None => true,
    };
    for_us && begun && !over && open
}

/// Promotions on goods change what lines cost; the others the order, its shipping or its gifts.
fn is_on_goods(promotion: &Promotion) -> bool {
    match &promotion.effect {
        Effect::FixedPrice { .. } | Effect::BuyXGetY { .. } | Effect::Bundle { .. } => true,
        Effect::Percentage { .. } | Effect::FixedAmount { .. } => !matches!(promotion.scope, Scope::Order),
        Effect::FreeShipping | Effect::Gift { .. } => false,
    }
}

fn covers(promotion: &Promotion, item: &Item) -> bool {
    match &promotion.scope {
        Scope::Products { products } => products.contains(&item.product),
        Scope::Categories { categories } => item.categories.iter().any(|category| categories.contains(category)),
        Scope::Order => true,
    }
}

fn reached(promotion: &Promotion, lines: &[LineInput], worth: &[Cents]) -> bool {
    let covered: Vec<usize> = (0..lines.len()).filter(|at| covers(promotion, &lines[*at].item)).collect();
    let sum: Cents = covered.iter().map(|at| worth[*at]).sum();
    let count: Cents = covered.iter().map(|at| pieces(&lines[*at])).sum();
    count > 0
        && promotion.minimum_amount.is_none_or(|least| decimal(sum) >= least.amount())
        && promotion.minimum_quantity.is_none_or(|least| count >= least.into())
}

fn with_term(context: &PricingContext, price: Decimal) -> Decimal {
    match (&context.term, context.face) {
        (Some(term), Face::Business) => {
            (price + price * term.adjustment_percent / Decimal::ONE_HUNDRED).max(Decimal::ZERO)
        }
        _ => price,
    }
}

fn piece(context: &PricingContext, lines: &[LineInput], line: &LineInput, promotions: &[&Promotion]) -> Piece {
    let item = &line.item;
    if context.face == Face::Home {
        return promoted(item, item.home_price.amount(), promotions);
    }
    let list = item.list_price.map_or_else(
        || {
            let percent = rate(context, context.home_country, item.vat_class);
            item.home_price.amount() * Decimal::ONE_HUNDRED / (Decimal::ONE_HUNDRED + percent)
        },
        |price| price.amount(),
    );
    let count = |mix_and_match: bool| -> u32 {
        let same = lines.iter().filter(|other| {
            if mix_and_match { other.item.product == item.product } else { other.item.variant == item.variant }
        });
        same.map(|other| other.quantity.get()).sum()
    };
    let mut public = list;
    let mut reached_minimum = 0;
    for tier in &item.tiers {
        if tier.minimum <= count(item.mix_and_match) && tier.minimum >= reached_minimum {
            reached_minimum = tier.minimum;
            public = tier.price.amount();
        }
    }
    let by_promotion = promoted(item, public, promotions);
    let of = |owner| agreed(context, item, owner, list, &count);
    match of(ListOwner::Company).or_else(|| of(ListOwner::Group)) {
        Some((price, false)) if by_promotion.promoted && by_promotion.price < price => by_promotion,
        Some((price, firm)) => Piece { price, contract: Some(firm), promoted: false, alone: false },
        None => by_promotion,
    }
}

/// The cheapest of an owner's lists (among equals a firm one), each at the greatest minimum that is reached.
fn agreed(
    context: &PricingContext,
    item: &Item,
    owner: ListOwner,
    list: Decimal,
    count: &dyn Fn(bool) -> u32,
) -> Option<(Decimal, bool)> {
    let valid = |entry: &&ContractPrice| {
        entry.owner == owner
            && entry.valid_from.is_none_or(|from| context.now >= from)
            && entry.valid_until.is_none_or(|until| context.now < until)
            && entry.minimum <= count(entry.mix_and_match)
    };
    let price = |entry: &ContractPrice| match &entry.price {
        ContractTerms::Fixed { price } => price.amount(),
        ContractTerms::PercentOff { percent } => list - list * percent / Decimal::ONE_HUNDRED,
    };
    let mut best: Option<(Decimal, bool)> = None;
    for entry in item.contract.iter().filter(valid) {
        let outdone =
            item.contract.iter().filter(valid).any(|other| other.list == entry.list && other.minimum > entry.minimum);
        if !outdone && best.is_none_or(|(lowest, firm)| (price(entry), !entry.firm) < (lowest, !firm)) {
            best = Some((price(entry), entry.firm));
        }
    }
    best
}

fn promoted(item: &Item, start: Decimal, promotions: &[&Promotion]) -> Piece {
    let mut piece = Piece { price: start, contract: None, promoted: false, alone: false };
    for promotion in promotions.iter().filter(|promotion| covers(promotion, item)) {
        let after = match &promotion.effect {
            Effect::Percentage { percent } => piece.price - piece.price * percent / Decimal::ONE_HUNDRED,
            Effect::FixedAmount { amount } => (piece.price - amount.amount()).max(Decimal::ZERO),
            Effect::FixedPrice { price } => price.amount(),
            _ => continue,
        };
        let alone = promotion.stacking == Stacking::Exclusive;
        let shut_out = piece.alone || (alone && piece.promoted);
        if after < piece.price && !shut_out {
            piece = Piece { price: after, contract: None, promoted: true, alone };
        }
    }
    piece
}

/// Buy X get Y and sets.
fn together(
    context: &PricingContext,
    promotions: &[&Promotion],
    lines: &[LineInput],
    found: &mut [Piece],
    units: &mut [Cents],
    totals: &mut [Cents],
) {
    let mut touched: Vec<bool> = vec![false; lines.len()];
    let mut closed: Vec<bool> = vec![false; lines.len()];
    for promotion in promotions {
        let wanted = match &promotion.effect {
            Effect::BuyXGetY { .. } => None,
            Effect::Bundle { skus, .. } => Some(skus),
            _ => continue,
        };
        let alone = promotion.stacking == Stacking::Exclusive;
        // Every line as it would be if there were no contracts.
        let open: Vec<Piece> = lines
            .iter()
            .map(|line| {
                let mut item = Item::clone(&line.item);
                item.contract.clear();
                piece(context, lines, &LineInput { item: item.into(), ..line.clone() }, promotions)
            })
            .collect();
        let open_units: Vec<Cents> = open.iter().map(|piece| cents(with_term(context, piece.price))).collect();
        let concerned = |at: usize, piece: &Piece| {
            covers(promotion, &lines[at].item)
                && wanted.is_none_or(|skus| skus.iter().any(|sku| sku.key() == lines[at].item.sku.key()))
                && !(piece.alone || closed[at])
                && !(alone && (piece.promoted || touched[at]))
        };
        let by_contract = |at: &usize| found[*at].contract.is_some();
        let own: Vec<usize> = (0..lines.len()).filter(|at| !by_contract(at) && concerned(*at, &found[*at])).collect();
        let asked: Vec<usize> =
            (0..lines.len()).filter(|at| found[*at].contract == Some(false) && concerned(*at, &open[*at])).collect();

        // One way: contracts stay.
        let off_apart = taken_off(promotion, lines, &own, units, totals);
        let cost_apart: Cents = own.iter().chain(&asked).map(|at| totals[*at] - off_apart[*at]).sum();

        // The other: all that may do without, but for those that do not gain by it.
        let mut units_open = units.to_vec();
        let mut totals_open = totals.to_vec();
        for at in &asked {
            units_open[*at] = open_units[*at];
            totals_open[*at] = open_units[*at] * pieces(&lines[*at]);
        }
        let mut staying = asked.clone();
        let off_open = loop {
            let members: Vec<usize> = own.iter().chain(&staying).copied().collect();
            let offs = taken_off(promotion, lines, &members, &units_open, &totals_open);
            let loss = |at: usize| totals_open[at] - offs[at] - totals[at];
            let mut losers: Vec<usize> = staying.iter().copied().filter(|at| loss(*at) >= 0).collect();
            losers.sort_by_key(|at| (-loss(*at), lines[*at].item.sku.to_string(), lines[*at].id));
            match losers.first() {
                Some(first) => staying.retain(|at| at != first),
                None => break offs,
            }
        };
        let cost_open: Cents =
            own.iter()
                .chain(&asked)
                .map(|at| {
                    if own.contains(at) || staying.contains(at) {
                        totals_open[*at] - off_open[*at]
                    } else {
                        totals[*at]
                    }
                })
                .sum();

        // What takes nothing off wins over no contract.
        let open_wins = cost_open < cost_apart && off_open.iter().any(|off| *off > 0);
        let offs = if open_wins { off_open } else { off_apart };
        for at in staying.iter().copied().filter(|_| open_wins) {
            found[at] = Piece { contract: None, ..open[at] };
            units[at] = units_open[at];
            totals[at] = totals_open[at];
            touched[at] = true;
            closed[at] |= alone;
        }
        for (at, off) in offs.into_iter().enumerate() {
            if off > 0 {
                totals[at] -= off;
                touched[at] = true;
                closed[at] |= alone;
            }
        }
    }
}

/// What a promotion on several pieces takes off each line, if these lines take part at these unit prices.
fn taken_off(
    promotion: &Promotion,
    lines: &[LineInput],
    members: &[usize],
    units: &[Cents],
    totals: &[Cents],
) -> Vec<Cents> {
    let mut offs: Vec<Cents> = vec![0; lines.len()];
    match &promotion.effect {
        Effect::BuyXGetY { buy, get, percent } => {
            // Every single piece by itself, the cheapest first.
            let mut singles: Vec<(Cents, &str, i64, usize)> = members
                .iter()
                .flat_map(|at| {
                    let single = (units[*at], lines[*at].item.sku.as_str(), lines[*at].id, *at);
                    std::iter::repeat_n(single, lines[*at].quantity.get() as usize)
                })
                .collect();
            singles.sort();
            let reduced = singles.len() / (*buy + *get) as usize * *get as usize;
            for at in 0..lines.len() {
                let here = singles[..reduced].iter().filter(|(.., line)| *line == at).count() as Cents;
                offs[at] = cents(decimal(units[at] * here) * percent / Decimal::ONE_HUNDRED);
            }
        }
        Effect::Bundle { skus: wanted, price } => {
            let each = |at: usize| -> Cents {
                let own = lines[at].item.sku.key();
                wanted.iter().filter(|sku| sku.key() == own).count() as Cents
            };
            let parts: Vec<usize> = members.iter().copied().filter(|at| each(*at) > 0).collect();
            let complete = wanted.iter().all(|sku| parts.iter().any(|at| lines[*at].item.sku.key() == sku.key()));
            let sets = parts.iter().map(|at| pieces(&lines[*at]) / each(*at)).min().unwrap_or(0);
            let weights: Vec<Cents> = parts.iter().map(|at| units[*at] * each(*at)).collect();
            let saving = weights.iter().sum::<Cents>() - cents(price.amount());
            if complete && sets > 0 && saving > 0 {
                let names: Vec<String> = parts.iter().map(|at| lines[*at].item.sku.to_string()).collect();
                for (at, part) in parts.iter().zip(shares(saving * sets, &weights, &names)) {
                    offs[*at] = part;
                }
            }
        }
        _ => {}
    }
    (0..lines.len()).map(|at| offs[at].min(totals[at])).collect()
}

/// Whole cents in proportion; what is left goes, a cent each, to the largest remainders.
fn shares(whole: Cents, weights: &[Cents], names: &[String]) -> Vec<Cents> {
    let sum: Cents = weights.iter().sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let mut parts: Vec<Cents> = weights.iter().map(|weight| whole * weight / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).filter(|at| weights[*at] > 0).collect();
    order.sort_by_key(|at| (-(whole * weights[*at] % sum), -weights[*at], names[*at].clone()));
    let left = whole - parts.iter().sum::<Cents>();
    for at in order.iter().take(left as usize) {
        parts[*at] += 1;
    }
    parts
}

fn shipping(context: &PricingContext, lines: &[LineInput], promotions: &[&Promotion], goods: Cents) -> Option<Cents> {
    let shipping = context.shipping.as_ref()?;
    let free = shipping.free_from.is_some_and(|from| decimal(goods) >= from.amount())
        || promotions.iter().any(|promotion| matches!(promotion.effect, Effect::FreeShipping));
    let regular = match &shipping.price {
        ShippingPrice::Flat { price } => cents(price.amount()),
        ShippingPrice::Weight { base, per_step, step_grams } => {
            let grams: u64 =
                lines.iter().map(|line| u64::from(line.item.weight_grams) * u64::from(line.quantity.get())).sum();
            let mut steps = 0_u64;
            while steps * u64::from(*step_grams) < grams {
                steps += 1;
            }
            cents(base.amount()) + cents(per_step.amount()) * Cents::from(steps)
        }
    };
    Some(if free { 0 } else { regular })
}

fn rate(context: &PricingContext, country: giano_commerce::Country, class: VatClass) -> Decimal {
    let known = context.rates.iter().find(|rate| rate.country == country && rate.class == class);
    if class == VatClass::Exempt { Decimal::ZERO } else { known.expect("a rate").percent }
}

fn vat(context: &PricingContext, lines: &[LineInput], left: &[Cents], shipping: Cents) -> (Cents, Cents) {
    let charged = |class: VatClass| match &context.vat {
        VatTreatment::Charged { country } => rate(context, *country, class),
        VatTreatment::ReverseCharge { .. } | VatTreatment::Export => Decimal::ZERO,
    };
    let mut rates: Vec<Decimal> = lines.iter().map(|line| charged(line.item.vat_class)).collect();
    rates.sort();
    rates.dedup();
    let sum_at = |rate: &Decimal| -> Cents {
        lines.iter().zip(left).filter(|(line, _)| charged(line.item.vat_class) == *rate).map(|(_, left)| left).sum()
    };
    let mut sums: Vec<Cents> = rates.iter().map(sum_at).collect();
    if sums.iter().all(|sum| *sum == 0) {
        rates.push(charged(VatClass::Standard));
        sums.push(shipping);
    } else {
        // Among equal remainders and sums the lower rate.
        let names: Vec<String> = (0..rates.len()).map(|at| format!("{at:04}")).collect();
        let parts = shares(shipping, &sums, &names);
        sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
    }
    let (mut net, mut tax) = (0, 0);
    for (rate, sum) in rates.iter().zip(sums) {
        match context.face {
            Face::Home => {
                let inside = cents(decimal(sum) * rate / (Decimal::ONE_HUNDRED + rate));
                net += sum - inside;
                tax += inside;
            }
            Face::Business => {
                net += sum;
                tax += cents(decimal(sum) * rate / Decimal::ONE_HUNDRED);
            }
        }
    }
    (net, tax)
}
