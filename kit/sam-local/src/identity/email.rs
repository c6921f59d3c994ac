use std::fmt;

use thiserror::Error;

/// An e-mail address, the name that people sign in with. Case does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Email(String);

/// Not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an e-mail address looks like name@example.com and has at most 254 characters")]
pub(super) struct InvalidEmail;

impl Email {
    pub(super) fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim().to_lowercase();
        let (name, domain) = text.split_once('@').ok_or(InvalidEmail)?;
        let parts_are_there = !name.is_empty() && !domain.is_empty() && !domain.contains('@');
        if parts_are_there && text.len() <= 254 && text.chars().all(|c| c.is_ascii_graphic()) {
            Ok(Self(text))
        } else {
            Err(InvalidEmail)
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_surrounding_space_do_not_count() {
        assert_eq!(Email::parse(" Ann@Example.COM "), Email::parse("ann@example.com"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.com", "a".repeat(254));
        for text in ["", "ann", "@example.com", "ann@", "a@b@c", "a b@c", "a\n@c", &long] {
            assert_eq!(Email::parse(text), Err(InvalidEmail), "{text:?}");
        }
    }
}
