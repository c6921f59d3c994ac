use std::collections::{HashMap, HashSet};

use aws_sdk_dynamodb::types::KeysAndAttributes;

use kit_domain::Context;

use crate::{
    Table,
    execute::pause,
    failure::{self, Failure},
    item::{Item, ItemKey, complete},
};

/// The most keys that one call reads.
const MOST_KEYS: usize = 100;

/// How often keys are asked for that the table hands back unprocessed.
const MOST_READS: u32 = 4;

impl<C: Context, L: 'static> Table<C, L> {
    /// The items that are there, read strongly consistently: in one round trip if there are no more keys than a
    /// call takes, and the table hands none back.
    pub(crate) async fn read_items(&self, keys: HashSet<ItemKey>) -> Result<HashMap<ItemKey, Item>, Failure> {
        let mut items = HashMap::with_capacity(keys.len());
        let keys: Vec<_> = keys.iter().map(ItemKey::attributes).collect();
        for keys in keys.chunks(MOST_KEYS) {
            self.read_batch(keys.to_vec(), &mut items).await?;
        }
        Ok(items)
    }

    async fn read_batch(&self, mut asked: Vec<Item>, items: &mut HashMap<ItemKey, Item>) -> Result<(), Failure> {
        for nth in 1..=MOST_READS {
            let request = complete(KeysAndAttributes::builder().set_keys(Some(asked)).consistent_read(true).build());
            let read = self.client.batch_get_item().request_items(&*self.name, request).send().await;
            let read = read.map_err(failure::of_call)?;
            let found = read.responses.into_iter().flat_map(HashMap::into_values).flatten();
            items.extend(found.filter_map(|item| Some((ItemKey::of(&item)?, item))));
            asked =
                read.unprocessed_keys.into_iter().flat_map(HashMap::into_values).flat_map(|keys| keys.keys).collect();
            if asked.is_empty() {
                return Ok(());
            }
            pause(nth).await;
        }
        Err(Failure::Unavailable("the table hands keys back unprocessed again and again".into()))
    }
}
