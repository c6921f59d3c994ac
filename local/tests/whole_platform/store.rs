//! The `workouts` table under races, repetitions and faults.

use std::{collections::HashMap, sync::Arc};

use adapters::Table;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::workouts::{
    Workouts,
    credits::{AccountEvent, CreditsRefusal, RefundReason},
    trainer::{Availability, BookingWindow, Hours, TrainerRefusal, commands::MakeHoursAvailable},
    trainings::{
        Actor, Canceler, Status, TrainingsRefusal,
        commands::{ApproveTrainingReschedule, CancelTraining, RequestTrainingReschedule},
    },
};
use futures_util::future::join_all;
use jiff::SignedDuration;
use kit_domain::{Ids, Refused};
use kit_dynamodb::{
    Answer, ExecuteError,
    deferred::{CommandStatus, Completed},
    testing::{Fault, Wire, first},
};
use uuid::Uuid;

use crate::club::{Club, booking, hour, trainer, training_key};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_attendees_who_want_one_hour_one_gets_it_and_the_others_learn_why() {
    let club = Club::open().await;
    club.make_available([hour(0)]).await;
    let attendees = join_all((100..150).map(|number| club.attendee(number, 1))).await;

    let bookings: Vec<_> = attendees.iter().map(|attendee| booking(attendee, hour(0))).collect();
    let answers = join_all(bookings.iter().map(|booking| club.act(booking))).await;

    let refused = Refused::from(TrainerRefusal::HourNotAvailable(hour(0)));
    let mut winners = Vec::new();
    for (booking, answer) in bookings.iter().zip(answers) {
        match answer {
            Ok(_) => winners.push(booking),
            Err(ExecuteError::Refused(refusal)) => assert_eq!(refusal, refused),
            Err(other) => panic!("a loser learns why, not {other}"),
        }
    }
    assert_eq!(winners.len(), 1);
    let training = winners[0].key.training;
    assert_eq!(club.availability(hour(0)).await, Some(Availability::TrainingScheduled { training }));
    for attendee in &attendees {
        let won = attendee.id == winners[0].attendee.id;
        assert_eq!(club.balance(attendee.id).await, u64::from(!won), "nothing of a loser is left");
        assert_eq!(club.trainings(attendee.id).await.len(), usize::from(won));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_attendee_with_one_credit_who_books_ten_hours_at_once_gets_exactly_one() {
    let club = Club::open().await;
    club.make_available((0..10).map(hour)).await;
    let attendee = club.attendee(100, 1).await;

    let bookings: Vec<_> = (0..10).map(|number| booking(&attendee, hour(number))).collect();
    let answers = join_all(bookings.iter().map(|booking| club.act(booking))).await;

    let refused = Refused::from(CreditsRefusal::NotEnoughCredits { needed: 1, balance: 0 });
    let losers = answers.iter().filter_map(|answer| answer.as_ref().err());
    assert!(
        losers.clone().all(|error| matches!(error, ExecuteError::Refused(refusal) if *refusal == refused)),
        "{answers:?}"
    );
    assert_eq!(losers.count(), 9);
    assert_eq!(club.balance(attendee.id).await, 0);
    assert_eq!(club.trainings(attendee.id).await.len(), 1);
    let mut scheduled = 0;
    for number in 0..10 {
        scheduled +=
            usize::from(matches!(club.availability(hour(number)).await, Some(Availability::TrainingScheduled { .. })));
    }
    assert_eq!(scheduled, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn bookings_of_all_hours_of_a_day_at_once_all_succeed() {
    let club = Club::open().await;
    club.make_available((0..9).map(hour)).await;
    let attendees = join_all((100..109).map(|number| club.attendee(number, 1))).await;
    let bookings: Vec<_> = (0..9).zip(&attendees).map(|(number, attendee)| booking(attendee, hour(number))).collect();
    for answer in join_all(bookings.iter().map(|booking| club.act(booking))).await {
        answer.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_message_that_comes_ten_times_at_once_takes_effect_once_and_is_answered_alike() {
    let club = Club::open().await;
    club.make_available([hour(0)]).await;
    let attendee = club.attendee(100, 5).await;

    let message = club.keyed("once", "body");
    let answers = join_all((0..10).map(|number| {
        let (club, message, attendee) = (&club, &message, &attendee);
        async move {
            let answer = Answer { content_location: Some(format!("/api/trainings/{number}")) };
            club.workouts.execute(message, &booking(attendee, hour(0)), &answer).await
        }
    }))
    .await;

    let answers: Vec<Answer> = answers.into_iter().map(Result::unwrap).collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(club.balance(attendee.id).await, 4);
    assert_eq!(club.trainings(attendee.id).await.len(), 1);
}

#[tokio::test]
async fn a_key_means_one_command_until_it_is_forgotten() {
    let mut club = Club::open().await;
    club.make_available((0..2).map(hour)).await;
    let attendee = club.attendee(100, 5).await;
    club.send(&club.keyed("key", "first"), &booking(&attendee, hour(0))).await.unwrap();

    let reused = club.send(&club.keyed("key", "second"), &booking(&attendee, hour(1))).await;
    assert!(matches!(reused, Err(ExecuteError::KeyReused)), "{reused:?}");

    club.now += SignedDuration::from_hours(14 * 24 - 1);
    let remembered = club.send(&club.keyed("key", "second"), &booking(&attendee, hour(1))).await;
    assert!(matches!(remembered, Err(ExecuteError::KeyReused)), "{remembered:?}");

    club.now += SignedDuration::from_hours(1);
    let later = hour(9 * 15);
    club.make_available([later]).await;
    club.send(&club.keyed("key", "second"), &booking(&attendee, later)).await.unwrap();
    assert_eq!(club.balance(attendee.id).await, 3);
}

#[tokio::test]
async fn a_command_that_was_carried_out_is_answered_so_even_when_its_hour_has_passed() {
    let mut club = Club::open().await;
    club.make_available([hour(0)]).await;
    let attendee = club.attendee(100, 5).await;
    let booking = booking(&attendee, hour(0));
    club.send(&club.keyed("key", "body"), &booking).await.unwrap();
    club.now = hour(1).time();
    club.send(&club.keyed("key", "body"), &booking).await.unwrap();
    assert_eq!(club.balance(attendee.id).await, 4);
}

#[tokio::test]
async fn a_refusal_leaves_its_key_free() {
    let club = Club::open().await;
    let attendee = club.attendee(100, 5).await;
    let message = club.keyed("key", "body");
    let command = booking(&attendee, hour(0));
    assert!(matches!(club.send(&message, &command).await, Err(ExecuteError::Refused(_))));
    club.make_available([hour(0)]).await;
    club.send(&message, &command).await.unwrap();
}

#[tokio::test]
async fn setting_what_is_set_under_a_key_uses_the_key_and_without_one_writes_nothing() {
    let club = Club::open().await;
    club.make_available([hour(0)]).await;
    let again = MakeHoursAvailable { trainer: trainer(), hours: Hours::new([hour(0).time()]).unwrap() };
    let before = club.items().await.len();
    club.act(&again).await.unwrap();
    assert_eq!(club.items().await.len(), before);
    club.send(&club.keyed("key", "first"), &again).await.unwrap();
    assert!(matches!(club.send(&club.keyed("key", "second"), &again).await, Err(ExecuteError::KeyReused)));
}

#[tokio::test]
async fn a_week_of_hours_on_as_many_days_as_can_be_is_one_transaction() {
    let mut club = Club::open().await;
    // From within the first day's first hour until the last day's, six weeks later, an hour a day, and
    // on twenty of the days a second one: as many days, and as many hours, as there can be.
    club.now = "2026-12-02T12:30:00Z".parse().unwrap();
    let a_day = [hour(1)].into_iter().chain((1..43).map(|day| hour(day * 9)));
    let hours: Vec<_> = a_day.chain((1..21).map(|day| hour(day * 9 + 1))).collect();
    assert_eq!(hours.len(), Hours::MOST);
    club.make_available(hours.clone()).await;
    for hour in hours {
        assert_eq!(club.availability(hour).await, Some(Availability::Available));
    }
}

#[tokio::test]
async fn hours_are_set_all_or_none() {
    let club = Club::open().await;
    club.make_available([hour(1)]).await;
    let attendee = club.attendee(100, 1).await;
    club.act(&booking(&attendee, hour(1))).await.unwrap();
    let hours = Hours::new([hour(0), hour(1), hour(2)].map(domain::workouts::trainer::HourStart::time)).unwrap();
    let refused = club.act(&MakeHoursAvailable { trainer: trainer(), hours }).await;
    let expected = Refused::from(TrainerRefusal::TrainingScheduled(hour(1)));
    assert!(matches!(&refused, Err(ExecuteError::Refused(refusal)) if *refusal == expected), "{refused:?}");
    assert_eq!(club.availability(hour(0)).await, None);
    assert_eq!(club.availability(hour(2)).await, None);
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_recognized() {
    // The SDK tries three times; each time the transaction is carried out and the answer is lost.
    // Even when no attempt ever hears of its commit, the inbox does.
    for lost in [1, 3, usize::MAX] {
        let club = Club::open().await;
        club.make_available([hour(0)]).await;
        let attendee = club.attendee(100, 5).await;
        let broken = Wire::broken(first(lost, "TransactWriteItems", Fault::LostAnswer));
        let behind = club.reached_over(&broken);
        behind.execute(&club.message(), &booking(&attendee, hour(0)), &Answer::default()).await.unwrap();
        assert_eq!(club.balance(attendee.id).await, 4, "{lost} answers lost");
        assert_eq!(club.trainings(attendee.id).await.len(), 1);
    }
}

#[tokio::test]
async fn a_command_that_meets_conflicts_is_decided_again_at_most_five_times() {
    let club = Club::open().await;
    club.make_available([hour(0)]).await;
    let attendee = club.attendee(100, 5).await;

    let four = Wire::broken(first(4, "TransactWriteItems", Fault::TransactionConflict));
    let command = booking(&attendee, hour(0));
    club.reached_over(&four).execute(&club.message(), &command, &Answer::default()).await.unwrap();
    assert_eq!(four.calls().iter().filter(|call| *call == "BatchGetItem").count(), 5);

    let always = Wire::broken(first(usize::MAX, "TransactWriteItems", Fault::TransactionConflict));
    let cancel = CancelTraining { key: command.key, by: Actor::Trainer };
    let gave_up = club.reached_over(&always).execute(&club.message(), &cancel, &Answer::default()).await;
    assert!(matches!(gave_up, Err(ExecuteError::TryAgain(_))), "{gave_up:?}");
    assert_eq!(always.calls().iter().filter(|call| *call == "TransactWriteItems").count(), 5);
    assert_eq!(club.balance(attendee.id).await, 4);
}

#[tokio::test]
async fn a_table_that_hands_keys_back_is_asked_for_them_again() {
    let club = Club::open().await;
    club.make_available([hour(0)]).await;
    let attendee = club.attendee(100, 5).await;
    let once = Wire::broken(first(1, "BatchGetItem", Fault::Unprocessed));
    club.reached_over(&once).execute(&club.message(), &booking(&attendee, hour(0)), &Answer::default()).await.unwrap();
    let always = Wire::broken(first(usize::MAX, "BatchGetItem", Fault::Unprocessed));
    let gave_up =
        club.reached_over(&always).execute(&club.message(), &booking(&attendee, hour(0)), &Answer::default()).await;
    assert!(matches!(gave_up, Err(ExecuteError::TryAgain(_))), "{gave_up:?}");
}

#[tokio::test]
async fn a_throttled_table_tells_to_try_again_and_changes_nothing() {
    let club = Club::open().await;
    club.make_available([hour(0)]).await;
    let attendee = club.attendee(100, 5).await;
    for operation in ["BatchGetItem", "TransactWriteItems"] {
        let throttled = Wire::broken(first(usize::MAX, operation, Fault::Throttled));
        let command = booking(&attendee, hour(0));
        let gave_up = club.reached_over(&throttled).execute(&club.message(), &command, &Answer::default()).await;
        assert!(matches!(gave_up, Err(ExecuteError::TryAgain(_))), "{operation}: {gave_up:?}");
        assert_eq!(club.trainings(attendee.id).await, []);
    }
}

/// The repetition of a command that is under way reads the inbox before the first has committed, and
/// the hour after: it must not be told that the hour is taken, by itself.
#[tokio::test]
async fn a_repetition_that_overlaps_its_twin_is_not_refused_by_what_the_twin_did() {
    let club = Club::open().await;
    club.make_available([hour(0)]).await;
    let attendee = club.attendee(100, 1).await;
    let message = club.keyed("key", "body");
    club.send(&message, &booking(&attendee, hour(0))).await.unwrap();
    let blind = Wire::broken(first(1, "BatchGetItem", Fault::InboxReadBefore));
    let answer = club.reached_over(&blind).execute(&message, &booking(&attendee, hour(0)), &Answer::default()).await;
    assert!(answer.is_ok(), "{answer:?}");
    assert_eq!(club.trainings(attendee.id).await.len(), 1);
}

#[tokio::test]
async fn a_training_is_found_where_it_is_now_by_its_attendee_and_by_the_trainer() {
    use domain::workouts::trainings::queries::{Shown, Trainings, TrainingsOf, TrainingsReadModel};
    let club = Club::open().await;
    club.make_available((0..12).map(hour)).await;
    let attendee = club.attendee(100, 5).await;
    let command = booking(&attendee, hour(0));
    let key = command.key;
    club.act(&command).await.unwrap();
    let list = async |of, shown| {
        let query = Trainings::new(of, shown, None, None, club.now).unwrap();
        let page = club.workouts.trainings(&query).await.unwrap();
        page.entries.iter().map(|training| (training.id, training.time)).collect::<Vec<_>>()
    };
    let (own, all) = (TrainingsOf::Attendee(attendee.id), TrainingsOf::Trainer(trainer()));

    let to = hour(10);
    club.act(&RequestTrainingReschedule { key, time: to, notes: None, by: Actor::Trainer }).await.unwrap();
    assert_eq!(list(all, Shown::WithOpenProposal).await, [(key.training, hour(0))]);
    club.act(&ApproveTrainingReschedule { key, by: Actor::Attendee(attendee.id) }).await.unwrap();
    assert_eq!(list(all, Shown::WithOpenProposal).await, []);
    for of in [own, all] {
        assert_eq!(list(of, Shown::Scheduled).await, [(key.training, to)]);
        assert_eq!(list(of, Shown::All).await, [(key.training, to)]);
    }
    assert_eq!(club.availability(hour(0)).await, Some(Availability::Available));

    club.act(&CancelTraining { key, by: Actor::Trainer }).await.unwrap();
    for of in [own, all] {
        assert_eq!(list(of, Shown::Scheduled).await, []);
        assert_eq!(list(of, Shown::All).await, [(key.training, to)]);
    }
    let [training] = &club.trainings(attendee.id).await[..] else { panic!("one training") };
    assert!(
        matches!(&training.status, Status::Canceled(canceled) if canceled.by == Canceler::Trainer && canceled.at == club.now)
    );
}

#[tokio::test]
async fn lists_are_paged_without_gaps_or_repeats() {
    use domain::workouts::trainings::queries::{Shown, Trainings, TrainingsOf, TrainingsReadModel};
    use kit_domain::Limit;
    let club = Club::open().await;
    club.make_available((0..20).map(hour)).await;
    let attendee = club.attendee(100, 20).await;
    for number in 0..20 {
        let command = booking(&attendee, hour(number));
        club.act(&command).await.unwrap();
        if number % 3 == 0 {
            club.act(&CancelTraining { key: command.key, by: Actor::Trainer }).await.unwrap();
        }
    }
    for of in [TrainingsOf::Attendee(attendee.id), TrainingsOf::Trainer(trainer())] {
        for (shown, expected) in [(Shown::All, 20), (Shown::Scheduled, 13)] {
            let (mut after, mut times, mut pages) = (None, Vec::new(), 0);
            loop {
                let query =
                    Trainings::new(of, shown, None, None, club.now).unwrap().page(after, Limit::new(6).unwrap());
                let page = club.workouts.trainings(&query).await.unwrap();
                assert!(page.entries.len() == 6 || page.next.is_none(), "only the last page may be short");
                times.extend(page.entries.iter().map(|training| training.time));
                (after, pages) = (page.next, pages + 1);
                if after.is_none() {
                    break;
                }
            }
            assert!(times.is_sorted() && times.len() == expected && pages == expected.div_ceil(6), "{times:?}");
        }
    }
}

#[tokio::test]
async fn the_books_tell_every_credit() {
    let club = Club::open().await;
    club.make_available((0..3).map(hour)).await;
    let attendee = club.attendee(100, 3).await;
    let command = booking(&attendee, hour(0));
    club.act(&command).await.unwrap();
    club.act(&CancelTraining { key: command.key, by: Actor::Trainer }).await.unwrap();
    let statement = club.statement(attendee.id).await;
    let told: Vec<_> = statement.iter().map(|entry| (entry.sequence.version, entry.event.balance())).collect();
    assert_eq!(told, [(3, 3), (2, 2), (1, 3)]);
    assert!(matches!(statement[0].event, AccountEvent::Refunded { reason: RefundReason::CanceledInTime, .. }));
}

/// Events of every version that was ever written, as they were written.
#[tokio::test]
async fn an_account_is_what_its_stored_events_add_up_to_whatever_their_versions() {
    let club = Club::open().await;
    club.make_available([hour(0)]).await;
    let attendee = club.attendee(100, 0).await;
    let fixtures = include_str!("fixtures/credits-events.jsonl");
    for (version, event) in (1..).zip(fixtures.lines()) {
        let event: serde_json::Value = serde_json::from_str(event).unwrap();
        let mut item: HashMap<String, AttributeValue> =
            serde_dynamo::to_item(serde_json::json!({ "events": [event], "unknown": "fields are tolerated" })).unwrap();
        item.insert("pk".into(), AttributeValue::S(format!("CREDITS#{}", attendee.id)));
        item.insert("sk".into(), AttributeValue::S(format!("COMMIT#{version:010}")));
        club.platform.dynamodb().put_item().table_name(club.table()).set_item(Some(item)).send().await.unwrap();
    }
    // A snapshot that a later release has written, in a form that this one does not know.
    let snapshot = [
        ("pk", AttributeValue::S(format!("CREDITS#{}", attendee.id))),
        ("sk", AttributeValue::S("STATE".into())),
        ("version", AttributeValue::N(fixtures.lines().count().to_string())),
        ("form", AttributeValue::N("999".into())),
        ("savings", AttributeValue::N("-1".into())),
    ];
    let snapshot = snapshot.map(|(name, value)| (name.to_owned(), value));
    club.platform.dynamodb().put_item().table_name(club.table()).set_item(Some(snapshot.into())).send().await.unwrap();

    let refunds: Vec<_> = club
        .statement(attendee.id)
        .await
        .into_iter()
        .filter_map(|entry| match entry.event {
            AccountEvent::Refunded { reason, .. } => Some(reason),
            _ => None,
        })
        .collect();
    let (in_time, late) = (RefundReason::CanceledInTime, RefundReason::CanceledLateByTrainer);
    assert_eq!(
        refunds,
        [late, late, in_time],
        "newest first: version 2, then both of version 1, which did not tell why"
    );

    // Granted 10, spent 1, refunded 1 and 2 (version 1), taken back 3, refunded 2 (version 2): 11, and one is spent now.
    club.act(&booking(&attendee, hour(0))).await.unwrap();
    assert_eq!(club.balance(attendee.id).await, 10);
}

#[tokio::test]
async fn a_booking_is_stored_as_the_map_of_the_table_says() {
    let club = Club::open().await;
    club.make_available([hour(0)]).await;
    let attendee = club.attendee(100, 1).await;
    let command = booking(&attendee, hour(0));
    let before: Vec<_> = club.items().await;
    club.act(&command).await.unwrap();
    let training = command.key.training;
    let mut new: Vec<String> = club
        .items()
        .await
        .iter()
        .filter(|item| !before.contains(item))
        .map(|item| format!("{} {}", item["pk"].as_s().unwrap(), item["sk"].as_s().unwrap()))
        .filter(|key| !key.starts_with("INBOX#"))
        .collect();
    new.sort();
    let (trainer, attendee) = (trainer(), attendee.id);
    assert_eq!(
        new,
        [
            format!("{trainer}#CALENDAR COMMIT#2026-12-02#12#0000000002"),
            format!("{trainer}#CALENDAR STATE#2026-12-02"),
            format!("{trainer}#TRAINING#{training} COMMIT#0000000001"),
            format!("{trainer}#TRAINING#{training} STATE"),
            format!("CREDITS#{attendee} COMMIT#0000000002"),
            format!("CREDITS#{attendee} STATE"),
            format!("USER#{attendee} SCHEDULED#2026-12-02T12:00:00Z#{training}"),
            format!("USER#{attendee} STATE"),
        ]
    );
}

#[tokio::test]
async fn events_are_stored_as_cloud_events_and_carry_ids_only() {
    let club = Club::open().await;
    club.make_available([hour(0)]).await;
    let attendee = club.attendee(100, 1).await;
    let command = booking(&attendee, hour(0));
    let mut message = club.message();
    message.traceparent = Some("00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01".into());
    club.send(&message, &command).await.unwrap();

    let commits: Vec<_> =
        club.items().await.into_iter().filter(|item| item["sk"].as_s().unwrap().starts_with("COMMIT#")).collect();
    for commit in &commits {
        let text = format!("{commit:?}");
        assert!(!text.contains("knee") && !text.contains("Mary"), "neither notes nor names: {text}");
    }
    let of_training = commits.iter().find(|item| item["pk"].as_s().unwrap().contains("#TRAINING#")).unwrap();
    let mut event: serde_json::Value =
        serde_dynamo::from_attribute_value(of_training["events"].as_l().unwrap()[0].clone()).unwrap();
    let id = event["id"].take();
    assert_eq!(uuid::Uuid::parse_str(id.as_str().unwrap()).unwrap().get_version_num(), 7);
    let (trainer, attendee, training) = (trainer(), attendee.id, command.key.training);
    assert_eq!(
        event,
        serde_json::json!({
            "specversion": "1.0", "id": null, "source": "/workouts/trainings", "type": "training.scheduled.v1",
            "subject": training, "time": "2026-12-01T10:30:00Z", "datacontenttype": "application/json",
            "sequence": "0000000001.000", "commitsize": 1, "correlationid": "test", "causationid": message.id.to_string(),
            "traceparent": "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01",
            "data": { "training": training, "trainer": trainer, "attendee": attendee, "time": "2026-12-02T12:00:00Z" },
        })
    );
}

#[tokio::test]
async fn somebody_elses_training_is_not_found_and_stays_as_it_is() {
    let club = Club::open().await;
    club.make_available([hour(0)]).await;
    let (attendee, other) = (club.attendee(100, 1).await, club.attendee(101, 1).await);
    let command = booking(&attendee, hour(0));
    club.act(&command).await.unwrap();
    for key in [command.key, training_key(uuid::Uuid::nil().into())] {
        let refused = club.act(&CancelTraining { key, by: Actor::Attendee(other.id) }).await;
        let expected = Refused::from(TrainingsRefusal::NotFound(key.training));
        assert!(matches!(&refused, Err(ExecuteError::Refused(refusal)) if *refusal == expected), "{refused:?}");
    }
    assert_eq!(club.trainings(attendee.id).await.len(), 1);
}

/// Gives one id, over and over.
struct SameId(u128);

impl Ids for SameId {
    fn next(&self) -> Uuid {
        Uuid::from_u128(self.0)
    }
}

#[tokio::test]
async fn an_acceptance_that_is_repeated_after_its_command_has_failed_is_no_new_one() {
    let club = Club::open().await;
    let message = club.keyed("a", "{}");
    let accept = async |acceptance: u128| {
        let table = Table::<Workouts>::new(
            club.platform.dynamodb(),
            club.table(),
            Arc::new(SameId(acceptance)),
            BookingWindow::default(),
        );
        table.accept(&message, Uuid::nil(), "{}".into()).await.unwrap();
        table.command(message.id).await.unwrap().unwrap().status
    };
    club.platform.pause("execute-command").await.unwrap();
    assert_eq!(accept(2).await, CommandStatus::Accepted);
    club.workouts.complete(message.id, Uuid::from_u128(2), &Completed::Failed("{}".into())).await.unwrap();
    // As when the answer was lost and the call comes again: its event would not be sent again.
    assert_eq!(accept(2).await, CommandStatus::Failed);
    assert_eq!(accept(3).await, CommandStatus::Accepted, "its sender tries again");
}
