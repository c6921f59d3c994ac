//! Cursors: a place in a list, opaque to clients, who hand back what they were given.
//!
//! A cursor only says where to go on; whose list it is comes from the caller each time. So a forged
//! one gives nothing that the caller could not have asked for.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    community::queries::PostPlace,
    credits::queries::Sequence,
    trainer::HourStart,
    trainings::queries::Place,
    users::{UserId, queries::NamePlace},
};
use uuid::Uuid;

use super::time;

/// A place in a list that clients can hand back.
pub(crate) trait Cursor: Sized {
    /// As a text without secrets.
    fn text(&self) -> String;

    /// From such a text.
    fn parse(text: &str) -> Option<Self>;

    /// As what clients get.
    fn write(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.text())
    }

    /// From what a client hands back.
    fn read(cursor: &str) -> Option<Self> {
        Self::parse(&String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?)
    }
}

impl Cursor for Place {
    fn text(&self) -> String {
        format!("{} {}", self.time, self.training)
    }

    fn parse(text: &str) -> Option<Self> {
        let (at, training) = text.split_once(' ')?;
        Some(Self { time: HourStart::new(time(at)?).ok()?, training: Uuid::try_parse(training).ok()?.into() })
    }
}

impl Cursor for Sequence {
    fn text(&self) -> String {
        format!("{} {}", self.version, self.place)
    }

    fn parse(text: &str) -> Option<Self> {
        let (version, place) = text.split_once(' ')?;
        Some(Self { version: version.parse().ok()?, place: place.parse().ok()? })
    }
}

impl Cursor for PostPlace {
    fn text(&self) -> String {
        format!("{} {}", self.time, self.post)
    }

    fn parse(text: &str) -> Option<Self> {
        let (at, post) = text.split_once(' ')?;
        Some(Self { time: time(at)?, post: Uuid::try_parse(post).ok()?.into() })
    }
}

impl Cursor for NamePlace {
    fn text(&self) -> String {
        format!("{} {}", self.user, self.name)
    }

    fn parse(text: &str) -> Option<Self> {
        let (user, name) = text.split_once(' ')?;
        // What no name's place can be, DynamoDB would refuse: a sort key has at most 1024 bytes, and a
        // range must not end before it begins.
        let fits = (1..=900).contains(&name.len()) && !name.starts_with(char::MAX);
        fits.then_some(Self { user: UserId::from(Uuid::try_parse(user).ok()?), name: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        let time = HourStart::new("2026-12-01T14:00:00Z".parse().unwrap()).unwrap();
        let place = Place { time, training: Uuid::from_u128(7).into() };
        assert_eq!(Place::read(&place.write()), Some(place));
        let place =
            PostPlace { time: "2026-12-01T14:07:08.000000001Z".parse().unwrap(), post: Uuid::from_u128(7).into() };
        assert_eq!(PostPlace::read(&place.write()), Some(place));
        let sequence = Sequence { version: 12, place: 1 };
        assert_eq!(Sequence::read(&sequence.write()), Some(sequence));
        let name = NamePlace { name: "mary ann ü".into(), user: Uuid::from_u128(7).into() };
        assert_eq!(NamePlace::read(&name.write()), Some(name));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "!", "AAAA", "MjAyNg"] {
            assert_eq!(Place::read(text), None, "{text}");
            assert_eq!(PostPlace::read(text), None, "{text}");
            assert_eq!(Sequence::read(text), None, "{text}");
            assert_eq!(NamePlace::read(text), None, "{text}");
        }
        for name in [String::new(), "x".repeat(901), "\u{10ffff}".to_owned()] {
            assert_eq!(NamePlace::read(&NamePlace { name, user: Uuid::from_u128(7).into() }.write()), None);
        }
    }
}
