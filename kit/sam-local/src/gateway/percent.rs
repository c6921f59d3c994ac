//! Percent-encoding, read the way API Gateway reads it: an invalid escape stands for itself, and bytes that are not
//! UTF-8 become the replacement character.

use percent_encoding::percent_decode_str;

/// Decodes a path, or a segment of one.
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Decodes a name or value of a query, where a plus sign is a space.
pub(super) fn decode_query(text: &str) -> String {
    decode(&text.replace('+', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded_and_all_else_stands_for_itself() {
        assert_eq!(decode("2030-01-01T12%3A00%3a00Z"), "2030-01-01T12:00:00Z");
        assert_eq!(decode("gr%C3%BC%C3%9Fe+a"), "grüße+a");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%+1"), "%+1");
        assert_eq!(decode("%ff"), "\u{fffd}");
    }

    #[test]
    fn a_plus_sign_in_a_query_is_a_space() {
        assert_eq!(decode_query("a+b%2Bc"), "a b+c");
    }
}
