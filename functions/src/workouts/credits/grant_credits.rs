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

/// `POST /api/users/{uuid}/credits`: the trainer gives an attendee credits.
pub(crate) static GRANT_CREDITS: Function<Workouts> =
    Function::command("grant-credits", "POST /api/users/{uuid}/credits", &TRAINER, describe, |service, request| {
        Box::pin(handle(service, request))
    });

fn describe(operation: Operation) -> Operation {
    operation.summary("Give an attendee credits").takes::<GrantCredits>().refused([
        CreditsRefusal::INVALID_AMOUNT,
        CreditsRefusal::INVALID_REASON,
        UsersRefusal::NOT_FOUND,
        UsersRefusal::ACCOUNT_DEACTIVATED,
    ])
}

/// Credits to give.
#[derive(Deserialize, JsonSchema)]
struct GrantCredits {
    /// How many.
    #[schemars(range(min = 1, max = Amount::MOST_TO_GRANT), example = 10)]
    amount: WholeNumber,
    /// Why: the attendee reads it in their statement.
    #[schemars(length(max = Reason::MOST_CHARACTERS), regex(pattern = NOT_BLANK), example = "ten-card bought")]
    reason: String,
}

async fn handle(service: &Workouts, request: &ApiRequest) -> Result<Reply, Problem> {
    let to: AttendeeId = request.path_id()?;
    let GrantCredits { amount: WholeNumber(amount), reason } = request.command()?;
    let by = Caller::of(request)?.trainer()?.id;
    let (amount, reason) = (Amount::to_grant(amount)?, Reason::new(reason)?);
    service.execute(request, commands::GrantCredits { to, amount, reason, by }, None).await
}
