use super::Unhandled;

/// How many pages a bulk subscriber handles at one delivery. They need seconds; its function has a minute.
const MOST_PAGES: u32 = 4;

/// The pages that a bulk subscriber works through at one delivery. A handled item is not found again. So each page is
/// the first of the rest, and no delivery has to know where an earlier one ended.
pub struct Pages<T> {
    handled: u32,
    last: Vec<T>,
}

impl<T: PartialEq> Default for Pages<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: PartialEq> Pages<T> {
    /// Pages of which none has been handled yet.
    #[must_use]
    pub fn new() -> Self {
        Self { handled: 0, last: Vec::new() }
    }

    /// The page to handle next, which has just been `found`; none when nothing is left.
    ///
    /// # Errors
    /// [`Unhandled::Unfinished`] when one delivery should handle no more, and [`Unhandled::Later`] when the page is found
    /// that has just been handled: going on would never end.
    pub fn next(&mut self, found: Vec<T>) -> Result<Option<&[T]>, Unhandled> {
        if found.is_empty() {
            return Ok(None);
        }
        if found == self.last {
            return Err(Unhandled::Later("handled items are still found".into()));
        }
        if self.handled == MOST_PAGES {
            return Err(Unhandled::Unfinished);
        }
        self.handled += 1;
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
    fn a_delivery_leaves_further_pages_to_the_next() {
        let mut pages = Pages::new();
        for page in 0..MOST_PAGES {
            assert!(pages.next(vec![page]).unwrap().is_some());
        }
        assert!(matches!(pages.next(vec![MOST_PAGES]), Err(Unhandled::Unfinished)));
        assert!(pages.next(vec![]).unwrap().is_none(), "if nothing is left, no other delivery is needed");
    }

    #[test]
    fn a_page_that_is_found_again_ends_the_delivery() {
        let mut pages = Pages::new();
        pages.next(vec![1]).unwrap();
        assert!(matches!(pages.next(vec![1]), Err(Unhandled::Later(_))));
    }
}
