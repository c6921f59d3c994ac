use std::io::{self, IsTerminal};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// Starts logging to standard output: a line for each request, and whatever goes wrong.
///
/// The functions' own line for each request stays out: it says the same. So do the embedded
/// database's warnings, which tell of every condition that did not hold.
pub(crate) fn start(format: LogFormat) {
    let filter = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("local", LevelFilter::INFO)
        .with_target("dynoxide", LevelFilter::ERROR);
    let lines = tracing_subscriber::registry().with(filter);
    match format {
        LogFormat::Text => {
            let layer = fmt::layer().compact().with_target(false);
            lines.with(layer.with_ansi(io::stdout().is_terminal())).init();
        }
        LogFormat::Json => lines.with(fmt::layer().json().flatten_event(true)).init(),
    }
}
