use serde::{Deserialize, Serialize};

use super::CommunityRefusal;

/// The subject of a post: 1 to 120 characters, not blank.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Title(String);

impl Title {
    /// The most characters (code points).
    pub const MOST_CHARACTERS: usize = 120;

    /// A title, kept as it is given.
    ///
    /// # Errors
    /// [`CommunityRefusal::InvalidTitle`].
    pub fn new(title: impl Into<String>) -> Result<Self, CommunityRefusal> {
        let title = title.into();
        let provided = title.chars().count();
        if provided > Self::MOST_CHARACTERS || title.trim().is_empty() {
            return Err(CommunityRefusal::InvalidTitle { provided });
        }
        Ok(Self(title))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shows only the length: the text is deleted with its author's account, and debug output ends in logs.
impl std::fmt::Debug for Title {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Title({} characters)", self.0.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_something_and_is_short() {
        assert!(Title::new("My first week").is_ok());
        assert!(Title::new("ü".repeat(120)).is_ok());
        for title in [String::new(), " \n".to_owned(), "ü".repeat(121)] {
            let provided = title.chars().count();
            assert_eq!(Title::new(title), Err(CommunityRefusal::InvalidTitle { provided }));
        }
    }

    #[test]
    fn a_title_is_kept_as_it_is_given_and_not_shown_in_debug_output() {
        let title = Title::new(" Hello").unwrap();
        assert_eq!(title.as_str(), " Hello");
        assert_eq!(format!("{title:?}"), "Title(6 characters)");
    }
}
