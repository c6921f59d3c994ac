use tracing::Level;
use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    fmt,
    prelude::*,
};

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// A JSON object a line, for CloudWatch.
    Json,
    /// For people.
    Text,
}

/// Starts logging to standard output: this project's own lines from `level` on, and what libraries
/// warn of. Does nothing when logging has been started before.
pub fn start_logging(level: Level, format: LogFormat) {
    let ours = ["adapters", "domain", "functions", "local"].map(|target| (target, level));
    let filter = Targets::new().with_targets(ours).with_default(LevelFilter::WARN);
    let lines = tracing_subscriber::registry().with(filter);
    // Only the first start counts: in tests, many platforms share a process.
    let _ = match format {
        LogFormat::Json => lines
            .with(fmt::layer().json().flatten_event(true).with_current_span(false).with_span_list(false))
            .try_init(),
        LogFormat::Text => lines.with(fmt::layer().compact().with_target(false)).try_init(),
    };
}
