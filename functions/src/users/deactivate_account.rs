use domain::users::commands::DeactivateAccount;

use crate::{
    Dependencies, Function,
    description::{Operation, Who},
    http::{ApiRequest, Problem, Reply, kinds},
};

/// `DELETE /api/users/current`: an attendee closes their account.
pub static DEACTIVATE_ACCOUNT: Function =
    Function::http("deactivate-account", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::command("deactivate-account", "DELETE /api/users/current", "Close the account")
        .about(
            "There is no way back. Soon after, the trainings to come are canceled, the name and the notes are cleared, \
             and the posts are deleted. From now on everything else is refused with `account-deactivated`; in the \
             community, which hears of it, some seconds later.",
        )
        .of(Who::Attendees)
        .refused([kinds::NOT_FOUND])
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    request.command_without_fields()?;
    let attendee = request.caller()?.attendee()?.id;
    dependencies.execute(request, DeactivateAccount { attendee }, None).await
}
