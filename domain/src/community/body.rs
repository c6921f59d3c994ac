use serde::{Deserialize, Serialize};

use super::CommunityRefusal;

/// The text of a post: 1 to 10,000 characters, not blank.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Body(String);

impl Body {
    /// The most characters (code points).
    pub const MOST_CHARACTERS: usize = 10_000;

    /// A body, kept as it is given.
    ///
    /// # Errors
    /// [`CommunityRefusal::InvalidBody`].
    pub fn new(body: impl Into<String>) -> Result<Self, CommunityRefusal> {
        let body = body.into();
        let provided = body.chars().count();
        if provided > Self::MOST_CHARACTERS || body.trim().is_empty() {
            return Err(CommunityRefusal::InvalidBody { provided });
        }
        Ok(Self(body))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shows only the length: the text is deleted with its author's account, and debug output ends in logs.
impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Body({} characters)", self.0.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_says_something_and_has_at_most_10_000_characters() {
        assert!(Body::new("I can do a pull-up!\n").is_ok());
        assert!(Body::new("ü".repeat(10_000)).is_ok());
        for body in [String::new(), " \n".to_owned(), "ü".repeat(10_001)] {
            let provided = body.chars().count();
            assert_eq!(Body::new(body), Err(CommunityRefusal::InvalidBody { provided }));
        }
    }

    #[test]
    fn debug_output_shows_nothing_of_the_text() {
        assert_eq!(format!("{:?}", Body::new("a secret").unwrap()), "Body(8 characters)");
    }

    #[test]
    fn a_body_is_kept_as_it_is_given() {
        assert_eq!(Body::new(" I can!\n").unwrap().as_str(), " I can!\n");
    }
}
