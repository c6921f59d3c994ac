//! The kinds of problems that the API answers with. The one place where slugs stand: what a handler answers,
//! what maps a refusal of the business, and what the description lists are all these constants.

use lambda_http::http::StatusCode;

/// A kind of problem: what is the same each time it occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// The status that it is answered with.
    pub(crate) status: StatusCode,
    /// Its stable name, for programs.
    pub(crate) slug: &'static str,
    /// Its name, for people.
    pub(crate) title: &'static str,
}

macro_rules! kinds {
    ($($name:ident: $status:ident, $slug:literal, $title:literal;)*) => {
        $(pub(crate) const $name: Kind = Kind { status: StatusCode::$status, slug: $slug, title: $title };)*

        /// Every kind.
        pub(crate) const ALL: &[Kind] = &[$($name),*];
    };
}

kinds! {
    MALFORMED_JSON: BAD_REQUEST, "malformed-json", "Malformed JSON";
    UNKNOWN_FIELD: BAD_REQUEST, "unknown-field", "A field is unknown";
    INVALID_FIELD: BAD_REQUEST, "invalid-field", "A field is invalid";
    INVALID_PARAMETER: BAD_REQUEST, "invalid-parameter", "A parameter is invalid";

    WRONG_TOKEN_USE: UNAUTHORIZED, "wrong-token-use", "Not an ID token";

    NO_ROLE: FORBIDDEN, "no-role", "No role";
    WRONG_ROLE: FORBIDDEN, "wrong-role", "Not for your role";
    ACCOUNT_DEACTIVATED: FORBIDDEN, "account-deactivated", "The account is deactivated";
    OWN_PROPOSAL: FORBIDDEN, "own-proposal", "The proposal is your own";

    NOT_FOUND: NOT_FOUND, "not-found", "Not found";

    HOUR_NOT_AVAILABLE: CONFLICT, "hour-not-available", "The hour is not available";
    TRAINING_SCHEDULED: CONFLICT, "training-scheduled", "A training is scheduled then";
    NOT_ENOUGH_CREDITS: CONFLICT, "not-enough-credits", "Not enough credits";
    TRAINING_ALREADY_CANCELED: CONFLICT, "training-already-canceled", "The training is canceled already";
    TRAINING_BEGUN: CONFLICT, "training-begun", "The training has begun";
    TOO_LATE_TO_RESCHEDULE: CONFLICT, "too-late-to-reschedule", "Too late to move without asking";
    NO_RESCHEDULE_REQUESTED: CONFLICT, "no-reschedule-requested", "No other time is proposed";

    BODY_TOO_LARGE: PAYLOAD_TOO_LARGE, "body-too-large", "The body is too large";
    NOT_JSON: UNSUPPORTED_MEDIA_TYPE, "not-json", "Not JSON";

    NOT_FULL_HOUR: UNPROCESSABLE_ENTITY, "not-full-hour", "Not a full hour";
    HOUR_IN_PAST: UNPROCESSABLE_ENTITY, "hour-in-past", "The hour has passed";
    TOO_DISTANT_DATE: UNPROCESSABLE_ENTITY, "too-distant-date", "Too far ahead";
    TOO_EARLY_HOUR: UNPROCESSABLE_ENTITY, "too-early-hour", "Too early in the day";
    TOO_LATE_HOUR: UNPROCESSABLE_ENTITY, "too-late-hour", "Too late in the day";
    NOTE_TOO_LONG: UNPROCESSABLE_ENTITY, "note-too-long", "The notes are too long";
    DATE_FROM_AFTER_DATE_TO: UNPROCESSABLE_ENTITY, "date-from-after-date-to", "The range ends before it begins";
    RANGE_TOO_LONG: UNPROCESSABLE_ENTITY, "range-too-long", "The range is too long";
    TOO_MANY_HOURS: UNPROCESSABLE_ENTITY, "too-many-hours", "Too many hours at once";
    INVALID_AMOUNT: UNPROCESSABLE_ENTITY, "invalid-amount", "Not an amount of credits";
    INVALID_REASON: UNPROCESSABLE_ENTITY, "invalid-reason", "Not a reason";
    INVALID_TITLE: UNPROCESSABLE_ENTITY, "invalid-title", "Not a title";
    INVALID_BODY: UNPROCESSABLE_ENTITY, "invalid-body", "Not a body";
    IDEMPOTENCY_KEY_REUSED: UNPROCESSABLE_ENTITY, "idempotency-key-reused", "The key has been used";

    INTERNAL_ERROR: INTERNAL_SERVER_ERROR, "internal-error", "Internal error";
    TRY_AGAIN: SERVICE_UNAVAILABLE, "try-again", "Try again";
    COMMAND_EXPIRED: SERVICE_UNAVAILABLE, "command-expired", "The command has expired";
}

/// What every hour that is to be set, booked or moved to is judged by.
pub(crate) const WINDOW_RULES: [Kind; 4] = [HOUR_IN_PAST, TOO_DISTANT_DATE, TOO_EARLY_HOUR, TOO_LATE_HOUR];

/// What every time is judged by that is to be such an hour.
pub(crate) const HOUR_RULES: [Kind; 5] = [NOT_FULL_HOUR, HOUR_IN_PAST, TOO_DISTANT_DATE, TOO_EARLY_HOUR, TOO_LATE_HOUR];
