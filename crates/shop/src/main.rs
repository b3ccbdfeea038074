//! The server's binary: commands, rendering, static files.
// What is said goes through `out`, which bears that nobody reads it.
#![cfg_attr(not(test), deny(clippy::print_stdout, clippy::print_stderr))]

mod assets;
mod cli;
#[cfg(test)]
#[path = "../../store/tests/support/cluster.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod cluster;
mod demo;
mod imports;
mod jobs;
mod listen;
mod listen_address;
mod media;
mod orders;
mod out;
mod pages;
mod precompress;
mod replace;
#[cfg(test)]
#[path = "../../files/tests/support/s3.rs"]
#[allow(clippy::unwrap_used)]
mod s3;
mod security;
mod serve;
mod settings;
mod sitemap;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod test_shop;

use clap::Parser;
use cli::{Cli, Command, Demo};
use out::{Aside, Out};
use std::io::Write;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,giano=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).json();
    // Otherwise a log that cannot be written would be told of where it cannot be written either.
    log.log_internal_errors(false).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            // Where not even that can be said, the exit status says it.
            let _ = writeln!(Aside, "giano: no threads to run on: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli.command)) {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(Aside, "giano: {}", told(&error));
            ExitCode::from(2)
        }
    }
}

/// An error with what it came of, each said once: some say their cause themselves.
fn told(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !said.contains(&cause) {
            let between = if said.is_empty() { "" } else { ": " };
            said.push_str(between);
            said.push_str(&cause);
        }
    }
    said
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(options) => serve::serve(*options).await?,
        Command::Migrate { database } => giano_store::Store::connect(&database.url).await?.migrate().await?,
        Command::Settings { database, command } => return settings::run(&database.url, command).await,
        Command::Import(import) => return imports::run(import).await,
        Command::Jobs(jobs) => return jobs::run(jobs, &mut Out, &mut Aside).await,
        Command::Orders(command) => return orders::run(command, &mut Out, &mut Aside).await,
        Command::Demo(Demo::Load { common, demo, without_avif, unless_loaded }) => {
            let files = media::open_for_writing(&common.place).await?;
            let store = imports::open(&common).await?;
            demo::load(&store, &demo, &files, unless_loaded).await?;
            if !without_avif {
                demo::add_avif(&store, &demo, &files).await?;
            }
        }
        Command::Demo(Demo::AddAvif { common, demo }) => {
            let files = media::open_for_writing(&common.place).await?;
            let store = imports::open(&common).await?;
            demo::add_avif(&store, &demo, &files).await?;
        }
        Command::Demo(Demo::Check { demo }) => {
            let checked = giano_import::demo::check(&demo);
            for finding in &checked.findings {
                writeln!(Out, "{finding}")?;
            }
            match checked.findings.len() {
                0 => writeln!(Out, "{}: all right", checked.counts)?,
                wrong => writeln!(Out, "{}: {wrong} findings", checked.counts)?,
            }
            return Ok(if checked.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::Precompress { dist } => {
            writeln!(Out, "{} compressed files written", precompress::precompress(&dist)?)?;
        }
        Command::Openapi => writeln!(Out, "{}", serde_json::to_string_pretty(giano_server::openapi_document())?)?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_said_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("cannot read it: {0}")]
        struct Unread(#[source] std::io::Error);
        let error = anyhow::Error::from(Unread(std::io::Error::other("the disk is gone"))).context("opening the shop");
        assert_eq!(told(&error), "opening the shop: cannot read it: the disk is gone");
    }
}
