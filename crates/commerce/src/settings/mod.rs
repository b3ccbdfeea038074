//! What a merchant decides for the shop as a whole: where it is, where it sells to, how it delivers, when it works, what it
//! risks. It is data of the shop, which the merchant changes while it sells; what belongs to a server's process is not here.

mod check;
mod opening_hours;

pub use check::{Fault, faults};
pub use opening_hours::{Hours, OpeningHours};

use crate::calendar::WorkingDays;
use crate::civil_time::CivilTime;
use crate::pricing::{Shipping, VatRate};
use crate::tax::{TaxTerritory, TerritoryVat, VatTreatment, at_rates, rates_on, territory_of, treatment};
use crate::vat_number::VatNumber;
use crate::{Country, Currency, Face, Money};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Everything that a merchant decides for the shop as a whole. Each field is a setting of its own, under its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShopSettings {
    /// Where the shop is: its VAT is inside the consumer prices.
    pub home_country: Country,
    /// The currency of all prices shown.
    pub currency: Currency,
    /// The civil time of the place where the shop is: its days begin and end promotions, prices and rates.
    pub time_zone: CivilTime,
    /// Countries delivered to.
    pub countries: Vec<Country>,
    /// Ways of delivery; of those for a visitor the first is the usual one.
    pub deliveries: Vec<DeliveryMethod>,
    /// When the shop packs and sends: delivery dates count these days.
    pub working_days: WorkingDays,
    /// When people are there, e.g. for those who pick their goods up.
    pub opening_hours: OpeningHours,
    /// Territories whose VAT is another than the release knows.
    pub tax_territories: Vec<TaxTerritory>,
    /// How orders by bank transfer are kept.
    pub bank_transfer: BankTransfer,
    /// What orders by bank transfer of people without an account may hold.
    pub stranger_transfers: StrangerTransfers,
    /// Net sum of an order up to which a VAT number is believed that nobody has confirmed: that of a buyer without a company,
    /// of which no more is known than that its check digits are right. Above it VAT is charged. Every such number is
    /// believed where none.
    pub unverified_vat_limit: Option<Money>,
    /// How guests' baskets are kept.
    pub guest_baskets: GuestBaskets,
    /// Days in which people at home may send goods back.
    pub return_days: u32,
    /// "Only so many left" is said from this number of pieces down.
    pub low_stock: u32,
}

/// The settings' names with what each of them says, in the order they are listed.
pub const SETTINGS: [(&str, &str); 14] = [
    ("home_country", "where the shop is: its VAT is inside the consumer prices"),
    ("currency", "the currency of all prices"),
    ("time_zone", "the shop's civil time, by its name in the IANA database"),
    ("countries", "countries delivered to"),
    ("deliveries", "ways of delivery with prices and days; the first for a visitor is the usual one"),
    ("working_days", "days of the week on which the shop packs and sends, and its holidays"),
    ("opening_hours", "when people are there, by day of the week"),
    ("tax_territories", "countries, or parts of them, whose VAT is another than the release knows"),
    ("bank_transfer", "days an order by bank transfer is kept for"),
    ("stranger_transfers", "what orders by bank transfer of people without an account may hold, and how long"),
    ("unverified_vat_limit", "net sum up to which a VAT number is believed that nobody has confirmed"),
    ("guest_baskets", "how many lines guests' baskets may have in all, and how long they are kept"),
    ("return_days", "days in which people at home may send goods back"),
    ("low_stock", "pieces from which down \"only so many left\" is said"),
];

/// A way of delivery with whom it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryMethod {
    /// What it is and costs.
    pub shipping: Shipping,
    /// For which face; both where none.
    pub face: Option<Face>,
    /// Whether only to the shop's own country.
    pub home_only: bool,
    /// When it arrives in the shop's country.
    pub working_days: DeliveryDays,
    /// Working days more to other countries.
    pub abroad: u32,
}

/// Working days until a delivery arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryDays {
    /// At the earliest.
    pub from: u32,
    /// At the latest.
    pub until: u32,
}

/// How orders by bank transfer are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankTransfer {
    /// Civil days of the shop after the day of ordering: the transfer must be made on the last of them at the latest.
    pub days: u16,
    /// Working days after that until the order is given up: a bank has until the end of the next working day (Directive
    /// (EU) 2015/2366, art. 83), and the shop needs time to find the sum on its account.
    pub grace_working_days: u32,
}

/// What orders by bank transfer of people without an account may hold: nobody knows them, and an address is quickly invented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrangerTransfers {
    /// Per cent of what there is of an article that all such orders hold together, at the most; one piece at least.
    pub stock_share: u8,
    /// How long such an order is kept, in civil days of the shop, where that is shorter than [`BankTransfer::days`].
    pub days: u16,
}

/// How guests' baskets are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestBaskets {
    /// Lines in all baskets together from which on guests cannot add further ones.
    pub most_lines: u64,
    /// Days that a basket is kept for after it was last changed.
    pub keep_days: u32,
    /// The same while there is little room, less and less until there is enough.
    pub keep_days_when_full: Vec<u32>,
}

impl ShopSettings {
    /// Deliveries to a country in a face; the first is the usual one. None to a country that is not delivered to.
    pub fn deliveries(&self, face: Face, country: Country) -> impl Iterator<Item = &DeliveryMethod> {
        self.deliveries
            .iter()
            .filter(move |way| way.face.is_none_or(|only| only == face))
            .filter(move |way| !way.home_only || country == self.home_country)
            .filter(move |_| self.countries.contains(&country))
    }

    /// The delivery that a checkout begins with, and a basket is priced with until another is chosen; none where nothing is
    /// delivered.
    pub fn usual_delivery(&self, face: Face, country: Country) -> Option<&DeliveryMethod> {
        self.deliveries(face, country).next()
    }

    /// First and last day of arrival of what is ordered on a day and leaves after `later` working days.
    pub fn arrival(&self, ordered: Date, way: &DeliveryMethod, country: Country, later: u32) -> (Date, Date) {
        let abroad = if country == self.home_country { 0 } else { way.abroad };
        let after = |days: u32| self.working_days.after(ordered, days + abroad + later);
        (after(way.working_days.from), after(way.working_days.until))
    }

    /// How VAT is charged on a delivery: see [`treatment`].
    pub fn vat(
        &self,
        face: Face,
        country: Country,
        postal_code: Option<&str>,
        number: Option<&VatNumber>,
        verified: bool,
    ) -> VatTreatment {
        match territory_of(&self.tax_territories, country, postal_code).map(|territory| &territory.vat) {
            Some(TerritoryVat::Outside) => VatTreatment::Export,
            Some(TerritoryVat::Rates(_)) | None => treatment(face, self.home_country, country, number, verified),
        }
    }

    /// The rates that hold on a day in the shop's own country and in that of a delivery.
    pub fn vat_rates(&self, day: Date, country: Country, postal_code: Option<&str>) -> Vec<VatRate> {
        let mut rates = rates_on(day, &[self.home_country, country]);
        // What holds in a part of a country goes before what holds in all of it. The shop's own country is there as a
        // whole: its rates are inside the consumer prices.
        for (country, postal_code) in [(self.home_country, None), (country, None), (country, postal_code)] {
            if let Some(territory) = territory_of(&self.tax_territories, country, postal_code) {
                at_rates(&mut rates, territory, day);
            }
        }
        rates
    }
}
