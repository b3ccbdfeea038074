//! The days from and until which a special price holds, as exports write them: in the form of the language that the other
//! shop's people use.

use giano_commerce::Money;
use giano_commerce::catalog::SpecialPrice;
use giano_commerce::civil_time::CivilTime;
use jiff::civil::Date;

/// Columns that hold such days.
pub(super) const FROM: &str = "special_price_from_date";
pub(super) const UNTIL: &str = "special_price_to_date";

/// Which of a file's days with slashes can only be day first, and which only month first.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SlashedDays {
    day_first: bool,
    month_first: bool,
    any: bool,
}

impl SlashedDays {
    /// Looks at a field.
    pub fn see(&mut self, text: &str) {
        let Some([first, second, _]) = parts(text, '/') else { return };
        self.any = true;
        self.day_first |= first > 12;
        self.month_first |= second > 12;
    }

    /// What has to be said of how they were read, where nothing in the file told.
    pub fn note(self) -> Option<String> {
        let unknown = self.any && !self.day_first && !self.month_first;
        unknown.then(|| {
            "days of special prices like 03/01/24 were read as month/day/year: write them as 2024-03-01 where they are not"
                .to_owned()
        })
    }

    /// A day: `2026-12-31`, with or without a time, `31.12.26`, or with slashes in the order that the file's other days
    /// show; the usual order of such exports is month, day, year. None where it can be read in two ways, or in none.
    pub fn day(self, text: &str) -> Option<Date> {
        let word = text.split([' ', ',', 'T']).next()?;
        if let Ok(date) = word.parse() {
            return Some(date);
        }
        if let Some([day, month, year]) = parts(word, '.') {
            return date(year, month, day);
        }
        let [first, second, year] = parts(word, '/')?;
        match (self.day_first, self.month_first) {
            (true, false) => date(year, second, first),
            (false, _) => date(year, first, second),
            // Both are in the file: only a day that cannot be read the other way is certain.
            (true, true) if first > 12 => date(year, second, first),
            (true, true) if second > 12 => date(year, first, second),
            (true, true) => None,
        }
    }

    /// A special price with its days, which are the shop's: the last one is a whole day. The column where its day cannot be
    /// read; a price whose end is unknown must not hold for ever.
    pub fn price(
        self,
        price: Money,
        from: &str,
        until: &str,
        civil_time: &CivilTime,
    ) -> Result<SpecialPrice, &'static str> {
        let day = |text: &str, column| match text {
            "" => Ok(None),
            text => self.day(text).map(Some).ok_or(column),
        };
        let after =
            |day: Date| day.tomorrow().map_or_else(|_| civil_time.start_of(day), |next| civil_time.start_of(next));
        Ok(SpecialPrice {
            price,
            from: day(from, FROM)?.map(|day| civil_time.start_of(day)),
            until: day(until, UNTIL)?.map(after),
        })
    }
}

/// Three numbers between separators, the first of which may stand before a time.
fn parts(text: &str, separator: char) -> Option<[i16; 3]> {
    let word = text.split([' ', ',']).next()?;
    let parts: Vec<i16> = word.split(separator).map(str::parse).collect::<Result<_, _>>().ok()?;
    parts.try_into().ok()
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    let year = if (0..100).contains(&year) { 2000 + year } else { year };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(texts: &[&str]) -> Vec<Option<String>> {
        let mut days = SlashedDays::default();
        texts.iter().for_each(|text| days.see(text));
        texts.iter().map(|text| days.day(text).map(|day| day.to_string())).collect()
    }

    fn days(expected: &[&str]) -> Vec<Option<String>> {
        expected.iter().map(|day| Some((*day).to_owned()).filter(|day| !day.is_empty())).collect()
    }

    #[test]
    fn the_other_days_of_a_file_show_the_order() {
        assert_eq!(read(&["3/1/24, 12:00 AM", "3/31/24, 12:00 AM"]), days(&["2024-03-01", "2024-03-31"]));
        assert_eq!(read(&["01/03/24", "31/03/24", "15/01/2031"]), days(&["2024-03-01", "2024-03-31", "2031-01-15"]));
        assert_eq!(read(&["01.03.24, 00:00", "31.12.39"]), days(&["2024-03-01", "2039-12-31"]));
        assert_eq!(read(&["2024-03-01 00:00:00", "2024-03-01T00:00"]), days(&["2024-03-01", "2024-03-01"]));
        // Nothing tells: as such exports usually are.
        assert_eq!(read(&["3/1/24"]), days(&["2024-03-01"]));
        // Both in one file: who could say?
        assert_eq!(read(&["31/03/24", "3/31/24", "3/1/24"]), days(&["2024-03-31", "2024-03-31", ""]));
        assert_eq!(read(&["soon", "31/02/24", "99/99/24"]), days(&["", "", ""]));
    }
}
