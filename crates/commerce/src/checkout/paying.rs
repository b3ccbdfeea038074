//! Ways of paying and payment terms: which there are for whom, which go together, and what takes credit.

use crate::Face;
use crate::terms::{PaymentTerm, TermDue};
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;

/// Ways of paying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// Card, through the payment provider.
    Card,
    /// On account, under the company's term.
    Account,
    /// Bank transfer in advance.
    Transfer,
}

impl PaymentMethod {
    /// All of them, in the order offered.
    pub const ALL: [Self; 3] = [Self::Account, Self::Card, Self::Transfer];

    /// The code, as on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Account => "account",
            Self::Transfer => "transfer",
        }
    }

    /// The way of paying of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == code)
    }
}

/// Who pays, as far as that decides how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payer {
    /// Somebody at home.
    Consumer,
    /// Somebody who buys for business without a company that the shop knows.
    Guest,
    /// A company.
    Company {
        /// Whether it has credit.
        credit: bool,
    },
}

impl Payer {
    /// Whoever looks at a face; `company` says of a buyer's company whether it has credit.
    pub const fn new(face: Face, company: Option<bool>) -> Self {
        match (face, company) {
            (Face::Home, _) => Self::Consumer,
            (Face::Business, None) => Self::Guest,
            (Face::Business, Some(credit)) => Self::Company { credit },
        }
    }

    /// Whether a term can be chosen: what takes credit cannot be had without any.
    pub const fn may_choose(self, term: &PaymentTerm) -> bool {
        match self {
            Self::Consumer => false,
            Self::Guest | Self::Company { credit: false } => !term.takes_credit(),
            Self::Company { credit: true } => true,
        }
    }
}

/// How somebody can pay.
#[derive(Debug, Clone, Copy)]
pub struct Paying<'a, T> {
    /// Who.
    pub payer: Payer,
    /// The terms that can be chosen ([`Payer::may_choose`]), a company's usual one first.
    pub terms: &'a [T],
}

/// The term is unknown, or not one that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no term that can be chosen")]
pub struct TermNotAChoice;

impl<'a, T: Borrow<PaymentTerm>> Paying<'a, T> {
    /// The ways of paying, in the order offered.
    pub fn methods(&self) -> Vec<PaymentMethod> {
        PaymentMethod::ALL.into_iter().filter(|method| self.offers(*method)).collect()
    }

    fn offers(&self, method: PaymentMethod) -> bool {
        match (self.payer, method) {
            (Payer::Consumer, method) => method == PaymentMethod::Card,
            (Payer::Guest, method) => method != PaymentMethod::Account,
            (Payer::Company { .. }, PaymentMethod::Card | PaymentMethod::Transfer) => true,
            (Payer::Company { credit }, PaymentMethod::Account) => match self.terms {
                // A company without terms has its credit all the same.
                [] => credit,
                _ => self.terms_for(method).next().is_some(),
            },
        }
    }

    /// The terms that go with a way of paying: what is paid at once takes no credit, and what has to be paid beforehand is
    /// not put on account.
    pub fn terms_for(&self, method: PaymentMethod) -> impl Iterator<Item = &'a T> + use<'a, T> {
        self.terms.iter().filter(move |term| goes_with((*term).borrow(), method))
    }

    /// The one term by which an order is priced, checked and charged: that of the draft, else that of the basket (empty
    /// where they have none), else the company's usual one that goes with the way of paying. Others than companies have no
    /// term until they choose one.
    ///
    /// # Errors
    /// [`TermNotAChoice`] where draft or basket name a term that cannot be chosen: it is never replaced by another.
    pub fn term(
        &self,
        draft: &str,
        basket: &str,
        method: Option<PaymentMethod>,
    ) -> Result<Option<&'a T>, TermNotAChoice> {
        if self.payer == Payer::Consumer {
            return Ok(None);
        }
        match [draft, basket].into_iter().find(|code| !code.is_empty()) {
            Some(code) => self.terms.iter().find(|term| (*term).borrow().code == code).map(Some).ok_or(TermNotAChoice),
            None => Ok(self.usual(method)),
        }
    }

    /// A company's usual term: the first, or the first that goes with a way of paying.
    pub fn usual(&self, method: Option<PaymentMethod>) -> Option<&'a T> {
        match self.payer {
            Payer::Consumer | Payer::Guest => None,
            Payer::Company { .. } => {
                self.terms.iter().find(|term| method.is_none_or(|method| goes_with((*term).borrow(), method)))
            }
        }
    }

    /// Whether somebody can pay that way under a term.
    pub fn allows(&self, term: Option<&T>, method: PaymentMethod) -> bool {
        self.offers(method) && term.is_none_or(|term| goes_with(term.borrow(), method))
    }
}

