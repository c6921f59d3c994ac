use std::borrow::Cow;

use kit_domain::Limit;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use super::{AN_ID, Audience};
use crate::{DeferredCommands, http::ProblemKind};

/// How a type is described: its name among the others, and its schema.
pub(crate) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// The description of one function of the API. It stands beside the function's handler.
///
/// Everything that follows from the kind of the function, from its audience and from the fields of its body is added: the
/// problems, headers and links that all such functions share.
#[derive(Clone, Debug)]
pub struct Operation {
    pub(super) function: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) summary: Cow<'static, str>,
    pub(super) detail: Cow<'static, str>,
    pub(crate) audience: &'static Audience,
    pub(super) path_parameters: Vec<Parameter>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) takes: Takes,
    pub(super) success: Success,
    pub(super) refusals: Vec<ProblemKind>,
    pub(super) links: Vec<Link>,
    /// Where the outcome of its command can be read when it is deferred.
    pub(super) commands: Option<DeferredCommands>,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub(crate) enum Takes {
    /// A query has no body.
    Nothing,
    /// A command without fields: no body, or an empty object.
    NoFields,
    /// A command with these.
    Fields(SchemaOf),
}

/// The answer to a request that is not refused.
#[derive(Clone, Debug)]
pub(crate) enum Success {
    /// The command has had its effects.
    Done,
    /// The command has had its effects, and the thing that it started can be read at such a path.
    Starts(&'static str),
    /// The result of a query.
    Answer(SchemaOf),
    /// A JSON document.
    Document,
    /// A redirect to this path.
    Redirect(&'static str),
}

/// A parameter of the path or of the query.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) about: Cow<'static, str>,
    pub(super) required: bool,
    pub(super) schema: Value,
}

/// A function that can follow, and where in the answer its parameter stands.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) function: &'static str,
    pub(super) parameter: &'static str,
    pub(super) place: Place,
}

/// A place in an answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// The value of this expression of OpenAPI.
    At(&'static str),
    /// The id at the end of the path in this header: OpenAPI has no expression for a part of a header.
    EndOf(&'static str),
}

impl Operation {
    pub(crate) fn new(
        function: &'static str,
        route: &'static str,
        audience: &'static Audience,
        takes: Takes,
        success: Success,
    ) -> Self {
        let (method, path) = route.split_once(' ').unwrap_or(("GET", route));
        Self {
            function,
            method,
            path,
            summary: Cow::Borrowed(""),
            detail: Cow::Borrowed(""),
            audience,
            path_parameters: Vec::new(),
            parameters: Vec::new(),
            takes,
            success,
            refusals: Vec::new(),
            links: Vec::new(),
            commands: None,
        }
    }

    /// A few words about the function.
    #[must_use]
    pub fn summary(self, summary: impl Into<Cow<'static, str>>) -> Self {
        Self { summary: summary.into(), ..self }
    }

    /// More about it.
    #[must_use]
    pub fn about(self, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    /// The fields of its body.
    #[must_use]
    pub fn takes<T: JsonSchema>(self) -> Self {
        Self { takes: Takes::Fields(SchemaGenerator::subschema_for::<T>), ..self }
    }

    /// A parameter of its path, if it is not `uuid`, an id.
    #[must_use]
    pub fn path_parameter(mut self, name: &'static str, about: impl Into<Cow<'static, str>>, schema: Value) -> Self {
        self.path_parameters.push(Parameter { name, about: about.into(), required: true, schema });
        self
    }

    /// A parameter of its query.
    #[must_use]
    pub fn parameter(self, name: &'static str, about: impl Into<Cow<'static, str>>, schema: Value) -> Self {
        self.with(Parameter { name, about: about.into(), required: false, schema })
    }

    /// A parameter of its query that must be there.
    #[must_use]
    pub fn required(self, name: &'static str, about: impl Into<Cow<'static, str>>, schema: Value) -> Self {
        self.with(Parameter { name, about: about.into(), required: true, schema })
    }

    fn with(mut self, parameter: Parameter) -> Self {
        self.parameters.push(parameter);
        self
    }

    /// That it is answered in pages.
    #[must_use]
    pub fn in_pages(self) -> Self {
        let function = self.function;
        let most = Limit::MOST;
        let usual = Limit::default().get();
        self.parameter(
            "limit",
            "The most entries of a page.",
            json!({"type": "integer", "minimum": 1, "maximum": most, "default": usual}),
        )
        .parameter(
            "cursor",
            "Where the page before ended: its `nextCursor`, unchanged.",
            json!({"type": "string", "format": "cursor"}),
        )
        .then(function, "cursor", "$response.body#/nextCursor")
    }

    /// The path of the thing that it starts, which ends with its id, and the functions that can follow.
    #[must_use]
    pub fn starts(mut self, path: &'static str, functions: impl IntoIterator<Item = &'static str>) -> Self {
        let place = Place::EndOf("Content-Location");
        self.links.extend(functions.into_iter().map(|function| Link { function, parameter: "uuid", place }));
        Self { success: Success::Starts(path), ..self }
    }

    /// The refusals for state or values, beside those of all such functions.
    #[must_use]
    pub fn refused(mut self, kinds: impl IntoIterator<Item = impl Into<ProblemKind>>) -> Self {
        self.refusals.extend(kinds.into_iter().map(Into::into));
        self
    }

    /// A function that can follow, and where in this answer its parameter stands.
    #[must_use]
    pub fn then(self, function: &'static str, parameter: &'static str, place: &'static str) -> Self {
        self.then_each([function], parameter, place)
    }

    /// Functions that can follow, and where in this answer the parameter of each stands.
    #[must_use]
    pub fn then_each(
        mut self,
        functions: impl IntoIterator<Item = &'static str>,
        parameter: &'static str,
        place: &'static str,
    ) -> Self {
        let link = |function| Link { function, parameter, place: Place::At(place) };
        self.links.extend(functions.into_iter().map(link));
        self
    }

    pub(crate) fn deferred_at(self, commands: DeferredCommands) -> Self {
        Self { commands: Some(commands), ..self }
    }

    pub(crate) fn route(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub(super) fn is_command(&self) -> bool {
        !matches!(self.takes, Takes::Nothing)
    }

    /// The parameters in its path.
    pub(super) fn parameters_in_path(&self) -> impl Iterator<Item = Parameter> {
        let names = self.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        names.map(|name| {
            let declared = self.path_parameters.iter().find(|parameter| parameter.name == name);
            declared.cloned().unwrap_or_else(|| Parameter {
                name,
                about: "An id, written with hyphens.".into(),
                required: true,
                schema: json!({"type": "string", "format": "uuid", "examples": [AN_ID]}),
            })
        })
    }
}
