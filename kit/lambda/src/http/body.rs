use lambda_http::http::header;
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};

use super::{ApiRequest, Problem, kinds};

/// The most bytes of a body.
pub const MOST_BYTES: usize = 64 * 1024;

/// A JSON object without fields.
#[derive(Deserialize)]
struct NoFields {}

impl ApiRequest {
    /// The fields of the command that is sent: a JSON object with just the fields of `T`.
    ///
    /// # Errors
    /// When the body is anything else, or the request has parameters.
    pub fn command<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        self.check_parameters()?;
        self.check_size()?;
        self.check_type()?;
        parse(&self.body)
    }

    /// Checks the request of a command that has no fields.
    ///
    /// # Errors
    /// When the body has fields or is no JSON, or the request has parameters.
    pub fn command_without_fields(&self) -> Result<(), Problem> {
        if self.body.is_empty() { self.check_parameters() } else { self.command().map(|NoFields {}| ()) }
    }

    /// A command has no parameters but its key: a client that sends others expects something that would not happen.
    fn check_parameters(&self) -> Result<(), Problem> {
        self.parameters(&[])?;
        self.check_key().map(drop)
    }

    fn check_size(&self) -> Result<(), Problem> {
        if self.body.len() <= MOST_BYTES {
            return Ok(());
        }
        Err(Problem::body_too_large(self.body.len()))
    }

    fn check_type(&self) -> Result<(), Problem> {
        let mut parts = self.header(header::CONTENT_TYPE).unwrap_or_default().split(';').map(str::trim);
        let is_json = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
        let is_utf8 = parts.all(|parameter| match parameter.split_once('=') {
            Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
                value.trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        });
        if is_json && is_utf8 { Ok(()) } else { Err(Problem::not_json()) }
    }
}

impl Problem {
    /// The body is larger than the API allows.
    pub(crate) fn body_too_large(bytes: usize) -> Self {
        let detail = format!("a body has at most {MOST_BYTES} bytes, this one has {bytes}");
        Self::new(kinds::BODY_TOO_LARGE, detail)
    }

    /// The content type of the body is not JSON.
    pub(crate) fn not_json() -> Self {
        Self::new(kinds::NOT_JSON, "the body must be application/json in UTF-8")
    }

    /// The content type of the body is JSON, but its text is not.
    pub(crate) fn malformed_json() -> Self {
        Self::new(kinds::MALFORMED_JSON, "the body is not JSON in UTF-8")
    }

    /// The body has a field that the command does not have.
    pub(crate) fn unknown_field(pointer: String) -> Self {
        Self::of_field(kinds::UNKNOWN_FIELD, pointer, "there is no such field".to_owned())
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    // A text that is no JSON at all has a kind of problem of its own.
    if std::str::from_utf8(body).is_err() || serde_json::from_slice::<IgnoredAny>(body).is_err() {
        return Err(Problem::malformed_json());
    }
    // serde would also read an array as the fields of a struct, in their order.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(Problem::invalid_field("", "the body must be a JSON object"));
    }
    let mut unknown = None;
    let mut on_unknown = |path: serde_ignored::Path<'_>| {
        unknown.get_or_insert_with(|| pointer_of_ignored(&path));
    };
    let mut json = serde_json::Deserializer::from_slice(body);
    let fields = serde_ignored::Deserializer::new(&mut json, &mut on_unknown);
    let value = serde_path_to_error::deserialize(fields).map_err(|error| {
        let parent: String = error.path().iter().filter_map(pointer_of_segment).collect();
        let detail = error.into_inner().to_string();
        // The pointer says more than the line and the column.
        let detail = detail.split(" at line ").next().unwrap_or_default();
        Problem::invalid_field(pointer_of_invalid(parent, detail), detail)
    })?;
    match unknown {
        None => Ok(value),
        Some(pointer) => Err(Problem::unknown_field(pointer)),
    }
}

/// The place of an error. For a missing field and a duplicate one, serde reports the place of the object.
fn pointer_of_invalid(parent: String, detail: &str) -> String {
    let named = detail.strip_prefix("missing field `").or_else(|| detail.strip_prefix("duplicate field `"));
    match named.and_then(|rest| rest.split('`').next()) {
        Some(field) if !parent.ends_with(&part(field)) => parent + &part(field),
        _ => parent,
    }
}

fn pointer_of_ignored(path: &serde_ignored::Path<'_>) -> String {
    use serde_ignored::Path;
    match path {
        Path::Root => String::new(),
        Path::Seq { parent, index } => pointer_of_ignored(parent) + &part(&index.to_string()),
        Path::Map { parent, key } => pointer_of_ignored(parent) + &part(key),
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => {
            pointer_of_ignored(parent)
        }
    }
}

fn pointer_of_segment(segment: &serde_path_to_error::Segment) -> Option<String> {
    use serde_path_to_error::Segment;
    match segment {
        Segment::Seq { index } => Some(part(&index.to_string())),
        Segment::Map { key } => Some(part(key)),
        Segment::Enum { .. } | Segment::Unknown => None,
    }
}

/// A part of a JSON pointer: <https://www.rfc-editor.org/rfc/rfc6901>.
fn part(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::http::Rfc3339;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    struct Hours {
        hours: Vec<Rfc3339>,
        notes: Option<String>,
    }

    fn problem(body: impl AsRef<[u8]>) -> (Value, Value) {
        let document = parse::<Hours>(body.as_ref()).unwrap_err().document("", "");
        let problem: Value = serde_json::from_str(&document).unwrap();
        (problem["slug"].clone(), problem["errors"][0]["pointer"].clone())
    }

    #[test]
    fn a_problem_names_the_place_of_the_wrong_field() {
        assert_eq!(problem("{"), (json!("malformed-json"), Value::Null));
        assert_eq!(problem(""), (json!("malformed-json"), Value::Null));
        assert_eq!(problem(b"{\"hours\": [\"\xff\"]}"), (json!("malformed-json"), Value::Null));
        assert_eq!(problem("[]"), (json!("invalid-field"), json!("")));
        assert_eq!(problem("{}"), (json!("invalid-field"), json!("/hours")));
        assert_eq!(problem(r#"{"hours": 1}"#), (json!("invalid-field"), json!("/hours")));
        assert_eq!(
            problem(r#"{"hours": ["2026-12-01T14:00:00Z", "noon"]}"#),
            (json!("invalid-field"), json!("/hours/1"))
        );
        assert_eq!(problem(r#"{"hours": [], "notes": 1}"#), (json!("invalid-field"), json!("/notes")));
        assert_eq!(problem(r#"{"hours": [], "a/b.c[d]": 1}"#), (json!("unknown-field"), json!("/a~1b.c[d]")));
        assert_eq!(problem(r#"{"hours": [], "hours": []}"#), (json!("invalid-field"), json!("/hours")));
    }

    #[test]
    fn an_array_is_not_read_as_an_object() {
        assert_eq!(problem(r#"[["2026-12-01T14:00:00Z"], null]"#), (json!("invalid-field"), json!("")));
    }
}
