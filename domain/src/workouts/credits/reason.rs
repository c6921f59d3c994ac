use serde::{Deserialize, Serialize};

use super::CreditsRefusal;

/// Why the trainer grants or takes back credits: 1 to 500 characters, not blank.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reason(String);

impl Reason {
    /// The most characters (code points).
    pub const MOST_CHARACTERS: usize = 500;

    /// A reason.
    ///
    /// # Errors
    /// [`CreditsRefusal::InvalidReason`].
    pub fn new(reason: impl Into<String>) -> Result<Self, CreditsRefusal> {
        let reason = reason.into();
        let provided = reason.chars().count();
        if provided > Self::MOST_CHARACTERS || reason.trim().is_empty() {
            return Err(CreditsRefusal::InvalidReason { provided });
        }
        Ok(Self(reason))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shows only the length: people write names into reasons, and debug output ends in logs.
impl std::fmt::Debug for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reason({} characters)", self.0.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something_and_is_short() {
        assert!(Reason::new("ten-card bought").is_ok());
        assert!(Reason::new("ü".repeat(500)).is_ok());
        for reason in [String::new(), " \n".to_owned(), "ü".repeat(501)] {
            assert_eq!(
                Reason::new(reason.clone()),
                Err(CreditsRefusal::InvalidReason { provided: reason.chars().count() })
            );
        }
    }

    #[test]
    fn a_reason_is_kept_as_it_is_given_and_not_shown_in_debug_output() {
        let reason = Reason::new(" for Mary ").unwrap();
        assert_eq!(reason.as_str(), " for Mary ");
        assert_eq!(format!("{reason:?}"), "Reason(10 characters)");
    }
}
