use jiff::SignedDuration;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    kitchen::TIME,
    world::{Sent, World},
};

const EGG: Uuid = Uuid::from_u128(1);

async fn sweep(world: &World) -> (Value, Vec<Sent>) {
    let swept = world.invoke("kitchen-sweep-deadlines", &json!({})).await.unwrap();
    (swept, world.sent())
}

#[tokio::test]
async fn a_deadline_is_sent_to_its_subscriber_once_it_has_passed() {
    let world = World::open().await;
    world.put_in(EGG, json!({})).await;
    assert_eq!(sweep(&world).await, (json!({"passed": 0, "sent": 0, "unreadable": 0}), vec![]));
    world.forward(TIME);
    let (_, sent) = sweep(&world).await;
    let [message] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!((&*message.queue, &message.group), ("https://queues/house-take-out.fifo", &EGG.to_string()));
    assert_eq!(message.body["type"], json!("egg.deadline-passed.v1"));
}

#[tokio::test]
async fn a_deadline_is_sent_less_and_less_often_until_its_aggregate_has_moved_on() {
    let world = World::open().await;
    world.put_in(EGG, json!({})).await;
    world.forward(TIME);
    let mut sent = Vec::new();
    for minute in 0..=9 {
        let (_, messages) = sweep(&world).await;
        sent.extend(messages.into_iter().map(|message| (minute, message)));
        world.forward(SignedDuration::from_mins(1));
    }
    assert_eq!(sent.iter().map(|(minute, _)| *minute).collect::<Vec<_>>(), [0, 1, 2, 4, 8]);
    let ids: std::collections::HashSet<_> = sent.iter().map(|(_, message)| &message.id).collect();
    assert_eq!(ids.len(), sent.len(), "the queue accepts each of them");
    let messages: Vec<_> = sent.into_iter().map(|(_, message)| message).collect();
    assert_eq!(world.deliver(&messages).await, 0);
    world.forward(SignedDuration::from_hours(24));
    let (swept, again) = sweep(&world).await;
    assert_eq!((swept["passed"].clone(), again), (json!(0), vec![]));
}

#[tokio::test]
async fn a_deadline_that_is_delivered_again_and_again_takes_effect_once() {
    let world = World::open().await;
    world.put_in(EGG, json!({})).await;
    world.forward(TIME);
    let (_, sent) = sweep(&world).await;
    for _ in 0..3 {
        assert_eq!(world.deliver(&sent).await, 0);
    }
    world.forward(SignedDuration::from_mins(10));
    world.invoke("kitchen-reconcile-messages", &json!({})).await.unwrap();
    let events = world.sent();
    let taken_out = events.iter().filter(|message| message.body["type"] == json!("egg.taken-out.v1"));
    assert_eq!(taken_out.count(), 1, "{events:?}");
}
