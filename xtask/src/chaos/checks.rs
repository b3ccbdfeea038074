//! What has to hold afterwards, asked of the database itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    thread,
    time::{Duration, Instant},
};

use super::{
    COUPON,
    visitor::{Attempt, End},
};
use crate::{
    failure::{Doing, Failure, Outcome},
    postgres::Postgres,
};

/// The database of a run.
pub const DATABASE: &str = "chaos";
/// How long jobs may take that a server was killed over: until its lease has run out, and then some.
const JOBS_MAY_TAKE: Duration = Duration::from_secs(150);

/// One thing that was looked at.
pub struct Finding {
    /// What.
    pub what: &'static str,
    /// In numbers.
    pub counted: String,
    /// What is wrong, a sentence each; nothing where all is well.
    pub wrong: Vec<String>,
}

/// What there was before anybody came.
pub struct Before {
    last_order: i64,
    last_entry: i64,
    stock: BTreeMap<String, i64>,
    balances: BTreeMap<String, i64>,
    coupon_used: i64,
}

fn number(text: &str) -> Outcome<i64> {
    text.parse().doing(format!("`{text}` is no number"))
}

fn one(postgres: &Postgres, sql: &str) -> Outcome<i64> {
    let rows = postgres.query(DATABASE, sql)?;
    number(rows.first().and_then(|row| row.first()).map_or("", String::as_str))
}

/// Rows of a name and whole numbers.
fn named<const N: usize>(postgres: &Postgres, sql: &str) -> Outcome<BTreeMap<String, [i64; N]>> {
    let rows = postgres.query(DATABASE, sql)?.into_iter().map(|row| {
        let mut columns = row.into_iter();
        let name = columns.next().unwrap_or_default();
        let numbers = columns.map(|text| number(&text)).collect::<Outcome<Vec<i64>>>()?;
        let numbers = numbers.try_into().map_err(|_| Failure::new(format!("other columns than thought: {sql}")))?;
        Ok((name, numbers))
    });
    rows.collect()
}

fn coupon_used(postgres: &Postgres) -> Outcome<i64> {
    one(postgres, &format!("SELECT used FROM promotion WHERE document::jsonb->>'coupon' = '{COUPON}'"))
}

impl Before {
    /// Looks.
    pub fn of(postgres: &Postgres) -> Outcome<Self> {
        let first =
            |rows: BTreeMap<String, [i64; 1]>| rows.into_iter().map(|(name, [number])| (name, number)).collect();
        Ok(Self {
            last_order: one(postgres, "SELECT coalesce(max(id), 0) FROM orders")?,
            last_entry: one(postgres, "SELECT coalesce(max(id), 0) FROM credit_entry")?,
            stock: first(named(postgres, "SELECT sku, on_hand FROM variant")?),
            balances: first(named(postgres, "SELECT name, credit_balance_minor FROM company")?),
            coupon_used: coupon_used(postgres)?,
        })
    }
}

/// Waits for the jobs, then looks at all of it. `mails` gives the names of the e-mails that were sent by then.
pub fn findings(
    postgres: &Postgres,
    before: &Before,
    attempts: &[Attempt],
    mails: impl Fn() -> Vec<String>,
) -> Outcome<Vec<Finding>> {
    let jobs = jobs(postgres)?;
    Ok(vec![
        orders(postgres, before, attempts)?,
        stock(postgres, before)?,
        credit(postgres, before)?,
        coupon(postgres, before)?,
        jobs,
        messages(postgres, before, &mails())?,
    ])
}

/// What was acknowledged is there once, and nothing else is.
fn orders(postgres: &Postgres, before: &Before, attempts: &[Attempt]) -> Outcome<Finding> {
    let sql = format!(
        "SELECT snapshot::jsonb->'about'->>'note', number, lifecycle FROM orders WHERE id > {} ORDER BY id",
        before.last_order
    );
    let mut there: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in postgres.query(DATABASE, &sql)? {
        let [mark, number, lifecycle] =
            row.try_into().map_err(|_| Failure::new("orders have other columns than thought"))?;
        there.entry(mark).or_default().push((number, lifecycle));
    }
    let mut wrong: Vec<String> = attempts.iter().filter_map(|attempt| attempt.wrong.clone()).collect();
    let (mut acknowledged, mut declined, mut refused) = (0, 0, BTreeMap::<&str, usize>::new());
    for attempt in attempts {
        let found = there.remove(&attempt.mark).unwrap_or_default();
        let is_well = match (&attempt.end, &found[..]) {
            (End::Acknowledged(number), [(its, _)]) => number == its,
            (End::Declined, []) => true,
            (End::Declined, [(_, lifecycle)]) => lifecycle == "cancelled",
            (End::Refused(_), []) => true,
            (End::Acknowledged(_) | End::Declined | End::Refused(_) | End::Unknown, _) => false,
        };
        match &attempt.end {
            End::Acknowledged(_) => acknowledged += 1,
            End::Declined => declined += 1,
            End::Refused(code) => *refused.entry(code).or_default() += 1,
            End::Unknown => {}
        }
        if !is_well {
            wrong.push(format!("{} was answered {:?}, and there is {found:?}", attempt.mark, attempt.end));
        }
    }
    wrong.extend(there.into_iter().map(|(mark, found)| format!("nobody ordered {mark}: {found:?}")));
    let refused: Vec<String> = refused.iter().map(|(code, count)| format!("{count} {code}")).collect();
    let refused = if refused.is_empty() { "none".to_owned() } else { refused.join(", ") };
    Ok(Finding {
        what: "orders, each acknowledged one once",
        counted: format!("{acknowledged} acknowledged, {declined} declined; refused: {refused}"),
        wrong,
    })
}

