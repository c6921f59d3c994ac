//! How posts are kept: each by its id, and once more among its author's, where they are found by time and
//! strongly consistently. Both are written, and deleted, by the same transaction.
//!
//! Beside them stands an author's mark: whether their account has been closed.

mod author;
mod of_author;
mod post;
mod read_model;

pub use of_author::posts_to_delete;
