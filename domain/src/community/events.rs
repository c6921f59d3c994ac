use super::{AuthorId, PostId};

kit_domain::events! {
    /// The events of a post. They carry ids, never titles, bodies or names.
    ///
    /// The serialized form is the `type` and `data` of the stored and published event.
    pub enum PostEvent {
        /// Somebody published it.
        "post.published.v1" Published {
            /// The post.
            post: PostId,
            /// Who wrote it.
            author: AuthorId,
        },
        /// It was deleted, and nothing of it is left.
        "post.deleted.v1" Deleted {
            /// The post.
            post: PostId,
            /// Who had written it.
            author: AuthorId,
        },
    }
}

kit_domain::events! {
    /// The events of an author.
    ///
    /// The serialized form is the `type` and `data` of the stored and published event.
    pub enum AuthorEvent {
        /// They may not publish any more.
        "author.closed.v1" Closed {
            /// Who.
            author: AuthorId,
        },
    }
}
