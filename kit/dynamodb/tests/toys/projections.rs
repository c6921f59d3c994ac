use jiff::Timestamp;
use kit_dynamodb::{
    CloudEvent, Item, ItemKey, Transaction, Write,
    item::number,
    log::{LogPlace, StoredEvent},
    projection::{Projected, Projection, Unprojectable},
};
use serde::Deserialize;

use crate::shop::{ShelfEvent, Shop, World, shelf};

/// How many pieces have ever been put on all shelves.
enum Filled {}

fn total() -> ItemKey {
    ItemKey::new("FILLED", "TOTAL")
}

impl Projection for Filled {
    type Context = Shop;
    type Event = ShelfEvent;

    fn position(event: &ShelfEvent) -> ItemKey {
        let (ShelfEvent::Filled { shelf, .. } | ShelfEvent::Taken { shelf, .. }) = event;
        ItemKey::new(format!("FILLED#{shelf}"), "POSITION")
    }

    fn project(
        event: &CloudEvent<ShelfEvent>,
        _known: Option<Item>,
        transaction: &mut Transaction<'_>,
    ) -> Result<Item, Unprojectable> {
        if let ShelfEvent::Filled { pieces, .. } = event.event {
            transaction.push(Write::update(total(), "ADD pieces :pieces").value(":pieces", number(pieces)))?;
        }
        Ok(Item::new())
    }
}

async fn counted(world: &World) -> u32 {
    #[derive(Deserialize)]
    struct Total {
        pieces: u32,
    }
    world.table.get::<Total>(&total()).await.unwrap().map_or(0, |total| total.pieces)
}

/// The events of one shelf that was filled three times.
async fn history(world: &World) -> Vec<StoredEvent> {
    for pieces in 1..=3 {
        world.fill(shelf(1), pieces).await;
    }
    let (from, to) = (LogPlace::at(Timestamp::UNIX_EPOCH.max(world.now)), LogPlace::behind(world.now));
    let log = world.table.commits(&from, &to, 10).await.unwrap();
    let mut events: Vec<_> = log.logged.into_iter().flat_map(|logged| logged.events.unwrap()).collect();
    events.sort_by_key(|event| read(event).sequence);
    events
}

fn read(event: &StoredEvent) -> CloudEvent<ShelfEvent> {
    serde_json::from_str(&event.json).unwrap()
}

#[tokio::test]
async fn events_are_projected_once_and_in_order() {
    let world = World::open().await;
    let events = history(&world).await;
    let project = async |number: usize| world.table.project::<Filled>(&read(&events[number])).await;
    assert!(matches!(project(1).await, Projected::TooEarly));
    assert!(matches!(project(0).await, Projected::Now));
    assert!(matches!(project(0).await, Projected::Before));
    assert!(matches!(project(2).await, Projected::TooEarly));
    assert!(matches!(project(1).await, Projected::Now));
    assert_eq!(counted(&world).await, 1 + 2);

    let json: Vec<_> = events.iter().map(|event| event.json.as_str()).collect();
    let projected = world.table.projected::<Filled>(&json).await.unwrap();
    let is_projected: Vec<_> = events.iter().map(|event| projected.contains(&event.id)).collect();
    assert_eq!(is_projected, [true, true, false]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_event_that_comes_twice_at_once_counts_once() {
    let world = World::open().await;
    let events = history(&world).await;
    let event = read(&events[0]);
    let twice = tokio::join!(world.table.project::<Filled>(&event), world.table.project::<Filled>(&event));
    assert!(matches!(twice, (Projected::Now, Projected::Before) | (Projected::Before, Projected::Now)), "{twice:?}");
    assert_eq!(counted(&world).await, 1);
}
