use crate::{
    Books, Command, Halt, Terms, UnitOfWork,
    community::{Body, Post, PostId, PostedBy, Title},
};

/// A user tells the club something. It is committed only if the author has not been closed meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishPost {
    /// The new post.
    pub post: PostId,
    /// Who writes it.
    pub author: PostedBy,
    /// What it is about.
    pub title: Title,
    /// What it says.
    pub body: Body,
}

impl Command for PublishPost {
    const BOOKS: Books = Books::Community;

    async fn decide<W: UnitOfWork>(&self, work: &mut W, terms: &Terms) -> Result<(), Halt> {
        work.load(self.author.id).await?.may_publish()?;
        let (title, body) = (self.title.clone(), self.body.clone());
        work.save(Post::publish(self.post, self.author.clone(), title, body, terms.now));
        Ok(())
    }
}
