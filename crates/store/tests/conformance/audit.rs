//! The audit log: written with the change, never changed itself.

use crate::database::Fresh;
use crate::orders::{order, shop};
use crate::people::{by, company, company_id, found, person};
use giano_commerce::company::{CompanyId, CompanyRole, CompanyState, PersonId, StaffRole};
use giano_store::{
    AuditAction, AuditPage, AuditRecord, Author, CompanyDraft, Job, JobId, JobOutcome, JobRules, RoleChoice, Sending,
    ShopPart, Store, Subject, Who,
};
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, Database};
use serde_json::json;

on_both!(
    a_change_is_noted_with_before_and_after,
    what_did_not_happen_is_not_noted,
    acting_for_somebody_is_noted_for_both,
    an_entry_stays_as_it_was_written,
    a_company_reads_its_own_page_by_page,
    passwords_are_not_kept,
    what_is_sent_is_on_record,
    a_job_that_is_repeated_is_on_record,
);

const ALL: AuditPage = AuditPage { before: None, most: 200 };

async fn of(store: &Store, subject: Subject) -> Vec<AuditRecord> {
    store.audit_of(&subject, ALL).await.unwrap()
}

async fn bar(store: &Store) -> CompanyId {
    store.put_company(&by(), &company("Bar")).await.unwrap();
    company_id(store, "Bar").await
}

async fn a_change_is_noted_with_before_and_after(fresh: Fresh) {
    let store = fresh.store;
    let bar = bar(&store).await;
    let staff = Author { request: Some("request 7".to_owned()), ..Author::person(PersonId(9), 5) };
    let blocked = CompanyDraft { state: CompanyState::Blocked, credit_may_exceed: true, ..company("Bar") };
    store.put_company(&staff, &blocked).await.unwrap();
    let entries = of(&store, Subject::Company(bar)).await;
    let actions: Vec<_> = entries.iter().map(|entry| entry.action).collect();
    assert_eq!(actions, [AuditAction::Changed, AuditAction::Created], "newest first");
    let AuditRecord { author, before, after, company, .. } = &entries[0];
    assert_eq!((author, *company), (&staff, Some(bar)));
    let (before, after) = (before.as_ref().unwrap(), after.as_ref().unwrap());
    assert_eq!((&before["state"], &after["state"]), (&json!("active"), &json!("blocked")));
    assert_eq!((&before["credit_may_exceed"], &after["credit_may_exceed"]), (&json!(false), &json!(true)));
    assert_eq!(after["credit_limit_minor"], 10_000);
    assert_eq!((entries[1].author.who.clone(), entries[1].before.clone()), (Who::Shop(ShopPart::Import), None));
}

async fn what_did_not_happen_is_not_noted(fresh: Fresh) {
    let store = fresh.store;
    let bar = bar(&store).await;
    let name = "Banco".parse().unwrap();
    let centre = store.add_cost_centre(&by(), bar, &name).await.unwrap();
    let before = store.audit_of_company(bar, ALL).await.unwrap();
    store.put_company(&by(), &company("Bar")).await.unwrap();
    store.add_cost_centre(&by(), bar, &name).await.unwrap_err();
    assert!(!store.remove_cost_centre(&by(), CompanyId(bar.0 + 1), centre).await.unwrap());
    assert_eq!(store.audit_of_company(bar, ALL).await.unwrap(), before);
}

async fn acting_for_somebody_is_noted_for_both(fresh: Fresh) {
    let store = fresh.store;
    let bar = bar(&store).await;
    let anna = found(&store, "id@bar.example").await.id;
    store.put_person(&by(), &person("sara@shop.example", None)).await.unwrap();
    let sara = found(&store, "sara@shop.example").await.id;
    store.set_staff(&by(), sara, Some(StaffRole::SalesRepresentative)).await.unwrap();
    store.open_session("sara", sara, None, 0, 100).await.unwrap();
    let author = Author::person(sara, 10);
    assert!(store.begin_acting(&author, "sara", sara, anna, Some(bar)).await.unwrap());
    let acting = Author { acting_for: Some(anna), ..Author::person(sara, 11) };
    store.add_cost_centre(&acting, bar, &"Banco".parse().unwrap()).await.unwrap();
    assert!(store.end_acting(&Author::person(sara, 12), "sara", sara).await.unwrap());
    let entries = store.audit_of_company(bar, AuditPage { before: None, most: 3 }).await.unwrap();
    let seen: Vec<_> = entries.iter().map(|entry| (entry.action, entry.author.at)).collect();
    assert_eq!(seen, [(AuditAction::ActingEnded, 12), (AuditAction::Created, 11), (AuditAction::ActingBegan, 10)]);
    for entry in entries {
        assert_eq!((entry.author.who, entry.author.acting_for), (Who::Person(sara), Some(anna)));
    }
    let staff = of(&store, Subject::Staff(sara)).await;
    assert_eq!(staff[0].after, Some(json!("sales_representative")));
}

async fn an_entry_stays_as_it_was_written(fresh: Fresh) {
    let store = fresh.store;
    let bar = bar(&store).await;
    let before = store.audit_of_company(bar, ALL).await.unwrap();
    assert!(!before.is_empty());
    let db = Database::connect(&fresh.url).await.unwrap();
    for statement in ["UPDATE audit_entry SET at = 0", "UPDATE audit_entry SET after = NULL", "DELETE FROM audit_entry"]
    {
        let refused = db.execute_unprepared(statement).await.unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{statement}: {refused}");
    }
    if fresh.url.starts_with("postgres") {
        let refused = db.execute_unprepared("TRUNCATE audit_entry").await.unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{refused}");
    }
    db.close().await.unwrap();
    assert_eq!(store.audit_of_company(bar, ALL).await.unwrap(), before);
}

