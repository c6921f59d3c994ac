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
