use std::error::Error;

use kit_dynamodb::{ExecuteError, WriteError};

use crate::shop::{Fill, World, shelf};

#[tokio::test]
async fn the_101st_action_of_a_transaction_is_refused_with_a_clear_error() {
    let world = World::open().await;
    // Each shelf is a state and a commit, and the inbox record is one action more.
    world.execute(&Fill((0..49).map(shelf).collect(), 1)).await.unwrap();
    let refused = world.execute(&Fill((0..50).map(shelf).collect(), 1)).await.unwrap_err();
    let ExecuteError::Broken(_) = &refused else { panic!("{refused}") };
    let cause = refused.source().unwrap();
    assert!(matches!(cause.downcast_ref(), Some(WriteError::TooManyActions(_))), "{cause}");
    assert!(cause.to_string().starts_with("a transaction has at most 100 actions"), "{cause}");
    assert_eq!(world.pieces(shelf(1)).await, 1, "nothing of it is committed");
}
