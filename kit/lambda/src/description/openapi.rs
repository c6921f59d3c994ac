//! The description as OpenAPI: <https://spec.openapis.org/oas/v3.1.1.html>.

use std::collections::BTreeMap;

use schemars::{
    SchemaGenerator,
    generate::{Contract, SchemaSettings},
};
use serde_json::{Map, Value, json};

use super::{
    AN_ID, Described, Operation,
    described::OperationsOfChapter,
    example::example,
    operation::{Link, Parameter, Place, Success, Takes},
};
use crate::{
    DeferredCommands,
    http::{
        Document, KEY_CHARACTERS, KEY_LENGTH, Problem, ProblemKind,
        kinds::{self},
    },
};

impl Described<'_> {
    /// The description as OpenAPI.
    pub(crate) fn openapi(&self) -> Value {
        let mut types = Types::new();
        let mut described = Vec::new();
        for chapter in &self.chapters {
            for operation in &chapter.operations {
                described.push((operation, types.describe(chapter.name, operation)));
            }
        }
        let (types, responses) = types.all(self);
        let mut paths = Map::new();
        for (operation, mut described) in described {
            give_examples(&mut described, &types);
            let path = paths.entry(operation.path).or_insert_with(|| json!({}));
            path[operation.method.to_lowercase()] = described;
        }
        let conventions =
            (self.about.conventions)().into_iter().map(|(heading, text)| format!("## {heading}\n\n{text}"));
        // Objects have no order: the list tells a reader in which order to show the operations of a chapter.
        let tag = |OperationsOfChapter { name, about, operations }: &OperationsOfChapter| {
            let operations: Vec<_> = operations.iter().map(|operation| operation.function).collect();
            json!({"name": name, "description": about, "x-operations": operations})
        };
        json!({
            "openapi": "3.1.1",
            "info": {
                "title": self.about.title,
                "version": self.about.version,
                "summary": self.about.summary,
                "description": conventions.collect::<Vec<_>>().join("\n\n"),
                "license": {"name": self.about.license, "identifier": self.about.license},
            },
            // The API is where the description was read.
            "servers": [{"url": "/"}],
            "tags": self.chapters.iter().map(tag).collect::<Vec<_>>(),
            "paths": paths,
            "components": {
                "schemas": types,
                "headers": headers(),
                "parameters": parameters(),
                "responses": responses,
                "examples": self.examples.values().map(|problem| self.example_of(problem)).collect::<Map<_, _>>(),
                "securitySchemes": {
                    "idToken": {
                        "type": "http",
                        "scheme": "bearer",
                        "bearerFormat": "JWT",
                        "description": "The ID token that Cognito gives a member who signs in. It is good for an hour.",
                    },
                },
            },
        })
    }

    /// A problem as the answer to a request.
    fn as_answered(&self, problem: &Problem) -> Value {
        let document = problem.document(self.about.problem_prefix, "JKJaXmPLvHcESHA=");
        serde_json::from_str(&document).unwrap_or_default()
    }

    fn example_of(&self, problem: &Problem) -> (String, Value) {
        let value = self.as_answered(problem);
        (problem.slug().to_owned(), json!({"summary": value["title"], "value": value}))
    }

    /// Completes the schema of problems by what differs between programs: the URIs, the slugs and an example.
    fn complete_problem(&self, schema: &mut Value) {
        let properties = &mut schema["properties"];
        properties["type"]["pattern"] = json!(format!("^{}[a-z-]+$", self.about.problem_prefix));
        properties["slug"]["enum"] = self.examples.keys().copied().collect();
        if let Some(example) = self.usual_problem() {
            let example = self.as_answered(example);
            for name in ["type", "title", "status", "detail", "slug"] {
                properties[name]["examples"] = json!([example[name]]);
            }
        }
    }
}

/// The parts that operations share: the types of bodies and of answers (a field that may be missing in the one is null in
/// the other), and responses.
struct Types {
    read: SchemaGenerator,
    written: SchemaGenerator,
    responses: Map<String, Value>,
}

