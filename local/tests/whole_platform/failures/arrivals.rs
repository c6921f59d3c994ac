use std::collections::HashMap;
use std::sync::Mutex;

use serde_json::Value;

use super::faults::RELAY;

/// In which order messages were handed out first.
#[derive(Default)]
pub(super) struct Arrivals(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    /// The stream of each event and its place there, by its id.
    told: HashMap<String, (String, usize)>,
    /// By subscriber and group, the events in the order of their first delivery.
    delivered: HashMap<(String, String), Vec<String>>,
}

impl Arrivals {
    /// Notes what a function is given.
    pub(super) fn note(&self, function: &str, records: &[Value]) {
        let mut seen = self.0.lock().unwrap();
        for record in records {
            if function == RELAY {
                for event in record["dynamodb"]["NewImage"]["events"]["L"].as_array().into_iter().flatten() {
                    let place = seen.told.len();
                    let stream = text(&record["eventSourceARN"]);
                    seen.told.entry(text(&event["M"]["id"]["S"])).or_insert((stream, place));
                }
            } else if let Ok(event) = serde_json::from_str::<Value>(record["body"].as_str().unwrap_or_default()) {
                let of = (function.to_owned(), text(&record["attributes"]["MessageGroupId"]));
                let (delivered, id) = (seen.delivered.entry(of).or_default(), text(&event["id"]));
                if !delivered.contains(&id) {
                    delivered.push(id);
                }
            }
        }
    }

    /// Where a later event of a group was delivered before an earlier one.
    pub(super) fn overtaken(&self) -> Vec<String> {
        let seen = self.0.lock().unwrap();
        let mut overtaken = Vec::new();
        for ((subscriber, group), delivered) in &seen.delivered {
            // Streams keep no order with each other.
            let mut last: HashMap<&str, (usize, &String)> = HashMap::new();
            for event in delivered {
                let Some((stream, place)) = seen.told.get(event) else { continue };
                if let Some((before, other)) = last.insert(stream, (*place, event))
                    && before > *place
                {
                    overtaken.push(format!("{subscriber} was given event {other} of group {group} before {event}"));
                }
            }
        }
        overtaken
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
