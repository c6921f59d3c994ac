use kit_dynamodb::log::LogPlace;

use crate::shop::{Feed, OrderInput, OrderState, World, order_id, place, shelf};

#[tokio::test]
async fn a_policy_changes_its_aggregates_in_the_transaction_of_the_command() {
    let mut world = World::open().await;
    world.fill(shelf(1), 1).await;
    world.execute(&place(1, shelf(1))).await.unwrap();
    let OrderState::Placed { due } = world.order(order_id(1)).await.unwrap().state else { panic!("not placed") };
    world.now = due;
    world.execute(&Feed(order_id(1), OrderInput::DeadlinePassed { due })).await.unwrap();
    assert_eq!(world.order(order_id(1)).await.unwrap().state, OrderState::Canceled);
    assert_eq!(world.pieces(shelf(1)).await, 1, "the piece is back on the shelf");

    let (from, to) = (LogPlace::at(due), LogPlace::behind(due));
    let log = world.table.commits(&from, &to, 10).await.unwrap();
    let mut kinds: Vec<_> = log.logged.into_iter().flat_map(|logged| logged.events.unwrap()).collect();
    kinds.sort_by(|one, other| one.kind.cmp(&other.kind));
    let told: Vec<_> = kinds.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(told, ["order.canceled.v1", "shelf.filled.v1"]);
    assert!(kinds.iter().all(|event| event.correlation == "test"));
}
