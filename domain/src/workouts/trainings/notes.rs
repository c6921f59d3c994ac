use serde::{Deserialize, Serialize};

use super::TrainingsRefusal;

/// A message between the attendee and the trainer: at most 1000 characters.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Notes(String);

impl Notes {
    /// The most characters (code points).
    pub const MOST_CHARACTERS: usize = 1000;

    /// Notes.
    ///
    /// # Errors
    /// [`TrainingsRefusal::NoteTooLong`].
    pub fn new(notes: impl Into<String>) -> Result<Self, TrainingsRefusal> {
        let notes = notes.into();
        let provided = notes.chars().count();
        if provided > Self::MOST_CHARACTERS { Err(TrainingsRefusal::NoteTooLong { provided }) } else { Ok(Self(notes)) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shows only the length: notes are private, and debug output ends in logs.
impl std::fmt::Debug for Notes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Notes({} characters)", self.0.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_have_at_most_1000_characters_whatever_their_bytes() {
        assert!(Notes::new("ü".repeat(1000)).is_ok());
        assert_eq!(Notes::new("ü".repeat(1001)), Err(TrainingsRefusal::NoteTooLong { provided: 1001 }));
    }

    #[test]
    fn debug_output_shows_nothing_of_the_text() {
        assert_eq!(format!("{:?}", Notes::new("knee hurts").unwrap()), "Notes(10 characters)");
    }
}
