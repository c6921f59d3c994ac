//! What the description is about, in its order.

use std::borrow::Cow;

use adapters::store::COMMANDS;

use super::{Operation, api_description, api_reference};
use crate::{
    commands, community, credits,
    http::{ALSO_IN_CORRELATION, MOST_BYTES, MOST_OF_CORRELATION},
    reports, trainer, trainings, users,
};

/// What belongs together.
pub(super) struct Chapter {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) operations: Vec<Operation>,
}

/// What holds for all of it: a heading, and what is said under it, in paragraphs. What stands between backticks
/// is meant literally.
pub(super) fn conventions() -> [(&'static str, Cow<'static, str>); 6] {
    let (kib, days) = (MOST_BYTES / 1024, COMMANDS.as_hours() / 24);
    [
        (
            "Who asks",
            "Send the ID token of a signed-in member as `Authorization: Bearer …`. Whoever is in the group `attendee` \
             books for themselves; whoever is in the group `trainer` keeps the calendar. What is somebody else's is \
             answered as what is not there.\n\n\
             Cognito gives that token to who signs in at its pages, by the authorization code flow with PKCE and the \
             scopes `openid email profile`. `/config.json`, beside the club's page, tells their address and the \
             client's id. On a local platform, `POST /local/sign-in` with `email` and `password` answers an `idToken`."
                .into(),
        ),
        (
            "What is sent",
            format!(
                "A body is a JSON object in UTF-8 with just the fields that are described here, of at most {kib} KiB. \
                 Times are RFC 3339 with their offset; what is answered is in UTC. A parameter that is not described, \
                 or is given twice, is refused: it would else silently ask for something else.\n\n\
                 An hour can be opened, booked, moved to and proposed if it is a full hour in UTC that is still to \
                 come, within the hours of the day and the weeks ahead that the club has set."
            )
            .into(),
        ),
        (
            "Once, however often it is sent",
            format!(
                "Send a command with an `Idempotency-Key` of your own, such as a UUID. The same command under the same \
                 key is carried out once, and answered as the first time, for {days} days: so what was lost on its \
                 way can be sent again. Another command under that key is refused with `idempotency-key-reused`. \
                 After a refusal the key is free. Keys are each member's own: nobody meets another's."
            )
            .into(),
        ),
        (
            "Later",
            "With `Prefer: respond-async` a command is accepted now and carried out soon. What needs no look at the \
             club's books is refused at once; else the answer is 202 with the `Location` of what becomes of it."
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
                "What is refused is told as `application/problem+json` (RFC 9457). Go by its `slug`, which never \
                 changes; `detail` is for people; `errors` tell which fields of a body are wrong. What the gateway \
                 answers by itself (401 without a good token, 404 for no such route, 413 over 10 MB, 429, a 5xx of \
                 its own) only has a `message`. `X-Correlation-Id` finds a request, and all that followed from it, \
                 in the log: send one of your own, of at most {MOST_OF_CORRELATION} letters, digits and \
                 `{ALSO_IN_CORRELATION}`, to join requests."
            )
            .into(),
        ),
    ]
}

/// All of it.
pub(super) fn chapters() -> [Chapter; 7] {
    [
        Chapter {
            name: "Trainings",
            about: "Attendees book the trainer's hours. They and the trainer move and cancel trainings, and propose other times.",
            operations: trainings::operations(),
        },
        Chapter { name: "Calendar", about: "The hours that the trainer offers.", operations: trainer::operations() },
        Chapter {
            name: "Credits",
            about: "What trainings are paid with: an hour is a credit.",
            operations: credits::operations(),
        },
        Chapter { name: "Users", about: "Who takes part.", operations: users::operations() },
        Chapter { name: "Community", about: "What members tell each other.", operations: community::operations() },
        Chapter { name: "Report", about: "The trainer's month in numbers.", operations: reports::operations() },
        Chapter {
            name: "About the API",
            about: "What became of commands that were put off, and this description.",
            operations: [commands::operations(), vec![api_description::operation(), api_reference::operation()]]
                .concat(),
        },
    ]
}
