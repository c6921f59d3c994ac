//! How far the log has been looked through for lost messages.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use kit_domain::{Context, ReadModelError};
use serde::{Deserialize, Serialize};

use super::LogPlace;
use crate::{
    Table,
    failure::{Failure, of_conditional},
    item::{ItemKey, to_item},
};

/// How far the log has been looked through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Watermark {
    /// Everything up to here has been taken by everybody, or is known to be parked.
    pub settled: LogPlace,
    /// Everything up to here has been looked at, and sent again if it was missing.
    pub seen: LogPlace,
    /// When it was looked through last. What was missing then is sent again when it is twice as old.
    pub at: Timestamp,
}

fn key() -> ItemKey {
    ItemKey { pk: "RECONCILIATION".into(), sk: "WATERMARK".into() }
}

impl<C: Context, L: 'static> Table<C, L> {
    /// How far the log has been looked through, if it ever was.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn watermark(&self) -> Result<Option<Watermark>, ReadModelError> {
        self.get(&key()).await
    }

    /// Moves the watermark from where it was; false when somebody else has moved it meanwhile.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn move_watermark(&self, from: Option<&Watermark>, to: &Watermark) -> Result<bool, ReadModelError> {
        let mut item = to_item(to).map_err(|error| ReadModelError::Broken(error.into()))?;
        item.extend(key().attributes());
        let put = self.client.put_item().table_name(&*self.name).set_item(Some(item));
        let put = match from {
            None => put.condition_expression("attribute_not_exists(pk)"),
            Some(from) => put
                .condition_expression("settled = :settled AND seen = :seen AND #at = :at")
                .expression_attribute_names("#at", "at")
                .set_expression_attribute_values(Some(values(from)?)),
        };
        match put.send().await.map_err(of_conditional) {
            Ok(_) => Ok(true),
            Err(Failure::Conflict(_)) => Ok(false),
            Err(failure) => Err(failure.into()),
        }
    }
}

fn values(from: &Watermark) -> Result<std::collections::HashMap<String, AttributeValue>, ReadModelError> {
    let item = to_item(from).map_err(|error| ReadModelError::Broken(error.into()))?;
    Ok(item.into_iter().map(|(name, value)| (format!(":{name}"), value)).collect())
}
