use super::{Complaint, Scope, Section};
use crate::deployment;

/// An `AWS::DynamoDB::Table`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableResource {
    /// Its name in the template; in a nested template, behind the application's and a slash.
    pub logical_id: String,
    /// Its name in the database: `TableName`, or else one made of the logical id.
    pub name: String,
    /// Its primary key.
    pub key: KeySchema,
    /// The key attributes of table and indexes, with their types.
    pub attributes: Vec<(String, AttributeType)>,
    /// Its global secondary indexes.
    pub indexes: Vec<Index>,
    /// The attribute that holds the moment after which an item may be deleted.
    pub time_to_live: Option<String>,
    /// What its stream reports, if it has one.
    pub stream: Option<StreamView>,
}

/// The attributes of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySchema {
    /// The partition key's attribute.
    pub partition: String,
    /// The sort key's attribute.
    pub sort: Option<String>,
}

/// The type of a key attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeType {
    /// `S`
    Text,
    /// `N`
    Number,
    /// `B`
    Binary,
}

/// A global secondary index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Its key.
    pub key: KeySchema,
    /// Which attributes it holds.
    pub projection: Projection,
}

/// The attributes that an index holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Projection {
    /// All of them.
    All,
    /// The keys alone.
    KeysOnly,
    /// The keys and these.
    Include(Vec<String>),
}

/// What a stream reports about a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamView {
    /// The key alone.
    KeysOnly,
    /// The item as it is now.
    NewImage,
    /// The item as it was.
    OldImage,
    /// Both.
    NewAndOldImages,
}

impl TableResource {
    pub(super) fn read(logical_id: &str, resource: &Section<'_>, scope: &Scope<'_>) -> Result<Self, Complaint> {
        let properties = resource.require("Properties")?;
        let mut indexes = Vec::new();
        if let Some(section) = properties.get("GlobalSecondaryIndexes")? {
            for index in section.items()? {
                indexes.push(Index {
                    name: index.require("IndexName")?.text()?,
                    key: key_schema(&index.require("KeySchema")?)?,
                    projection: projection(&index.require("Projection")?)?,
                });
            }
        }
        if let Some(section) = properties.get("LocalSecondaryIndexes")? {
            return Err(section.complain("the local platform makes no local secondary indexes"));
        }
        Ok(Self {
            logical_id: scope.qualified(logical_id),
            name: name(&scope.qualified(logical_id), resource)?,
            key: key_schema(&properties.require("KeySchema")?)?,
            attributes: attributes(&properties.require("AttributeDefinitions")?)?,
            indexes,
            time_to_live: time_to_live(&properties)?,
            stream: match properties.get("StreamSpecification")? {
                Some(stream) => Some(stream_view(&stream.require("StreamViewType")?)?),
                None => None,
            },
        })
    }
}

/// The name that a table has once it is deployed: its own, or one made of its logical id.
pub(super) fn name(logical_id: &str, resource: &Section<'_>) -> Result<String, Complaint> {
    let own = resource.get("Properties")?.map(|properties| properties.get("TableName")).transpose()?.flatten();
    own.map_or_else(|| Ok(deployment::name(logical_id)), |name| name.text())
}

fn key_schema(section: &Section<'_>) -> Result<KeySchema, Complaint> {
    let (mut partition, mut sort) = (None, None);
    for part in section.items()? {
        let name = part.require("AttributeName")?.text()?;
        let kind = part.require("KeyType")?;
        match kind.text()?.as_str() {
            "HASH" => partition = Some(name),
            "RANGE" => sort = Some(name),
            other => return Err(kind.complain(format!("must be HASH or RANGE, not {other}"))),
        }
    }
    match partition {
        Some(partition) => Ok(KeySchema { partition, sort }),
        None => Err(section.complain("has no HASH key")),
    }
}

fn attributes(section: &Section<'_>) -> Result<Vec<(String, AttributeType)>, Complaint> {
    let mut attributes = Vec::new();
    for attribute in section.items()? {
        let kind = attribute.require("AttributeType")?;
        let kind = match kind.text()?.as_str() {
            "S" => AttributeType::Text,
            "N" => AttributeType::Number,
            "B" => AttributeType::Binary,
            other => return Err(kind.complain(format!("must be S, N or B, not {other}"))),
        };
        attributes.push((attribute.require("AttributeName")?.text()?, kind));
    }
    Ok(attributes)
}

fn projection(section: &Section<'_>) -> Result<Projection, Complaint> {
    let kind = section.require("ProjectionType")?;
    match kind.text()?.as_str() {
        "ALL" => Ok(Projection::All),
        "KEYS_ONLY" => Ok(Projection::KeysOnly),
        "INCLUDE" => {
            let names = section.require("NonKeyAttributes")?.items()?;
            let names = names.iter().map(Section::text).collect::<Result<_, _>>()?;
            Ok(Projection::Include(names))
        }
        other => Err(kind.complain(format!("must be ALL, KEYS_ONLY or INCLUDE, not {other}"))),
    }
}

fn time_to_live(properties: &Section<'_>) -> Result<Option<String>, Complaint> {
    let Some(section) = properties.get("TimeToLiveSpecification")? else {
        return Ok(None);
    };
    if section.require("Enabled")?.text()? == "true" {
        Ok(Some(section.require("AttributeName")?.text()?))
    } else {
        Ok(None)
    }
}

fn stream_view(section: &Section<'_>) -> Result<StreamView, Complaint> {
    match section.text()?.as_str() {
        "KEYS_ONLY" => Ok(StreamView::KeysOnly),
        "NEW_IMAGE" => Ok(StreamView::NewImage),
        "OLD_IMAGE" => Ok(StreamView::OldImage),
        "NEW_AND_OLD_IMAGES" => Ok(StreamView::NewAndOldImages),
        other => Err(section.complain(format!("is no view of a stream: {other}"))),
    }
}
