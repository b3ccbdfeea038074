//! The commands people type.

use crate::listen_address::ListenAddress;
use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand, ValueEnum};
use giano_files::FilesAddress;
use giano_server::{MailSender, TrustedProxies};
use rust_decimal::Decimal;
use std::path::PathBuf;

/// Giano: one shop, two faces.
#[derive(Debug, Parser)]
#[command(name = "giano", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the shop: pages, JSON API, media.
    Serve(Box<Serve>),
    /// Bring the database to this version's tables.
    Migrate {
        #[command(flatten)]
        database: Database,
    },
    /// Load a merchant's catalogue, reviews or prices. Exit status: 0 all taken, 1 some refused, 2 nothing usable, 3 asked and
    /// told no.
    #[command(subcommand)]
    Import(Import),
    /// Orders, for the shop's own people.
    #[command(subcommand)]
    Orders(Orders),
    /// Show and change what a merchant decides for the shop as a whole; lists it where nothing else is said. Exit status:
    /// 0 done, 1 refused.
    Settings {
        #[command(flatten)]
        database: Database,
        #[command(subcommand)]
        command: Option<Settings>,
    },
    /// The demonstration shop.
    #[command(subcommand)]
    Demo(Demo),
    /// What happens without a visitor: e-mails, payments, tidying up.
    #[command(subcommand)]
    Jobs(Jobs),
    /// Write compressed twins of the built app's files.
    Precompress {
        /// The folder that Trunk built.
        dist: PathBuf,
    },
    /// Print the API's contract.
    Openapi,
}

/// Where the database is.
#[derive(Debug, Clone, Args)]
pub struct Database {
    /// `sqlite://path` or `postgres://user:password@host/name`.
    #[arg(long = "database", env = "GIANO_DATABASE", default_value = "sqlite://var/giano.db", global = true)]
    pub url: String,
}

/// What is given on the command line and repeated in no message, not even in one that says it is wrong.
#[derive(Clone)]
pub struct Secret(pub String);

impl std::str::FromStr for Secret {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Where the shop keeps its files.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Where the shop keeps what belongs to it: files, e-mails that nobody sends.
    #[arg(long = "var", env = "GIANO_VAR", default_value = "var")]
    pub folder: PathBuf,
    /// Where the shop's files are, media below `media/`, if not in `--var`: a folder, or a bucket of S3 that several servers
    /// share, as `s3://bucket/prefix`. The usual variables say how S3 is reached: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
    /// AWS_REGION, and AWS_ENDPOINT_URL for another one than Amazon's.
    #[arg(long = "files", env = "GIANO_FILES", hide_env_values = true)]
    pub files: Option<Secret>,
}

impl Place {
    /// Where the shop's files are.
    ///
    /// # Errors
    /// What is given is neither a folder nor a bucket. It is not repeated: somebody may have put a key into it.
    pub fn files_address(&self) -> Result<FilesAddress> {
        match &self.files {
            Some(files) => files.0.parse().context("--files or GIANO_FILES"),
            None => Ok(FilesAddress::Folder(self.folder.clone())),
        }
    }
}

/// Serving the shop.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port to listen on.
    #[arg(long, env = "GIANO_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: ListenAddress,
    #[command(flatten)]
    pub database: Database,
    /// The built app.
    #[arg(long, env = "GIANO_DIST", default_value = "dist")]
    pub dist: PathBuf,
    #[command(flatten)]
    pub place: Place,
    /// The demonstration shop's folder.
    #[arg(long = "demo", env = "GIANO_DEMO", default_value = "demo")]
    pub demo: PathBuf,
    /// Fill an empty shop with the demonstration, and offer its people on the sign-in page.
    #[arg(long)]
    pub seed_demo: bool,
    /// Scheme and host that visitors use, for absolute addresses; taken from the request where absent.
    #[arg(long, env = "GIANO_ORIGIN", default_value = "")]
    pub origin: String,
    /// Proxies in front of the server: addresses or networks with commas between them, e.g. `127.0.0.1,10.0.0.0/8`. Only
    /// from them are `X-Forwarded-For`, `-Proto` and `-Host` believed.
    #[arg(long = "trusted-proxy", env = "GIANO_TRUSTED_PROXIES", default_value = "")]
    pub trusted_proxies: TrustedProxies,
    /// Who may read `/metrics`: whoever brings this word as a bearer token. Without it they are for this machine alone.
    #[arg(long, env = "GIANO_METRICS_TOKEN", hide_env_values = true)]
    pub metrics_token: Option<String>,
    /// Make browsers ask for all names below the shop's own by TLS alone too (`includeSubDomains`).
    #[arg(long, env = "GIANO_HSTS_SUBDOMAINS")]
    pub hsts_subdomains: bool,
    /// Server that delivers e-mails, e.g. `smtps://user:password@mail.example`; without one they are written into files
    /// below `mail/`.
    #[arg(long, env = "GIANO_SMTP", requires = "mail_from", hide_env_values = true)]
    pub smtp: Option<Secret>,
    /// Who e-mails are from, e.g. `Shop <orders@shop.example>`.
    #[arg(long = "mail-from", env = "GIANO_MAIL_FROM")]
    pub mail_from: Option<MailSender>,
    /// Serve the JSON API alone, for `trunk serve`.
    #[arg(long)]
    pub api_only: bool,
}

