//! The price of one piece: base, contract, tier, promotions per piece, payment timing.

use super::exact::{self, Scale};
use super::per_piece::{Around, PerPiece, Reduced};
use super::tier::Tiered;
use super::trace::Trace;
use super::{
    ContractTerms, Item, PricingContext, PricingError, Rounded, Rule, Step, TierHint, Verdict, contract, tier,
};
use crate::Face;
use rust_decimal::Decimal;

/// The price of one piece with what later stages have to know of it.
pub(super) struct Unit {
    /// Before contract, tier, promotion and term, rounded.
    pub base: Decimal,
    /// Rounded.
    pub price: Decimal,
    /// What it would be without promotions, rounded.
    pub regular: Decimal,
    /// Promotions per piece that made it.
    pub promotions: Vec<usize>,
    /// Whether a price list made it, and whether that is firm.
    pub contract: Option<Firm>,
    /// How pieces take part in promotions on several pieces.
    pub takes_part: TakesPart,
    /// The price without any promotion per piece, rounded, where those that make the price need not apply: for promotions
    /// on several pieces that bear no other.
    pub bare: Option<Decimal>,
    pub tier: Option<TierHint>,
    /// The price before term and rounding, as it is worked with.
    pub exact: Decimal,
}

/// Whether a contract's price is firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Firm(pub bool);

/// How pieces take part in promotions on several pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TakesPart {
    /// All of them, at the price they have.
    Always,
    /// Those that give up a lower price of their own (a contract's, or one of an exclusive promotion), at this one.
    For(SharedPrice),
    /// None: the contract is firm, or an exclusive promotion holds.
    Never,
}

/// The price at which pieces take part in promotions on several pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SharedPrice {
    /// Rounded.
    pub price: Decimal,
    /// Promotions per piece that made it.
    pub promotions: Vec<usize>,
}

/// As what a piece is priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// By itself, at its lowest price.
    Single,
    /// As one that takes part in promotions on several pieces, whatever it costs by itself.
    Shared,
    /// As one that takes part in a promotion on several pieces that bears no other.
    Bare,
}

/// What is known of a line's surroundings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    /// Pieces of the variant in the basket.
    pub variant: u32,
    /// Pieces of all variants of the product in the basket.
    pub product: u32,
}

impl Counted {
    pub fn pieces(&self, mix_and_match: bool) -> u32 {
        if mix_and_match { self.product } else { self.variant }
    }

    const fn with(self, more: u32) -> Self {
        Self { variant: self.variant.saturating_add(more), product: self.product.saturating_add(more) }
    }
}

/// Prices one piece of an item, writing every rule considered into `trace`.
pub(super) fn unit_price(
    context: &PricingContext,
    around: Around<'_>,
    item: &Item,
    counted: Counted,
    piece: Piece,
    trace: Option<&mut Vec<Step>>,
) -> Result<Unit, PricingError> {
    check_prices(context, item)?;
    let mut unit = one_piece(context, around, item, counted, piece, trace)?;
    let own = unit.tier.take();
    unit.tier = super::hint::next_price(context, around, item, counted, &unit, own)?;
    Ok(unit)
}

/// The price of one piece if there were more of them; with no word of why.
pub(super) fn price_with_more(
    context: &PricingContext,
    around: Around<'_>,
    item: &Item,
    counted: Counted,
    (more, worth): (u32, Decimal),
) -> Result<Decimal, PricingError> {
    let around = Around { more: Some((more, worth)), ..around };
    Ok(one_piece(context, around, item, counted.with(more), Piece::Single, None)?.price)
}

/// What a guest pays for one piece without promotions, rounded.
pub(super) fn guest_price(context: &PricingContext, item: &Item, counted: Counted) -> Result<Decimal, PricingError> {
    check_prices(context, item)?;
    let mut trace = Trace { steps: None, currency: context.currency, scale: Scale::ONE };
    let public = public(context, item, counted, &mut trace)?.1;
    payable(context, public.price, &trace)
}

