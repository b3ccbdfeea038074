//! What was typed in the checkout so far, as a cart keeps it.

use crate::error::StoreError;
use giano_commerce::checkout::{CheckoutDraft, PaymentMethod};
use serde::{Deserialize, Serialize};

/// What was typed in the checkout so far, right or not. A type of the store's own: what is kept can still be read after the
/// form has changed, since a field that is not known any more is passed over, and one that was not there is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the fields are those of `CheckoutDraft`")]
pub struct DraftSnapshot {
    pub email: String,
    pub name: String,
    pub company: String,
    pub vat_number: String,
    pub street: String,
    pub extra: String,
    pub postal_code: String,
    pub city: String,
    pub region: String,
    pub country: String,
    pub phone: String,
    pub delivery: String,
    /// The way of paying, by its code.
    pub payment: Option<String>,
    pub term: String,
    pub purchase_order: String,
    pub cost_centre: String,
    pub requested_date: String,
    pub note: String,
}

impl DraftSnapshot {
    /// What is kept; none where it cannot be read.
    pub(super) fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// As it is kept.
    pub(crate) fn write(&self) -> Result<String, StoreError> {
        serde_json::to_string(self).map_err(StoreError::unreadable("draft of a checkout"))
    }
}

impl From<CheckoutDraft> for DraftSnapshot {
    fn from(draft: CheckoutDraft) -> Self {
        let CheckoutDraft {
            email,
            name,
            company,
            vat_number,
            street,
            extra,
            postal_code,
            city,
            region,
            country,
            phone,
            delivery,
            payment,
            term,
            purchase_order,
            cost_centre,
            requested_date,
            note,
        } = draft;
        Self {
            email,
            name,
            company,
            vat_number,
            street,
            extra,
            postal_code,
            city,
            region,
            country,
            phone,
            delivery,
            payment: payment.map(|method| method.as_str().to_owned()),
            term,
            purchase_order,
            cost_centre,
            requested_date,
            note,
        }
    }
}

impl From<DraftSnapshot> for CheckoutDraft {
    fn from(kept: DraftSnapshot) -> Self {
        let DraftSnapshot {
            email,
            name,
            company,
            vat_number,
            street,
            extra,
            postal_code,
            city,
            region,
            country,
            phone,
            delivery,
            payment,
            term,
            purchase_order,
            cost_centre,
            requested_date,
            note,
        } = kept;
        Self {
            email,
            name,
            company,
            vat_number,
            street,
            extra,
            postal_code,
            city,
            region,
            country,
            phone,
            delivery,
            payment: payment.as_deref().and_then(PaymentMethod::of_code),
            term,
            purchase_order,
            cost_centre,
            requested_date,
            note,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_earlier_shops_kept_is_read() {
        let kept = r#"{"email":"a@bar.example","city":"Torino","payment":"transfer","note":"ring","lift":true}"#;
        let draft = DraftSnapshot::read(kept).unwrap();
        assert_eq!((draft.email.as_str(), draft.payment.as_deref()), ("a@bar.example", Some("transfer")));
        let shown = CheckoutDraft::from(draft.clone());
        assert_eq!((shown.payment, shown.note.as_str()), (Some(PaymentMethod::Transfer), "ring"));
        assert_eq!(DraftSnapshot::from(shown), draft);
        assert_eq!(DraftSnapshot::read(&draft.write().unwrap()), Some(draft));
        // A way of paying that is not offered any more is none that is chosen.
        let cheque = DraftSnapshot { payment: Some("cheque".to_owned()), ..DraftSnapshot::default() };
        assert_eq!(CheckoutDraft::from(cheque).payment, None);
        assert_eq!(DraftSnapshot::read("typed"), None);
    }
}
