//! What an e-mail says, once as plain text and once as HTML, both made of the same blocks.

use crate::words;
use giano_commerce::Locale;
use giano_markup::{Html, html};

/// An e-mail, ready but for its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Letter {
    /// Its subject.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As a page.
    pub html: String,
}

/// A part of what a letter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// A headline.
    Title(String),
    /// A paragraph.
    Text(String),
    /// Names with amounts.
    Sums(Vec<Sum>),
    /// Names with a few lines each.
    Facts(Vec<(String, Vec<String>)>),
    /// A link to a page of the shop.
    Link {
        /// What it is called.
        text: String,
        /// Where it leads.
        address: String,
    },
}

/// A name with an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sum {
    /// What it is.
    pub name: String,
    /// More about it, in small.
    pub detail: Option<String>,
    /// How much.
    pub amount: String,
    /// Whether it is the one that counts.
    pub strong: bool,
}

impl Sum {
    /// A sum of which there is no more to say.
    pub fn plain(name: impl Into<String>, amount: impl Into<String>) -> Self {
        Self { name: name.into(), detail: None, amount: amount.into(), strong: false }
    }
}

impl Letter {
    /// A letter in a language, by a shop.
    pub fn new(locale: Locale, shop: &str, subject: String, blocks: &[Block]) -> Self {
        let automatic = words::mail::automatic(locale);
        let mut text: String = blocks.iter().map(plain).collect::<Vec<_>>().join("\n");
        text.push_str(&format!("\n-- \n{shop}\n{automatic}\n"));
        let page = html(
            "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><title>{}</title></head><body style=\"margin:0;padding:1.5rem;\
             font:16px/1.5 system-ui,sans-serif\"><div style=\"max-width:40rem;margin:0 auto\">{}\
             <p style=\"margin:2rem 0 0;font-size:14px\">{}<br>{}</p></div></body></html>\n",
            &[&locale.as_str(), &subject, &Html::join(blocks.iter().map(markup)), &shop, &automatic],
        );
        Self { subject, text, html: page.into() }
    }
}

fn plain(block: &Block) -> String {
    match block {
        Block::Title(title) => format!("{title}\n{}\n", "=".repeat(title.chars().count())),
        Block::Text(text) => format!("{text}\n"),
        Block::Sums(sums) => {
            let line = |sum: &Sum| match &sum.detail {
                Some(detail) => format!("{} ({detail}): {}\n", sum.name, sum.amount),
                None => format!("{}: {}\n", sum.name, sum.amount),
            };
            sums.iter().map(line).collect()
        }
        Block::Facts(facts) => facts.iter().map(|(name, lines)| format!("{name}: {}\n", lines.join(", "))).collect(),
        Block::Link { text, address } => format!("{text}: {address}\n"),
    }
}

fn markup(block: &Block) -> Html {
    match block {
        Block::Title(title) => html("<h1 style=\"margin:0 0 1rem;font-size:22px\">{}</h1>", &[title]),
        Block::Text(text) => html("<p style=\"margin:0 0 1rem\">{}</p>", &[text]),
        Block::Sums(sums) => html(
            "<table role=\"presentation\" width=\"100%\" cellspacing=\"0\" style=\"margin:0 0 1rem;\
             border-collapse:collapse\">{}</table>",
            &[&Html::join(sums.iter().map(row))],
        ),
        Block::Facts(facts) => Html::join(facts.iter().map(|(name, lines)| {
            let lines = Html::join(lines.iter().map(|line| html("<br>{}", &[line])));
            html("<p style=\"margin:0 0 1rem\"><strong>{}</strong>{}</p>", &[name, &lines])
        })),
        Block::Link { text, address } => {
            html("<p style=\"margin:0 0 1rem\"><a href=\"{}\">{}</a></p>", &[address, text])
        }
    }
}

fn row(sum: &Sum) -> Html {
    let detail = sum.detail.as_ref().map(|detail| html("<br><small>{}</small>", &[detail]));
    let strong = |text: &String| if sum.strong { html("<strong>{}</strong>", &[text]) } else { html("{}", &[text]) };
    html(
        "<tr><td style=\"padding:0.25rem 0\">{}{}</td><td style=\"padding:0.25rem 0 0.25rem 1rem;text-align:right;\
         vertical-align:top;white-space:nowrap\">{}</td></tr>",
        &[&strong(&sum.name), &detail, &strong(&sum.amount)],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_stays_text() {
        let bad = "</title><script>alert(1)</script>\"&'".to_owned();
        let blocks = [
            Block::Title(bad.clone()),
            Block::Text(bad.clone()),
            Block::Sums(vec![Sum { name: bad.clone(), detail: Some(bad.clone()), amount: bad.clone(), strong: true }]),
            Block::Facts(vec![(bad.clone(), vec![bad.clone()])]),
            Block::Link { text: bad.clone(), address: bad.clone() },
        ];
        let letter = Letter::new(Locale::En, &bad, bad.clone(), &blocks);
        assert!(!letter.html.contains("<script"), "{}", letter.html);
        assert_eq!(letter.html.matches("&lt;script&gt;").count(), 11);
        assert_eq!(letter.text.matches(&bad).count(), 10);
        assert_eq!(letter.subject, bad);
    }
}