/// What can be loaded.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// A product export of Adobe Commerce (CSV), with reviews and media.
    Adobe {
        #[command(flatten)]
        common: ImportCommon,
        /// The product export.
        #[arg(long)]
        products: PathBuf,
        /// The review export.
        #[arg(long)]
        reviews: Option<PathBuf>,
        /// The folder that the export's image names are relative to.
        #[arg(long)]
        media: Option<PathBuf>,
        #[command(flatten)]
        counted: Counted,
        #[command(flatten)]
        replace: Replace,
    },
    /// A product export of Shopify (CSV).
    Shopify {
        #[command(flatten)]
        common: ImportCommon,
        /// The product export.
        file: PathBuf,
        #[command(flatten)]
        counted: Counted,
        #[command(flatten)]
        replace: Replace,
    },
    /// Price lists: `list,sku,min_quantity,unit_price,currency,valid_from,valid_until`.
    Prices {
        #[command(flatten)]
        common: ImportCommon,
        /// The price lists.
        file: PathBuf,
        #[command(flatten)]
        replace: Replace,
    },
}

/// Whether a file is all there is.
#[derive(Debug, Clone, Args)]
pub struct Replace {
    /// The file is the whole catalogue, or all prices of the lists that it names: what is not in it ends. Products leave the
    /// shop, prices hold until now; orders stay as they are. What would end is told first, and asked for.
    #[arg(long)]
    pub replace: bool,
    /// Only tell what would end; nothing is written.
    #[arg(long, requires = "replace")]
    pub dry_run: bool,
    /// Do not ask. Where more than a quarter would end, `--ends` has to say how many as well.
    #[arg(long, requires = "replace")]
    pub yes: bool,
    /// How many would end, as a dry run tells.
    #[arg(long, requires = "yes")]
    pub ends: Option<usize>,
}

/// When the stock of a file was counted.
#[derive(Debug, Clone, Args)]
pub struct Counted {
    /// When the stock in the file was counted: `2026-11-28 18:00` by the shop's clocks, or with its time zone. What was
    /// ordered by then and not sent, and all that was ordered since, is not for sale. A column `counted_at` in the file says
    /// it for each row. Without either, stock that differs from what the file said before counts as counted now.
    #[arg(long)]
    pub counted_at: Option<String>,
}

/// What all imports take.
#[derive(Debug, Clone, Args)]
pub struct ImportCommon {
    #[command(flatten)]
    pub database: Database,
    #[command(flatten)]
    pub place: Place,
    /// Write every line not taken into this CSV file.
    #[arg(long)]
    pub report: Option<PathBuf>,
}

/// What happens without a visitor.
#[derive(Debug, Subcommand)]
pub enum Jobs {
    /// List them, the newest first: identifier, job, state, attempts, last error.
    List {
        #[command(flatten)]
        database: Database,
        /// Which.
        #[arg(long = "show", value_enum, default_value_t = JobsShown::Failing)]
        shown: JobsShown,
        /// How many at most.
        #[arg(long, default_value_t = 100)]
        most: u64,
    },
    /// Have jobs that were given up tried anew. Exit status: 0 all of them, 1 some were not given up.
    Retry {
        #[command(flatten)]
        database: Database,
        /// All that were given up.
        #[arg(long, conflicts_with = "ids")]
        all: bool,
        /// Their identifiers.
        #[arg(required_unless_present = "all")]
        ids: Vec<i64>,
    },
}