impl Types {
    fn new() -> Self {
        let generator = |contract| {
            let settings = SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
                settings.contract = contract;
            });
            settings.into_generator()
        };
        let (read, written) = (generator(Contract::Deserialize), generator(Contract::Serialize));
        Self { read, written, responses: Map::new() }
    }

    /// The types and the responses that have been referred to, by name.
    fn all(mut self, described: &Described<'_>) -> (Map<String, Value>, Map<String, Value>) {
        let mut read = self.read.take_definitions(true);
        for schema in read.values_mut().filter(|schema| schema["type"] == "object") {
            // As http/body.rs reads every body.
            schema["additionalProperties"] = json!(false);
        }
        let mut all = self.written.take_definitions(true);
        debug_assert!(read.keys().all(|name| !all.contains_key(name)), "a body and an answer have the same name");
        all.append(&mut read);
        described.complete_problem(&mut all["Problem"]);
        let message = json!({
            "type": "object",
            "description": "The gateway's own answer.",
            "properties": {"message": {"type": "string"}},
            "required": ["message"],
        });
        all.insert("GatewayMessage".to_owned(), message);
        (all, self.responses)
    }

    /// A response that is described once, and referred to from wherever it is answered.
    fn shared(&mut self, name: &str, response: impl FnOnce() -> Value) -> Value {
        self.responses.entry(name).or_insert_with(response);
        json!({"$ref": format!("#/components/responses/{name}")})
    }

    fn describe(&mut self, chapter: &str, operation: &Operation) -> Value {
        let mut description = vec![&*operation.detail, operation.audience.about];
        description.retain(|part| !part.is_empty());
        let mut described = json!({
            "operationId": operation.function,
            "tags": [chapter],
            "summary": operation.summary,
            "description": description.join(" "),
            "parameters": parameters_of(operation),
            "responses": self.responses(operation),
            // Any of these: the one group or the other.
            "security": operation.audience.groups.iter().map(|group| json!({"idToken": [group]})).collect::<Vec<_>>(),
        });
        let body = match operation.takes {
            Takes::Nothing => return described,
            Takes::NoFields => {
                let nothing = json!({"type": "object", "additionalProperties": false});
                json!({"required": false, "content": {"application/json": {"schema": nothing}}})
            }
            Takes::Fields(schema) => {
                json!({"required": true, "content": {"application/json": {"schema": schema(&mut self.read)}}})
            }
        };
        described["requestBody"] = body;
        described
    }

    fn responses(&mut self, operation: &Operation) -> Value {
        let mut responses = Map::new();
        let problem = self.written.subschema_for::<Problem>().to_value();
        for (status, kinds) in problems_of(operation) {
            let slugs: Vec<_> = kinds.iter().map(|kind| kind.slug).collect();
            let name = format!("{status}.{}", slugs.join("."));
            let response = self.shared(&name, || problem_response(status, &kinds, &problem));
            responses.insert(status.to_string(), response);
        }
        for status in if operation.audience.needs_token() { &[429][..] } else { &[429, 500, 503] } {
            responses.insert(status.to_string(), self.shared(&format!("{status}"), || gateways_own(*status)));
        }
        let links: Map<String, Value> =
            operation.links.iter().map(|link| (link.function.to_owned(), linked(link))).collect();
        match &operation.success {
            Success::Done => {
                let done = || json!({"description": "The command was executed.", "headers": common_headers()});
                responses.insert("204".to_owned(), self.shared("204", done));
            }
            Success::Starts(path) => {
                let mut headers = common_headers();
                headers["Content-Location"] = location("The thing that it started can be read there.", path);
                let started = json!({"description": "The command was executed.", "headers": headers, "links": links});
                responses.insert("204".to_owned(), started);
            }
            Success::Answer(schema) => {
                let content = json!({"application/json": {"schema": schema(&mut self.written)}});
                let mut answer = json!({"description": "The result.", "headers": common_headers(), "content": content});
                if !links.is_empty() {
                    answer["links"] = json!(links);
                }
                responses.insert("200".to_owned(), answer);
            }
            Success::Document => {
                let content = json!({"application/json": {"schema": {"type": "object"}}});
                let headers = document_headers();
                let document = json!({"description": "The document.", "headers": headers, "content": content});
                responses.insert("200".to_owned(), document);
                let known =
                    || json!({"description": "It is still the one of that `If-None-Match`.", "headers": headers});
                responses.insert("304".to_owned(), self.shared("304", known));
            }
            Success::Redirect(path) => {
                let headers = json!({
                    "Location": {"description": "Where it is.", "required": true, "schema": {"const": path}},
                    "Cache-Control": {"$ref": "#/components/headers/Cached"},
                });
                responses.insert("308".to_owned(), json!({"description": "It is elsewhere.", "headers": headers}));
            }
        }
        if let Some(commands) = operation.commands.filter(|_| operation.is_command()) {
            let name = format!("202.{}", commands.function);
            responses.insert("202".to_owned(), self.shared(&name, || accepted(commands)));
        }
        Value::Object(responses)
    }
}

