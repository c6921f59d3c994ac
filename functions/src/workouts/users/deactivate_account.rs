use domain::workouts::users::{UsersRefusal, commands::DeactivateAccount};
use kit_lambda::{
    Function, Service,
    description::Operation,
    http::{ApiRequest, Problem, Reply},
};

use crate::{ATTENDEES, Caller, workouts::Workouts};

/// `DELETE /api/users/current`: an attendee closes their account.
pub(crate) static DEACTIVATE_ACCOUNT: Function<Workouts> =
    Function::command("deactivate-account", "DELETE /api/users/current", &ATTENDEES, describe, |service, request| {
        Box::pin(handle(service, request))
    });

fn describe(operation: Operation) -> Operation {
    operation
        .summary("Close the account")
        .about(
            "There is no way back. Soon after, the trainings to come are canceled, the name and the notes are cleared, \
             and the posts are deleted. From now on everything else is refused with `account-deactivated`; in the \
             community, which hears of it, some seconds later.",
        )
        .refused([UsersRefusal::NOT_FOUND])
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    request.command_without_fields()?;
    let attendee = Caller::of(request)?.attendee()?.id;
    service.execute(request, DeactivateAccount { attendee }, None).await
}
