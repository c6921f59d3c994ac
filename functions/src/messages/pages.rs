use super::NotTaken;

/// How many pages a bulk subscriber takes at one delivery: what they hold is done within seconds, where
/// its function has a minute.
const MOST_PAGES: u32 = 4;

/// The pages that a bulk subscriber works through at one delivery. What is done is not found again; so each
/// page is the first of what is left, and no delivery has to know where an earlier one ended.
pub(crate) struct Pages<T> {
    taken: u32,
    last: Vec<T>,
}

impl<T: PartialEq> Pages<T> {
    /// None has been taken yet.
    pub(crate) fn new() -> Self {
        Self { taken: 0, last: Vec::new() }
    }

    /// The page to take next, of what has just been `found`; none when nothing is left.
    ///
    /// # Errors
    /// [`NotTaken::Unfinished`] when there is more than one delivery should take, and [`NotTaken::Later`]
    /// when the page is found that has just been taken: then turning round and round will not help.
    pub(crate) fn next(&mut self, found: Vec<T>) -> Result<Option<&[T]>, NotTaken> {
        if found.is_empty() {
            return Ok(None);
        }
        if found == self.last {
            return Err(NotTaken::Later("what has been done is still found".into()));
        }
        if self.taken == MOST_PAGES {
            return Err(NotTaken::Unfinished);
        }
        self.taken += 1;
        self.last = found;
        Ok(Some(&self.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_end_when_nothing_is_left() {
        let mut pages = Pages::new();
        assert_eq!(pages.next(vec![1, 2]).unwrap(), Some([1, 2].as_slice()));
        assert_eq!(pages.next(vec![3]).unwrap(), Some([3].as_slice()));
        assert_eq!(pages.next(vec![]).unwrap(), None);
    }

    #[test]
    fn what_is_more_than_a_delivery_takes_is_left_to_the_next() {
        let mut pages = Pages::new();
        for page in 0..MOST_PAGES {
            assert!(pages.next(vec![page]).unwrap().is_some());
        }
        assert!(matches!(pages.next(vec![MOST_PAGES]), Err(NotTaken::Unfinished)));
        assert!(pages.next(vec![]).unwrap().is_none(), "if nothing is left, no other delivery is needed");
    }

    #[test]
    fn a_page_that_is_found_again_ends_the_delivery() {
        let mut pages = Pages::new();
        pages.next(vec![1]).unwrap();
        assert!(matches!(pages.next(vec![1]), Err(NotTaken::Later(_))));
    }
}
