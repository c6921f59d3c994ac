use domain::{
    credits::{Amount, Reason, commands},
    users::AttendeeId,
};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Dependencies, Function,
    description::{Operation, SAYS_SOMETHING, Who},
    http::{ApiRequest, Problem, Reply, WholeNumber, kinds},
};

/// `POST /api/users/{uuid}/credits/corrections`: the trainer takes credits back.
pub static TAKE_BACK_CREDITS: Function =
    Function::http("take-back-credits", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::command("take-back-credits", "POST /api/users/{uuid}/credits/corrections", "Take credits back")
        .of(Who::Trainer)
        .takes::<TakeBackCredits>()
        .refused([
            kinds::INVALID_AMOUNT,
            kinds::INVALID_REASON,
            kinds::NOT_FOUND,
            kinds::ACCOUNT_DEACTIVATED,
            kinds::NOT_ENOUGH_CREDITS,
        ])
}

/// Credits to take back.
#[derive(Deserialize, JsonSchema)]
struct TakeBackCredits {
    /// How many.
    #[schemars(range(min = 1, max = Amount::MOST_TO_TAKE_BACK), example = 10)]
    amount: WholeNumber,
    /// Why: the attendee reads it in their statement.
    #[schemars(length(max = Reason::MOST_CHARACTERS), regex(pattern = SAYS_SOMETHING), example = "booked twice by mistake")]
    reason: String,
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let from: AttendeeId = request.path_id()?;
    let TakeBackCredits { amount: WholeNumber(amount), reason } = request.command()?;
    let by = request.caller()?.trainer()?.id;
    let (amount, reason) = (Amount::to_take_back(amount)?, Reason::new(reason)?);
    dependencies.execute(request, commands::TakeBackCredits { from, amount, reason, by }, None).await
}
