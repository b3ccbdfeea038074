//! Asking before what is not in a file ends.

use crate::cli::Replace;
use anyhow::{Result, bail};
use giano_import::Ending;
use std::io::{BufRead, Write};

/// Where more than one in so many would end, a plain yes is not enough: a file that was cut off looks just like that.
const MUCH: usize = 4;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Load the file, and end what is not in it.
    End,
    /// Nothing.
    Stop,
}

/// Tells what would end, and asks whether it shall; `input` is where somebody answers, if there is anybody.
pub fn decide(
    ending: &Ending,
    replace: &Replace,
    input: Option<&mut dyn BufRead>,
    out: &mut dyn Write,
) -> Result<Decision> {
    writeln!(out, "{ending}")?;
    if replace.dry_run {
        return Ok(Decision::Stop);
    }
    let count = ending.count();
    if count == 0 {
        return Ok(Decision::End);
    }
    let is_much = ending.is_more_than_one_in(MUCH);
    if replace.yes {
        return match replace.ends {
            Some(ends) if ends == count => Ok(Decision::End),
            Some(ends) => bail!("{count} would end, not {ends}: nothing was done"),
            None if !is_much => Ok(Decision::End),
            None => {
                bail!("that is more than a quarter: say `--yes --ends {count}` if it is meant so; nothing was done")
            }
        };
    }
    let Some(input) = input else {
        bail!("nobody is there to be asked: say `--yes` to end them, or `--dry-run` to only look; nothing was done");
    };
    let wanted = if is_much { count.to_string() } else { "yes".to_owned() };
    write!(out, "Type `{wanted}` to end them: ")?;
    out.flush()?;
    let mut answer = String::new();
    input.read_line(&mut answer)?;
    if answer.trim() == wanted {
        return Ok(Decision::End);
    }
    writeln!(out, "Nothing was done.")?;
    Ok(Decision::Stop)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use giano_commerce::Currency;
    use giano_commerce::civil_time::CivilTime;
    use giano_import::{ShopifyOptions, Silent, import_shopify, whole_shopify};
    use giano_server::Clock;
    use giano_store::Store;

    /// Loads ten products, and then says that those of `kept` are all.
    async fn asked(kept: usize, replace: &[&str], answer: Option<&str>) -> (Result<Decision>, String) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::connect(&format!("sqlite://{}", folder.path().join("shop.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        let load = |products: usize| {
            let file = folder.path().join(format!("{products}.csv"));
            let rows: String = (0..products).map(|n| format!("p{n},P {n},P-{n},5\n")).collect();
            std::fs::write(&file, format!("Handle,Title,Variant SKU,Variant Price\n{rows}")).unwrap();
            let civil_time = CivilTime::named("Europe/Rome").unwrap();
            ShopifyOptions { file, currency: Currency::Eur, now: Clock::System.now(), counted_at: None, civil_time }
        };
        import_shopify(&store, &load(10), &Silent).await.unwrap();
        let ending = whole_shopify(&store, &load(kept)).await.unwrap();
        let replace = Replace {
            replace: true,
            dry_run: replace.contains(&"dry"),
            yes: replace.contains(&"yes"),
            ends: replace.iter().find_map(|text| text.parse().ok()),
        };
        let mut out = Vec::new();
        let mut input = answer.map(str::as_bytes);
        let decision = decide(&ending, &replace, input.as_mut().map(|input| input as &mut dyn BufRead), &mut out);
        (decision, String::from_utf8(out).unwrap())
    }

    #[tokio::test]
    async fn a_few_need_a_yes() {
        let (decision, said) = asked(8, &[], Some("yes\n")).await;
        assert_eq!(decision.unwrap(), Decision::End);
        assert!(said.starts_with("2 of 10 products are not in the file and would leave the shop: p8, p9\n"), "{said}");
        assert_eq!(asked(8, &[], Some("no\n")).await.0.unwrap(), Decision::Stop);
        assert_eq!(asked(8, &[], Some("")).await.0.unwrap(), Decision::Stop);
        assert_eq!(asked(8, &["yes"], None).await.0.unwrap(), Decision::End);
        assert!(asked(8, &[], None).await.0.is_err(), "nobody is there");
        assert_eq!(asked(10, &[], None).await.0.unwrap(), Decision::End, "nothing ends");
        assert_eq!(asked(1, &["dry"], Some("yes\n")).await.0.unwrap(), Decision::Stop);
    }

    #[tokio::test]
    async fn much_needs_its_number() {
        assert!(asked(7, &["yes"], None).await.0.is_err());
        assert!(asked(7, &["yes", "9"], None).await.0.is_err());
        assert_eq!(asked(7, &["yes", "3"], None).await.0.unwrap(), Decision::End);
        assert_eq!(asked(7, &[], Some("yes\n")).await.0.unwrap(), Decision::Stop);
        assert_eq!(asked(7, &[], Some("3\n")).await.0.unwrap(), Decision::End);
    }
}
