use kit_domain::{Command, CommandError, Keeps, Terms};

use crate::community::{Author, AuthorId, Community};

/// Ends a user's publishing, because their account has been closed. It changes nothing when the author is closed
/// already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseAuthor {
    /// Whose account.
    pub author: AuthorId,
}

impl<W> Command<W> for CloseAuthor
where
    W: Keeps<Author>,
{
    async fn decide(&self, work: &mut W, terms: &Terms<Community>) -> Result<(), CommandError> {
        let mut author = work.load(self.author).await?;
        author.close(terms.now);
        work.save(author);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use kit_domain::testing::Given;

    use super::*;
    use crate::community::{
        AuthorEvent,
        given::{mary, now},
    };

    #[test]
    fn an_author_is_closed_once() {
        let close = CloseAuthor { author: mary() };
        let closed =
            Given::<Community>::nothing(()).when(&close, now()).events([AuthorEvent::Closed { author: mary() }]);
        closed.then().when(&close, now()).nothing();
    }
}
