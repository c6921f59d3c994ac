use serde::{Deserialize, Serialize};

/// A user's name: 1 to 100 characters, without control characters and surrounding space.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DisplayName(String);

impl DisplayName {
    /// The most characters (code points).
    pub const MOST_CHARACTERS: usize = 100;

    /// A name that is made to fit: surrounding space and invisible characters are removed, and a long name is cut. A
    /// name comes with every request of a user, who cannot correct it there.
    ///
    /// # Errors
    /// [`InvalidName`] when nothing is left.
    pub fn new(name: impl AsRef<str>) -> Result<Self, InvalidName> {
        let visible: String = name.as_ref().chars().filter(|character| is_visible(*character)).collect();
        let name: String = visible.trim().chars().take(Self::MOST_CHARACTERS).collect();
        if name.is_empty() { Err(InvalidName) } else { Ok(Self(name)) }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shows nothing of the name: debug output ends in logs.
impl std::fmt::Debug for DisplayName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DisplayName(..)")
    }
}

/// Whether a character shows: it is no control character, no formatting character and no noncharacter of Unicode.
fn is_visible(character: char) -> bool {
    let formats = matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let is_none = matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe;
    !character.is_control() && !formats && !is_none
}

/// Not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name has at least one visible character")]
pub struct InvalidName;

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> String {
        DisplayName::new(text).unwrap().as_str().to_owned()
    }

    #[test]
    fn a_name_is_made_short_and_visible() {
        assert_eq!(name("  Mary\u{7} Ann "), "Mary Ann");
        assert_eq!(name(&"ü".repeat(101)), "ü".repeat(100));
    }

    #[test]
    fn nothing_visible_is_no_name() {
        for text in ["", "  ", "\u{7}", "\u{200b}", "\u{10ffff}"] {
            assert_eq!(DisplayName::new(text), Err(InvalidName));
        }
    }

    #[test]
    fn formatting_characters_and_noncharacters_are_removed() {
        assert_eq!(name("\u{feff}M\u{ad}a\u{2066}r\u{fdd0}y\u{1fffe}"), "Mary");
    }

    #[test]
    fn debug_output_shows_nothing_of_the_name() {
        assert_eq!(format!("{:?}", DisplayName::new("Mary").unwrap()), "DisplayName(..)");
    }
}
