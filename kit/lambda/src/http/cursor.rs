//! Cursors: a place in a list, opaque to clients, which send back what they were given.
//!
//! A cursor only says where to continue; the list follows from the caller each time. So a forged cursor gives nothing
//! that the caller could not have asked for.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// A place in a list that clients can send back.
pub trait Cursor: Sized {
    /// The place as a text without secrets.
    fn text(&self) -> String;

    /// The place in such a text.
    fn parse(text: &str) -> Option<Self>;

    /// The place as clients get it.
    fn write(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.text())
    }

    /// The place that a client sends back.
    fn read(cursor: &str) -> Option<Self> {
        Self::parse(&String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Place(u64);

    impl Cursor for Place {
        fn text(&self) -> String {
            self.0.to_string()
        }

        fn parse(text: &str) -> Option<Self> {
            text.parse().ok().map(Self)
        }
    }

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        assert_eq!(Place::read(&Place(7).write()), Some(Place(7)));
    }

    #[test]
    fn a_text_that_is_no_cursor_is_refused() {
        for text in ["", "!", "AAAA", "7"] {
            assert_eq!(Place::read(text), None, "{text}");
        }
    }
}
