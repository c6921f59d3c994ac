use std::io::{self, IsTerminal};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::fmt::writer::BoxMakeWriter;
use tracing_subscriber::prelude::*;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// Where log lines go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogTo {
    StandardOutput,
    /// Where standard output is for an answer alone.
    StandardError,
}

/// Starts logging: a line for each request, and whatever goes wrong.
///
/// The functions' own line for each request stays out: it says the same. So do the embedded
/// database's warnings, which tell of every condition that did not hold.
pub(crate) fn start(format: LogFormat, to: LogTo) {
    let filter = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("local", LevelFilter::INFO)
        .with_target("kit_sam_local", LevelFilter::INFO)
        .with_target("dynoxide", LevelFilter::ERROR);
    let lines = tracing_subscriber::registry().with(filter);
    let (writer, is_terminal) = match to {
        LogTo::StandardOutput => (BoxMakeWriter::new(io::stdout), io::stdout().is_terminal()),
        LogTo::StandardError => (BoxMakeWriter::new(io::stderr), io::stderr().is_terminal()),
    };
    let layer = fmt::layer().with_writer(writer);
    match format {
        LogFormat::Text => lines.with(layer.compact().with_target(false).with_ansi(is_terminal)).init(),
        LogFormat::Json => lines.with(layer.json().flatten_event(true)).init(),
    }
}
