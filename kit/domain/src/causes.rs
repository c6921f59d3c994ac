use std::error::Error;

/// An error and its causes in one line. Errors of SDKs say little by themselves.
#[must_use]
pub fn causes(error: &(dyn Error + 'static)) -> String {
    let mut line = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        // Many errors repeat their cause.
        if !text.is_empty() && !line.ends_with(&text) {
            if !line.is_empty() {
                line.push_str(": ");
            }
            line.push_str(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        next = error.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("service error")]
    struct Outer(#[source] Inner);

    #[derive(Debug, thiserror::Error)]
    #[error("no such\n  table")]
    struct Inner;

    #[test]
    fn every_cause_is_in_one_line() {
        assert_eq!(causes(&Outer(Inner)), "service error: no such table");
    }

    #[derive(Debug, thiserror::Error)]
    #[error("the call failed: no such table")]
    struct Repeating(#[source] Named);

    #[derive(Debug, thiserror::Error)]
    #[error("no such table")]
    struct Named(#[source] Silent);

    #[derive(Debug, thiserror::Error)]
    #[error("")]
    struct Silent;

    #[test]
    fn a_cause_that_is_repeated_or_says_nothing_is_left_out() {
        assert_eq!(causes(&Repeating(Named(Silent))), "the call failed: no such table");
        assert_eq!(causes(&Silent), "");
    }
}