/// Every kind of problem that a function answers with, by status.
pub(super) fn problems_of(operation: &Operation) -> BTreeMap<u16, Vec<ProblemKind>> {
    let mut all = vec![kinds::INVALID_PARAMETER];
    if operation.is_command() {
        all.extend([kinds::MALFORMED_JSON, kinds::INVALID_FIELD, kinds::UNKNOWN_FIELD]);
        all.extend([kinds::BODY_TOO_LARGE, kinds::NOT_JSON, kinds::IDEMPOTENCY_KEY_REUSED]);
    }
    if operation.audience.needs_token() {
        all.push(kinds::WRONG_TOKEN_USE);
        all.extend(operation.audience.refusals.iter().copied().map(ProblemKind::from));
        all.extend([kinds::INTERNAL_ERROR, kinds::TRY_AGAIN]);
    }
    all.extend(&operation.refusals);
    let mut by_status: BTreeMap<u16, Vec<ProblemKind>> = BTreeMap::new();
    for kind in all {
        let of_status = by_status.entry(kind.status.as_u16()).or_default();
        if !of_status.contains(&kind) {
            of_status.push(kind);
        }
    }
    by_status
}

fn problem_response(status: u16, kinds: &[ProblemKind], problem: &Value) -> Value {
    let slugs: Vec<_> = kinds.iter().map(|kind| kind.slug).collect();
    let this = json!({"properties": {"status": {"const": status}, "slug": {"enum": slugs}}});
    let example = |slug: &str| (slug.to_owned(), json!({"$ref": format!("#/components/examples/{slug}")}));
    let examples: Map<String, Value> = slugs.iter().copied().map(example).collect();
    let schema = json!({"allOf": [problem, this]});
    let mut content = json!({"application/problem+json": {"schema": schema, "examples": examples}});
    let mut headers = common_headers();
    // The gateway may also answer these by itself, in its own words and with none of these headers.
    if [401, 413, 500, 503].contains(&status) {
        content["application/json"] = gateways_message(status);
        headers = json!({"X-Correlation-Id": {"$ref": "#/components/headers/SomeCorrelationId"}});
    }
    if status == 401 {
        headers["WWW-Authenticate"] = json!({"$ref": "#/components/headers/WwwAuthenticate"});
    }
    if status == 503 {
        headers["Retry-After"] = json!({"$ref": "#/components/headers/RetryAfter"});
    }
    let mut titles: Vec<_> = kinds.iter().map(|kind| format!("{} (`{}`)", kind.title, kind.slug)).collect();
    if status == 401 {
        titles.insert(0, "No token, or one that is not good any more (answered by the gateway)".to_owned());
    }
    json!({"description": titles.join(", "), "headers": headers, "content": content})
}

fn accepted(commands: DeferredCommands) -> Value {
    let mut headers = common_headers();
    headers["Location"] = location("Its outcome can be read there.", &format!("{}/{{uuid}}", commands.path));
    headers["Preference-Applied"] = json!({"description": "That the command was deferred.", "required": true, "schema": {"const": "respond-async"}});
    let link = Link { function: commands.function, parameter: "uuid", place: Place::EndOf("Location") };
    json!({
        "description": "It was accepted, as `Prefer: respond-async` asked for, and will be executed soon.",
        "headers": headers,
        "links": {commands.function: linked(&link)},
    })
}

fn linked(Link { function, parameter, place }: &Link) -> Value {
    match place {
        Place::At(expression) => json!({"operationId": function, "parameters": {*parameter: expression}}),
        Place::EndOf(header) => {
            json!({"operationId": function, "description": format!("`{parameter}` is the id that `{header}` ends with.")})
        }
    }
}

fn location(about: &str, path: &str) -> Value {
    let uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    let pattern = format!("^{}$", path.replace("{uuid}", uuid));
    let example = path.replace("{uuid}", AN_ID);
    let schema = json!({"type": "string", "pattern": pattern, "examples": [example]});
    json!({"description": about, "required": true, "schema": schema})
}

