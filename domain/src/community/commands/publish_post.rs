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

#[cfg(test)]
mod tests {
    use kit_domain::testing::Given;

    use super::*;
    use crate::community::{
        CommunityRefusal, PostEvent,
        commands::CloseAuthor,
        given::{mary, now, post, publish},
    };

    #[test]
    fn an_author_publishes_a_post() {
        Given::<Community>::nothing(())
            .when(&publish(7), now())
            .events([PostEvent::Published { post: post(7), author: mary() }])
            .requires([StillOpen(mary())])
            .finds::<Post>(&post(7), |post| post.time() == now() && post.author().id == mary());
    }

    #[test]
    fn a_closed_author_publishes_nothing() {
        let closed = Given::nothing(()).command(&CloseAuthor { author: mary() }, now());
        closed.when(&publish(7), now()).refused(CommunityRefusal::AuthorClosed(mary()));
    }
}
