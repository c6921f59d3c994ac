use domain::users::commands::DeactivateAccount;

use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply},
};

/// `DELETE /api/users/current`: an attendee closes their account.
pub static DEACTIVATE_ACCOUNT: Function =
    Function::http("deactivate-account", |dependencies, request| Box::pin(handle(dependencies, request)));

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    request.command_without_fields()?;
    let attendee = request.caller()?.attendee()?.id;
    dependencies.execute(request, DeactivateAccount { attendee }, None).await
}
