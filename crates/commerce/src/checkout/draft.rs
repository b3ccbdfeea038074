//! What was typed so far.

use super::{Field, PaymentMethod};
use crate::Country;
use crate::address::Address;
use serde::{Deserialize, Serialize};

/// What was typed so far. Everything is text and optional here: a draft may be wrong, it must not be lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CheckoutDraft {
    /// E-mail for the order.
    pub email: String,
    /// Name.
    pub name: String,
    /// Company (business).
    pub company: String,
    /// VAT number (business).
    pub vat_number: String,
    /// Street and number.
    pub street: String,
    /// Floor, care of.
    pub extra: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// Province.
    pub region: String,
    /// Country code.
    pub country: String,
    /// Phone.
    pub phone: String,
    /// Code of the delivery.
    pub delivery: String,
    /// Way of paying.
    pub payment: Option<PaymentMethod>,
    /// Code of the term (business).
    pub term: String,
    /// The company's own number for the order.
    pub purchase_order: String,
    /// Cost centre.
    pub cost_centre: String,
    /// Requested day of delivery, `YYYY-MM-DD`.
    pub requested_date: String,
    /// A word to the shop.
    pub note: String,
}

impl CheckoutDraft {
    /// What stands in a field; the way of paying by its code.
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::Email => &self.email,
            Field::Name => &self.name,
            Field::Company => &self.company,
            Field::VatNumber => &self.vat_number,
            Field::Country => &self.country,
            Field::Street => &self.street,
            Field::Extra => &self.extra,
            Field::PostalCode => &self.postal_code,
            Field::City => &self.city,
            Field::Region => &self.region,
            Field::Phone => &self.phone,
            Field::Delivery => &self.delivery,
            Field::RequestedDate => &self.requested_date,
            Field::Payment => self.payment.map_or("", PaymentMethod::as_str),
            Field::Term => &self.term,
            Field::PurchaseOrder => &self.purchase_order,
            Field::CostCentre => &self.cost_centre,
            Field::Note => &self.note,
        }
    }

    /// Writes a text into a field. A text that is the code of no way of paying is none.
    pub fn set(&mut self, field: Field, text: String) {
        let place = match field {
            Field::Payment => {
                self.payment = PaymentMethod::of_code(&text);
                return;
            }
            Field::Email => &mut self.email,
            Field::Name => &mut self.name,
            Field::Company => &mut self.company,
            Field::VatNumber => &mut self.vat_number,
            Field::Country => &mut self.country,
            Field::Street => &mut self.street,
            Field::Extra => &mut self.extra,
            Field::PostalCode => &mut self.postal_code,
            Field::City => &mut self.city,
            Field::Region => &mut self.region,
            Field::Phone => &mut self.phone,
            Field::Delivery => &mut self.delivery,
            Field::RequestedDate => &mut self.requested_date,
            Field::Term => &mut self.term,
            Field::PurchaseOrder => &mut self.purchase_order,
            Field::CostCentre => &mut self.cost_centre,
            Field::Note => &mut self.note,
        };
        *place = text;
    }

    /// The address typed, in a country.
    pub fn address(&self, country: Country) -> Address {
        Address {
            name: self.name.trim().to_owned(),
            company: some(&self.company),
            street: self.street.trim().to_owned(),
            extra: some(&self.extra),
            postal_code: self.postal_code.trim().to_owned(),
            city: self.city.trim().to_owned(),
            region: some(&self.region),
            country,
            phone: some(&self.phone),
        }
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_written_and_read_back_by_itself() {
        let mut draft = CheckoutDraft::default();
        for field in Field::ALL {
            let text = if field == Field::Payment { "transfer" } else { field.name() };
            assert_eq!(draft.text(field), "");
            draft.set(field, text.to_owned());
            assert_eq!(draft.text(field), text);
        }
        // None was written twice.
        for field in Field::ALL.into_iter().filter(|field| *field != Field::Payment) {
            assert_eq!(draft.text(field), field.name());
        }
        draft.set(Field::Payment, "cash".to_owned());
        assert_eq!(draft.payment, None);
    }
}
