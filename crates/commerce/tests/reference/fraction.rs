//! Exact fractions, so that nothing is rounded but where the rules say so.

use giano_commerce::Money;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::{Add, Mul, Sub};

/// A fraction in lowest terms, its denominator positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    pub fn new(numerator: i128, denominator: i128) -> Self {
        assert_ne!(denominator, 0);
        let divisor = greatest_common_divisor(numerator.abs(), denominator.abs()).max(1) * denominator.signum();
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    pub fn whole(number: i128) -> Self {
        Self::new(number, 1)
    }

    pub fn of(decimal: Decimal) -> Self {
        Self::new(decimal.mantissa(), 10_i128.pow(decimal.scale()))
    }

    /// An amount in minor units of its currency: cents of the euro.
    pub fn minor(money: Money) -> Self {
        Self::of(money.amount()) * Self::whole(10_i128.pow(money.currency().minor_digits()))
    }

    /// What is left of it after so many per cent off, but never less than nothing.
    pub fn less_percent(self, percent: Decimal) -> Self {
        (self * (Self::whole(100) - Self::of(percent)) * Self::new(1, 100)).max(Self::ZERO)
    }

    /// So many per cent of it.
    pub fn percent(self, percent: Decimal) -> Self {
        self * Self::of(percent) * Self::new(1, 100)
    }

    pub fn is_positive(self) -> bool {
        self.numerator > 0
    }

    /// To a whole number, half away from zero.
    pub fn rounded(self) -> i128 {
        let twice = 2 * self.numerator.abs() + self.denominator;
        self.numerator.signum() * (twice / (2 * self.denominator))
    }

    /// The greatest whole number not above it; of what is not negative.
    pub fn floor(self) -> i128 {
        self.numerator.div_euclid(self.denominator)
    }

    pub fn over(self, other: Self) -> Self {
        Self::new(self.numerator * other.denominator, self.denominator * other.numerator)
    }
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

impl Add for Fraction {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )
    }
}

impl Sub for Fraction {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + Self::new(-other.numerator, other.denominator)
    }
}

impl Mul for Fraction {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::new(self.numerator * other.numerator, self.denominator * other.denominator)
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.numerator * other.denominator).cmp(&(other.numerator * self.denominator))
    }
}

impl std::iter::Sum for Fraction {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

/// Shares `whole` minor units out in proportion to `weights`: each part rounded down, what is left a unit each to the
/// largest remainders; among equal remainders to the larger weight, then to the smaller rank.
pub fn share<R: Ord>(whole: i128, weights: &[Fraction], ranks: &[R]) -> Vec<i128> {
    let sum: Fraction = weights.iter().copied().sum();
    if !sum.is_positive() {
        return vec![0; weights.len()];
    }
    let exact: Vec<Fraction> = weights.iter().map(|weight| (Fraction::whole(whole) * *weight).over(sum)).collect();
    let mut parts: Vec<i128> = exact.iter().map(|part| part.floor()).collect();
    let remainder = |at: usize| exact[at] - Fraction::whole(exact[at].floor());
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| {
        let larger = remainder(*b).cmp(&remainder(*a)).then_with(|| weights[*b].cmp(&weights[*a]));
        larger.then_with(|| ranks[*a].cmp(&ranks[*b]))
    });
    let left = whole - parts.iter().sum::<i128>();
    for at in order.into_iter().take(usize::try_from(left).unwrap()) {
        parts[at] += 1;
    }
    parts
}

/// Shares `whole` out over groups of parts, by SKU say, and what each group gets over its parts.
pub fn share_by<G: Ord + Clone, R: Ord>(whole: i128, weights: &[Fraction], groups: &[G], ranks: &[R]) -> Vec<i128> {
    let mut of_groups: BTreeMap<&G, Fraction> = BTreeMap::new();
    for (group, weight) in groups.iter().zip(weights) {
        let sum = of_groups.entry(group).or_insert(Fraction::ZERO);
        *sum = *sum + *weight;
    }
    let (names, sums): (Vec<&G>, Vec<Fraction>) = of_groups.into_iter().unzip();
    let mut parts = vec![0; weights.len()];
    for (name, of_group) in names.iter().zip(share(whole, &sums, &names)) {
        let weights =
            groups.iter().zip(weights).map(|(group, weight)| if group == *name { *weight } else { Fraction::ZERO });
        let weights: Vec<Fraction> = weights.collect();
        parts.iter_mut().zip(share(of_group, &weights, ranks)).for_each(|(part, more)| *part += more);
    }
    parts
}