/// What is on hand and what was sold is what there was.
fn stock(postgres: &Postgres, before: &Before) -> Outcome<Finding> {
    let sql = format!(
        "SELECT v.sku, max(v.on_hand), coalesce(sum(l.taken) FILTER (WHERE o.lifecycle <> 'cancelled'), 0) \
         FROM variant v LEFT JOIN order_line l ON l.sku_key = v.sku_key AND l.order_id > {} \
         LEFT JOIN orders o ON o.id = l.order_id GROUP BY v.sku",
        before.last_order
    );
    let now = named::<2>(postgres, &sql)?;
    let (mut sold_in_all, mut sold_out, mut wrong) = (0, 0, Vec::new());
    for (sku, [on_hand, sold]) in &now {
        let had = before.stock.get(sku).copied().unwrap_or_default();
        sold_in_all += sold;
        sold_out += usize::from(*sold > 0 && *on_hand == 0);
        if had != on_hand + sold || *on_hand < 0 {
            wrong.push(format!("{sku}: there were {had}, {sold} were sold, {on_hand} are there"));
        }
    }
    Ok(Finding {
        what: "stock on hand plus sold, by SKU",
        counted: format!("{} SKUs, {sold_in_all} pieces sold, {sold_out} SKUs sold out", now.len()),
        wrong,
    })
}

/// What a company owes is what its orders cost, and what its ledger says, within its limit.
fn credit(postgres: &Postgres, before: &Before) -> Outcome<Finding> {
    let sql = format!(
        "SELECT c.name, c.credit_balance_minor, \
         (SELECT coalesce(sum(e.amount_minor), 0) FROM credit_entry e WHERE e.company_id = c.id AND e.id > {}), \
         (SELECT coalesce(sum(o.total_minor), 0) FROM orders o JOIN payment_allocation a ON a.order_id = o.id \
          JOIN payment p ON p.id = a.payment_id AND p.method = 'account' \
          WHERE o.company_id = c.id AND o.id > {} AND o.lifecycle <> 'cancelled'), \
         CASE WHEN c.credit_may_exceed THEN 0 ELSE c.credit_limit_minor + c.credit_balance_minor END FROM company c",
        before.last_entry, before.last_order
    );
    let now = named::<4>(postgres, &sql)?;
    let (mut used, mut wrong) = (0, Vec::new());
    for (name, [balance, entered, ordered, left]) in &now {
        let moved = balance - before.balances.get(name).copied().unwrap_or_default();
        used += ordered;
        if moved != *entered || moved != -ordered || *left < 0 {
            wrong.push(format!(
                "{name}: the balance moved by {moved}, the ledger by {entered}, orders cost {ordered}, {left} are left (cents)"
            ));
        }
    }
    Ok(Finding {
        what: "credit: balance, ledger and orders",
        counted: format!("{} companies, {}.{:02} € on account", now.len(), used / 100, used % 100),
        wrong,
    })
}

/// A coupon is used as often as its orders say, and never beyond its limits.
fn coupon(postgres: &Postgres, before: &Before) -> Outcome<Finding> {
    let of = format!("document::jsonb->>'coupon' = '{COUPON}'");
    let limit = one(postgres, &format!("SELECT document::jsonb->>'limit_total' FROM promotion WHERE {of}"))?;
    let used = coupon_used(postgres)?;
    let orders = one(
        postgres,
        &format!(
            "SELECT count(*) FROM order_promotion u JOIN orders o ON o.id = u.order_id \
             JOIN promotion p ON p.id = u.promotion_id \
             WHERE {of} AND o.id > {} AND o.lifecycle <> 'cancelled'",
            before.last_order
        ),
    )?;
    let most = one(
        postgres,
        &format!(
            "SELECT coalesce(max(u.used), 0) FROM promotion_use u JOIN promotion p ON p.id = u.promotion_id WHERE {of}"
        ),
    )?;
    let mut wrong = Vec::new();
    if used > limit {
        wrong.push(format!("used {used} times, and {limit} are allowed"));
    }
    if used - before.coupon_used != orders {
        wrong.push(format!("{} uses were counted, and {orders} orders have it", used - before.coupon_used));
    }
    if most > 1 {
        wrong.push(format!("somebody used it {most} times, and once is allowed"));
    }
    Ok(Finding { what: "coupon uses within their limit", counted: format!("{used} of {limit} used"), wrong })
}