fn parameters_of(operation: &Operation) -> Value {
    let in_path = operation.parameters_in_path().map(|Parameter { name, about, schema, .. }| {
        json!({"name": name, "in": "path", "required": true, "description": about, "schema": schema})
    });
    let in_query = operation.parameters.iter().map(|Parameter { name, about, required, schema }| {
        json!({"name": name, "in": "query", "required": required, "description": about, "schema": schema})
    });
    let mut shared = Vec::new();
    if operation.is_command() {
        shared.extend(["IdempotencyKey", "Prefer"]);
    }
    match operation.success {
        Success::Document => shared.push("IfNoneMatch"),
        // Caches answer it: it has nothing of its sender.
        Success::Redirect(_) => {}
        _ => shared.push("CorrelationId"),
    }
    let shared = shared.into_iter().map(|name| json!({"$ref": format!("#/components/parameters/{name}")}));
    in_path.chain(in_query).chain(shared).collect()
}

fn parameters() -> Value {
    json!({
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "A key of your own choice, such as a UUID. A command that is sent again has the same key.",
            "schema": {
                "type": "string", "minLength": KEY_LENGTH.start(), "maxLength": KEY_LENGTH.end(),
                "pattern": format!("^[{}-{}]+$", KEY_CHARACTERS.start(), KEY_CHARACTERS.end()),
                "examples": ["0b6a3f0e-1c1f-4bb5-9f0c-6f9f1b1c2d3e"],
            },
        },
        "Prefer": {
            "name": "Prefer",
            "in": "header",
            "description": "`respond-async`: accept it now, execute it soon. Other preferences are ignored.",
            "schema": {"type": "string", "examples": ["respond-async"]},
        },
        "CorrelationId": {
            "name": "X-Correlation-Id",
            "in": "header",
            "description": "The id that joins this request with others in the log; one that is not plain is ignored.",
            "schema": {"type": "string", "examples": ["booking-42"]},
        },
        "IfNoneMatch": {
            "name": "If-None-Match",
            "in": "header",
            "description": "The `ETag` of the document that the client has.",
            "schema": {"type": "string"},
        },
    })
}

fn headers() -> Value {
    let id = json!({"type": "string", "minLength": 1});
    let about = "The id of the request in the log: the one that was sent, or the gateway's.";
    json!({
        "CorrelationId": {"description": about, "required": true, "schema": id},
        "SomeCorrelationId": {"description": "The same, unless the gateway answers by itself.", "schema": id},
        "NotStored": {
            "description": "An answer belongs to one person and one moment.",
            "required": true,
            "schema": {"const": "no-store"},
        },
        "RetryAfter": {
            "description": "After how many seconds to try again, if it is a function that is busy.",
            "schema": {"type": "integer", "minimum": 1},
        },
        "WwwAuthenticate": {
            "description": "What is wrong with the token, if it is the gateway that says so.",
            "schema": {"type": "string"},
        },
        "ETag": {"description": "Which document it is.", "required": true, "schema": {"type": "string"}},
        "Cached": {
            "description": "For how long a client keeps it without asking whether it has changed.",
            "required": true,
            "schema": {"const": Document::CACHE_CONTROL},
        },
    })
}

fn common_headers() -> Value {
    json!({
        "X-Correlation-Id": {"$ref": "#/components/headers/CorrelationId"},
        "Cache-Control": {"$ref": "#/components/headers/NotStored"},
    })
}

fn document_headers() -> Value {
    json!({
        "ETag": {"$ref": "#/components/headers/ETag"},
        "Cache-Control": {"$ref": "#/components/headers/Cached"},
    })
}

/// The gateway's own answer, where no function answers with that status.
fn gateways_own(status: u16) -> Value {
    let about = if status == 429 {
        "More requests than the service accepts at once. Try again later."
    } else {
        "Something is wrong on our side."
    };
    json!({"description": about, "content": {"application/json": gateways_message(status)}})
}

/// The gateway's own answer: <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html>.
fn gateways_message(status: u16) -> Value {
    let message = match status {
        401 => "Unauthorized",
        413 => "Request Entity Too Large",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };
    json!({"schema": {"$ref": "#/components/schemas/GatewayMessage"}, "example": {"message": message}})
}

/// Gives every body its example, put together from those of its fields.
fn give_examples(operation: &mut Value, types: &Map<String, Value>) {
    let give = |content: &mut Value| {
        for (_, media) in content.as_object_mut().into_iter().flatten() {
            if media.get("examples").is_none() && media.get("example").is_none() {
                media["example"] = example(&media["schema"], types);
            }
        }
    };
    if let Some(body) = operation.get_mut("requestBody") {
        give(&mut body["content"]);
    }
    for (_, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        if let Some(content) = response.get_mut("content") {
            give(content);
        }
    }
}
