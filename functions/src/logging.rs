use tracing::Level;
use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    fmt,
    prelude::*,
};

/// Starts logging to standard output, a JSON object a line: this project's own lines from `level` on,
/// and what libraries warn of.
pub(crate) fn start_logging(level: Level) {
    let ours = ["adapters", "domain", "functions"].map(|target| (target, level));
    let filter = Targets::new().with_targets(ours).with_default(LevelFilter::WARN);
    let lines = fmt::layer().json().flatten_event(true).with_span_list(false);
    tracing_subscriber::registry().with(filter).with(lines).init();
}
