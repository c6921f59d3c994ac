//! Whatever was once stored is read for ever: fixtures of every form that was written.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::{
    community::{
        AuthorEvent, CommunityRefusal, PostEvent,
        commands::{DeletePosts, PublishPost},
        queries::{CommunityReadModel, PostById, Posts},
    },
    workouts::{
        trainer::{HourEvent, HourStart},
        trainings::{
            Actor, TrainingEvent, TrainingKey,
            commands::{ApproveTrainingReschedule, CancelTraining},
        },
        users::UserEvent,
    },
};
use kit_domain::{Limit, Refused};
use kit_dynamodb::{
    Answer, ExecuteError, Fingerprint, Message,
    deferred::{CommandEvent, CommandStatus},
};
use serde_json::Value;
use uuid::{Uuid, uuid};

use crate::club::Club;

const TRAINER: Uuid = uuid!("16fd2706-8baf-433b-82eb-8c7fada847da");
const MARY: Uuid = uuid!("7c9e6679-7425-40de-944b-e07fc1f90ae7");
const TRAINING: Uuid = uuid!("018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f");

async fn club_of_old() -> Club {
    let club = Club::of(TRAINER.into()).await;
    club.put_items(include_str!("fixtures/items.jsonl")).await;
    club
}

#[tokio::test]
async fn items_of_every_kind_are_understood_whatever_a_later_release_has_added() {
    let club = club_of_old().await;
    let mary = Actor::Attendee(MARY.into());
    assert_eq!(club.balance(MARY.into()).await, 20);
    assert_eq!(club.trainings(MARY.into()).await.len(), 2, "a scheduled and a canceled one");
    let key = TrainingKey { trainer: TRAINER.into(), training: TRAINING.into() };
    club.act(&ApproveTrainingReschedule { key, by: mary }).await.unwrap();
    club.act(&CancelTraining { key, by: mary }).await.unwrap();
    assert_eq!(club.balance(MARY.into()).await, 21);
    assert_eq!(club.trainings(MARY.into()).await.len(), 2);
}

#[tokio::test]
async fn posts_and_authors_are_understood_whatever_a_later_release_has_added() {
    let club = Club::of(TRAINER.into()).await;
    let table = club.platform.table("CommunityTable").unwrap();
    club.put_items_into(table, include_str!("fixtures/community-items.jsonl")).await;
    let query = Posts { of: MARY.into(), before: None, limit: Limit::default() };
    let listed = query.ask(&club.community).await.unwrap().entries;
    let [post] = &listed[..] else { panic!("one post is there, not {listed:?}") };
    assert_eq!(PostById { post: post.id }.ask(&club.community).await.unwrap().as_ref(), Some(post));
    let (author, title, body) = (post.author.clone(), post.title.clone(), post.body.clone());
    assert_eq!((author.name.as_str(), title.as_str(), body.as_str()), ("Mary Attendee", "Hello", "I am new here."));
    let command = PublishPost { post: Uuid::now_v7().into(), author, title, body };
    club.act_in_community(&command).await.unwrap();
    // Another author of the fixture is closed.
    let closed = uuid!("7c9e6679-7425-40de-944b-e07fc1f90ae8").into();
    assert!(club.community.author_standing(closed).await.unwrap().closed.is_some());
    let mut author = command.author.clone();
    author.id = closed;
    let refused = club.act_in_community(&PublishPost { author, ..command.clone() }).await;
    let refusal = Refused::from(CommunityRefusal::AuthorClosed(closed));
    assert!(matches!(&refused, Err(ExecuteError::Refused(refused)) if *refused == refusal), "{refused:?}");
    club.act_in_community(&DeletePosts { posts: vec![post.id, command.post] }).await.unwrap();
    assert_eq!(query.ask(&club.community).await.unwrap().entries, []);
}

#[tokio::test]
async fn an_inbox_record_is_recognized() {
    let club = club_of_old().await;
    let anything =
        CancelTraining { key: TrainingKey { trainer: TRAINER.into(), training: TRAINING.into() }, by: Actor::Trainer };
    // The message that the fixture remembers: the world of events/ was made by it.
    let message = Message { fingerprint: Some(Fingerprint::of_request("", "", b"")), ..club.message() };
    let stored = format!("INBOX#{}", message.id);
    let record = club.items().await.into_iter().find(|item| item["pk"].as_s().unwrap().starts_with("INBOX#"));
    let mut record = record.unwrap();
    record.insert("pk".into(), AttributeValue::S(stored));
    club.platform.dynamodb().put_item().table_name(club.table()).set_item(Some(record.clone())).send().await.unwrap();
    let reused = club.send(&message, &anything).await;
    assert!(matches!(reused, Err(ExecuteError::KeyReused)), "{reused:?}");
    record.remove("fingerprint");
    club.platform.dynamodb().put_item().table_name(club.table()).set_item(Some(record)).send().await.unwrap();
    let answer = club.send(&Message { fingerprint: None, ..message }, &anything).await.unwrap();
    assert_eq!(answer, Answer { content_location: Some(format!("/api/trainings/{TRAINING}")) });
}

#[tokio::test]
async fn a_command_that_was_put_off_is_carried_out() {
    let club = club_of_old().await;
    club.make_available([HourStart::new("2026-12-03T15:00:00Z".parse().unwrap()).unwrap()]).await;
    club.put_items(include_str!("../../src/payload_world/commands.jsonl")).await;
    club.platform.quiet().await.unwrap();
    let id = uuid!("5d0c2f6e-6b2f-5f0a-9d0e-3c1d2b4a5f60");
    let command = club.workouts.command(id.into()).await.unwrap().unwrap();
    assert_eq!((command.status, command.request), (CommandStatus::Succeeded, None), "{:?}", command.problem);
    assert!(command.content_location.unwrap().starts_with("/api/trainings/"));
}

#[test]
fn events_of_every_type_are_understood_and_written_alike() {
    for line in include_str!("fixtures/events.jsonl").lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let kind = event["type"].as_str().unwrap();
        let again = match kind.split('.').next().unwrap() {
            "hour" => serde_json::to_value(serde_json::from_value::<HourEvent>(event.clone()).unwrap()),
            "training" => serde_json::to_value(serde_json::from_value::<TrainingEvent>(event.clone()).unwrap()),
            "user" => serde_json::to_value(serde_json::from_value::<UserEvent>(event.clone()).unwrap()),
            "post" => serde_json::to_value(serde_json::from_value::<PostEvent>(event.clone()).unwrap()),
            "author" => serde_json::to_value(serde_json::from_value::<AuthorEvent>(event.clone()).unwrap()),
            "command" => serde_json::to_value(serde_json::from_value::<CommandEvent>(event.clone()).unwrap()),
            other => panic!("whose event is {other}?"),
        };
        assert_eq!(again.unwrap(), event, "{kind}");
    }
}
