//! The description as OpenAPI: <https://spec.openapis.org/oas/v3.1.1.html>.

use std::collections::BTreeMap;

use schemars::{
    SchemaGenerator,
    generate::{Contract, SchemaSettings},
};
use serde_json::{Map, Value, json};

use super::{
    Operation, Who,
    chapters::{Chapter, chapters, conventions},
    example::example,
    operation::{Link, Parameter, Place, Success, Takes},
    problems::{AN_ID, as_answered, problems},
};
use crate::http::{
    Document, KEY_CHARACTERS, KEY_LENGTH, Problem,
    kinds::{self, Kind},
};

/// The description, as the API gives it at `/api/openapi.json`.
#[must_use]
pub fn openapi() -> Value {
    let chapters = chapters();
    let mut types = Types::new();
    let mut described = Map::new();
    for chapter in &chapters {
        for operation in &chapter.operations {
            described.insert(operation.function.to_owned(), types.describe(chapter.name, operation));
        }
    }
    let (types, responses) = types.all();
    let mut paths = Map::new();
    for operation in chapters.iter().flat_map(|chapter| &chapter.operations) {
        let mut described = described.remove(operation.function).unwrap_or_default();
        give_examples(&mut described, &types);
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.to_lowercase()] = described;
    }
    let conventions = conventions().map(|(heading, text)| format!("## {heading}\n\n{text}")).join("\n\n");
    // Objects have no order: the list tells in which one a reader shows a chapter's operations.
    let tag = |Chapter { name, about, operations }: &Chapter| {
        let operations: Vec<_> = operations.iter().map(|operation| operation.function).collect();
        json!({"name": name, "description": about, "x-operations": operations})
    };
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Wild Workouts",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "A club's hours, booked with prepaid credits.",
            "description": conventions,
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        // Where the API is follows from where this was read.
        "servers": [{"url": "/"}],
        "tags": chapters.each_ref().map(tag),
        "paths": paths,
        "components": {
            "schemas": types,
            "headers": headers(),
            "parameters": parameters(),
            "responses": responses,
            "examples": problems().iter().map(example_of).collect::<Map<_, _>>(),
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

/// What operations share: the types that are read and those that are written (a field that may be left out of the one
/// is null in the other), and responses.
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
    fn all(mut self) -> (Map<String, Value>, Map<String, Value>) {
        let mut read = self.read.take_definitions(true);
        for schema in read.values_mut().filter(|schema| schema["type"] == "object") {
            // Every body is parsed so: see http/body.rs.
            schema["additionalProperties"] = json!(false);
        }
        let mut all = self.written.take_definitions(true);
        debug_assert!(read.keys().all(|name| !all.contains_key(name)), "what is read is written by the same name");
        all.append(&mut read);
        all["Problem"]["properties"]["slug"]["enum"] = kinds::ALL.iter().map(|kind| kind.slug).collect();
        let message = json!({
            "type": "object",
            "description": "What the gateway answers by itself.",
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
        let mut description = vec![&*operation.detail, operation.who.text()];
        description.retain(|part| !part.is_empty());
        let mut described = json!({
            "operationId": operation.function,
            "tags": [chapter],
            "summary": operation.summary,
            "description": description.join(" "),
            "parameters": parameters_of(operation),
            "responses": self.responses(operation),
            // Any of these: the one group or the other.
            "security": operation.who.groups().iter().map(|group| json!({"idToken": [group]})).collect::<Vec<_>>(),
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
        for status in if operation.who == Who::Anybody { &[429, 500, 503][..] } else { &[429] } {
            responses.insert(status.to_string(), self.shared(&format!("{status}"), || gateways_own(*status)));
        }
        let links: Map<String, Value> =
            operation.links.iter().map(|link| (link.function.to_owned(), linked(link))).collect();
        match &operation.success {
            Success::Done => {
                let done = || json!({"description": "It was done.", "headers": common_headers()});
                responses.insert("204".to_owned(), self.shared("204", done));
            }
            Success::Starts(path) => {
                let mut headers = common_headers();
                headers["Content-Location"] = location("What it started can be read there.", path);
                let started = json!({"description": "It was done.", "headers": headers, "links": links});
                responses.insert("204".to_owned(), started);
            }
            Success::Answer(schema) => {
                let content = json!({"application/json": {"schema": schema(&mut self.written)}});
                let mut answer =
                    json!({"description": "What was asked for.", "headers": common_headers(), "content": content});
                if !links.is_empty() {
                    answer["links"] = json!(links);
                }
                responses.insert("200".to_owned(), answer);
            }
            Success::Document(kind) => {
                let schema = json!({"type": if *kind == "application/json" { "object" } else { "string" }});
                let content = json!({*kind: {"schema": schema}});
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
        if operation.is_command() {
            responses.insert("202".to_owned(), self.shared("202", accepted));
        }
        Value::Object(responses)
    }
}

/// Every kind of problem that a function answers with, by status.
fn problems_of(operation: &Operation) -> BTreeMap<u16, Vec<Kind>> {
    let mut all = vec![kinds::INVALID_PARAMETER];
    if operation.is_command() {
        all.extend([kinds::MALFORMED_JSON, kinds::INVALID_FIELD, kinds::UNKNOWN_FIELD]);
        all.extend([kinds::BODY_TOO_LARGE, kinds::NOT_JSON, kinds::IDEMPOTENCY_KEY_REUSED]);
    }
    match operation.who {
        Who::Anybody => {}
        Who::Members => all.extend([kinds::WRONG_TOKEN_USE, kinds::NO_ROLE]),
        Who::Attendees | Who::Trainer => all.extend([kinds::WRONG_TOKEN_USE, kinds::NO_ROLE, kinds::WRONG_ROLE]),
    }
    if operation.who.may_be_attendee() {
        all.push(kinds::ACCOUNT_DEACTIVATED);
    }
    if operation.who != Who::Anybody {
        all.extend([kinds::INTERNAL_ERROR, kinds::TRY_AGAIN]);
    }
    all.extend(&operation.refusals);
    let mut by_status: BTreeMap<u16, Vec<Kind>> = BTreeMap::new();
    for kind in all {
        let of_status = by_status.entry(kind.status.as_u16()).or_default();
        if !of_status.contains(&kind) {
            of_status.push(kind);
        }
    }
    by_status
}

fn problem_response(status: u16, kinds: &[Kind], problem: &Value) -> Value {
    let slugs: Vec<_> = kinds.iter().map(|kind| kind.slug).collect();
    let this = json!({"properties": {"status": {"const": status}, "slug": {"enum": slugs}}});
    let example = |slug: &str| (slug.to_owned(), json!({"$ref": format!("#/components/examples/{slug}")}));
    let examples: Map<String, Value> = slugs.iter().copied().map(example).collect();
    let schema = json!({"allOf": [problem, this]});
    let mut content = json!({"application/problem+json": {"schema": schema, "examples": examples}});
    let mut headers = common_headers();
    // Those that the gateway may also answer by itself, in its own words and with none of these headers.
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
        titles.insert(0, "No token, or one that is not good any more (told by the gateway)".to_owned());
    }
    json!({"description": titles.join(", "), "headers": headers, "content": content})
}

fn example_of(problem: &Problem) -> (String, Value) {
    let value = as_answered(problem);
    (problem.slug().to_owned(), json!({"summary": value["title"], "value": value}))
}

fn accepted() -> Value {
    let mut headers = common_headers();
    headers["Location"] = location("What becomes of it can be read there.", "/api/commands/{uuid}");
    headers["Preference-Applied"] =
        json!({"description": "That it was put off.", "required": true, "schema": {"const": "respond-async"}});
    let link = Link { function: "command", parameter: "uuid", place: Place::EndOf("Location") };
    json!({
        "description": "It was accepted, as `Prefer: respond-async` asked for, and will be carried out soon.",
        "headers": headers,
        "links": {"command": linked(&link)},
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
    let in_path = operation.path_parameters().map(|name| {
        let (about, format) = match name {
            "hour" => ("When the hour starts: an RFC 3339 time.", "date-time"),
            _ => ("An id, written with hyphens.", "uuid"),
        };
        let example = if format == "uuid" { AN_ID } else { "2026-12-01T14:00:00Z" };
        let schema = json!({"type": "string", "format": format, "examples": [example]});
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
        Success::Document(_) => shared.push("IfNoneMatch"),
        // Caches answer it: nothing of who asks is in it.
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
            "description": "What makes this command the same when it is sent again: of your own choice, such as a UUID.",
            "schema": {
                "type": "string", "minLength": KEY_LENGTH.start(), "maxLength": KEY_LENGTH.end(),
                "pattern": format!("^[{}-{}]+$", KEY_CHARACTERS.start(), KEY_CHARACTERS.end()),
                "examples": ["0b6a3f0e-1c1f-4bb5-9f0c-6f9f1b1c2d3e"],
            },
        },
        "Prefer": {
            "name": "Prefer",
            "in": "header",
            "description": "`respond-async`: accept it now, carry it out soon. Other preferences are not heeded.",
            "schema": {"type": "string", "examples": ["respond-async"]},
        },
        "CorrelationId": {
            "name": "X-Correlation-Id",
            "in": "header",
            "description": "What joins this request with others in the log; one that is not plain is not heeded.",
            "schema": {"type": "string", "examples": ["booking-42"]},
        },
        "IfNoneMatch": {
            "name": "If-None-Match",
            "in": "header",
            "description": "The `ETag` of the document that is known already.",
            "schema": {"type": "string"},
        },
    })
}

fn headers() -> Value {
    let id = json!({"type": "string", "minLength": 1});
    let about = "What finds the request in the log: the id that was sent, or the gateway's.";
    json!({
        "CorrelationId": {"description": about, "required": true, "schema": id},
        "SomeCorrelationId": {"description": "The same, unless the gateway answers by itself.", "schema": id},
        "NotStored": {
            "description": "An answer is one person's, and of one moment.",
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
            "description": "For how long nobody needs to ask whether it is still the same.",
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

/// What the gateway answers by itself, where no function answers with that status.
fn gateways_own(status: u16) -> Value {
    let about = if status == 429 {
        "More requests than the club takes at once. Try again later."
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn operations() -> Vec<Operation> {
        chapters().into_iter().flat_map(|chapter| chapter.operations).collect()
    }

    #[test]
    fn every_function_of_the_api_is_described_once() {
        let mut described: Vec<_> = operations().iter().map(|operation| operation.function).collect();
        let answering = crate::all().filter(|function| function.http_handler().is_some());
        let mut functions: Vec<_> = answering.map(|function| function.name).collect();
        described.sort_unstable();
        functions.sort_unstable();
        assert_eq!(described, functions);
    }

    #[test]
    fn what_can_be_put_off_is_every_command() {
        let commands = operations().into_iter().filter(Operation::is_command).map(|command| command.function);
        let listed: BTreeSet<_> = crate::COMMANDS.iter().map(|function| function.name).collect();
        assert_eq!(listed, commands.collect());
    }

    #[test]
    fn the_file_that_the_page_is_checked_against_is_this_description() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/api/openapi.json");
        let is_same = std::fs::read_to_string(file).unwrap() == format!("{:#}\n", openapi());
        assert!(is_same, "cargo run -p wild-workouts-functions --example openapi > web/api/openapi.json");
    }

    #[test]
    fn every_kind_of_problem_is_described() {
        let described: BTreeSet<_> =
            operations().iter().flat_map(problems_of).flat_map(|(_, kinds)| kinds).map(|kind| kind.slug).collect();
        // No request is answered so: it is only told in a command that was put off.
        let all = kinds::ALL.iter().filter(|kind| **kind != kinds::COMMAND_EXPIRED);
        assert_eq!(described, all.map(|kind| kind.slug).collect());
    }
}
