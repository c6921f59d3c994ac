use kit_domain::{Command, CommandError, Keeps, Terms};

use crate::community::{Author, AuthorId, Community};

/// A user's account has been closed: they publish nothing any more. Harmless when the community has been
/// told before.
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
