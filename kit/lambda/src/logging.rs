use tracing::Level;
use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    fmt,
    prelude::*,
};

/// Starts logging to standard output, a JSON object a line: the lines of `crates` and of the kit from `level` on, and
/// the warnings of all others.
pub(crate) fn start_logging(level: Level, crates: &[&'static str]) {
    let kit = ["kit_domain", "kit_dynamodb", "kit_lambda"];
    let ours = crates.iter().copied().chain(kit).map(|target| (target, level));
    let filter = Targets::new().with_targets(ours).with_default(LevelFilter::WARN);
    let lines = fmt::layer().json().flatten_event(true).with_span_list(false);
    tracing_subscriber::registry().with(filter).with(lines).init();
}
