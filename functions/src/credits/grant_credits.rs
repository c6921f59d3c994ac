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

/// `POST /api/users/{uuid}/credits`: the trainer gives an attendee credits.
pub static GRANT_CREDITS: Function =
    Function::http("grant-credits", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::command("grant-credits", "POST /api/users/{uuid}/credits", "Give an attendee credits")
        .of(Who::Trainer)
        .takes::<GrantCredits>()
        .refused([kinds::INVALID_AMOUNT, kinds::INVALID_REASON, kinds::NOT_FOUND, kinds::ACCOUNT_DEACTIVATED])
}

/// Credits to give.
#[derive(Deserialize, JsonSchema)]
struct GrantCredits {
    /// How many.
    #[schemars(range(min = 1, max = Amount::MOST_TO_GRANT), example = 10)]
    amount: WholeNumber,
    /// Why: the attendee reads it in their statement.
    #[schemars(length(max = Reason::MOST_CHARACTERS), regex(pattern = SAYS_SOMETHING), example = "ten-card bought")]
    reason: String,
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let to: AttendeeId = request.path_id()?;
    let GrantCredits { amount: WholeNumber(amount), reason } = request.command()?;
    let by = request.caller()?.trainer()?.id;
    let (amount, reason) = (Amount::to_grant(amount)?, Reason::new(reason)?);
    dependencies.execute(request, commands::GrantCredits { to, amount, reason, by }, None).await
}
