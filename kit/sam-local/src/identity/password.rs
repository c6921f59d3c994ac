use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use pbkdf2::pbkdf2_hmac_array;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How often a password is hashed. Few, because tests sign in by the hundred and the passwords of
/// a development machine guard nothing; stored with the hash, so that it can grow.
const ROUNDS: u32 = 1_000;

/// A password as it is kept: salted, and hashed by PBKDF2 with HMAC-SHA-256 (RFC 8018).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PasswordHash(String);

impl PasswordHash {
    /// Hashes a new password.
    pub(super) fn of(password: &str) -> Self {
        Self::with(password, &salt(), ROUNDS)
    }

    /// A hash as it was stored.
    pub(super) fn stored(text: String) -> Self {
        Self(text)
    }

    /// What no password hashes to: checked where there is no user, so that a sign-in takes as long
    /// whether the user or the password is wrong.
    pub(super) fn of_nobody() -> Self {
        Self(format!("{ROUNDS}$$"))
    }

    /// The hash as it is stored: rounds, salt and hash.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the hash of `password`.
    pub(super) fn is_of(&self, password: &str) -> bool {
        let parts: Vec<_> = self.0.split('$').collect();
        let [rounds, salt, _] = parts.as_slice() else {
            return false;
        };
        let Ok(rounds) = rounds.parse() else {
            return false;
        };
        let other = Self::with(password, salt, rounds);
        // It compares digests, so the time that a comparison takes says nothing about the hashes.
        Sha256::digest(self.as_str()) == Sha256::digest(other.as_str())
    }

    fn with(password: &str, salt: &str, rounds: u32) -> Self {
        let hash = STANDARD_NO_PAD.encode(derive(password, salt, rounds));
        Self(format!("{rounds}${salt}${hash}"))
    }
}

fn salt() -> String {
    Uuid::now_v7().simple().to_string()
}

fn derive(password: &str, salt: &str, rounds: u32) -> [u8; 32] {
    pbkdf2_hmac_array::<Sha256, 32>(password.as_bytes(), salt.as_bytes(), rounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_another_is_not() {
        let hash = PasswordHash::stored(PasswordHash::of("wild-workouts").as_str().to_owned());
        assert!(hash.is_of("wild-workouts"));
        assert!(!hash.is_of("wild-workout"));
        assert!(!hash.is_of(""));
    }

    #[test]
    fn the_same_password_is_stored_differently_each_time() {
        assert_ne!(PasswordHash::of("same"), PasswordHash::of("same"));
    }

    #[test]
    fn nobodys_password_and_a_damaged_hash_match_nothing() {
        assert!(!PasswordHash::of_nobody().is_of(""));
        assert!(!PasswordHash::stored(String::new()).is_of(""));
    }

    /// Known answers from RFC 7914, section 11.
    #[test]
    fn hashes_are_pbkdf2() {
        let begin = |hash: [u8; 32]| hash[..8].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        assert_eq!(begin(derive("passwd", "salt", 1)), 0x55ac_046e_56e3_089f);
        assert_eq!(begin(derive("Password", "NaCl", 80_000)), 0x4ddc_d8f6_0b98_be21);
    }
}
