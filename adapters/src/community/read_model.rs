use domain::community::{
    AuthorId, Community, PostId,
    queries::{AuthorStanding, CommunityReadModel, PostDetails, PostPlace, Posts},
};
use kit_domain::{Page, ReadModelError};

use super::{author, of_author::posts_of, post};
use crate::Table;

impl CommunityReadModel for Table<Community> {
    async fn posts(&self, query: &Posts) -> Result<Page<PostDetails, PostPlace>, ReadModelError> {
        let before = query.before.map(|place| post::entry_key(query.of, place));
        // One more than a page tells whether there is a next; unless a megabyte has ended it before.
        let (posts, are_all) = self.some_of_table(posts_of(query.of), before, query.limit.get() + 1).await?;
        let last = posts.last().map(place);
        let page = Page::cut(posts, query.limit, place);
        Ok(Page { next: page.next.or(last.filter(|_| !are_all)), ..page })
    }

    async fn post(&self, id: PostId) -> Result<Option<PostDetails>, ReadModelError> {
        self.get(&post::state_key(id)).await
    }

    async fn author_standing(&self, id: AuthorId) -> Result<AuthorStanding, ReadModelError> {
        Ok(self.get(&author::state_key(id)).await?.unwrap_or_default())
    }
}

fn place(post: &PostDetails) -> PostPlace {
    PostPlace { time: post.time, post: post.id }
}
