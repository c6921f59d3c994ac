use std::fmt;

use thiserror::Error;

/// A method and path that lead to a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The method.
    pub verb: Verb,
    /// The path.
    pub path: PathPattern,
    /// Whether the JWT authorizer stands before it.
    pub authorized: bool,
}

impl Route {
    /// The route key as it appears in payloads: `GET /api/trainings/{uuid}`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{} {}", self.verb, self.path)
    }
}

/// The method of a route. One method is more specific than any, and sorts before it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// This method, in capitals.
    One(String),
    /// `ANY`.
    Any,
}

impl Verb {
    pub(super) fn parse(text: &str) -> Self {
        let method = text.to_ascii_uppercase();
        match method.as_str() {
            "ANY" | "X-AMAZON-APIGATEWAY-ANY-METHOD" => Self::Any,
            _ => Self::One(method),
        }
    }

    /// Whether a request of that method is meant.
    #[must_use]
    pub fn takes(&self, method: &str) -> bool {
        match self {
            Self::One(own) => own == method,
            Self::Any => true,
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::One(method) => method,
            Self::Any => "ANY",
        })
    }
}

/// A route's path, segment by segment.
///
/// Sorted, the path that API Gateway prefers comes first: at the first segment that differs, a
/// literal one wins over a parameter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PathPattern {
    segments: Vec<PathSegment>,
}

/// One segment of a path. Literals sort before parameters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathSegment {
    /// Matches itself.
    Literal(String),
    /// Matches any one segment, and gives it this name.
    Parameter(String),
}

/// A path that the platform cannot serve.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidPath {
    /// Every path begins at the root.
    #[error("{0:?} does not begin with /")]
    NotFromRoot(String),
    /// `{proxy+}` and `$default` take any number of segments.
    #[error("{0:?} takes more than one segment, which the local platform does not serve")]
    Greedy(String),
    /// A brace in the midst of a segment, or a parameter without a name.
    #[error("{0:?} is not a segment of a path")]
    NotASegment(String),
}

impl PathPattern {
    /// Understands a path as the template writes it.
    ///
    /// # Errors
    /// It is not one, or takes more than one segment for a parameter.
    pub fn parse(path: &str) -> Result<Self, InvalidPath> {
        let Some(rest) = path.strip_prefix('/') else {
            return Err(InvalidPath::NotFromRoot(path.to_owned()));
        };
        let segments = rest.split('/').map(PathSegment::parse);
        Ok(Self { segments: segments.collect::<Result<_, _>>()? })
    }

    /// The segments, without the slashes.
    #[must_use]
    pub fn segments(&self) -> &[PathSegment] {
        &self.segments
    }
}

impl PathSegment {
    fn parse(segment: &str) -> Result<Self, InvalidPath> {
        let Some(inner) = segment.strip_prefix('{').and_then(|s| s.strip_suffix('}')) else {
            return if segment.contains(['{', '}']) {
                Err(InvalidPath::NotASegment(segment.to_owned()))
            } else {
                Ok(Self::Literal(segment.to_owned()))
            };
        };
        if inner.ends_with('+') {
            Err(InvalidPath::Greedy(segment.to_owned()))
        } else if inner.is_empty() || inner.contains(['{', '}']) {
            Err(InvalidPath::NotASegment(segment.to_owned()))
        } else {
            Ok(Self::Parameter(inner.to_owned()))
        }
    }
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in &self.segments {
            match segment {
                PathSegment::Literal(text) => write!(f, "/{text}")?,
                PathSegment::Parameter(name) => write!(f, "/{{{name}}}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_it_was_read() {
        for path in ["/", "/api/trainings", "/api/trainings/{uuid}/reschedule", "/a/"] {
            assert_eq!(PathPattern::parse(path).unwrap().to_string(), path);
        }
    }

    #[test]
    fn a_path_that_cannot_be_served_is_refused() {
        assert_eq!(PathPattern::parse("$default"), Err(InvalidPath::NotFromRoot("$default".to_owned())));
        assert_eq!(PathPattern::parse("/api/{proxy+}"), Err(InvalidPath::Greedy("{proxy+}".to_owned())));
        for segment in ["{}", "a{b}", "{a}b", "{a"] {
            assert_eq!(
                PathPattern::parse(&format!("/api/{segment}")),
                Err(InvalidPath::NotASegment(segment.to_owned()))
            );
        }
    }

    #[test]
    fn literal_segments_sort_before_parameters() {
        let mut paths: Vec<_> = ["/a/{x}/c", "/a/b/{y}", "/{z}/b/c", "/a/b/c"]
            .into_iter()
            .map(|path| PathPattern::parse(path).unwrap())
            .collect();
        paths.sort();
        let sorted: Vec<_> = paths.iter().map(ToString::to_string).collect();
        assert_eq!(sorted, ["/a/b/c", "/a/b/{y}", "/a/{x}/c", "/{z}/b/c"]);
    }
}
