//! What a function answers about a batch.

use serde::Deserialize;

/// How a batch went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BatchAnswer {
    /// All of it is done.
    Done,
    /// These have failed, the rest is done.
    Failed(Vec<String>),
    /// As if the function had failed.
    AllFailed,
}

#[derive(Default, Deserialize)]
struct Report {
    #[serde(rename = "batchItemFailures", default)]
    failures: Option<Vec<Failure>>,
}

#[derive(Deserialize)]
struct Failure {
    #[serde(rename = "itemIdentifier")]
    item: String,
}

impl BatchAnswer {
    /// What Lambda makes of an answer: nothing at all, or no failures, is success; whatever it does not
    /// understand, or a failure that was not in the batch, is failure of all.
    ///
    /// Source: Lambda Developer Guide, "Success and failure conditions" of SQS and `DynamoDB` mappings.
    pub(super) fn read(answer: &[u8], batch: &[&str]) -> Self {
        if answer.is_empty() {
            return Self::Done;
        }
        let Ok(report) = serde_json::from_slice::<Option<Report>>(answer) else {
            return Self::AllFailed;
        };
        let failed: Vec<_> = report.unwrap_or_default().failures.into_iter().flatten().map(|f| f.item).collect();
        if failed.is_empty() {
            Self::Done
        } else if failed.iter().all(|item| batch.contains(&item.as_str())) {
            Self::Failed(failed)
        } else {
            Self::AllFailed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_lambda_reads_it() {
        let failed = |items: &[&str]| BatchAnswer::Failed(items.iter().map(|&item| item.to_owned()).collect());
        for (answer, meaning) in [
            ("", BatchAnswer::Done),
            ("null", BatchAnswer::Done),
            ("{}", BatchAnswer::Done),
            (r#"{"batchItemFailures":null}"#, BatchAnswer::Done),
            (r#"{"batchItemFailures":[]}"#, BatchAnswer::Done),
            (r#"{"batchItemFailures":[{"itemIdentifier":"b"}]}"#, failed(&["b"])),
            (r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#, BatchAnswer::AllFailed),
            (r#"{"batchItemFailures":[{"itemIdentifier":null}]}"#, BatchAnswer::AllFailed),
            (r#"{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"x"}]}"#, BatchAnswer::AllFailed),
            (r#"{"batchItemFailures":[{"item":"b"}]}"#, BatchAnswer::AllFailed),
            (r#"{"batchItemFailures":"b"}"#, BatchAnswer::AllFailed),
            ("not JSON", BatchAnswer::AllFailed),
        ] {
            assert_eq!(BatchAnswer::read(answer.as_bytes(), &["a", "b"]), meaning, "{answer}");
        }
    }
}
