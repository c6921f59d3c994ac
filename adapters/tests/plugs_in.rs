//! That every command of the club can be executed on its context's table: the bounds of the commands are met by the
//! stores of the aggregates.

use adapters::{Layout, Table};
use domain::{
    community::{Community, commands::PublishPost},
    workouts::{Workouts, trainings::commands::CancelTraining},
};
use kit_domain::{Command, Context, Policies};
use kit_dynamodb::Attempt;

fn is_executed_by<C, K>(_table: fn() -> Table<C>)
where
    C: Context + Policies<Attempt<C, Layout>>,
    K: Command<Attempt<C, Layout>>,
{
}

#[test]
fn commands_are_executed_on_the_tables_of_their_contexts() {
    is_executed_by::<Workouts, CancelTraining>(|| unreachable!());
    is_executed_by::<Community, PublishPost>(|| unreachable!());
}
