use futures_util::future::join_all;
use jiff::SignedDuration;
use kit_dynamodb::{
    Answer, ExecuteError,
    testing::{Fault, Wire, first},
};

use crate::shop::{ShopRefusal, World, order_id, place, shelf};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_message_that_comes_ten_times_at_once_takes_effect_once_and_gets_one_answer() {
    let world = World::open().await;
    world.fill(shelf(1), 10).await;
    let message = world.keyed("once", "body");
    let answers = join_all((0..10).map(|number| {
        let (world, message) = (&world, &message);
        async move {
            let answer = Answer { content_location: Some(format!("/orders/{number}")) };
            world.table.execute(message, &place(number, shelf(1)), &answer).await.unwrap()
        }
    }))
    .await;
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(world.pieces(shelf(1)).await, 9);
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_recognized_by_its_inbox_record() {
    let world = World::open().await;
    world.fill(shelf(1), 1).await;
    // The SDK sends a call three times; so both the first answer and those of its repetitions are lost.
    let wire = Wire::broken(first(3, "TransactWriteItems", Fault::LostAnswer));
    let answer = Answer { content_location: Some("/orders/1".into()) };
    let answered = world.over(&wire).execute(&world.message(), &place(1, shelf(1)), &answer).await;
    assert_eq!(answered.unwrap(), answer);
    assert_eq!(world.pieces(shelf(1)).await, 0, "the order was placed once");
    assert!(world.order(order_id(1)).await.is_some());
}

#[tokio::test]
async fn a_torn_read_does_not_refuse_a_message_that_has_had_its_effects() {
    let world = World::open().await;
    world.fill(shelf(1), 1).await;
    let message = world.keyed("torn", "body");
    let place = place(1, shelf(1));
    world.table.execute(&message, &place, &Answer::default()).await.unwrap();
    // The batch was read before the message took effect where it concerns the inbox, and after it elsewhere.
    let wire = Wire::broken(first(1, "BatchGetItem", Fault::InboxReadBefore));
    world.over(&wire).execute(&message, &place, &Answer::default()).await.unwrap();
    assert_eq!(world.pieces(shelf(1)).await, 0);
}

#[tokio::test]
async fn a_key_means_one_command_until_its_record_expires() {
    let mut world = World::open().await;
    world.fill(shelf(1), 3).await;
    let place = |number| place(number, shelf(1));
    let (first, second) = (place(1), place(2));
    world.table.execute(&world.keyed("key", "first"), &first, &Answer::default()).await.unwrap();
    let reused = world.table.execute(&world.keyed("key", "second"), &second, &Answer::default()).await;
    assert!(matches!(reused, Err(ExecuteError::KeyReused)), "{reused:?}");
    world.now += SignedDuration::from_hours(14 * 24);
    world.table.execute(&world.keyed("key", "second"), &second, &Answer::default()).await.unwrap();
    assert_eq!(world.pieces(shelf(1)).await, 1);
}

#[tokio::test]
async fn a_refusal_leaves_its_key_free() {
    let world = World::open().await;
    let (message, place) = (world.keyed("key", "body"), place(1, shelf(1)));
    let refused = world.table.execute(&message, &place, &Answer::default()).await;
    assert!(matches!(refused, Err(ExecuteError::Refused(refused)) if refused.kind() == ShopRefusal::OUT_OF_STOCK));
    world.fill(shelf(1), 1).await;
    world.table.execute(&message, &place, &Answer::default()).await.unwrap();
}

#[tokio::test]
async fn a_table_that_stays_busy_says_so() {
    let world = World::open().await;
    world.fill(shelf(1), 1).await;
    let wire = Wire::broken(|operation| if operation == "BatchGetItem" { Fault::Throttled } else { Fault::None });
    let busy = world.over(&wire).execute(&world.message(), &place(1, shelf(1)), &Answer::default()).await;
    assert!(matches!(busy, Err(ExecuteError::TryAgain(_))), "{busy:?}");
}
