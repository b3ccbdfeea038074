//! The server's binary: commands, rendering, static files.

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
mod media;
mod orders;
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
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,giano=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).json().init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("giano: no threads to run on: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli.command)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("giano: {}", told(&error));
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
        Command::Jobs(jobs) => return jobs::run(jobs, &mut std::io::stdout().lock()).await,
        Command::Orders(command) => return orders::run(command, &mut std::io::stdout().lock()).await,
        Command::Demo(Demo::Load { common, demo }) => {
            let files = media::open_for_writing(&common.place).await?;
            let store = imports::open(&common).await?;
            demo::load(&store, &demo, &files).await?;
        }
        Command::Demo(Demo::Check { demo }) => {
            let checked = giano_import::demo::check(&demo);
            checked.findings.iter().for_each(|finding| println!("{finding}"));
            match checked.findings.len() {
                0 => println!("{}: all right", checked.counts),
                wrong => println!("{}: {wrong} findings", checked.counts),
            }
            return Ok(if checked.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::Precompress { dist } => {
            println!("{} compressed files written", precompress::precompress(&dist)?);
        }
        Command::Openapi => println!("{}", serde_json::to_string_pretty(giano_server::openapi_document())?),
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
