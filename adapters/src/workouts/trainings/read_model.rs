use domain::workouts::{
    Workouts,
    trainings::{
        TrainingKey,
        queries::{Place, Shown, TrainingDetails, Trainings, TrainingsOf, TrainingsReadModel},
    },
};
use kit_domain::{Page, ReadModelError};

use super::{
    items::state_key,
    lists::{AttendeesList, TrainersList},
};
use crate::Table;

impl TrainingsReadModel for Table<Workouts> {
    async fn trainings(&self, query: &Trainings) -> Result<Page<TrainingDetails, Place>, ReadModelError> {
        // One more than a page tells whether there is a next.
        let most = query.limit.get() + 1;
        let scheduled = async {
            match query.of {
                TrainingsOf::Attendee(attendee) => {
                    self.first_of_table(AttendeesList::Scheduled.range(attendee, query), most).await
                }
                TrainingsOf::Trainer(trainer) => {
                    let list = match query.shown {
                        Shown::WithOpenProposal => TrainersList::WithOpenProposal,
                        Shown::Scheduled | Shown::All => TrainersList::Scheduled,
                    };
                    self.first_of_list(list.range(trainer, query), most).await
                }
            }
        };
        let canceled = async {
            match (query.shown, query.of) {
                (Shown::Scheduled | Shown::WithOpenProposal, _) => Ok(Vec::new()),
                (Shown::All, TrainingsOf::Attendee(attendee)) => {
                    self.first_of_table(AttendeesList::Canceled.range(attendee, query), most).await
                }
                (Shown::All, TrainingsOf::Trainer(trainer)) => {
                    self.first_of_list(TrainersList::Canceled.range(trainer, query), most).await
                }
            }
        };
        let (mut trainings, canceled): (Vec<TrainingDetails>, Vec<TrainingDetails>) =
            tokio::try_join!(scheduled, canceled)?;
        trainings.extend(canceled);
        trainings.sort_by_key(place);
        Ok(Page::cut(trainings, query.limit, place))
    }

    async fn training(&self, key: TrainingKey) -> Result<Option<TrainingDetails>, ReadModelError> {
        self.get(&state_key(key)).await
    }
}

fn place(training: &TrainingDetails) -> Place {
    Place { time: training.time, training: training.id }
}
