use jiff::SignedDuration;
use kit_lambda::{NoHandler, SettingsError};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{kitchen::PROGRAM, world::World};

const EGG: Uuid = Uuid::from_u128(1);

async fn reconcile(world: &World) -> Value {
    world.invoke("kitchen-reconcile-messages", &json!({})).await.unwrap()
}

#[test]
fn the_declarations_of_the_program_fit_together() {
    PROGRAM.check();
}

#[tokio::test]
async fn a_missing_event_is_sent_again_to_each_of_its_subscribers() {
    let world = World::open().await;
    world.put_in(EGG, json!({})).await;
    world.forward(SignedDuration::from_mins(7));
    assert_eq!(reconcile(&world).await["missing"], json!(2));
    let mut queues: Vec<_> = world.sent().into_iter().map(|message| message.queue).collect();
    queues.sort();
    assert_eq!(queues, ["https://queues/house-lay-table.fifo", "https://queues/house-write-menu.fifo"]);
}

#[tokio::test]
async fn the_table_of_each_subscriber_says_what_it_has_handled() {
    let world = World::open().await;
    world.put_in(EGG, json!({})).await;
    world.forward(SignedDuration::from_mins(7));
    reconcile(&world).await;
    let sent = world.sent();
    for (handled, missing) in [(1, 1), (2, 0)] {
        assert_eq!(world.deliver(&sent[..handled]).await, 0);
        world.forward(SignedDuration::from_mins(30));
        assert_eq!(reconcile(&world).await["missing"], json!(missing));
    }
}

#[tokio::test]
async fn an_event_in_order_waits_for_the_one_before_it() {
    let world = World::open().await;
    world.put_in(EGG, json!({})).await;
    world.forward(SignedDuration::from_mins(7));
    world.invoke("kitchen-sweep-deadlines", &json!({})).await.unwrap();
    world.deliver(&world.sent()).await;
    world.forward(SignedDuration::from_mins(7));
    reconcile(&world).await;
    let menu = |message: &crate::world::Sent| message.queue.ends_with("write-menu.fifo");
    let events: Vec<_> = world.sent().into_iter().filter(menu).collect();
    let [put_in, taken_out] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(world.deliver(std::slice::from_ref(taken_out)).await, 1, "it is too early");
    assert_eq!(world.deliver(&[put_in.clone(), taken_out.clone()]).await, 0);
}

#[tokio::test]
async fn a_replay_sends_a_projection_its_events_again() {
    let world = World::open().await;
    world.put_in(EGG, json!({})).await;
    let replay = |subscriber: &str| json!({"subscriber": subscriber, "from": "2026-12-01T00:00:00Z"});
    let replayed = world.invoke("kitchen-replay-events", &replay("write-menu")).await.unwrap();
    assert_eq!((&replayed["sent"], &replayed["next"]), (&json!(1), &Value::Null));
    assert_eq!(world.sent().len(), 1);
    for refused in ["lay-table", "nobody"] {
        assert!(world.invoke("kitchen-replay-events", &replay(refused)).await.is_err(), "{refused}");
    }
}

#[tokio::test]
async fn a_function_that_lacks_a_variable_does_not_start() {
    let world = World::open().await;
    for (function, variable) in [
        ("put-in", "KITCHEN_TABLE"),
        ("lay-table", "QUEUE_PREFIX"),
        ("write-menu", "MENU_TABLE"),
        ("kitchen-relay-messages", "UNRELAYED_RECORDS_QUEUE"),
        ("kitchen-reconcile-messages", "MENU_TABLE"),
    ] {
        let missing = NoHandler::Settings(SettingsError::Missing(variable.to_owned()));
        assert_eq!(world.make(function, variable).err(), Some(missing), "{function}");
    }
    assert!(world.make("put-in", "MENU_TABLE").is_ok(), "it needs no other table");
}

#[tokio::test]
async fn an_unknown_name_is_answered_with_the_names_that_are_near_it() {
    let world = World::open().await;
    let near = vec!["lay-table"];
    assert_eq!(world.make("lay-tables", "").err(), Some(NoHandler::Unknown { name: "lay-tables".to_owned(), near }));
}