/// Which jobs to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum JobsShown {
    /// Those that were given up.
    Dead,
    /// Those whose last attempt failed, given up or not.
    Failing,
    /// All.
    All,
}

/// What can be done with orders.
#[derive(Debug, Subcommand)]
pub enum Orders {
    /// Note that orders have left the shop, with all that had not left before. Exit status: 0 all noted, 1 some not.
    Sent {
        #[command(flatten)]
        database: Database,
        /// Their numbers, e.g. `G-1000003P`.
        #[arg(required = true)]
        numbers: Vec<String>,
        /// When they left: `2026-11-28 18:00` by the shop's clocks, or with its time zone. Without it, now.
        #[arg(long)]
        at: Option<String>,
        /// Also those that are not paid, whose transfer is to come or whose bank has not said a word.
        #[arg(long)]
        unpaid: bool,
    },
    /// Note that a bank transfer came for an order, one on account too. Of a discount for early payment nothing is known here:
    /// what was paid less stays open. Exit status: 0 noted, 1 not.
    Paid {
        #[command(flatten)]
        database: Database,
        /// The order's number, e.g. `G-1000003P`.
        number: String,
        /// How much came, in the order's currency: `20.00`. Without it, all that is open.
        #[arg(long, requires = "reference")]
        amount: Option<Decimal>,
        /// The bank's reference of the transfer: one with the same is noted once.
        #[arg(long)]
        reference: Option<String>,
    },
    /// Note that money of an order was given back by hand: by bank transfer, or at the payment provider where it had given up
    /// doing it by itself. Exit status: 0 noted, 1 not.
    Refunded {
        #[command(flatten)]
        database: Database,
        /// The order's number, e.g. `G-1000003P`.
        number: String,
        /// Which refund, as `giano orders refunds` lists it, where there are several.
        #[arg(long)]
        refund: Option<i64>,
        /// The bank's reference, kept in the audit log.
        #[arg(long)]
        reference: Option<String>,
    },
    /// List refunds that people have to see to, the oldest first: identifier, order, amount, why.
    Refunds {
        #[command(flatten)]
        database: Database,
        /// How many at most.
        #[arg(long, default_value_t = 100)]
        most: u64,
    },
}

/// What is done with settings.
#[derive(Debug, Subcommand)]
pub enum Settings {
    /// List all settings.
    List,
    /// Print a setting as JSON.
    Show {
        /// Its name.
        name: String,
    },
    /// Change a setting, or several at once out of a file; shows the difference.
    Set(SetSetting),
}

/// What a setting is to be.
#[derive(Debug, Args)]
pub struct SetSetting {
    /// Its name; may be absent where a file has several settings under their names.
    pub name: Option<String>,
    /// What it is to be, as JSON; a single word needs no quotes.
    #[arg(allow_negative_numbers = true)]
    pub value: Option<String>,
    /// Read it from a JSON file.
    #[arg(long)]
    pub file: Option<PathBuf>,
    /// Only show what would be changed.
    #[arg(long)]
    pub dry_run: bool,
    /// Change it only where it still has this version.
    #[arg(long)]
    pub if_version: Option<i64>,
}

/// The demonstration shop.
#[derive(Debug, Subcommand)]
pub enum Demo {
    /// Load it.
    Load {
        #[command(flatten)]
        common: ImportCommon,
        /// Its folder.
        #[arg(long = "demo", env = "GIANO_DEMO", default_value = "demo")]
        demo: PathBuf,
        /// Leave out the pictures' AVIF and largest sizes, which take longer than all the rest; `giano demo add-avif` makes them.
        #[arg(long)]
        without_avif: bool,
        /// Do nothing where something is sold already, unless that is a demonstration whose loading was broken off.
        #[arg(long)]
        unless_loaded: bool,
    },
    /// Make the loaded demonstration's pictures as AVIF and in their largest sizes too, and show them.
    AddAvif {
        #[command(flatten)]
        common: ImportCommon,
        /// Its folder.
        #[arg(long = "demo", env = "GIANO_DEMO", default_value = "demo")]
        demo: PathBuf,
    },
    /// Check its files: references, prices, check digits, both languages, pictures. Exit status: 0 all right, 1 not.
    Check {
        /// Its folder.
        #[arg(long = "demo", env = "GIANO_DEMO", default_value = "demo")]
        demo: PathBuf,
    },
}