fn goes_with(term: &PaymentTerm, method: PaymentMethod) -> bool {
    match method {
        PaymentMethod::Account => term.due != TermDue::Prepaid,
        PaymentMethod::Card | PaymentMethod::Transfer => !term.takes_credit(),
    }
}

/// Whether an order takes its total of the company's credit.
pub fn takes_credit(method: PaymentMethod, term: Option<&PaymentTerm>) -> bool {
    method == PaymentMethod::Account && term.is_none_or(PaymentTerm::takes_credit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Text;
    use rust_decimal::Decimal;

    const DUES: [TermDue; 3] = [TermDue::Prepaid, TermDue::OnDelivery, TermDue::NetDays { days: 30 }];
    const PAYERS: [Payer; 4] =
        [Payer::Consumer, Payer::Guest, Payer::Company { credit: false }, Payer::Company { credit: true }];

    /// All kinds of terms; the code says which.
    fn kinds() -> Vec<PaymentTerm> {
        let one = |due, on_account| PaymentTerm {
            code: format!("{due:?} {on_account}"),
            name: Text::one("Term"),
            adjustment_percent: Decimal::ONE,
            due,
            early: None,
            on_account,
        };
        DUES.into_iter().flat_map(|due| [one(due, true), one(due, false)]).collect()
    }

    /// Calls with every payer, every choice of kinds of terms (in two orders), every way of paying, and every term of
    /// draft and basket, known or not.
    fn everywhere(mut look: impl FnMut(Paying<'_, PaymentTerm>, &str, &str, PaymentMethod)) {
        let kinds = kinds();
        for payer in PAYERS {
            for chosen in 0..1_u32 << kinds.len() {
                let of_company = kinds.iter().enumerate().filter(|(place, _)| chosen >> place & 1 == 1);
                let mut terms: Vec<PaymentTerm> =
                    of_company.map(|(_, term)| term.clone()).filter(|term| payer.may_choose(term)).collect();
                for _ in 0..2 {
                    terms.reverse();
                    let codes: Vec<&str> =
                        ["", "unknown"].into_iter().chain(kinds.iter().map(|term| term.code.as_str())).collect();
                    for draft in &codes {
                        for basket in &codes {
                            for method in PaymentMethod::ALL {
                                look(Paying { payer, terms: &terms }, draft, basket, method);
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_an_order_takes_of_the_credit_is_what_its_price_was_made_for() {
        let mut ordered = 0_u32;
        everywhere(|paying, draft, basket, method| {
            let Ok(term) = paying.term(draft, basket, Some(method)) else { return };
            if !paying.allows(term, method) {
                return;
            }
            ordered += 1;
            let case = format!("{:?} {draft:?} {basket:?} {method:?}: {term:?}", paying.payer);
            let taken = takes_credit(method, term);
            if let Some(term) = term {
                let priced_for_credit = term.on_account && term.due != TermDue::Prepaid;
                assert_eq!(taken, priced_for_credit, "{case}");
                assert!(paying.terms.contains(term), "{case}");
            }
            assert!(!taken || paying.payer == Payer::Company { credit: true }, "{case}");
            assert!(!taken || method == PaymentMethod::Account, "{case}");
            if method == PaymentMethod::Account && !taken {
                // Put on account without credit is only what the merchant lets be paid later without.
                assert!(term.is_some_and(|term| !term.on_account && term.due != TermDue::Prepaid), "{case}");
            }
        });
        assert!(ordered > 1000, "{ordered}");
    }

    #[test]
    fn a_term_that_was_asked_for_is_the_one_or_none_is() {
        everywhere(|paying, draft, basket, method| {
            let found = paying.term(draft, basket, Some(method));
            if paying.payer == Payer::Consumer {
                return assert_eq!(found, Ok(None));
            }
            match [draft, basket].into_iter().find(|code| !code.is_empty()) {
                Some(code) => match found {
                    Ok(term) => assert_eq!(term.map(|term| term.code.as_str()), Some(code)),
                    Err(TermNotAChoice) => assert!(paying.terms.iter().all(|term| term.code != code)),
                },
                None => assert_eq!(found, Ok(paying.usual(Some(method)))),
            }
        });
    }

    #[test]
    fn whatever_is_offered_can_be_had_with_some_term_or_none() {
        everywhere(|paying, _, _, method| {
            let usual = paying.term("", "", Some(method));
            assert_eq!(usual.is_ok_and(|term| paying.allows(term, method)), paying.methods().contains(&method));
            for term in paying.terms_for(method) {
                assert!(paying.payer == Payer::Guest || paying.allows(Some(term), method));
            }
        });
    }

    #[test]
    fn ways_of_paying_have_their_codes() {
        for method in PaymentMethod::ALL {
            assert_eq!(PaymentMethod::of_code(method.as_str()), Some(method));
            assert_eq!(serde_json::to_value(method).ok(), Some(method.as_str().into()));
        }
        assert_eq!(PaymentMethod::of_code(""), None);
    }
}