async fn a_company_reads_its_own_page_by_page(fresh: Fresh) {
    let store = fresh.store;
    let bar = bar(&store).await;
    store.put_company(&by(), &company("Due")).await.unwrap();
    let due = company_id(&store, "Due").await;
    for (company, name) in [(bar, "a"), (due, "b"), (bar, "c"), (due, "d"), (bar, "e")] {
        store.add_cost_centre(&by(), company, &name.parse().unwrap()).await.unwrap();
    }
    let all = store.audit_of_company(bar, ALL).await.unwrap();
    assert!(all.iter().all(|entry| entry.company == Some(bar)));
    let mut paged = Vec::new();
    let mut page = AuditPage { before: None, most: 2 };
    loop {
        let some = store.audit_of_company(bar, page).await.unwrap();
        assert!(some.len() <= 2);
        let Some(last) = some.last() else { break };
        page.before = Some(last.id);
        paged.extend(some);
    }
    assert_eq!(paged, all);
    // The subject is another company's: named with the wrong company it is not found.
    let own = store.cost_centres(due).await.unwrap()[0].id;
    assert_eq!(of(&store, Subject::CostCentre(due, own)).await.len(), 1);
    assert!(of(&store, Subject::CostCentre(bar, own)).await.is_empty());
}

async fn passwords_are_not_kept(fresh: Fresh) {
    let store = fresh.store;
    let bar = bar(&store).await;
    let anna = found(&store, "id@bar.example").await.id;
    let email = "id@bar.example".parse().unwrap();
    assert!(store.set_password_hash(&Author::person(anna, 3), &email, "$argon2id$secret").await.unwrap());
    let viewer = RoleChoice::BuiltIn(CompanyRole::Viewer);
    assert_eq!(store.put_member(&by(), bar, anna, viewer, None).await.unwrap(), Ok(()));
    let entries = of(&store, Subject::Person(anna)).await;
    assert_eq!(entries[0].action, AuditAction::PasswordSet);
    let member = of(&store, Subject::Membership(bar, anna)).await;
    assert_eq!(member[0].before, Some(json!({"role": "buyer", "team": null})));
    assert_eq!(member[0].after, Some(json!({"role": "viewer", "team": null})));
    let all = format!("{entries:?}{member:?}");
    assert!(!all.contains("argon2") && !all.contains("first"), "{all}");
}

async fn what_is_sent_is_on_record(Fresh { store, .. }: Fresh) {
    shop(&store).await;
    let number = order(&store, "one", 2, 0).await.place(&store).await.unwrap().number;
    let staff = Author::shop(ShopPart::CommandLine, 70_000);
    let at = Timestamp::from_second(60).unwrap();
    let subject = || Subject::Order(None, number.to_string());
    assert_eq!(store.send_order(&staff, &number, at, false).await.unwrap(), Sending::Unpaid);
    assert_eq!(of(&store, subject()).await.len(), 1, "that it was placed, and not that it was sent");
    assert_eq!(store.send_order(&staff, &number, at, true).await.unwrap(), Sending::Sent);
    assert!(matches!(store.send_order(&staff, &number, at, true).await.unwrap(), Sending::NothingToSend(_)));
    let [entry, _] = &of(&store, subject()).await[..] else { panic!("placed, and sent once") };
    assert_eq!((&entry.author, entry.action), (&staff, AuditAction::Changed));
    assert_eq!(entry.before, Some(json!({"state": "awaiting_payment", "sent_at": null, "sent_unpaid": false})));
    let after = json!({"state": "shipped", "sent_at": "1970-01-01T00:01:00Z", "sent_unpaid": true});
    assert_eq!(entry.after, Some(after));
}

async fn a_job_that_is_repeated_is_on_record(Fresh { store, .. }: Fresh) {
    store.enqueue_job(&Job::SettlePayment { payment: "p".to_owned() }, None, 0, 0).await.unwrap();
    let rules = |_: &str| JobRules { lease: 1000, most_attempts: Some(1) };
    let claimed = store.claim_job("w", 0, rules).await.unwrap().unwrap();
    let staff = Author::shop(ShopPart::CommandLine, 20);
    assert!(!store.repeat_job(&staff, claimed.id, 20).await.unwrap(), "it is at work");
    assert!(of(&store, Subject::Job(claimed.id)).await.is_empty());
    let dead = JobOutcome::Dead { error: "no".to_owned() };
    store.finish_job(&claimed, &dead, 10).await.unwrap();
    assert!(store.repeat_job(&staff, claimed.id, 20).await.unwrap());
    assert!(!store.repeat_job(&staff, claimed.id, 20).await.unwrap());
    let [entry] = &of(&store, Subject::Job(claimed.id)).await[..] else { panic!("repeated once") };
    assert_eq!((&entry.author, entry.action), (&staff, AuditAction::Changed));
    assert_eq!(entry.before, Some(json!({"kind": "settle_payment", "state": "dead"})));
    assert_eq!(entry.after, Some(json!({"kind": "settle_payment", "state": "queued"})));
    assert!(of(&store, Subject::Job(JobId(claimed.id.0 + 1))).await.is_empty());
}
