use domain::workouts::{
    credits::{Amount, CreditsRefusal, Reason, commands},
    users::{AttendeeId, UsersRefusal},
};
use kit_lambda::{
    Function, Service,
    description::{NOT_BLANK, Operation},
    http::{ApiRequest, Problem, Reply, WholeNumber},
};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{Caller, TRAINER, workouts::Workouts};

/// `POST /api/users/{uuid}/credits/corrections`: the trainer takes credits back.
pub(crate) static TAKE_BACK_CREDITS: Function<Workouts> = Function::command(
    "take-back-credits",
    "POST /api/users/{uuid}/credits/corrections",
    &TRAINER,
    describe,
    |service, request| Box::pin(handle(service, request)),
);

fn describe(operation: Operation) -> Operation {
    operation.summary("Take credits back").takes::<TakeBackCredits>().refused([
        CreditsRefusal::INVALID_AMOUNT,
        CreditsRefusal::INVALID_REASON,
        UsersRefusal::NOT_FOUND,
        UsersRefusal::ACCOUNT_DEACTIVATED,
        CreditsRefusal::NOT_ENOUGH_CREDITS,
    ])
}

/// Credits to take back.
#[derive(Deserialize, JsonSchema)]
struct TakeBackCredits {
    /// How many.
    #[schemars(range(min = 1, max = Amount::MOST_TO_TAKE_BACK), example = 10)]
    amount: WholeNumber,
    /// Why: the attendee reads it in their statement.
    #[schemars(length(max = Reason::MOST_CHARACTERS), regex(pattern = NOT_BLANK), example = "booked twice by mistake")]
    reason: String,
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let from: AttendeeId = request.path_id()?;
    let TakeBackCredits { amount: WholeNumber(amount), reason } = request.command()?;
    let by = Caller::of(request)?.trainer()?.id;
    let (amount, reason) = (Amount::to_take_back(amount)?, Reason::new(reason)?);
    service.execute(request, commands::TakeBackCredits { from, amount, reason, by }, None).await
}
