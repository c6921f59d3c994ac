use domain::{
    credits::{Amount, Reason, commands},
    users::AttendeeId,
};
use serde::Deserialize;

use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply},
};

/// `POST /api/users/{uuid}/credits`: the trainer gives an attendee credits.
pub static GRANT_CREDITS: Function =
    Function::http("grant-credits", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Deserialize)]
struct GrantCredits {
    amount: i64,
    reason: String,
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let to: AttendeeId = request.path_id()?;
    let GrantCredits { amount, reason } = request.command()?;
    let by = request.caller()?.trainer()?.id;
    let (amount, reason) = (Amount::to_grant(amount)?, Reason::new(reason)?);
    dependencies.execute(request, commands::GrantCredits { to, amount, reason, by }, None).await
}
