use std::time::Instant;

use adapters::{
    effort::Effort,
    store::{Answer, COMMANDS, Message, MessageId},
    users::Groups,
};
use aws_lambda_events::cognito::{
    CognitoEventUserPoolsPostConfirmation as PostConfirmation,
    CognitoEventUserPoolsPostConfirmationTriggerSource as Source,
};
use domain::users::{DisplayName, commands::RegisterAttendee};
use tracing::Instrument;
use uuid::Uuid;

use crate::{
    Dependencies, Function, InvokeError,
    metrics::{CommandMetrics, Outcome},
};

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

        Effort::begin();
        let (begun, correlation) = (Instant::now(), id.to_string());
        let span = tracing::info_span!("sign_up", correlation_id = correlation);
        let registered = register(dependencies, &command, (pool, user), &correlation).instrument(span).await;
        dependencies.measure_command(&CommandMetrics {
            function: REGISTER_ATTENDEE.name,
            outcome: if registered.is_ok() { Outcome::Succeeded } else { Outcome::Failed },
            slug: None,
            duration: begun.elapsed(),
            effort: Effort::take(),
            request: None,
            correlation: &correlation,
        });
        registered?;
    }
    Ok(payload.to_vec())
}

async fn register(
    dependencies: &Dependencies,
    command: &RegisterAttendee,
    (pool, user): (&str, &str),
    correlation: &str,
) -> Result<(), InvokeError> {
    let now = dependencies.clock.now();
    let delivery = format!("{pool}/{correlation}");
    let message = Message {
        id: MessageId::of_delivery(&delivery),
        fingerprint: None,
        received: now,
        begun: now,
        settles: None,
        remembered: COMMANDS,
        correlation: correlation.to_owned(),
        traceparent: None,
    };
    dependencies.workouts.execute(&message, &dependencies.terms(now), command, &Answer::default()).await?;
    // Last: who is in the group can act, and then everything about them is there.
    Groups::new(&dependencies.aws).add(pool, user, ATTENDEES).await?;
    tracing::info!("registered");
    Ok(())
}

/// What a sign-up must tell.
#[derive(Debug, thiserror::Error)]
#[error("the sign-up does not tell {0}")]
struct Missing(&'static str);
