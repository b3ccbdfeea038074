//! `orders.toml`: whether everybody and everything in it is known.

use super::Checking;
use crate::demo::orders::{PaidBy, Rhythm, beats};
use giano_commerce::company::{CompanyRole, CompanyState};
use giano_commerce::terms::TermDue;

impl Checking<'_> {
    /// The number of orders.
    pub(super) fn orders(&mut self) -> usize {
        self.file = self.files.folder.join("orders.toml");
        let files = self.files;
        let count = files.rhythms.iter().map(|rhythm| self.rhythm(rhythm)).sum();
        // What is wrong with a person is wrong with all their rhythms.
        let mut seen = std::collections::HashSet::new();
        self.findings.retain(|finding| seen.insert((finding.file.clone(), finding.what.clone())));
        count
    }

    fn rhythm(&mut self, rhythm: &Rhythm) -> usize {
        let shop = &self.files.shop;
        let who = &rhythm.person;
        let Some(person) = shop.people.iter().find(|person| person.email == *who) else {
            self.ensure(false, || format!("there is no person `{who}`"));
            return 0;
        };
        let company = shop.companies.iter().find(|company| Some(&company.name) == person.company.as_ref());
        let address = company.map_or(person.address.is_some(), |company| !company.addresses.is_empty());
        self.ensure(address, || format!("{who}: orders need an address (people, or companies, in shop.toml)"));
        let may = company.is_none_or(|company| company.state == CompanyState::Active);
        self.ensure(may && person.role != Some(CompanyRole::Viewer), || format!("{who} may not order"));
        self.ensure(rhythm.every_days > 0 && rhythm.last_days_ago > 0, || format!("{who}: orders every day, or today"));
        self.ensure(rhythm.first_days_ago >= rhythm.last_days_ago, || format!("{who}: ends before it begins"));
        self.ensure(!rhythm.lines.is_empty(), || format!("{who}: orders of nothing"));
        match (company, &rhythm.term) {
            (None, None) => self.ensure(rhythm.payment == PaidBy::Card, || format!("{who}: at home by card only")),
            (None, Some(_)) => self.ensure(false, || format!("{who}: terms are for companies")),
            (Some(_), None) => self.ensure(false, || format!("{who}: no term")),
            (Some(company), Some(code)) => {
                self.ensure(company.terms.contains(code), || format!("{who}: {} has no term `{code}`", company.name));
                let term = shop.terms.iter().find(|term| term.code == *code);
                let prepaid = term.is_some_and(|term| term.due == TermDue::Prepaid);
                self.ensure(!prepaid || rhythm.payment != PaidBy::Account, || {
                    format!("{who}: what is prepaid is not on account")
                });
            }
        }
        rhythm.lines.iter().for_each(|line| self.has_sku(who, &line.sku));
        rhythm.sometimes.iter().for_each(|line| self.has_sku(who, &line.sku));
        beats(rhythm).count()
    }
}
