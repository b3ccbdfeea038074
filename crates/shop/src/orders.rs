//! Commands on orders.

use crate::cli::Orders;
use anyhow::{Context, Result, ensure};
use giano_commerce::Money;
use giano_commerce::order::{OrderNumber, RefundState};
use giano_server::Clock;
use giano_store::{Author, RefundNoted, RefundToSeeTo, Sending, ShopPart, Store, Transfer, TransferNoted};
use rust_decimal::Decimal;
use std::io::Write;
use std::process::ExitCode;

/// Runs one of them; the exit status says whether all was done. What is no line of a list is said `aside`, where no script
/// reads it.
pub async fn run(orders: Orders, out: &mut impl Write, aside: &mut impl Write) -> Result<ExitCode> {
    match orders {
        Orders::Sent { database, numbers, at, unpaid } => {
            let store = open(&database.url).await?;
            sent(&store, &numbers, at.as_deref(), unpaid, out).await
        }
        Orders::Paid { database, number, amount, reference } => {
            let store = open(&database.url).await?;
            paid(&store, &number, amount, reference, out).await
        }
        Orders::Refunded { database, number, refund, reference } => {
            let store = open(&database.url).await?;
            refunded(&store, &number, refund, reference.as_deref(), out).await
        }
        Orders::Refunds { database, most } => {
            let store = Store::connect_existing(&database.url).await?;
            crate::settings::only_looks_at(&store).await?;
            let refunds = store.refunds_to_see_to(most).await?;
            if refunds.is_empty() {
                writeln!(aside, "No refund needs anybody to see to it.")?;
            }
            for seen in refunds {
                writeln!(out, "{}", refund(&seen))?;
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn open(database: &str) -> Result<Store> {
    let store = Store::connect_existing(database).await?;
    store.migrate().await.context("bringing the database to this version's tables")?;
    Ok(store)
}

/// Notes that orders have left; says of each what came of it.
async fn sent(
    store: &Store,
    numbers: &[String],
    at: Option<&str>,
    unpaid: bool,
    out: &mut impl Write,
) -> Result<ExitCode> {
    let now = Clock::System.now();
    let at = match at {
        Some(text) => crate::imports::moment(text, &store.shop_settings().await?.time_zone)?,
        None => now,
    };
    ensure!(at <= now, "{at} is yet to come: say when they left once they have");
    let author = Author::shop(ShopPart::CommandLine, now.as_millisecond());
    let mut all = true;
    for text in numbers {
        let sending = match text.parse::<OrderNumber>() {
            Ok(number) => store.send_order(&author, &number, at, unpaid).await?,
            Err(_) => Sending::Unknown,
        };
        all &= sending == Sending::Sent;
        match sending {
            Sending::Sent => writeln!(out, "{text}: sent")?,
            Sending::Unknown => writeln!(out, "{text}: there is no such order")?,
            Sending::Unpaid => writeln!(
                out,
                "{text}: not noted, its payment has not come: `giano orders paid {text}` notes a bank transfer, and \
                 --unpaid that it left all the same"
            )?,
            Sending::NothingToSend(stands) => writeln!(out, "{text}: nothing to send, it is {}", stands.code())?,
        }
    }
    Ok(ExitCode::from(u8::from(!all)))
}

/// Notes that a bank transfer came; says what came of it.
async fn paid(
    store: &Store,
    text: &str,
    amount: Option<Decimal>,
    reference: Option<String>,
    out: &mut impl Write,
) -> Result<ExitCode> {
    let now = Clock::System.now();
    let transfer = match (amount, reference) {
        (Some(amount), Some(reference)) => Transfer::Part { amount, reference },
        (None, Some(reference)) => Transfer::RestBy { reference },
        (None, None) => Transfer::Rest,
        (Some(_), None) => anyhow::bail!("an amount needs --reference, so that it is noted once"),
    };
    let noted = match text.parse::<OrderNumber>() {
        Ok(number) => {
            let author = Author::shop(ShopPart::CommandLine, now.as_millisecond());
            store.note_transfer(&author, &number, &transfer, now).await?
        }
        Err(_) => TransferNoted::Unknown,
    };
    writeln!(out, "{text}: {}", sentence(&noted))?;
    let is_done = matches!(noted, TransferNoted::Noted { .. } | TransferNoted::Known);
    Ok(ExitCode::from(u8::from(!is_done)))
}

/// What came of noting a transfer, with what can be done where it was not.
fn sentence(noted: &TransferNoted) -> String {
    match noted {
        TransferNoted::Noted { amount, open } if open.is_zero() => format!("{} noted, it is paid", money(*amount)),
        TransferNoted::Noted { amount, open } => format!("{} noted, {} still open", money(*amount), money(*open)),
        TransferNoted::Known => "this transfer is noted already: nothing was changed".to_owned(),
        TransferNoted::Unknown => "there is no such order".to_owned(),
        TransferNoted::Cancelled => {
            "it was cancelled, and what it held is for sale again: send the money back, or have it ordered anew"
                .to_owned()
        }
        TransferNoted::Paid => "it is paid already: send back what came twice".to_owned(),
        TransferNoted::ByCard => "it is paid by card: the payment provider tells of its money by itself".to_owned(),
        TransferNoted::NotOpen { open } => {
            format!("{} is open: note that at most, in whole cents, and send the rest back", money(*open))
        }
    }
}

/// Notes that people gave money back; says what came of it.
async fn refunded(
    store: &Store,
    text: &str,
    refund: Option<i64>,
    reference: Option<&str>,
    out: &mut impl Write,
) -> Result<ExitCode> {
    let now = Clock::System.now();
    let noted = match text.parse::<OrderNumber>() {
        Ok(number) => {
            let author = Author::shop(ShopPart::CommandLine, now.as_millisecond());
            store.note_refund(&author, &number, refund, reference, now).await?
        }
        Err(_) => RefundNoted::Unknown,
    };
    writeln!(out, "{text}: {}", refunded_sentence(&noted))?;
    let is_done = matches!(noted, RefundNoted::Noted { .. } | RefundNoted::Known);
    Ok(ExitCode::from(u8::from(!is_done)))
}

/// What came of noting a refund, with what can be done where it was not.
fn refunded_sentence(noted: &RefundNoted) -> String {
    match noted {
        RefundNoted::Noted { amount } => format!("{} noted as given back", money(*amount)),
        RefundNoted::Known => "what was to go back is noted already: nothing was changed".to_owned(),
        RefundNoted::Unknown => "there is no such order".to_owned(),
        RefundNoted::Nothing => "it has no such refund: `giano orders refunds` lists what is to go back".to_owned(),
        RefundNoted::ByProvider => {
            "its payment provider gives the money back by itself: nothing was changed".to_owned()
        }
        RefundNoted::Several(refunds) => {
            let each = refunds.iter().map(|refund| format!("{} ({})", refund.id, money(refund.amount)));
            let each: Vec<String> = each.collect();
            format!("several are to go back, say which one did with --refund: {}", each.join(", "))
        }
    }
}

fn money(money: Money) -> String {
    format!("{} {}", money.amount(), money.currency().as_str())
}

fn refund(seen: &RefundToSeeTo) -> String {
    let RefundToSeeTo { order, refund } = seen;
    let why = match refund.state {
        RefundState::Failed { at } => {
            let error = refund.last_error.as_deref().unwrap_or("it was given up").replace(char::is_control, " ");
            format!(
                "failed {at}: {error}; `giano jobs retry` asks again, `giano orders refunded {order}` once it is done"
            )
        }
        RefundState::Requested { since } | RefundState::Succeeded { at: since } => {
            format!(
                "by hand since {since}: no provider can give it back; `giano orders refunded {order}` once it is done"
            )
        }
    };
    format!("{}\t{order}\t{}\t{why}", refund.id, money(refund.amount))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;
    use giano_commerce::Currency;

    #[tokio::test]
    async fn what_cannot_be_noted_is_said_and_fails() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("shop.db").display());
        Store::connect(&url).await.unwrap().migrate().await.unwrap();
        for (arguments, expected) in [
            (&["sent", "G-1000001-X"][..], "there is no such order"),
            (&["paid", "G-1000001-X"][..], "there is no such order"),
            (&["refunded", "G-1000001-X"][..], "there is no such order"),
            (&["paid", "nonsense", "--amount", "20.00", "--reference", "R7"][..], "there is no such order"),
        ] {
            let mut line = vec!["giano", "orders"];
            line.extend(arguments);
            line.extend(["--database", &url]);
            let Command::Orders(command) = Cli::try_parse_from(line).unwrap().command else { panic!("no orders") };
            let mut out = Vec::new();
            let status = run(command, &mut out, &mut std::io::sink()).await.unwrap();
            assert_eq!(status, ExitCode::FAILURE, "{arguments:?}");
            let said = String::from_utf8(out).unwrap();
            assert!(said.contains(expected), "{said}");
        }
        // A part without a reference could be noted twice.
        assert!(Cli::try_parse_from(["giano", "orders", "paid", "G-1000001-X", "--amount", "20.00"]).is_err());
    }

    #[test]
    fn what_was_not_noted_names_the_cure() {
        let eur = |amount: &str| Money::parse(amount, Currency::Eur).unwrap();
        for (noted, words) in [
            (TransferNoted::Noted { amount: eur("30.30"), open: eur("0.00") }, "30.30 EUR noted, it is paid"),
            (TransferNoted::Noted { amount: eur("10.00"), open: eur("20.30") }, "20.30 EUR still open"),
            (TransferNoted::Cancelled, "send the money back"),
            (TransferNoted::Paid, "send back"),
            (TransferNoted::ByCard, "the payment provider tells of its money"),
            (TransferNoted::NotOpen { open: eur("20.30") }, "note that at most"),
        ] {
            assert!(sentence(&noted).contains(words), "{noted:?}: {}", sentence(&noted));
        }
    }
}
