use kit_domain::{Command, CommandError, Keeps, Terms};

use crate::community::{Community, Post, PostId};

/// Deletes posts, because their author's account has been closed. Posts that are gone already are skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletePosts {
    /// Which posts: at most [`Self::MOST`], each once.
    pub posts: Vec<PostId>,
}

impl DeletePosts {
    /// The most posts of one command: many posts are deleted in several steps.
    pub const MOST: usize = 30;
}

impl<W> Command<W> for DeletePosts
where
    W: Keeps<Post>,
{
    async fn decide(&self, work: &mut W, _terms: &Terms<Community>) -> Result<(), CommandError> {
        for mut post in work.load(self.posts.clone()).await?.into_iter().flatten() {
            post.delete();
            work.save(post);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use kit_domain::testing::Given;

    use super::*;
    use crate::community::{
        PostEvent,
        given::{mary, now, post, publish},
    };

    #[test]
    fn the_posts_that_are_there_are_deleted() {
        let delete = DeletePosts { posts: vec![post(1), post(9)] };
        Given::nothing(())
            .command(&publish(1), now())
            .command(&publish(2), now())
            .when(&delete, now())
            .events([PostEvent::Deleted { post: post(1), author: mary() }])
            .finds_nothing::<Post>(&post(1))
            .finds::<Post>(&post(2), |found| found.id() == post(2))
            .then()
            .when(&delete, now())
            .nothing();
    }
}
