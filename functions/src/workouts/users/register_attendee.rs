use std::time::Instant;

use adapters::workouts::users::Groups;
use aws_lambda_events::cognito::{
    CognitoEventUserPoolsPostConfirmation as PostConfirmation,
    CognitoEventUserPoolsPostConfirmationTriggerSource as Source,
};
use domain::workouts::users::{DisplayName, commands::RegisterAttendee};
use kit_dynamodb::{Answer, COMMANDS, Message, MessageId, call_counts::CallCounts};
use kit_lambda::{
    Function, Invocation, InvokeError, Service,
    metrics::{CommandMetrics, Outcome},
};
use tracing::Instrument;
use uuid::Uuid;

use crate::{ATTENDEE_GROUP, workouts::Workouts};

/// Cognito's post-confirmation trigger: somebody has confirmed a sign-up and is an attendee now.
pub(crate) static REGISTER_ATTENDEE: Function<Workouts> =
    Function::trigger("register-attendee", |service, invocation| Box::pin(handle(service, invocation)));

/// Cognito expects its event back. It waits five seconds and tries three times. Both steps are harmless to repeat, so one
/// successful attempt is enough. When none succeeds, the user sees that the confirmation failed, but is confirmed. Cognito
/// will not send the event again, and the user has no role until somebody invokes this function with the same event
/// (docs/OPERATIONS.md says how).
///
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html>
async fn handle(service: &Workouts, invocation: Invocation<'_>) -> Result<Vec<u8>, InvokeError> {
    let event: PostConfirmation = serde_json::from_slice(invocation.payload)?;
    let header = &event.cognito_event_user_pools_header;
    // Cognito also sends forgotten passwords, also those of trainers: they join no group.
    if header.trigger_source == Some(Source::ConfirmSignUp) {
        let attribute = |name: &'static str| event.request.user_attributes.get(name).ok_or(Missing(name));
        let (pool, user) = (
            header.user_pool_id.as_ref().ok_or(Missing("userPoolId"))?,
            header.user_name.as_ref().ok_or(Missing("userName"))?,
        );
        let id: Uuid = attribute("sub")?.parse()?;
        let command = RegisterAttendee { attendee: id.into(), name: DisplayName::new(attribute("name")?)? };

        let (begun, correlation) = (Instant::now(), id.to_string());
        let span = tracing::info_span!("sign_up", correlation_id = correlation);
        let registered = register(service, &command, (pool, user), &correlation).instrument(span).await;
        service.runtime().measure_command(&CommandMetrics {
            function: REGISTER_ATTENDEE.name(),
            outcome: if registered.is_ok() { Outcome::Succeeded } else { Outcome::Failed },
            slug: None,
            duration: begun.elapsed(),
            calls: CallCounts::so_far(),
            request: None,
            correlation: &correlation,
        });
        registered?;
    }
    Ok(invocation.payload.to_vec())
}

async fn register(
    service: &Workouts,
    command: &RegisterAttendee,
    (pool, user): (&str, &str),
    correlation: &str,
) -> Result<(), InvokeError> {
    let now = service.runtime().clock().now();
    let delivery = format!("{pool}/{correlation}");
    let message = Message {
        id: MessageId::of_delivery(&delivery),
        fingerprint: None,
        received: now,
        begun: now,
        completes: None,
        kept: COMMANDS,
        correlation: correlation.to_owned(),
        traceparent: None,
    };
    service.table().execute(&message, command, &Answer::default()).await?;
    // Last: a member of the group can act, so everything about them has to be there.
    match service.runtime().extension::<Groups>() {
        Some(groups) => groups.add(pool, user, ATTENDEE_GROUP).await?,
        None => Groups::reached_by(service.runtime().aws()).add(pool, user, ATTENDEE_GROUP).await?,
    }
    tracing::info!("registered");
    Ok(())
}

/// A sign-up lacks something.
#[derive(Debug, thiserror::Error)]
#[error("the sign-up has no {0}")]
struct Missing(&'static str);