fn check_prices(context: &PricingContext, item: &Item) -> Result<(), PricingError> {
    let own = [Some(item.home_price), item.list_price];
    if let Some(price) = own.into_iter().flatten().find(|price| price.currency() != context.currency) {
        let (found, expected) = (price.currency(), context.currency);
        return Err(PricingError::Currency { sku: item.sku.clone(), found, expected });
    }
    let of_contracts = item.contract.iter().filter_map(|entry| match &entry.price {
        ContractTerms::Fixed { price } => Some(*price),
        ContractTerms::PercentOff { .. } => None,
    });
    let tiers = item.tiers.iter().map(|tier| tier.price);
    own.into_iter()
        .flatten()
        .chain(tiers)
        .chain(of_contracts)
        .try_for_each(|price| exact::within_limit(price.amount()).map(|_| ()))
}

/// What is asked for a piece before promotions, each as it is worked with.
struct Asked {
    base: Decimal,
    public: Tiered,
    contract: Option<Tiered>,
}

fn one_piece(
    context: &PricingContext,
    around: Around<'_>,
    item: &Item,
    counted: Counted,
    piece: Piece,
    steps: Option<&mut Vec<Step>>,
) -> Result<Unit, PricingError> {
    let mut trace = Trace { steps, currency: context.currency, scale: Scale::ONE };
    let Asked { base, public, contract } = asked(context, item, counted, &mut trace)?;
    let base = trace.scale.rounded(base, context.currency)?;
    if let Some(contract) = contract.as_ref().filter(|contract| contract.firm) {
        // The public tier was considered, but a firm contract goes before it.
        trace.change(Verdict::Won, Verdict::Outranked, is_tier);
        let none = Reduced { price: contract.price, won: Vec::new(), exclusive: false };
        around.tell(contract.price, &none, Some(Verdict::ContractFirm), &mut trace)?;
        let exact = contract.price;
        let price = payable(context, exact, &trace)?;
        tell_term(context, exact, price, &mut trace)?;
        return Ok(Unit {
            base,
            price,
            regular: price,
            promotions: Vec::new(),
            contract: Some(Firm(true)),
            takes_part: TakesPart::Never,
            bare: None,
            tier: contract.hint.clone(),
            exact,
        });
    }
    let PerPiece { best, shared, may_be_bare } = around.reduce(public.price, &trace)?;
    let agreed = contract.as_ref().map(|contract| contract.price);
    let own = contract.filter(|contract| contract.price <= best.price);
    let regular = agreed.map_or(public.price, |agreed| agreed.min(public.price));
    let shared = shared.unwrap_or_else(|| own.is_some().then(|| best.clone()));

    let by_contract = own.as_ref().filter(|_| piece == Piece::Single);
    let told = match (by_contract, &shared) {
        (Some(contract), _) => {
            trace.change(Verdict::Won, Verdict::Dearer, is_tier);
            around.tell(public.price, &best, Some(Verdict::Dearer), &mut trace)?;
            contract.price
        }
        (None, shared) => {
            let bare = Reduced { price: public.price, won: Vec::new(), exclusive: false };
            let made = match piece {
                Piece::Single => &best,
                Piece::Shared => shared.as_ref().unwrap_or(&best),
                Piece::Bare => &bare,
            };
            trace.change(Verdict::Won, Verdict::Dearer, is_contract);
            around.tell(public.price, made, None, &mut trace)?;
            made.price
        }
    };
    let exact = own.as_ref().map_or(best.price, |contract| contract.price);
    let price = payable(context, exact, &trace)?;
    // What comes to the same is not worked out again.
    let round = |amount: Decimal| if amount == exact { Ok(price) } else { payable(context, amount, &trace) };
    let regular = round(regular)?;
    let grouped = around.is_grouped();
    let promoted = shared.as_ref().unwrap_or(&best);
    let bare = (grouped && may_be_bare && !promoted.won.is_empty() && !promoted.exclusive)
        .then(|| round(public.price))
        .transpose()?;
    let takes_part = match shared {
        None if own.is_none() && !best.exclusive => TakesPart::Always,
        Some(shared) if grouped => TakesPart::For(SharedPrice { price: round(shared.price)?, promotions: shared.won }),
        Some(_) | None => TakesPart::Never,
    };
    let rounded = round(told)?;
    tell_term(context, told, rounded, &mut trace)?;
    let (promotions, contract, hint) = match own {
        Some(contract) if piece == Piece::Single => (Vec::new(), Some(Firm(false)), contract.hint),
        Some(_) => (Vec::new(), Some(Firm(false)), public.hint),
        None => (best.won, None, public.hint),
    };
    Ok(Unit { base, price, regular, promotions, contract, takes_part, bare, tier: hint, exact })
}

