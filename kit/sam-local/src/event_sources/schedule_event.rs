//! The payload that a schedule sends.

use jiff::{Timestamp, Unit};
use serde_json::json;
use uuid::Uuid;

use crate::deployment::{ACCOUNT, REGION};
use crate::template::{Schedule, ScheduleSender};

/// What the schedule says, or else what the service says by itself.
pub(super) fn payload(schedule: &Schedule, now: Timestamp) -> Vec<u8> {
    let now = now.round(Unit::Second).unwrap_or(now).to_string();
    let name = &schedule.name;
    match (&schedule.input, schedule.sender) {
        (Some(input), ScheduleSender::Rule) => input.clone().into_bytes(),
        // Source: EventBridge Scheduler User Guide, "Adding context attributes".
        (Some(input), ScheduleSender::Scheduler) => input
            .replace("<aws.scheduler.scheduled-time>", &now)
            .replace("<aws.scheduler.execution-id>", &Uuid::new_v4().to_string())
            .replace("<aws.scheduler.attempt-number>", "1")
            .into_bytes(),
        (None, sender) => {
            let (source, arn, detail) = match sender {
                ScheduleSender::Rule => {
                    ("aws.events", format!("arn:aws:events:{REGION}:{ACCOUNT}:rule/{name}"), json!({}))
                }
                // Scheduler sends the detail as text.
                ScheduleSender::Scheduler => (
                    "aws.scheduler",
                    format!("arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/{name}"),
                    json!("{}"),
                ),
            };
            let event = json!({
                "version": "0",
                "id": Uuid::new_v4(),
                "detail-type": "Scheduled Event",
                "source": source,
                "account": ACCOUNT,
                "time": now,
                "region": REGION,
                "resources": [arn],
                "detail": detail,
            });
            event.to_string().into_bytes()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::Value;

    use super::*;

    fn sent(input: Option<&str>, sender: ScheduleSender) -> Value {
        let every = Duration::from_mins(1);
        let schedule = Schedule { name: "Nightly".to_owned(), every, input: input.map(str::to_owned), sender };
        serde_json::from_slice(&payload(&schedule, "2027-03-01T09:30:00.25Z".parse().unwrap())).unwrap()
    }

    #[test]
    fn a_schedule_without_input_sends_the_services_event() {
        let event = sent(None, ScheduleSender::Rule);
        assert_eq!(event["detail-type"], "Scheduled Event");
        assert_eq!(event["time"], "2027-03-01T09:30:00Z");
        assert_eq!(event["resources"], json!(["arn:aws:events:us-east-1:000000000000:rule/Nightly"]));
        assert_eq!(sent(None, ScheduleSender::Scheduler)["source"], "aws.scheduler");
    }

    #[test]
    fn a_schedule_sends_its_input_with_the_time_in_it() {
        let input = r#"{"at":"<aws.scheduler.scheduled-time>"}"#;
        assert_eq!(sent(Some(input), ScheduleSender::Scheduler), json!({"at": "2027-03-01T09:30:00Z"}));
        assert_eq!(sent(Some(r#"{"a":1}"#), ScheduleSender::Rule), json!({"a": 1}));
    }
}
