//! Cursors: a place in a list, opaque to clients, which send back what they were given.
//!
//! A cursor only says where to continue; the list follows from the caller each time. So a forged cursor gives nothing
//! that the caller could not have asked for.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// A place in a list, as a text without secrets, in the form that clients get.
#[must_use]
pub fn write_cursor(place: &str) -> String {
    URL_SAFE_NO_PAD.encode(place)
}

/// The place in a cursor that a client sends back.
#[must_use]
pub fn read_cursor(cursor: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        assert_eq!(read_cursor(&write_cursor("12 ü")).as_deref(), Some("12 ü"));
    }

    #[test]
    fn a_text_that_is_no_cursor_is_refused() {
        for text in ["!", "A", "_w"] {
            assert_eq!(read_cursor(text), None, "{text}");
        }
    }
}
