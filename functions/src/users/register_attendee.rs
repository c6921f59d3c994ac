use adapters::{
    store::{Answer, COMMANDS, Message, MessageId},
    users::Groups,
};
use aws_lambda_events::cognito::{
    CognitoEventUserPoolsPostConfirmation as PostConfirmation,
    CognitoEventUserPoolsPostConfirmationTriggerSource as Source,
};
use domain::users::{DisplayName, commands::RegisterAttendee};
use uuid::Uuid;

use crate::{Dependencies, Function, InvokeError};

/// Cognito's post-confirmation trigger: somebody has confirmed a sign-up and is an attendee now.
pub static REGISTER_ATTENDEE: Function =
    Function::trigger("register-attendee", |dependencies, payload| Box::pin(handle(dependencies, payload)));

const ATTENDEES: &str = "attendee";

/// Cognito wants its event back. It waits five seconds and tries three times; both steps are harmless to
/// repeat, so whichever attempt gets through is enough. When none does, the user is told that the
/// confirmation failed, but is confirmed: Cognito will not send this again, and they have no role until
/// somebody invokes this function with the same event (docs/OPERATIONS.md says how).
///
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html>
async fn handle(dependencies: &Dependencies, payload: &[u8]) -> Result<Vec<u8>, InvokeError> {
    let event: PostConfirmation = serde_json::from_slice(payload)?;
    let header = &event.cognito_event_user_pools_header;
    // The trigger also tells of forgotten passwords, also of trainers: nobody joins a group by that.
    if header.trigger_source == Some(Source::ConfirmSignUp) {
        let attribute = |name: &'static str| event.request.user_attributes.get(name).ok_or(Missing(name));
        let (pool, user) = (
            header.user_pool_id.as_ref().ok_or(Missing("userPoolId"))?,
            header.user_name.as_ref().ok_or(Missing("userName"))?,
        );
        let id: Uuid = attribute("sub")?.parse()?;
        let command = RegisterAttendee { attendee: id.into(), name: DisplayName::new(attribute("name")?)? };

        let now = dependencies.clock.now();
        let delivery = format!("{pool}/{id}");
        let message = Message {
            id: MessageId::of_delivery(&delivery),
            fingerprint: None,
            received: now,
            begun: now,
            settles: None,
            remembered: COMMANDS,
            correlation: id.to_string(),
            traceparent: None,
        };
        dependencies.workouts.execute(&message, &dependencies.terms(now), &command, &Answer::default()).await?;
        // Last: who is in the group can act, and then everything about them is there.
        Groups::new(&dependencies.aws).add(pool, user, ATTENDEES).await?;
    }
    Ok(payload.to_vec())
}

/// What a sign-up must tell.
#[derive(Debug, thiserror::Error)]
#[error("the sign-up does not tell {0}")]
struct Missing(&'static str);