/// Waits until nothing is left that could be done now: jobs, and payments that a server was asking about when it was killed,
/// which others take up after a minute. What was given up, or is claimed by nobody although it could be, is wrong.
fn jobs(postgres: &Postgres) -> Outcome<Finding> {
    let unsettled = "SELECT count(*) FROM payment WHERE provider IS NOT NULL AND state IN ('created', 'authorised')";
    let open = format!(
        "SELECT (SELECT count(*) FROM job WHERE state IN ('queued', 'running') \
         AND kind IN ('send_message', 'settle_payment', 'cancel_overdue_order')) + ({unsettled})"
    );
    let begun = Instant::now();
    let mut left = one(postgres, &open)?;
    while left > 0 && begun.elapsed() < JOBS_MAY_TAKE {
        thread::sleep(Duration::from_millis(500));
        left = one(postgres, &open)?;
    }
    let states = named::<1>(postgres, "SELECT state, count(*) FROM job GROUP BY state")?;
    let count = |state: &str| states.get(state).map_or(0, |[count]| *count);
    let late = "SELECT kind, id FROM job WHERE (state = 'queued' AND run_at < extract(epoch FROM now()) * 1000 - 30000) \
                OR (state = 'running' AND leased_until < extract(epoch FROM now()) * 1000 - 30000)";
    let mut wrong: Vec<String> = postgres.query(DATABASE, late)?.iter().map(|job| format!("lost: {job:?}")).collect();
    for dead in postgres.query(DATABASE, "SELECT kind, last_error FROM job WHERE state = 'dead'")? {
        wrong.push(format!("given up: {}", dead.join(": ")));
    }
    let payments = one(postgres, unsettled)?;
    if payments > 0 {
        wrong.push(format!("{payments} payments were asked about and never taken up again"));
    }
    let periodic = one(
        postgres,
        "SELECT count(DISTINCT kind) FROM job WHERE state IN ('queued', 'running') \
         AND kind IN ('settle_payments', 'cancel_overdue_orders', 'forget_old')",
    )?;
    if periodic != 3 {
        wrong.push(format!("{periodic} of the three periodic jobs are there"));
    }
    Ok(Finding {
        what: "jobs, done or waiting",
        counted: format!(
            "{} done, {} waiting, {} at work, after {} s",
            count("done"),
            count("queued"),
            count("running"),
            begun.elapsed().as_secs()
        ),
        wrong,
    })
}

/// Each order whose money came in, or for which no provider is asked, is confirmed by one message, which was sent.
fn messages(postgres: &Postgres, before: &Before, mails: &[String]) -> Outcome<Finding> {
    let due = format!(
        "SELECT o.number FROM orders o WHERE o.id > {} AND EXISTS (SELECT 1 FROM payment_allocation a \
         JOIN payment p ON p.id = a.payment_id WHERE a.order_id = o.id \
         AND (p.provider IS NULL OR p.state = 'captured'))",
        before.last_order
    );
    let due: BTreeSet<String> = postgres.query(DATABASE, &due)?.into_iter().flatten().collect();
    let rows = postgres.query(DATABASE, "SELECT message::jsonb->>'order', id, state FROM outbox")?;
    let mut said = BTreeSet::new();
    let mut wrong = Vec::new();
    let files: BTreeSet<&str> = mails.iter().map(String::as_str).collect();
    for row in &rows {
        let [number, id, state] = &row[..] else {
            return Err(Failure::new("messages have other columns than thought"));
        };
        let begins = format!("{id}.");
        if state != "sent" || !files.iter().any(|file| file.starts_with(&begins)) {
            wrong.push(format!("message {id} on order {number}: {state}"));
        }
        said.insert(number.clone());
    }
    let several =
        |what: &str, numbers: Vec<&String>| numbers.iter().map(|n| format!("{what}: {n}")).collect::<Vec<_>>();
    wrong.extend(several("not confirmed", due.difference(&said).collect()));
    wrong.extend(several("confirmed, and not paid", said.difference(&due).collect()));
    Ok(Finding {
        what: "each order confirmed by one message",
        counted: format!("{} orders, {} messages, {}", due.len(), files.len(), twice(mails.len() - files.len())),
        wrong,
    })
}

fn twice(count: usize) -> String {
    if count == 0 { "none sent twice".to_owned() } else { format!("{count} sent twice, as the same message") }
}
