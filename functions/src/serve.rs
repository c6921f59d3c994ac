use std::{env, process::ExitCode};

use crate::{Function, all, logging::start_logging};

/// Lambda sets it to the function's `Handler` in the template.
const HANDLER: &str = "_HANDLER";

/// A suggestion is at least this similar, on the scale of 0 to 1 of Jaro and Winkler.
const SIMILAR: f64 = 0.8;
const MOST_SUGGESTIONS: usize = 3;

/// Runs the function that the environment variable `_HANDLER` names, until the environment ends.
#[must_use]
pub fn serve() -> ExitCode {
    match named(env::var(HANDLER).ok().as_deref()) {
        Ok(function) => function.serve(),
        Err(error) => {
            start_logging(tracing::Level::INFO);
            tracing::error!(%error, "cannot run");
            ExitCode::FAILURE
        }
    }
}

/// Why the program runs no function.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum NoFunction {
    #[error("the environment variable _HANDLER is missing: it names the function to run, such as schedule-training")]
    NotNamed,
    #[error("_HANDLER is {name:?}, and no function has this name; {}", suggested(near))]
    Unknown { name: String, near: Vec<&'static str> },
}

fn named(name: Option<&str>) -> Result<&'static Function, NoFunction> {
    let name = name.filter(|name| !name.is_empty()).ok_or(NoFunction::NotNamed)?;
    all()
        .find(|function| function.name == name)
        .ok_or_else(|| NoFunction::Unknown { name: name.to_owned(), near: near(name) })
}

/// The names of functions that are most like `name`, the most similar first.
fn near(name: &str) -> Vec<&'static str> {
    let mut names: Vec<_> = all()
        .map(|function| (strsim::jaro_winkler(function.name, name), function.name))
        .filter(|(similarity, _)| *similarity >= SIMILAR)
        .collect();
    names.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    names.into_iter().map(|(_, name)| name).take(MOST_SUGGESTIONS).collect()
}

fn suggested(near: &[&str]) -> String {
    if near.is_empty() { "no name is like it".to_owned() } else { format!("near it: {}", near.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(name: Option<&str>) -> String {
        named(name).unwrap_err().to_string()
    }

    #[test]
    fn the_handler_of_the_template_names_the_function() {
        assert_eq!(named(Some("schedule-training")).unwrap().name, "schedule-training");
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_names_that_are_near_it() {
        assert_eq!(
            error(Some("schedule-trainings")),
            "_HANDLER is \"schedule-trainings\", and no function has this name; \
             near it: schedule-training, reschedule-training"
        );
    }

    #[test]
    fn a_name_that_is_like_no_other_gets_no_suggestion() {
        assert_eq!(error(Some("zzz")), "_HANDLER is \"zzz\", and no function has this name; no name is like it");
    }

    #[test]
    fn a_program_that_nobody_names_a_function_for_says_what_is_missing() {
        let missing =
            "the environment variable _HANDLER is missing: it names the function to run, such as schedule-training";
        assert_eq!(error(None), missing);
        assert_eq!(error(Some("")), missing);
    }
}