const fn is_tier(rule: &Rule) -> bool {
    matches!(rule, Rule::Tier { .. })
}

const fn is_contract(rule: &Rule) -> bool {
    matches!(rule, Rule::Contract { .. })
}

fn asked(
    context: &PricingContext,
    item: &Item,
    counted: Counted,
    trace: &mut Trace<'_>,
) -> Result<Asked, PricingError> {
    let (base, public) = public(context, item, counted, trace)?;
    let contract = match context.face {
        Face::Home => None,
        Face::Business => contract::agreed(context, item, &counted, base, trace)?,
    };
    Ok(Asked { base, public, contract })
}

/// The base, and what everybody pays for a piece at its quantity.
fn public(
    context: &PricingContext,
    item: &Item,
    counted: Counted,
    trace: &mut Trace<'_>,
) -> Result<(Decimal, Tiered), PricingError> {
    let base = match (context.face, item.list_price) {
        (Face::Home, _) => {
            let price = item.home_price.amount();
            trace.note(price, price, Verdict::Won, || Rule::HomePrice);
            return Ok((price, Tiered { price, firm: false, hint: None }));
        }
        (Face::Business, Some(list)) => {
            trace.note(list.amount(), list.amount(), Verdict::Won, || Rule::ListPrice);
            list.amount()
        }
        (Face::Business, None) => {
            let percent = super::vat::rate(context, context.home_country, item.vat_class)?;
            let gross = item.home_price.amount();
            trace.scale = Scale::with_percent(percent)?;
            trace.note(trace.scale.up(gross)?, gross, Verdict::Won, || Rule::DerivedFromHome { vat_percent: percent });
            gross
        }
    };
    Ok((base, tier::public(item, &counted, base, trace)?))
}

/// What is to be paid for a piece: a price, as it is worked with, under the payment term, rounded.
fn payable(context: &PricingContext, price: Decimal, trace: &Trace<'_>) -> Result<Decimal, PricingError> {
    exact::within_limit(trace.scale.rounded(with_term(context, price)?, context.currency)?)
}

fn with_term(context: &PricingContext, price: Decimal) -> Result<Decimal, PricingError> {
    match (context.face, &context.term) {
        (Face::Business, Some(term)) => {
            Ok(exact::add(price, exact::percent_of(price, term.adjustment_percent)?)?.max(Decimal::ZERO))
        }
        (Face::Home, _) | (Face::Business, None) => Ok(price),
    }
}

/// Writes what the term made of a price, and the rounding.
fn tell_term(
    context: &PricingContext,
    price: Decimal,
    rounded: Decimal,
    trace: &mut Trace<'_>,
) -> Result<(), PricingError> {
    if trace.steps.is_none() {
        return Ok(());
    }
    let after = with_term(context, price)?;
    if let (Face::Business, Some(term)) = (context.face, &context.term) {
        trace.note(price, after, Verdict::Won, || Rule::Term {
            code: term.code.clone(),
            name: term.name.clone(),
            percent: term.adjustment_percent,
        });
    }
    if !trace.scale.is(after, rounded) {
        trace.note(after, trace.scale.up(rounded)?, Verdict::Won, || Rule::Rounding { of: Rounded::Unit });
    }
    Ok(())
}
