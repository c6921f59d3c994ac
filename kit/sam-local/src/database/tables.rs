use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{BuildError, SdkError};
use aws_sdk_dynamodb::operation::create_table::CreateTableError;
use aws_sdk_dynamodb::operation::describe_table::DescribeTableError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, ProjectionType,
    ScalarAttributeType, StreamSpecification, StreamViewType, TableDescription, TimeToLiveSpecification,
};
use thiserror::Error;

use super::DatabaseError;
use crate::template::{AttributeType, Index, KeySchema, Projection, StreamView, TableResource};
use kit_domain::causes;

/// Why a table is not as the template wants it.
#[derive(Debug, Error)]
pub enum TableError {
    /// The database refuses.
    #[error("table {table}: {reason}")]
    Refused {
        /// The table's name.
        table: String,
        /// What the database says.
        reason: String,
    },
    /// The data was written with another template.
    #[error(
        "table {table} was made with other keys or indexes than the template now gives it; \
         move the data folder away, or use --in-memory"
    )]
    Changed {
        /// The table's name.
        table: String,
    },
}

/// Makes the tables that are not there yet, and checks that the others are as they should be.
pub(crate) async fn create_missing(client: &Client, tables: &[TableResource]) -> Result<(), TableError> {
    for table in tables {
        match client.describe_table().table_name(&table.name).send().await {
            Ok(output) => {
                if !output.table().is_some_and(|existing| is_as(existing, table)) {
                    return Err(TableError::Changed { table: table.name.clone() });
                }
            }
            Err(error) if is_missing(&error) => create(client, table).await?,
            Err(error) => return Err(refused(table, &error)),
        }
        if let Some(attribute) = &table.time_to_live {
            expire_by(client, table, attribute).await?;
        }
    }
    Ok(())
}

/// Deletes every item of a table.
pub(crate) async fn clear(client: &Client, table: &TableResource) -> Result<(), DatabaseError> {
    let mut items = client.scan().table_name(&table.name).consistent_read(true).into_paginator().items().send();
    while let Some(item) = items.next().await {
        let mut item = item.map_err(|error| DatabaseError::refused(&error))?;
        item.retain(|name, _| table.key.partition == *name || table.key.sort.as_ref() == Some(name));
        let delete = client.delete_item().table_name(&table.name).set_key(Some(item));
        delete.send().await.map_err(|error| DatabaseError::refused(&error))?;
    }
    Ok(())
}

async fn create(client: &Client, table: &TableResource) -> Result<(), TableError> {
    let invalid = |error: BuildError| refused(table, &error);
    let mut request = client
        .create_table()
        .table_name(&table.name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_key_schema(Some(key(&table.key).map_err(invalid)?));
    for (name, kind) in &table.attributes {
        let definition = AttributeDefinition::builder().attribute_name(name).attribute_type(match kind {
            AttributeType::Text => ScalarAttributeType::S,
            AttributeType::Number => ScalarAttributeType::N,
            AttributeType::Binary => ScalarAttributeType::B,
        });
        request = request.attribute_definitions(definition.build().map_err(invalid)?);
    }
    for definition in &table.indexes {
        request = request.global_secondary_indexes(index(definition).map_err(invalid)?);
    }
    if let Some(view) = table.stream {
        let stream = StreamSpecification::builder().stream_enabled(true).stream_view_type(match view {
            StreamView::KeysOnly => StreamViewType::KeysOnly,
            StreamView::NewImage => StreamViewType::NewImage,
            StreamView::OldImage => StreamViewType::OldImage,
            StreamView::NewAndOldImages => StreamViewType::NewAndOldImages,
        });
        request = request.stream_specification(stream.build().map_err(invalid)?);
    }
    match request.send().await {
        Ok(_) => Ok(()),
        // Nobody else makes tables here: the call was repeated because its answer came late, and it is there.
        Err(error) if error.as_service_error().is_some_and(CreateTableError::is_resource_in_use_exception) => Ok(()),
        Err(error) => Err(refused(table, &error)),
    }
}

async fn expire_by(client: &Client, table: &TableResource, name: &str) -> Result<(), TableError> {
    let described = client.describe_time_to_live().table_name(&table.name).send().await;
    let described = described.map_err(|e| refused(table, &e))?;
    let current = described.time_to_live_description().and_then(|d| d.attribute_name());
    if current == Some(name) {
        return Ok(());
    }
    let specification = TimeToLiveSpecification::builder()
        .attribute_name(name)
        .enabled(true)
        .build()
        .map_err(|e| refused(table, &e))?;
    let update = client.update_time_to_live().table_name(&table.name).time_to_live_specification(specification);
    update.send().await.map_err(|e| refused(table, &e))?;
    Ok(())
}

fn key(schema: &KeySchema) -> Result<Vec<KeySchemaElement>, BuildError> {
    let partition = Some((&schema.partition, KeyType::Hash));
    let sort = schema.sort.as_ref().map(|name| (name, KeyType::Range));
    let parts = [partition, sort].into_iter().flatten();
    parts
        .map(|(name, kind)| {
            let element = KeySchemaElement::builder();
            element.attribute_name(name).key_type(kind).build()
        })
        .collect()
}

fn index(index: &Index) -> Result<GlobalSecondaryIndex, BuildError> {
    let projection = aws_sdk_dynamodb::types::Projection::builder();
    let projection = match &index.projection {
        Projection::All => projection.projection_type(ProjectionType::All),
        Projection::KeysOnly => projection.projection_type(ProjectionType::KeysOnly),
        Projection::Include(names) => {
            projection.projection_type(ProjectionType::Include).set_non_key_attributes(Some(names.clone()))
        }
    };
    GlobalSecondaryIndex::builder()
        .index_name(&index.name)
        .set_key_schema(Some(key(&index.key)?))
        .projection(projection.build())
        .build()
}

/// Keys and indexes cannot be changed in place; everything else does no harm.
fn is_as(existing: &TableDescription, table: &TableResource) -> bool {
    let Ok(wanted) = key(&table.key) else {
        return false;
    };
    let indexes = existing.global_secondary_indexes();
    existing.key_schema() == wanted
        && indexes.len() == table.indexes.len()
        && table.indexes.iter().all(|wanted| {
            indexes.iter().any(|index| {
                index.index_name() == Some(&wanted.name) && key(&wanted.key).is_ok_and(|key| index.key_schema() == key)
            })
        })
}

fn is_missing(error: &SdkError<DescribeTableError>) -> bool {
    error.as_service_error().is_some_and(DescribeTableError::is_resource_not_found_exception)
}

fn refused(table: &TableResource, error: &(impl std::error::Error + 'static)) -> TableError {
    TableError::Refused { table: table.name.clone(), reason: causes(error) }
}
