//! The national formats and check digits.

use super::Wrong;
use crate::Country;

/// A number that passes, for messages and tests.
pub(super) fn example(country: Country) -> &'static str {
    match country.as_str() {
        "AT" => "ATU13585627",
        "BE" => "BE0428759497",
        "BG" => "BG175074752",
        "CY" => "CY10259033P",
        "CZ" => "CZ25123891",
        "DE" => "DE136695976",
        "DK" => "DK13585628",
        "EE" => "EE100931558",
        "ES" => "ESB58378431",
        "FI" => "FI20774740",
        "FR" => "FR40303265045",
        "GR" => "EL094259216",
        "HR" => "HR33392005961",
        "HU" => "HU12892312",
        "IE" => "IE6433435F",
        "IT" => "IT00743110157",
        "LT" => "LT119511515",
        "LU" => "LU15027442",
        "LV" => "LV40003521600",
        "MT" => "MT11679112",
        "NL" => "NL004495445B01",
        "PL" => "PL8567346215",
        "PT" => "PT501964843",
        "RO" => "RO18547290",
        "SE" => "SE123456789701",
        "SI" => "SI50223054",
        "SK" => "SK2022749619",
        _ => "",
    }
}

/// Checks the part after the prefix.
pub(super) fn check(country: Country, rest: &str) -> Result<(), Wrong> {
    match country.as_str() {
        "AT" => digits(rest.strip_prefix('U').ok_or(Wrong::Format)?, 8).and_then(|d| {
            let sum = doubling_sum(&d[..7]) + 4;
            ensure((10 - sum % 10) % 10 == d[7])
        }),
        "BE" => digits(rest, 10).and_then(|d| {
            ensure_format(d[0] <= 1)?;
            ensure(97 - number(&d[..8]) % 97 == number(&d[8..]))
        }),
        "BG" => bulgaria(rest),
        "CY" => cyprus(rest),
        "CZ" => czechia(rest),
        "DE" => digits(rest, 9).and_then(|d| {
            ensure_format(d[0] != 0)?;
            ensure(mod_11_10(&d))
        }),
        "DK" => digits(rest, 8).and_then(|d| ensure(weighted(&d, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11))),
        "EE" => digits(rest, 9).and_then(|d| ensure((10 - weighted(&d, &[3, 7, 1, 3, 7, 1, 3, 7]) % 10) % 10 == d[8])),
        "ES" => spain(rest),
        "FI" => digits(rest, 8).and_then(|d| {
            let left = 11 - weighted(&d, &[7, 9, 10, 5, 8, 4, 2]) % 11;
            ensure(left != 10 && left % 11 == d[7])
        }),
        "FR" => france(rest),
        "GR" => digits(rest, 9).and_then(|d| ensure(weighted(&d, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == d[8])),
        "HR" => digits(rest, 11).and_then(|d| ensure(mod_11_10(&d))),
        "HU" => digits(rest, 8).and_then(|d| ensure((10 - weighted(&d, &[9, 7, 3, 1, 9, 7, 3]) % 10) % 10 == d[7])),
        "IE" => ireland(rest),
        "IT" => digits(rest, 11).and_then(|d| {
            let office = number(&d[7..10]);
            ensure_format(number(&d[..7]) > 0 && (matches!(office, 1..=121 | 888 | 999)))?;
            ensure(luhn(&d))
        }),
        "LT" => lithuania(rest),
        "LU" => digits(rest, 8).and_then(|d| ensure(number(&d[..6]) % 89 == number(&d[6..]))),
        "LV" => latvia(rest),
        "MT" => digits(rest, 8).and_then(|d| {
            ensure_format(number(&d[..6]) >= 100_000)?;
            ensure(37 - weighted(&d, &[3, 4, 6, 7, 8, 9]) % 37 == number(&d[6..]))
        }),
        "NL" => netherlands(rest),
        "PL" => digits(rest, 10).and_then(|d| ensure(weighted(&d, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == d[9])),
        "PT" => digits(rest, 9).and_then(|d| {
            let left = 11 - weighted(&d, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
            ensure(if left > 9 { d[8] == 0 } else { d[8] == left })
        }),
        "RO" => romania(rest),
        "SE" => digits(rest, 12).and_then(|d| {
            ensure_format(number(&d[10..]) >= 1)?;
            ensure(luhn(&d[..10]))
        }),
        "SI" => digits(rest, 8).and_then(|d| {
            ensure_format(d[0] != 0)?;
            let left = 11 - weighted(&d, &[8, 7, 6, 5, 4, 3, 2]) % 11;
            ensure(left != 11 && left % 10 == d[7])
        }),
        "SK" => digits(rest, 10).and_then(|d| {
            ensure_format(d[0] != 0 && matches!(d[2], 2 | 3 | 4 | 7 | 8 | 9))?;
            ensure(number(&d).is_multiple_of(11))
        }),
        _ => Err(Wrong::Format),
    }
}

fn ensure(right: bool) -> Result<(), Wrong> {
    if right { Ok(()) } else { Err(Wrong::CheckDigits) }
}

fn ensure_format(right: bool) -> Result<(), Wrong> {
    if right { Ok(()) } else { Err(Wrong::Format) }
}

fn digits(text: &str, count: usize) -> Result<Vec<u64>, Wrong> {
    let digits: Option<Vec<u64>> = text.chars().map(|c| c.to_digit(10).map(u64::from)).collect();
    digits.filter(|digits| digits.len() == count).ok_or(Wrong::Format)
}

fn number(digits: &[u64]) -> u64 {
    digits.iter().fold(0, |sum, digit| sum * 10 + digit)
}

fn weighted(digits: &[u64], weights: &[u64]) -> u64 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// Every second digit doubled, digits of the doubles added up.
fn doubling_sum(digits: &[u64]) -> u64 {
    let doubled = |digit: u64| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    digits.iter().enumerate().map(|(place, digit)| if place % 2 == 1 { doubled(*digit) } else { *digit }).sum()
}

/// The Luhn algorithm (ISO/IEC 7812-1).
fn luhn(digits: &[u64]) -> bool {
    let reversed: Vec<u64> = digits.iter().rev().copied().collect();
    doubling_sum(&reversed).is_multiple_of(10)
}

/// ISO/IEC 7064, MOD 11,10.
fn mod_11_10(digits: &[u64]) -> bool {
    let Some((check, body)) = digits.split_last() else { return false };
    let product = body.iter().fold(10, |product, digit| {
        let sum = (product + digit) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == *check
}

fn bulgaria(rest: &str) -> Result<(), Wrong> {
    if let Ok(d) = digits(rest, 9) {
        let first = weighted(&d, &[1, 2, 3, 4, 5, 6, 7, 8]) % 11;
        let check = if first == 10 { weighted(&d, &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10 } else { first };
        return ensure(check == d[8]);
    }
    let d = digits(rest, 10)?;
    let person = weighted(&d, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == d[9];
    let foreigner = weighted(&d, &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == d[9];
    let other = 11 - weighted(&d, &[4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    ensure(person || foreigner || (other != 10 && other % 11 == d[9]))
}

fn cyprus(rest: &str) -> Result<(), Wrong> {
    const ODD: [u64; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let letter = rest.chars().next_back().filter(char::is_ascii_uppercase).ok_or(Wrong::Format)?;
    let d = digits(&rest[..rest.len() - 1], 8)?;
    ensure_format(!(d[0] == 1 && d[1] == 2))?;
    let sum: u64 =
        d.iter().enumerate().map(|(place, digit)| if place % 2 == 0 { ODD[*digit as usize] } else { *digit }).sum();
    ensure(u64::from(letter) - u64::from('A') == sum % 26)
}

fn czechia(rest: &str) -> Result<(), Wrong> {
    if let Ok(d) = digits(rest, 8) {
        ensure_format(d[0] != 9)?;
        let left = 11 - weighted(&d, &[8, 7, 6, 5, 4, 3, 2]) % 11;
        return ensure(left % 10 == d[7]);
    }
    if let Ok(d) = digits(rest, 9) {
        if d[0] == 6 {
            // Persons without a birth number: 6, seven digits, a check digit of its own.
            const LAST: [u64; 11] = [8, 7, 6, 5, 4, 3, 2, 1, 0, 9, 8];
            let left = 11 - weighted(&d[1..], &[8, 7, 6, 5, 4, 3, 2]) % 11;
            return ensure(LAST[left as usize - 1] == d[8]);
        }
        // Birth numbers given before 1954 have no check digit, but a date.
        return ensure(birth_date(&d));
    }
    let d = digits(rest, 10)?;
    ensure(birth_date(&d) && (number(&d).is_multiple_of(11) || (number(&d[..9]) % 11 == 10 && d[9] == 0)))
}

/// `YYMMDD`, with 50 on the month for women and 20 more where a day's numbers were used up.
fn birth_date(d: &[u64]) -> bool {
    let month = number(&d[2..4]) % 50;
    let month = if month > 20 { month - 20 } else { month };
    (1..=12).contains(&month) && (1..=31).contains(&number(&d[4..6]))
}

fn spain(rest: &str) -> Result<(), Wrong> {
    const PERSON: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    const COMPANY: &[u8; 10] = b"JABCDEFGHI";
    let bytes = rest.as_bytes();
    ensure_format(bytes.len() == 9 && rest.is_ascii())?;
    let (first, last) = (bytes[0], bytes[8]);
    let person = |digits: &[u64]| ensure(PERSON[(number(digits) % 23) as usize] == last);
    match first {
        b'0'..=b'9' => person(&digits(&rest[..8], 8)?),
        b'X' | b'Y' | b'Z' => {
            let mut d = vec![u64::from(first - b'X')];
            d.extend(digits(&rest[1..8], 7)?);
            person(&d)
        }
        b'K' | b'L' | b'M' => person(&digits(&rest[1..8], 7)?),
        b'A'..=b'H' | b'J' | b'N' | b'P'..=b'S' | b'U' | b'V' | b'W' => {
            let d = digits(&rest[1..8], 7)?;
            let doubled = |digit: u64| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
            let sum: u64 =
                d.iter().enumerate().map(|(at, digit)| if at % 2 == 0 { doubled(*digit) } else { *digit }).sum();
            let check = (10 - sum % 10) % 10;
            let as_digit = u64::from(last.wrapping_sub(b'0')) == check;
            let as_letter = COMPANY[check as usize] == last;
            ensure(match first {
                b'A' | b'B' | b'E' | b'H' => as_digit,
                b'N' | b'P' | b'Q' | b'R' | b'S' | b'W' => as_letter,
                _ => as_digit || as_letter,
            })
        }
        _ => Err(Wrong::Format),
    }
}

fn france(rest: &str) -> Result<(), Wrong> {
    ensure_format(rest.len() == 11 && rest.is_ascii())?;
    let siren = digits(&rest[2..], 9)?;
    let key = &rest[..2];
    ensure_format(key.bytes().all(|b| b.is_ascii_digit() || (b.is_ascii_uppercase() && b != b'O' && b != b'I')))?;
    // Monaco's numbers begin with 000 and are no SIREN.
    ensure(siren[..3] == [0, 0, 0] || luhn(&siren))?;
    match digits(key, 2) {
        Ok(key) => ensure((12 + 3 * (number(&siren) % 97)) % 97 == number(&key)),
        // The keys with letters follow no published rule beyond their format.
        Err(_) => Ok(()),
    }
}

fn ireland(rest: &str) -> Result<(), Wrong> {
    const LETTERS: &[u8; 23] = b"WABCDEFGHIJKLMNOPQRSTUV";
    ensure_format(rest.is_ascii() && matches!(rest.len(), 8 | 9))?;
    let bytes = rest.as_bytes();
    let (body, extra) = if bytes[1].is_ascii_digit() {
        let extra = match bytes.get(8) {
            None | Some(b'W') => 0,
            Some(letter @ b'A'..=b'I') => u64::from(letter - b'A') + 1,
            Some(_) => return Err(Wrong::Format),
        };
        (digits(&rest[..7], 7)?, extra)
    } else {
        // Before 2013: the second place is a letter, `+` or `*`; digits move one place on.
        ensure_format(rest.len() == 8 && matches!(bytes[1], b'A'..=b'Z' | b'+' | b'*'))?;
        let mut body = vec![0];
        body.extend(digits(&rest[2..7], 5)?);
        body.extend(digits(&rest[..1], 1)?);
        (body, 0)
    };
    let sum = weighted(&body, &[8, 7, 6, 5, 4, 3, 2]) + 9 * extra;
    ensure(LETTERS[(sum % 23) as usize] == bytes[7])
}

fn lithuania(rest: &str) -> Result<(), Wrong> {
    let d = digits(rest, 9).or_else(|_| digits(rest, 12))?;
    let body = d.len() - 1;
    ensure_format(d[body - 1] == 1)?;
    let cycle = |start: u64| (0..body as u64).map(|place| (start - 1 + place) % 9 + 1).collect::<Vec<_>>();
    let first = weighted(&d[..body], &cycle(1)) % 11;
    let check = if first == 10 { weighted(&d[..body], &cycle(3)) % 11 % 10 } else { first };
    ensure(check == d[body])
}

fn latvia(rest: &str) -> Result<(), Wrong> {
    let d = digits(rest, 11)?;
    if d[0] <= 3 {
        // Persons: a date of birth, or since 2017 a number beginning with 32 and no check digit.
        let date = (1..=31).contains(&number(&d[..2])) && (1..=12).contains(&number(&d[2..4]));
        return ensure(date || (d[0] == 3 && d[1] == 2));
    }
    let sum = weighted(&d, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6]);
    let left = sum % 11;
    let check = match left {
        4 if d[0] == 9 => None,
        4 => Some(0),
        5.. => Some(14 - left),
        _ => Some(3 - left),
    };
    ensure(check.is_some_and(|check| check == d[10]))
}

fn netherlands(rest: &str) -> Result<(), Wrong> {
    ensure_format(rest.is_ascii() && rest.len() == 12 && rest.as_bytes()[9] == b'B')?;
    let d = digits(&rest[..9], 9)?;
    digits(&rest[10..], 2)?;
    let eleven = weighted(&d, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    // Since 2020 sole proprietors have numbers checked by MOD 97-10 over the whole, letters counted from A = 10.
    let whole = format!("NL{rest}");
    let mod_97 = whole.bytes().fold(0_u64, |left, byte| match byte {
        b'0'..=b'9' => (left * 10 + u64::from(byte - b'0')) % 97,
        _ => (left * 100 + u64::from(byte.wrapping_sub(b'A')) + 10) % 97,
    });
    ensure((eleven != 10 && eleven == d[8]) || mod_97 == 1)
}

fn romania(rest: &str) -> Result<(), Wrong> {
    ensure_format((2..=10).contains(&rest.len()) && !rest.starts_with('0'))?;
    let d = digits(rest, rest.len())?;
    let (check, body) = d.split_last().ok_or(Wrong::Format)?;
    let weights = &[7, 5, 3, 2, 1, 7, 5, 3, 2][9 - body.len()..];
    ensure(weighted(body, weights) * 10 % 11 % 10 == *check)
}
