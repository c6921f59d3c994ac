//! A template's file, and those of its nested applications.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde_json::Value;

use super::error::Complaint;
use super::{TemplateError, document};

/// The type of a nested application.
pub(super) const APPLICATION: &str = "AWS::Serverless::Application";

/// Deeper than this, files nest each other in a circle.
const DEEPEST: usize = 8;

/// A template's document with those of its nested applications.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) document: Value,
    /// By logical id.
    pub(super) nested: BTreeMap<String, Source>,
}

impl Source {
    /// Reads a template's file and the files that it names.
    pub(super) fn read(file: &Path, text_of: &dyn Fn(&Path) -> io::Result<String>) -> Result<Self, TemplateError> {
        Self::read_below(file, text_of, 0)
    }

    fn read_below(
        file: &Path,
        text_of: &dyn Fn(&Path) -> io::Result<String>,
        depth: usize,
    ) -> Result<Self, TemplateError> {
        let invalid = |complaint| TemplateError::Invalid { file: file.to_owned(), complaint };
        let text = text_of(file).map_err(|source| TemplateError::Unreadable { file: file.to_owned(), source })?;
        let document = document::parse(&text).map_err(invalid)?;
        let mut nested = BTreeMap::new();
        for (logical_id, resource) in document["Resources"].as_object().into_iter().flatten() {
            if resource["Type"] != APPLICATION {
                continue;
            }
            let place = format!("Resources.{logical_id}.Properties.Location");
            let Some(location) = resource["Properties"]["Location"].as_str() else {
                return Err(invalid(Complaint::new(place, "must be the path of a template beside this one")));
            };
            if depth == DEEPEST {
                return Err(invalid(Complaint::new(place, "nests templates too deeply, or in a circle")));
            }
            let file = file.with_file_name(location);
            nested.insert(logical_id.clone(), Self::read_below(&file, text_of, depth + 1)?);
        }
        Ok(Self { document, nested })
    }
}
