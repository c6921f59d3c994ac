use jiff::{SignedDuration, Timestamp};
use kit_dynamodb::{
    CloudEvent,
    deadlines::{DeadlinePassed, SHARDS},
    log::LogPlace,
};

use crate::shop::{Feed, OrderInput, OrderState, World, order_id, place, shelf};

/// The deadlines that have passed by a time.
async fn passed(world: &World, now: Timestamp) -> Vec<CloudEvent<DeadlinePassed>> {
    let mut all = Vec::new();
    for shard in 0..SHARDS {
        let page = world.table.passed_deadlines(shard, &LogPlace::at(Timestamp::UNIX_EPOCH), now, 10).await.unwrap();
        for event in page.logged.into_iter().flat_map(|logged| logged.events.unwrap()) {
            all.push(serde_json::from_str(&event.json).unwrap());
        }
    }
    all
}

async fn with_an_order() -> World {
    let world = World::open().await;
    world.fill(shelf(1), 1).await;
    world.execute(&place(1, shelf(1))).await.unwrap();
    world
}

#[tokio::test]
async fn a_deadline_is_found_once_it_has_passed_and_not_before() {
    let world = with_an_order().await;
    let due = world.now + SignedDuration::from_mins(30);
    assert_eq!(passed(&world, due - SignedDuration::from_nanos(1)).await, []);
    let found = passed(&world, due).await;
    let [event] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(event.event.kind, "order.deadline-passed.v1");
    assert_eq!((event.event.data.due, event.time), (due, due));
    assert_eq!(event.subject, order_id(1).to_string());
    assert_eq!(passed(&world, due).await, found, "it is the same event at each look");
}

#[tokio::test]
async fn a_deadline_goes_with_the_state_that_had_it() {
    let world = with_an_order().await;
    world.execute(&Feed(order_id(1), OrderInput::Paid)).await.unwrap();
    assert_eq!(passed(&world, world.now + SignedDuration::from_hours(24)).await, []);
    assert_eq!(world.order(order_id(1)).await.unwrap().state, OrderState::Paid);
}

#[tokio::test]
async fn a_late_report_of_a_deadline_changes_nothing() {
    let world = with_an_order().await;
    let due = world.now + SignedDuration::from_mins(30);
    world.execute(&Feed(order_id(1), OrderInput::Paid)).await.unwrap();
    world.execute(&Feed(order_id(1), OrderInput::DeadlinePassed { due })).await.unwrap();
    assert_eq!(world.order(order_id(1)).await.unwrap().state, OrderState::Paid);
    assert_eq!(world.pieces(shelf(1)).await, 0);
}
