use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use jiff::Timestamp;

use super::answer::OwnAnswer;
use crate::identity::UserPool;
use crate::identity::token::{self, Claims, Refusal};

/// A JWT authorizer whose identity source is the `Authorization` header.
pub(super) struct Authorizer {
    pool: UserPool,
}

impl Authorizer {
    pub(super) fn new(pool: UserPool) -> Self {
        Self { pool }
    }

    /// The claims of the request's token, or the answer to a request without a good one.
    pub(super) fn claims(&self, headers: &HeaderMap, now: Timestamp) -> Result<Claims, OwnAnswer> {
        let Some(value) = headers.get(AUTHORIZATION).filter(|value| !value.is_empty()) else {
            return Err(OwnAnswer::Unauthorized("Bearer".to_owned()));
        };
        value
            .to_str()
            .map_err(|_| Refusal::Malformed)
            .and_then(|value| token::verify(&self.pool, bearer(value), now))
            .map_err(|refusal| {
                OwnAnswer::Unauthorized(format!(
                    r#"Bearer scope="" error="invalid_token" error_description="{refusal}""#
                ))
            })
    }
}

/// The token may stand alone or behind `Bearer`.
fn bearer(value: &str) -> &str {
    match value.split_at_checked("Bearer ".len()) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("Bearer ") => token.trim(),
        _ => value.trim(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::deployment::{token_issuer, user_pool_client_id};
    use crate::identity::SigningKey;

    const NOW: Timestamp = Timestamp::constant(1_900_000_000, 0);

    fn claims(authorization: Option<&str>) -> Result<Claims, OwnAnswer> {
        let mut headers = HeaderMap::new();
        if let Some(value) = authorization {
            headers.insert(AUTHORIZATION, value.parse().unwrap());
        }
        Authorizer::new(UserPool::of("toy")).claims(&headers, NOW)
    }

    fn key() -> SigningKey {
        SigningKey::from_bytes([7; 64])
    }

    fn token(expires: i64) -> String {
        let claims = json!({
            "iss": token_issuer("toy"),
            "aud": user_pool_client_id("toy"),
            "exp": expires,
        });
        token::sign(&key(), claims.as_object().unwrap())
    }

    #[test]
    fn a_good_token_is_taken_with_or_without_its_scheme() {
        let token = token(NOW.as_second() + 1);
        for value in [format!("Bearer {token}"), format!("bearer  {token}"), token] {
            assert!(claims(Some(&value)).is_ok(), "{value}");
        }
    }

    #[test]
    fn a_request_without_a_token_is_asked_for_one() {
        for value in [None, Some("")] {
            assert_eq!(claims(value), Err(OwnAnswer::Unauthorized("Bearer".to_owned())));
        }
    }

    #[test]
    fn a_bad_token_is_answered_with_the_reason() {
        let refused = |value: &str| match claims(Some(value)) {
            Err(OwnAnswer::Unauthorized(challenge)) => challenge,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            refused(&token(NOW.as_second())),
            r#"Bearer scope="" error="invalid_token" error_description="the token has expired""#
        );
        for value in ["Bearer", "Bearer ", "Basic YTpi", "ü"] {
            assert!(refused(value).ends_with(r#"="the token is malformed""#), "{value}");
        }
    }
}
