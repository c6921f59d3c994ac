use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use crate::http::kinds::Kind;

/// How a type is described: what it is to be named among the others, and what it looks like.
pub(super) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What the API's description says of one function: it stands beside the function's handler.
///
/// What follows from its being a command or a query, from who may send it and from what it takes is not said:
/// the problems, headers and links that all such functions share.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(super) function: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) summary: &'static str,
    pub(super) detail: Cow<'static, str>,
    pub(super) who: Who,
    pub(super) parameters: Vec<Parameter>,
    pub(super) takes: Takes,
    pub(super) success: Success,
    pub(super) refusals: Vec<Kind>,
    pub(super) links: Vec<Link>,
}

/// Who may send a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Everybody, without a token.
    Anybody,
    /// Attendees and the trainer.
    Members,
    /// Attendees only.
    Attendees,
    /// The trainer only.
    Trainer,
}

/// What a request carries.
#[derive(Clone, Debug)]
pub(super) enum Takes {
    /// A query has no body.
    Nothing,
    /// A command without fields: no body, or an empty object.
    NoFields,
    /// A command with these.
    Fields(SchemaOf),
}

/// What is answered when all goes well.
#[derive(Clone, Debug)]
pub(super) enum Success {
    /// It was done.
    Done,
    /// It was done, and what it started can be read at such a path.
    Starts(&'static str),
    /// What was asked for.
    Answer(SchemaOf),
    /// A document of this type.
    Document(&'static str),
    /// What was asked for is at this path.
    Redirect(&'static str),
}

/// A parameter of the query.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) about: Cow<'static, str>,
    pub(super) required: bool,
    pub(super) schema: Value,
}

/// What can be asked or told next, and where in the answer its parameter stands.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) function: &'static str,
    pub(super) parameter: &'static str,
    pub(super) place: Place,
}

/// A place in an answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// What this expression of OpenAPI's says.
    At(&'static str),
    /// The id at the end of the path that this header tells: OpenAPI has no words for a part of a header.
    EndOf(&'static str),
}

impl Operation {
    /// A command: the function's name, its route, and what it does, in a few words.
    pub(crate) fn command(function: &'static str, route: &'static str, summary: &'static str) -> Self {
        Self { takes: Takes::NoFields, ..Self::new(function, route, summary) }
    }

    /// A query that is answered with a `T`.
    pub(crate) fn query<T: JsonSchema>(function: &'static str, route: &'static str, summary: &'static str) -> Self {
        Self { success: Success::Answer(SchemaGenerator::subschema_for::<T>), ..Self::new(function, route, summary) }
    }

    /// A document that is the same for everybody.
    pub(super) fn document(
        function: &'static str,
        route: &'static str,
        summary: &'static str,
        kind: &'static str,
    ) -> Self {
        Self { success: Success::Document(kind), who: Who::Anybody, ..Self::new(function, route, summary) }
    }

    /// A redirect to a path, the same for everybody.
    pub(super) fn redirect(
        function: &'static str,
        route: &'static str,
        summary: &'static str,
        path: &'static str,
    ) -> Self {
        Self { success: Success::Redirect(path), who: Who::Anybody, ..Self::new(function, route, summary) }
    }

    fn new(function: &'static str, route: &'static str, summary: &'static str) -> Self {
        let (method, path) = route.split_once(' ').unwrap_or(("GET", route));
        Self {
            function,
            method,
            path,
            summary,
            detail: Cow::Borrowed(""),
            who: Who::Members,
            parameters: Vec::new(),
            takes: Takes::Nothing,
            success: Success::Done,
            refusals: Vec::new(),
            links: Vec::new(),
        }
    }

    /// What there is to know about it.
    pub(crate) fn about(self, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    /// Who may send it, if not every member.
    pub(crate) fn of(self, who: Who) -> Self {
        Self { who, ..self }
    }

    /// The fields of its body.
    pub(crate) fn takes<T: JsonSchema>(self) -> Self {
        Self { takes: Takes::Fields(SchemaGenerator::subschema_for::<T>), ..self }
    }

    /// A parameter of its query.
    pub(crate) fn parameter(self, name: &'static str, about: impl Into<Cow<'static, str>>, schema: Value) -> Self {
        self.with(Parameter { name, about: about.into(), required: false, schema })
    }

    /// A parameter of its query that must be there.
    pub(crate) fn required(self, name: &'static str, about: impl Into<Cow<'static, str>>, schema: Value) -> Self {
        self.with(Parameter { name, about: about.into(), required: true, schema })
    }

    fn with(mut self, parameter: Parameter) -> Self {
        self.parameters.push(parameter);
        self
    }

    /// That it is answered in pages.
    pub(crate) fn in_pages(self) -> Self {
        let function = self.function;
        let most = domain::Limit::MOST;
        let usual = domain::Limit::default().get();
        self.parameter(
            "limit",
            "The most entries of a page.",
            json!({"type": "integer", "minimum": 1, "maximum": most, "default": usual}),
        )
        .parameter(
            "cursor",
            "Where the page before ended: its `nextCursor`, as it was given.",
            json!({"type": "string", "format": "cursor"}),
        )
        .then(function, "cursor", "$response.body#/nextCursor")
    }

    /// What it starts can be read at `path`, which ends with its id; these functions can follow.
    pub(crate) fn starts(mut self, path: &'static str, functions: impl IntoIterator<Item = &'static str>) -> Self {
        let place = Place::EndOf("Content-Location");
        self.links.extend(functions.into_iter().map(|function| Link { function, parameter: "uuid", place }));
        Self { success: Success::Starts(path), ..self }
    }

    /// What state or values it is refused for, beside what all such functions are.
    pub(crate) fn refused(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.refusals.extend(kinds);
        self
    }

    /// What can follow: the function, and where in this answer its parameter stands.
    pub(crate) fn then(self, function: &'static str, parameter: &'static str, place: &'static str) -> Self {
        self.then_each([function], parameter, place)
    }

    /// What can follow: these functions, and where in this answer the parameter of each stands.
    pub(crate) fn then_each(
        mut self,
        functions: impl IntoIterator<Item = &'static str>,
        parameter: &'static str,
        place: &'static str,
    ) -> Self {
        let link = |function| Link { function, parameter, place: Place::At(place) };
        self.links.extend(functions.into_iter().map(link));
        self
    }

    pub(super) fn is_command(&self) -> bool {
        !matches!(self.takes, Takes::Nothing)
    }

    /// The names of the parameters in its path.
    pub(super) fn path_parameters(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }
}

impl Who {
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Anybody => "For everybody: it takes no token.",
            Self::Members => "For attendees and the trainer.",
            Self::Attendees => "For attendees.",
            Self::Trainer => "For the trainer.",
        }
    }

    /// The groups of which whoever sends it is in one.
    pub(super) fn groups(self) -> &'static [&'static str] {
        match self {
            Self::Anybody => &[],
            Self::Members => &["attendee", "trainer"],
            Self::Attendees => &["attendee"],
            Self::Trainer => &["trainer"],
        }
    }

    pub(super) fn may_be_attendee(self) -> bool {
        matches!(self, Self::Members | Self::Attendees)
    }
}
