/// How many entries a page may hold: 1 to 100, 20 by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u8);

impl Limit {
    /// The most entries a page may hold.
    pub const MOST: u8 = 100;

    /// A limit.
    ///
    /// # Errors
    /// When it is not 1 to 100.
    pub fn new(limit: u8) -> Result<Self, InvalidLimit> {
        if (1..=Self::MOST).contains(&limit) { Ok(Self(limit)) } else { Err(InvalidLimit) }
    }

    /// As a number of entries.
    #[must_use]
    pub fn get(self) -> usize {
        self.0.into()
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

/// A limit outside 1 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a page holds 1 to 100 entries")]
pub struct InvalidLimit;

/// A part of a list, and where the next part begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, Position> {
    /// The entries, in the list's order.
    pub entries: Vec<T>,
    /// The last entry's place in the list when more follow it.
    pub next: Option<Position>,
}

impl<T, Position> Page<T, Position> {
    /// The first `limit` of `entries`, which are all that follow, or more than `limit`. `position` gives an entry's place
    /// in the list.
    pub fn cut(mut entries: Vec<T>, limit: Limit, position: impl Fn(&T) -> Position) -> Self {
        let more = entries.len() > limit.get();
        entries.truncate(limit.get());
        let next = entries.last().filter(|_| more).map(position);
        Self { entries, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_where_the_next_begins_only_when_there_is_a_next() {
        let limit = Limit::new(2).unwrap();
        assert_eq!(Page::cut(vec![1, 2, 3], limit, |n| *n), Page { entries: vec![1, 2], next: Some(2) });
        assert_eq!(Page::cut(vec![1, 2], limit, |n| *n), Page { entries: vec![1, 2], next: None });
        assert_eq!(Page::cut(Vec::<i32>::new(), limit, |n| *n), Page { entries: vec![], next: None });
    }

    #[test]
    fn a_page_holds_1_to_100_entries() {
        assert_eq!(Limit::new(0), Err(InvalidLimit));
        assert_eq!(Limit::new(101), Err(InvalidLimit));
        assert_eq!(Limit::new(100).map(Limit::get), Ok(100));
        assert_eq!(Limit::default().get(), 20);
    }
}
