//! What the platform itself has to remember, in a table of its own beside the template's: so that
//! it survives a restart exactly when the rest of the data does.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;

use crate::database::DatabaseError;
use crate::template::{AttributeType, Index, KeySchema, Projection, TableResource};

/// The table's name. Nothing in a template can be called so: logical ids have no hyphens.
pub(crate) const TABLE: &str = "local-platform";
/// Its partition key.
pub(crate) const KEY: &str = "key";
/// Its index of users by their name in the user pool.
pub(crate) const BY_USERNAME: &str = "by-username";
/// That index's partition key.
pub(crate) const USERNAME: &str = "username";

/// The table's definition.
pub(crate) fn table() -> TableResource {
    let key = |name: &str| KeySchema { partition: name.to_owned(), sort: None };
    TableResource {
        logical_id: TABLE.to_owned(),
        name: TABLE.to_owned(),
        key: key(KEY),
        attributes: [KEY, USERNAME].map(|name| (name.to_owned(), AttributeType::Text)).to_vec(),
        indexes: vec![Index { name: BY_USERNAME.to_owned(), key: key(USERNAME), projection: Projection::All }],
        time_to_live: None,
        stream: None,
    }
}

/// Whether a note has been made.
pub(crate) async fn has_note(dynamodb: &Client, note: &str) -> Result<bool, DatabaseError> {
    let key = AttributeValue::S(note.to_owned());
    let get = dynamodb.get_item().table_name(TABLE).key(KEY, key).consistent_read(true);
    let output = get.send().await.map_err(|error| DatabaseError::refused(&error))?;
    Ok(output.item().is_some())
}

/// Makes a note.
pub(crate) async fn note(dynamodb: &Client, note: &str) -> Result<(), DatabaseError> {
    let put = dynamodb.put_item().table_name(TABLE).item(KEY, AttributeValue::S(note.to_owned()));
    put.send().await.map_err(|error| DatabaseError::refused(&error))?;
    Ok(())
}
