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
