//! Numbers of orders.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An order's number as written on it: `G-`, a count, and a character that checks it, e.g. `G-10000428`. Made of letters and
/// digits that cannot be taken for one another (Crockford's base 32), so that it can be read out on the telephone. Orders
/// from before numbers were counted have seven letters and digits drawn at random in the place of the count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
pub struct OrderNumber(String);

/// The text is no order number: a character or more is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an order number like G-10000428")]
pub struct NotAnOrderNumber;

/// Crockford's without `Z`, which handwriting takes for 2: 31 characters, a prime number of them, so that the check
/// character finds every single wrong character and every two swapped ones.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKMNPQRSTVWXY";
/// Fewest and most characters before the check character.
const BODY: std::ops::RangeInclusive<usize> = 7..=12;

impl OrderNumber {
    /// The number of a count.
    pub fn from_count(count: u64) -> Self {
        Self::of_body(format!("{count:07}").into_bytes())
    }

    /// A number out of random bytes: one of 31^7, about 27 thousand million. For orders that are brought along and are to
    /// have the same number whenever they are.
    pub fn from_random(random: u64) -> Self {
        let mut left = random;
        let mut body: Vec<u8> = Vec::with_capacity(BODY.start() + 1);
        for _ in 0..*BODY.start() {
            body.push(ALPHABET[(left % 31) as usize]);
            left /= 31;
        }
        Self::of_body(body)
    }

    fn of_body(mut body: Vec<u8>) -> Self {
        body.push(check_character(&body));
        Self(format!("G-{}", body.iter().map(|byte| char::from(*byte)).collect::<String>()))
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Weights 1, 2, 3, … modulo 31.
fn check_character(body: &[u8]) -> u8 {
    let sum: usize = body
        .iter()
        .enumerate()
        .map(|(place, byte)| (place + 1) * ALPHABET.iter().position(|known| known == byte).unwrap_or_default())
        .sum();
    ALPHABET[sum % 31]
}

impl FromStr for OrderNumber {
    type Err = NotAnOrderNumber;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = |c: char| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            'Z' => '2',
            other => other,
        };
        let typed: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(32).collect();
        let body: Vec<u8> = typed
            .strip_prefix(['G', 'g'])
            .unwrap_or(&typed)
            .chars()
            .map(|c| u8::try_from(read(c)).unwrap_or_default())
            .collect();
        let known = |byte| ALPHABET.contains(byte);
        match body.split_last() {
            Some((check, count)) if BODY.contains(&count.len()) && count.iter().all(known) => {
                if *check == check_character(count) { Ok(Self::of_body(count.to_vec())) } else { Err(NotAnOrderNumber) }
            }
            Some(_) | None => Err(NotAnOrderNumber),
        }
    }
}

impl TryFrom<String> for OrderNumber {
    type Error = NotAnOrderNumber;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<OrderNumber> for String {
    fn from(number: OrderNumber) -> Self {
        number.0
    }
}

impl fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_read_back_and_find_one_wrong_character(random: u64, place in 2_usize..10, other in 0_usize..31) {
            let number = OrderNumber::from_random(random);
            let spoken = number.as_str().to_lowercase().replace('-', " ").replace('0', "o").replace('2', "z");
            prop_assert_eq!(spoken.parse::<OrderNumber>().unwrap(), number.clone());
            let mut wrong: Vec<u8> = number.as_str().bytes().collect();
            let digit = |byte: u8| ALPHABET.iter().position(|known| *known == byte).unwrap();
            if digit(wrong[place]) != other {
                wrong[place] = ALPHABET[other];
                prop_assert!(String::from_utf8(wrong).unwrap().parse::<OrderNumber>().is_err());
            }
        }

        #[test]
        fn counted_numbers_read_back_and_say_their_count(count in 1_u64..10_000_000_000) {
            let number = OrderNumber::from_count(count);
            prop_assert!(number.as_str()[2..].starts_with(&format!("{count:07}")), "{number}");
            prop_assert_eq!(number.as_str().parse::<OrderNumber>().unwrap(), number.clone());
            let mut wrong: Vec<u8> = number.as_str().bytes().collect();
            wrong[4] = b'X';
            prop_assert!(String::from_utf8(wrong).unwrap().parse::<OrderNumber>().is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}") {
            let _ = text.parse::<OrderNumber>();
        }
    }
}
