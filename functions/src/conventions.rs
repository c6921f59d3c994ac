use std::borrow::Cow;

use kit_dynamodb::COMMANDS;
use kit_lambda::http::{ALSO_IN_CORRELATION, MOST_BYTES, MOST_OF_CORRELATION};

/// The conventions of the whole API: a heading, and paragraphs under it. Text between backticks is literal.
pub(crate) fn conventions() -> Vec<(&'static str, Cow<'static, str>)> {
    let (kib, days) = (MOST_BYTES / 1024, COMMANDS.as_hours() / 24);
    vec![
        (
            "Who asks",
            "Send the ID token of a signed-in member as `Authorization: Bearer …`. A member of the group `attendee` \
             books for themselves; a member of the group `trainer` keeps the calendar. A thing that belongs to somebody \
             else is answered like one that does not exist.\n\n\
             Cognito gives the token to members who sign in at its pages, by the authorization code flow with PKCE and \
             the scopes `openid email profile`. `/config.json`, beside the club's page, has their address and the \
             client's id. On a local platform, `POST /local/sign-in` with `email` and `password` answers an `idToken`."
                .into(),
        ),
        (
            "Bodies and parameters",
            format!(
                "A body is a JSON object in UTF-8 with just the fields that are described here, of at most {kib} KiB. \
                 Times are RFC 3339 with their offset; answers are in UTC. A parameter that is not described, or is \
                 given twice, is refused: otherwise it would silently ask for something else.\n\n\
                 An hour can be opened, booked, moved to and proposed if it is a full hour in UTC that is still to \
                 come, within the hours of the day and the weeks ahead that the club has set."
            )
            .into(),
        ),
        (
            "Once, however often it is sent",
            format!(
                "Send a command with an `Idempotency-Key` of your own, such as a UUID. The same command under the same \
                 key is executed once, and answered as the first time, for {days} days. So a client can send a command \
                 again when its answer was lost. Another command under that key is refused with \
                 `idempotency-key-reused`. After a refusal the key is free. Each member's keys are their own."
            )
            .into(),
        ),
        (
            "Deferred commands",
            "With `Prefer: respond-async` a command is accepted now and executed soon. A refusal that needs no state \
             comes at once; otherwise the answer is 202 with the `Location` of the outcome."
                .into(),
        ),
        (
            "Lists",
            "A list is answered in pages. As long as `nextCursor` is not null, more follows: send it as `cursor`, \
             with the same other parameters. A page may hold fewer entries than `limit` although more follow."
                .into(),
        ),
        (
            "Problems",
            format!(
                "A refusal is answered as `application/problem+json` (RFC 9457). Go by its `slug`, which never \
                 changes; `detail` is for people; `errors` name the wrong fields of a body. The gateway's own answers \
                 (401 without a good token, 404 for no such route, 413 over 10 MB, 429, a 5xx of its own) only have a \
                 `message`. `X-Correlation-Id` finds a request, and everything that followed from it, in the log: send \
                 one of your own, of at most {MOST_OF_CORRELATION} letters, digits and `{ALSO_IN_CORRELATION}`, to join \
                 requests."
            )
            .into(),
        ),
    ]
}
