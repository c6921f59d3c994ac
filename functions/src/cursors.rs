//! The places in the club's lists that clients send back as cursors.

use domain::{
    community::queries::PostPlace,
    workouts::{
        credits::queries::Sequence,
        trainer::HourStart,
        trainings::queries::Place,
        users::{UserId, queries::NamePlace},
    },
};
use kit_lambda::http::{time, write_cursor};
use uuid::Uuid;

/// A place in a list that clients can send back.
pub(crate) trait Cursor: Sized {
    /// The place as a text without secrets.
    fn text(&self) -> String;

    /// The place in such a text.
    fn parse(text: &str) -> Option<Self>;

    /// The place as clients get it.
    fn write(&self) -> String {
        write_cursor(&self.text())
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
        // DynamoDB would refuse other texts: a sort key has at most 1024 bytes, and a range must not end before it
        // begins.
        let fits = (1..=900).contains(&name.len()) && !name.starts_with(char::MAX);
        fits.then_some(Self { user: UserId::from(Uuid::try_parse(user).ok()?), name: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_as_it_went() {
        let time = HourStart::new("2026-12-01T14:00:00Z".parse().unwrap()).unwrap();
        let place = Place { time, training: Uuid::from_u128(7).into() };
        assert_eq!(Place::parse(&place.text()), Some(place));
        let place =
            PostPlace { time: "2026-12-01T14:07:08.000000001Z".parse().unwrap(), post: Uuid::from_u128(7).into() };
        assert_eq!(PostPlace::parse(&place.text()), Some(place));
        let sequence = Sequence { version: 12, place: 1 };
        assert_eq!(Sequence::parse(&sequence.text()), Some(sequence));
        let name = NamePlace { name: "mary ann ü".into(), user: Uuid::from_u128(7).into() };
        assert_eq!(NamePlace::parse(&name.text()), Some(name));
    }

    #[test]
    fn a_text_that_is_no_place_is_refused() {
        for text in ["", "2026", "0"] {
            assert_eq!(Place::parse(text), None, "{text}");
            assert_eq!(PostPlace::parse(text), None, "{text}");
            assert_eq!(Sequence::parse(text), None, "{text}");
            assert_eq!(NamePlace::parse(text), None, "{text}");
        }
        for name in [String::new(), "x".repeat(901), "\u{10ffff}".to_owned()] {
            assert_eq!(NamePlace::parse(&NamePlace { name, user: Uuid::from_u128(7).into() }.text()), None);
        }
    }
}
