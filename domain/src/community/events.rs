use super::{AuthorId, PostId};

kit_domain::events! {
    /// What has happened to a post.
    ///
    /// Its serialized form is the `type` and `data` of the stored and published event. Events carry ids,
    /// never titles, bodies or names.
    pub enum PostEvent {
        /// Somebody told something.
        "post.published.v1" Published {
            /// The post.
            post: PostId,
            /// Who wrote it.
            author: AuthorId,
        },
        /// It is not told any more, and nothing of it is left.
        "post.deleted.v1" Deleted {
            /// The post.
            post: PostId,
            /// Who had written it.
            author: AuthorId,
        },
    }
}

kit_domain::events! {
    /// What has happened to an author.
    ///
    /// Its serialized form is the `type` and `data` of the stored and published event.
    pub enum AuthorEvent {
        /// They publish nothing any more.
        "author.closed.v1" Closed {
            /// Who.
            author: AuthorId,
        },
    }
}
