use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::QueueAttributeName as Name;

use super::{QueueError, refused};
use crate::template::QueueResource;

/// How many messages are in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Depth {
    /// To be received.
    pub waiting: u64,
    /// Received, and neither deleted nor visible again.
    pub in_flight: u64,
    /// Not yet to be received.
    pub delayed: u64,
}

impl Depth {
    /// All of them.
    #[must_use]
    pub fn total(self) -> u64 {
        self.waiting + self.in_flight + self.delayed
    }
}

/// How many messages are in a queue.
pub(crate) async fn depth(client: &Client, queue: &QueueResource) -> Result<Depth, QueueError> {
    let [waiting, in_flight, delayed] = [
        Name::ApproximateNumberOfMessages,
        Name::ApproximateNumberOfMessagesNotVisible,
        Name::ApproximateNumberOfMessagesDelayed,
    ];
    let request = client.get_queue_attributes().queue_url(queue.url()).set_attribute_names(Some(vec![
        waiting.clone(),
        in_flight.clone(),
        delayed.clone(),
    ]));
    let output = request.send().await.map_err(|error| refused(queue, &error))?;
    let number = |name: &Name| {
        let text = output.attributes().and_then(|attributes| attributes.get(name));
        text.and_then(|text| text.parse().ok()).unwrap_or(0)
    };
    Ok(Depth { waiting: number(&waiting), in_flight: number(&in_flight), delayed: number(&delayed) })
}
