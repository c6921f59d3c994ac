//! Percent-encoding, read the way API Gateway reads it: what is not a valid escape stands for
//! itself, and bytes that are not UTF-8 become the replacement character.

/// Decodes a path, or a segment of one.
pub(super) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if let Some(byte) = escape(&bytes[at..]) {
            decoded.push(byte);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Decodes a name or value of a query, where a plus sign is a space.
pub(super) fn decode_query(text: &str) -> String {
    decode(&text.replace('+', " "))
}

fn escape(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else {
        return None;
    };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
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
