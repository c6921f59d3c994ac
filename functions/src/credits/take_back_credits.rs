use domain::{
    credits::{Amount, Reason, commands},
    users::AttendeeId,
};
use serde::Deserialize;

use crate::{
    Dependencies, Function,
    http::{ApiRequest, Problem, Reply},
};

/// `POST /api/users/{uuid}/credits/corrections`: the trainer takes credits back.
pub static TAKE_BACK_CREDITS: Function =
    Function::http("take-back-credits", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Deserialize)]
struct TakeBackCredits {
    amount: i64,
    reason: String,
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let from: AttendeeId = request.path_id()?;
    let TakeBackCredits { amount, reason } = request.command()?;
    let by = request.caller()?.trainer()?.id;
    let (amount, reason) = (Amount::to_take_back(amount)?, Reason::new(reason)?);
    dependencies.execute(request, commands::TakeBackCredits { from, amount, reason, by }, None).await
}
