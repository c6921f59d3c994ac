use domain::community::{AuthorId, Community, PostId, commands::DeletePosts};
use kit_domain::ReadModelError;
use kit_dynamodb::Range;
use serde::Deserialize;

use super::{author, post::ENTRY};
use crate::Table;

#[derive(Deserialize)]
struct Entry {
    id: PostId,
}

/// All of an author's posts.
pub(super) fn posts_of(author: AuthorId) -> Range {
    Range::new(author::collection(author), ENTRY.to_owned(), format!("{ENTRY}~"))
}

/// The first posts of an author, as many as one command deletes, read strongly consistently from the base table: none that
/// was published before is missed.
///
/// # Errors
/// When the table gives no answer.
pub async fn posts_to_delete(community: &Table<Community>, author: AuthorId) -> Result<Vec<PostId>, ReadModelError> {
    let entries = community.first_ids_of_table::<Entry>(posts_of(author), DeletePosts::MOST).await?;
    Ok(entries.into_iter().map(|entry| entry.id).collect())
}
