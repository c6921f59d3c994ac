use futures_util::future::join_all;
use kit_dynamodb::{
    Answer, ExecuteError,
    testing::{Fault, Wire, first},
};

use crate::shop::{FillWhileOpen, ShopRefusal, World, place, shelf};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_thirty_orders_for_the_last_piece_one_gets_it_and_the_others_learn_why() {
    let world = World::open().await;
    world.fill(shelf(1), 1).await;
    let orders: Vec<_> = (0..30).map(|number| place(number, shelf(1))).collect();
    let answers = join_all(orders.iter().map(|order| world.execute(order))).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for refused in answers.into_iter().filter_map(Result::err) {
        match refused {
            ExecuteError::Refused(refused) => assert_eq!(refused.kind(), ShopRefusal::OUT_OF_STOCK),
            // Beaten five times in a row, it may say so: nothing of it is left.
            ExecuteError::TryAgain(_) => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!(world.pieces(shelf(1)).await, 0);
}

#[tokio::test]
async fn a_conflict_is_decided_again_on_the_new_state() {
    let world = World::open().await;
    world.fill(shelf(1), 1).await;
    let wire = Wire::broken(first(2, "TransactWriteItems", Fault::TransactionConflict));
    let table = world.over(&wire);
    table.execute(&world.message(), &place(1, shelf(1)), &Answer::default()).await.unwrap();
    let (reads, commits) = (count(&wire, "BatchGetItem"), count(&wire, "TransactWriteItems"));
    assert_eq!((reads, commits), (3, 3));
    assert_eq!(world.pieces(shelf(1)).await, 0);
}

#[tokio::test]
async fn without_faults_a_command_costs_one_read_and_one_commit() {
    let world = World::open().await;
    world.fill(shelf(1), 1).await;
    let wire = Wire::sound();
    world.over(&wire).execute(&world.message(), &place(1, shelf(1)), &Answer::default()).await.unwrap();
    assert_eq!(wire.calls(), ["BatchGetItem", "TransactWriteItems"]);
}

#[tokio::test]
async fn a_condition_on_something_that_was_only_looked_at_is_judged_by_the_commit() {
    let world = World::open().await;
    world.fill(shelf(1), 1).await;
    world.execute(&FillWhileOpen { looked_at: shelf(1), filled: shelf(2) }).await.unwrap();
    assert_eq!(world.pieces(shelf(2)).await, 1);
    // A shelf that has never been written is not open.
    let refused = world.execute(&FillWhileOpen { looked_at: shelf(3), filled: shelf(2) }).await;
    assert!(matches!(refused, Err(ExecuteError::TryAgain(_))), "{refused:?}");
    assert_eq!(world.pieces(shelf(2)).await, 1, "without its condition nothing is committed");
    // The condition joins the write of an aggregate that changes anyway.
    world.execute(&FillWhileOpen { looked_at: shelf(2), filled: shelf(2) }).await.unwrap();
    assert_eq!(world.pieces(shelf(2)).await, 2);
}

#[tokio::test]
async fn keys_that_the_table_hands_back_are_asked_for_again() {
    let world = World::open().await;
    world.fill(shelf(1), 1).await;
    let wire = Wire::broken(first(1, "BatchGetItem", Fault::Unprocessed));
    world.over(&wire).execute(&world.message(), &place(1, shelf(1)), &Answer::default()).await.unwrap();
    assert_eq!(wire.calls(), ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]);
}

fn count(wire: &Wire, operation: &str) -> usize {
    wire.calls().iter().filter(|called| *called == operation).count()
}
