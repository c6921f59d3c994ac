use std::path::PathBuf;

use thiserror::Error;

/// Why a template cannot be run. One line, made for the person who wrote the template.
#[derive(Debug, Error)]
pub enum TemplateError {
    /// The file is not there, or not readable as text.
    #[error("{}: cannot be read: {source}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file says something that cannot be run.
    #[error("{}: {complaint}", file.display())]
    Invalid {
        /// The file.
        file: PathBuf,
        /// Where and what.
        complaint: Complaint,
    },
}

/// A place in a template and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place}: {problem}")]
pub struct Complaint {
    place: String,
    problem: String,
}

impl Complaint {
    pub(super) fn new(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { place: place.into(), problem: problem.into() }
    }

    /// The same of a nested application.
    pub(super) fn within(self, application: &str) -> Self {
        Self { place: format!("{application}/{}", self.place), ..self }
    }
}
