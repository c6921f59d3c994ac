//! ID tokens: JSON Web Tokens with the claims of Cognito's, signed with a key of this platform's
//! own (HS256, where Cognito signs with RS256, so that no key has to be fetched to check one).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::Sha256;
use thiserror::Error;

use super::{SigningKey, UserPool};

/// How long an ID token is good for, in seconds: Cognito's default of one hour.
pub(crate) const VALIDITY_SECONDS: i64 = 3600;

/// The claims of a token, as JSON.
pub type Claims = Map<String, Value>;

/// Why a token is refused, in the words of the `www-authenticate` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum Refusal {
    /// Not three parts of base64url JSON.
    #[error("the token is malformed")]
    Malformed,
    /// Signed in another way than this platform signs, or not at all.
    #[error("the token is not signed with HS256")]
    Algorithm,
    /// Not signed with this platform's key, or changed since.
    #[error("the token has an invalid signature")]
    Signature,
    /// Issued by somebody else.
    #[error("the token has an invalid issuer")]
    Issuer,
    /// Issued for somebody else.
    #[error("the token does not have a valid audience")]
    Audience,
    /// Its time has passed, or it names none.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come.
    #[error("the token is not valid yet")]
    Early,
}

/// Signs `claims` as they are.
pub(crate) fn sign(key: &SigningKey, claims: &Claims) -> String {
    let header = json!({"alg": "HS256", "typ": "JWT"});
    let signed = format!("{}.{}", encode(&header), encode(claims));
    let signature = URL_SAFE_NO_PAD.encode(mac(key, &signed).finalize().into_bytes());
    format!("{signed}.{signature}")
}

/// The claims of a token that this platform has issued and that is valid `now`: the checks of API
/// Gateway's JWT authorizer. As there, `token_use` is left to the functions.
pub(crate) fn verify(pool: &UserPool, token: &str, now: Timestamp) -> Result<Claims, Refusal> {
    let (signed, signature) = token.rsplit_once('.').ok_or(Refusal::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(Refusal::Malformed)?;

    if decode(header)?.get("alg") != Some(&json!("HS256")) {
        return Err(Refusal::Algorithm);
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Refusal::Malformed)?;
    // Compares in constant time.
    mac(&pool.key, signed).verify_slice(&signature).map_err(|_| Refusal::Signature)?;

    let claims = decode(claims)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let time = |name: &str| claims.get(name).and_then(Value::as_i64);
    let now = now.as_second();
    if text("iss") != Some(&pool.issuer) {
        Err(Refusal::Issuer)
    } else if text("aud").or(text("client_id")) != Some(&pool.client_id) {
        Err(Refusal::Audience)
    } else if time("exp").is_none_or(|expires| expires <= now) {
        Err(Refusal::Expired)
    } else if time("nbf").is_some_and(|start| start > now) || time("iat").is_some_and(|issued| issued > now) {
        Err(Refusal::Early)
    } else {
        Ok(claims)
    }
}

fn mac(key: &SigningKey, signed: &str) -> Hmac<Sha256> {
    let mut mac = key.mac();
    mac.update(signed.as_bytes());
    mac
}

fn encode(part: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(json!(part).to_string())
}

fn decode(part: &str) -> Result<Claims, Refusal> {
    let json = URL_SAFE_NO_PAD.decode(part).map_err(|_| Refusal::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| Refusal::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_900_000_000, 0);

    fn pool() -> UserPool {
        UserPool::of("toy")
    }

    /// A good token's claims with one of them changed; nothing stands for taken away.
    fn claims(name: &str, value: Option<Value>) -> Claims {
        let mut claims = Claims::from_iter([
            ("iss".to_owned(), json!(pool().issuer)),
            ("aud".to_owned(), json!(pool().client_id)),
            ("iat".to_owned(), json!(NOW.as_second())),
            ("exp".to_owned(), json!(NOW.as_second() + VALIDITY_SECONDS)),
            ("sub".to_owned(), json!("somebody")),
        ]);
        match value {
            Some(value) => claims.insert(name.to_owned(), value),
            None => claims.remove(name),
        };
        claims
    }

    fn refusal_of(name: &str, value: Option<Value>) -> Option<Refusal> {
        verify(&pool(), &sign(&pool().key, &claims(name, value)), NOW).err()
    }

    #[test]
    fn a_token_of_this_platform_is_taken_with_its_claims() {
        let claims = claims("sub", Some(json!("somebody")));
        let token = sign(&pool().key, &claims);
        assert_eq!(verify(&pool(), &token, NOW), Ok(claims));
    }

    #[test]
    fn a_token_is_good_until_the_second_it_expires() {
        let token = sign(&pool().key, &claims("sub", None));
        let at = |seconds| Timestamp::from_second(NOW.as_second() + seconds).unwrap();
        assert!(verify(&pool(), &token, at(VALIDITY_SECONDS - 1)).is_ok());
        assert_eq!(verify(&pool(), &token, at(VALIDITY_SECONDS)), Err(Refusal::Expired));
        assert_eq!(refusal_of("exp", None), Some(Refusal::Expired));
    }

    #[test]
    fn a_token_from_the_future_is_refused() {
        let soon = json!(NOW.as_second() + 1);
        assert_eq!(refusal_of("iat", Some(soon.clone())), Some(Refusal::Early));
        assert_eq!(refusal_of("nbf", Some(soon)), Some(Refusal::Early));
    }

    #[test]
    fn a_token_of_another_issuer_or_for_another_client_is_refused() {
        assert_eq!(refusal_of("iss", Some(json!("https://elsewhere"))), Some(Refusal::Issuer));
        assert_eq!(refusal_of("aud", Some(json!("another-client"))), Some(Refusal::Audience));
        assert_eq!(refusal_of("aud", None), Some(Refusal::Audience));
    }

    #[test]
    fn an_access_token_names_its_client_instead_of_an_audience() {
        let mut claims = claims("aud", None);
        claims.insert("client_id".to_owned(), json!(pool().client_id));
        assert!(verify(&pool(), &sign(&pool().key, &claims), NOW).is_ok());
    }

    #[test]
    fn a_token_signed_with_another_key_is_refused() {
        let token = sign(&SigningKey::from_bytes([8; 64]), &claims("sub", None));
        assert_eq!(verify(&pool(), &token, NOW), Err(Refusal::Signature));
    }

    #[test]
    fn a_token_changed_after_signing_is_refused() {
        let token = sign(&pool().key, &claims("sub", None));
        let parts: Vec<_> = token.split('.').collect();
        let forged = encode(&Value::Object(claims("sub", Some(json!("trainer")))));
        let forged = format!("{}.{forged}.{}", parts[0], parts[2]);
        assert_eq!(verify(&pool(), &forged, NOW), Err(Refusal::Signature));
    }

    #[test]
    fn only_hs256_is_taken() {
        let claims = encode(&Value::Object(claims("sub", None)));
        for algorithm in ["none", "None", "HS512", "RS256", "hs256"] {
            let signed = format!("{}.{claims}", encode(&json!({"alg": algorithm})));
            let signature = mac(&pool().key, &signed).finalize().into_bytes();
            let signature = URL_SAFE_NO_PAD.encode(signature);
            for token in [format!("{signed}.{signature}"), format!("{signed}.")] {
                assert_eq!(verify(&pool(), &token, NOW), Err(Refusal::Algorithm), "{token}");
            }
        }
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for token in ["", "a", "a.b", "a.b.c", "..", "e30.e30.", "äöü.ß.€"] {
            assert!(verify(&pool(), token, NOW).is_err(), "{token}");
        }
    }
}
