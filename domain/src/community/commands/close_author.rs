use crate::{Books, Command, Halt, Terms, UnitOfWork, community::AuthorId};

/// A user's account has been closed: they publish nothing any more. Harmless when the community has been
/// told before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseAuthor {
    /// Whose account.
    pub author: AuthorId,
}

impl Command for CloseAuthor {
    const BOOKS: Books = Books::Community;

    async fn decide<W: UnitOfWork>(&self, work: &mut W, terms: &Terms) -> Result<(), Halt> {
        let mut author = work.load(self.author).await?;
        author.close(terms.now);
        work.save(author);
        Ok(())
    }
}
