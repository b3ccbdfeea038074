//! What is asked for.

/// The fields, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// E-mail for the order.
    Email,
    /// The person's name.
    Name,
    /// The company's name (business).
    Company,
    /// VAT number (business).
    VatNumber,
    /// Country of delivery.
    Country,
    /// Street and number.
    Street,
    /// Floor, care of.
    Extra,
    /// Postal code.
    PostalCode,
    /// Town.
    City,
    /// Province or state.
    Region,
    /// Phone.
    Phone,
    /// Code of the delivery.
    Delivery,
    /// Requested day of delivery.
    RequestedDate,
    /// Way of paying.
    Payment,
    /// Code of the payment term (business).
    Term,
    /// The company's own number for the order.
    PurchaseOrder,
    /// The company's cost centre.
    CostCentre,
    /// A word to the shop.
    Note,
}

/// The sections of the page, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Who it is and where it goes.
    Person,
    /// How it gets there.
    Delivery,
    /// How it is paid.
    Payment,
}

impl Section {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Person, Self::Delivery, Self::Payment];
}

impl Field {
    /// All of them, in their order: each stands at the place that its number names.
    pub const ALL: [Self; 18] = [
        Self::Email,
        Self::Name,
        Self::Company,
        Self::VatNumber,
        Self::Country,
        Self::Street,
        Self::Extra,
        Self::PostalCode,
        Self::City,
        Self::Region,
        Self::Phone,
        Self::Delivery,
        Self::RequestedDate,
        Self::Payment,
        Self::Term,
        Self::PurchaseOrder,
        Self::CostCentre,
        Self::Note,
    ];

    /// Its name in the draft, and so in a problem's pointer.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::Company => "company",
            Self::VatNumber => "vat_number",
            Self::Country => "country",
            Self::Street => "street",
            Self::Extra => "extra",
            Self::PostalCode => "postal_code",
            Self::City => "city",
            Self::Region => "region",
            Self::Phone => "phone",
            Self::Delivery => "delivery",
            Self::RequestedDate => "requested_date",
            Self::Payment => "payment",
            Self::Term => "term",
            Self::PurchaseOrder => "purchase_order",
            Self::CostCentre => "cost_centre",
            Self::Note => "note",
        }
    }

    /// The field of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The section it stands in.
    pub const fn section(self) -> Section {
        match self {
            Self::Email
            | Self::Name
            | Self::Company
            | Self::VatNumber
            | Self::Country
            | Self::Street
            | Self::Extra
            | Self::PostalCode
            | Self::City
            | Self::Region
            | Self::Phone => Section::Person,
            Self::Delivery | Self::RequestedDate | Self::Note => Section::Delivery,
            Self::Payment | Self::Term | Self::PurchaseOrder | Self::CostCentre => Section::Payment,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_at_their_place_and_are_found_by_name() {
        for (place, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(field as usize, place);
            assert_eq!(Field::named(field.name()), Some(field));
        }
        assert_eq!(Field::named("card_token"), None);
    }
}
