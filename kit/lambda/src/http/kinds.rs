//! The kinds of problems of the HTTP mechanism itself. Those of the business are declared with its
//! [refusals](kit_domain::Refusal).

use kit_domain::{Category, Kind};
use lambda_http::http::StatusCode;

/// A kind of problem: everything about it that is the same each time it occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemKind {
    /// The status that it is answered with.
    pub status: StatusCode,
    /// Its stable name, for programs.
    pub slug: &'static str,
    /// Its name, for people.
    pub title: &'static str,
}

impl From<Kind> for ProblemKind {
    fn from(Kind { category, slug, title }: Kind) -> Self {
        let status = match category {
            Category::InvalidValue => StatusCode::UNPROCESSABLE_ENTITY,
            Category::NotAllowed => StatusCode::FORBIDDEN,
            Category::NotFound => StatusCode::NOT_FOUND,
            Category::Conflict => StatusCode::CONFLICT,
        };
        Self { status, slug, title }
    }
}

macro_rules! kinds {
    ($($name:ident: $status:ident, $slug:literal, $title:literal;)*) => {
        $(
            #[doc = concat!("`", $slug, "`: ", $title, ".")]
            pub const $name: ProblemKind =
                ProblemKind { status: StatusCode::$status, slug: $slug, title: $title };
        )*
    };
}

kinds! {
    MALFORMED_JSON: BAD_REQUEST, "malformed-json", "Malformed JSON";
    UNKNOWN_FIELD: BAD_REQUEST, "unknown-field", "A field is unknown";
    INVALID_FIELD: BAD_REQUEST, "invalid-field", "A field is invalid";
    INVALID_PARAMETER: BAD_REQUEST, "invalid-parameter", "A parameter is invalid";
    WRONG_TOKEN_USE: UNAUTHORIZED, "wrong-token-use", "Not an ID token";
    NOT_FOUND: NOT_FOUND, "not-found", "Not found";
    BODY_TOO_LARGE: PAYLOAD_TOO_LARGE, "body-too-large", "The body is too large";
    NOT_JSON: UNSUPPORTED_MEDIA_TYPE, "not-json", "Not JSON";
    IDEMPOTENCY_KEY_REUSED: UNPROCESSABLE_ENTITY, "idempotency-key-reused", "The key has been used";
    INTERNAL_ERROR: INTERNAL_SERVER_ERROR, "internal-error", "Internal error";
    TRY_AGAIN: SERVICE_UNAVAILABLE, "try-again", "Try again";
    COMMAND_EXPIRED: SERVICE_UNAVAILABLE, "command-expired", "The command has expired";
}
