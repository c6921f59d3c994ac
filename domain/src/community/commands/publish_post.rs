use kit_domain::{Command, CommandError, Keeps, Requires, Terms};

use crate::community::{Author, Body, Community, Post, PostId, PostedBy, StillOpen, Title};

/// A user publishes a post for the club. A closed author cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishPost {
    /// The new post.
    pub post: PostId,
    /// Who writes it.
    pub author: PostedBy,
    /// Its subject.
    pub title: Title,
    /// Its text.
    pub body: Body,
}

impl<W> Command<W> for PublishPost
where
    W: Keeps<Author> + Keeps<Post> + Requires<StillOpen>,
{
    async fn decide(&self, work: &mut W, terms: &Terms<Community>) -> Result<(), CommandError> {
        work.load(self.author.id).await?.may_publish()?;
        work.require(StillOpen(self.author.id));
        let (title, body) = (self.title.clone(), self.body.clone());
        work.save(Post::publish(self.post, self.author.clone(), title, body, terms.now));
        Ok(())
    }
}
