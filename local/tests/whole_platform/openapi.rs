//! The API's description is complete, and is what the API gives to everybody. That it is right is checked with every
//! answer that any test gets (`support/described.rs`).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{
    api::people::People,
    support::{TestPlatform, errors, project_template, resolved},
};

/// Every operation, with its method and path.
fn operations(description: &Value) -> Vec<(String, String, &Value)> {
    let mut all = Vec::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            all.push((method.to_uppercase(), path.clone(), operation));
        }
    }
    all
}

#[test]
fn every_route_of_the_template_is_described_and_every_one_described_is_in_the_template() {
    let description = functions::PROGRAM.openapi();
    let described = operations(&description).into_iter().map(|(method, path, operation)| {
        let is_signed_in = operation["security"] != json!([]);
        (format!("{method} {path}"), operation["operationId"].as_str().unwrap().to_owned(), is_signed_in)
    });
    let template = local::template(&project_template()).unwrap();
    let in_template = template.functions.iter().flat_map(|function| {
        function.routes.iter().map(|route| (route.key(), function.handler.clone(), route.authorized))
    });
    assert_eq!(described.collect::<BTreeSet<_>>(), in_template.collect());
}

#[test]
fn every_example_is_as_described() {
    let description = functions::PROGRAM.openapi();
    let mut checked = 0;
    let mut check = |media: &Value| {
        let examples =
            media["examples"].as_object().into_iter().flatten().map(|(_, example)| &resolved(example)["value"]);
        for example in examples.chain(media.get("example")) {
            assert_eq!(errors(&media["schema"], example), Vec::<String>::new(), "{example}");
            checked += 1;
        }
    };
    for (_, _, operation) in operations(&description) {
        for content in operation["responses"].as_object().unwrap().values().chain(operation.get("requestBody")) {
            for media in resolved(content)["content"].as_object().into_iter().flatten().map(|(_, media)| media) {
                check(media);
            }
        }
        for parameter in operation["parameters"].as_array().unwrap() {
            let schema = &resolved(parameter)["schema"];
            for example in schema["examples"].as_array().into_iter().flatten() {
                assert_eq!(errors(schema, example), Vec::<String>::new());
            }
        }
    }
    assert!(checked > 300, "{checked} examples");
    for (name, schema) in description["components"]["schemas"].as_object().unwrap() {
        for example in schema["examples"].as_array().into_iter().flatten() {
            assert_eq!(errors(schema, example), Vec::<String>::new(), "{name}: {example}");
        }
    }
}

#[test]
fn every_link_leads_to_an_operation_and_gives_a_parameter_of_it_that_the_answer_has() {
    let description = functions::PROGRAM.openapi();
    let operations = operations(&description);
    let mut links = 0;
    for (_, _, operation) in &operations {
        for response in operation["responses"].as_object().unwrap().values().map(resolved) {
            for link in response["links"].as_object().into_iter().flatten().map(|(_, link)| link) {
                let target = operations.iter().find(|(_, _, target)| target["operationId"] == link["operationId"]);
                let (_, _, target) = target.unwrap_or_else(|| panic!("{link} leads nowhere"));
                let parameter = |name: &str| {
                    let parameters = target["parameters"].as_array().unwrap().iter().map(resolved);
                    let found = parameters.into_iter().find(|parameter| parameter["name"] == name);
                    found.unwrap_or_else(|| panic!("there is no such parameter: {link}"))
                };
                if let Some(given) = link["parameters"].as_object() {
                    for (name, place) in given {
                        let pointer = place.as_str().unwrap().strip_prefix("$response.body#").unwrap();
                        let found = at(&response["content"]["application/json"]["schema"], pointer);
                        let found = found.unwrap_or_else(|| panic!("the answer has nothing there: {link}"));
                        let wanted = &parameter(name)["schema"];
                        assert!(
                            wanted["format"] == "cursor" || found["format"] == wanted["format"],
                            "{link}: {found} for {wanted}"
                        );
                    }
                } else {
                    // In words, as OpenAPI has no expression for it: "`uuid` is the id that `Location` ends with."
                    let words: Vec<_> = link["description"].as_str().unwrap().split('`').collect();
                    parameter(words[1]);
                    assert_eq!(response["headers"][words[3]]["required"], true, "{link}");
                }
                links += 1;
            }
        }
    }
    assert!(links > 40, "{links} links");
}

/// The schema of what stands at a pointer into what another schema describes.
fn at<'a>(schema: &'a Value, pointer: &str) -> Option<&'a Value> {
    pointer.split('/').skip(1).try_fold(resolved(schema), |schema, part| {
        let part = if part.parse::<usize>().is_ok() { schema.get("items") } else { schema["properties"].get(part) };
        part.map(resolved)
    })
}

/// The parts that are schemas are checked against their own language, too; the rest when Schemathesis tries the API.
#[test]
fn every_schema_is_one() {
    let description = functions::PROGRAM.openapi();
    let mut schemas: Vec<_> = description["components"]["schemas"].as_object().unwrap().values().collect();
    let mut waiting = vec![&description["paths"], &description["components"]];
    while let Some(value) = waiting.pop() {
        schemas.extend(value.get("schema"));
        match value {
            Value::Object(members) => waiting.extend(members.values()),
            Value::Array(entries) => waiting.extend(entries),
            _ => {}
        }
    }
    for schema in &schemas {
        jsonschema::draft202012::meta::validate(schema).unwrap_or_else(|error| panic!("{error}: {schema}"));
    }
    assert!(schemas.len() > 120, "{} schemas", schemas.len());
}

/// The pattern is a list of characters, written out: another dialect means others by `\s`.
#[test]
fn what_says_something_is_what_has_a_character_that_is_no_white_space() {
    let description = functions::PROGRAM.openapi();
    let pattern = &description["components"]["schemas"]["GrantCredits"]["properties"]["reason"]["pattern"];
    let says_something = jsonschema::validator_for(&json!({"pattern": pattern})).unwrap();
    for character in '\0'..=char::MAX {
        let text = json!(character.to_string());
        assert_eq!(says_something.is_valid(&text), !character.is_whitespace(), "{character:?}");
    }
}

/// A handler says which parameters it knows when it gets another.
#[tokio::test]
async fn the_parameters_described_are_those_that_are_known() {
    let people = People::meet().await;
    let description = functions::PROGRAM.openapi();
    for (method, path, operation) in operations(&description) {
        let in_query: Vec<_> = operation["parameters"].as_array().unwrap().iter().map(resolved).collect();
        let in_query = in_query.iter().filter(|parameter| parameter["in"] == "query");
        let described: BTreeSet<_> = in_query.map(|parameter| parameter["name"].as_str().unwrap()).collect();
        let path =
            path.replace("{uuid}", "018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f").replace("{hour}", "2027-03-02T14:00:00Z");
        let answer = people.call(&method, &format!("{path}?unheard-of=1"), &people.trainer);
        let answer = if operation["requestBody"]["required"] == true { answer.json(&json!({})) } else { answer };
        let problem = answer.send().await.json();
        let known = problem["detail"].as_str().unwrap().split_once("known are: ").unwrap().1;
        let known: BTreeSet<_> = known.split(", ").filter(|name| !name.is_empty()).collect();
        assert_eq!(described, known, "{method} {path}");
    }
}

#[tokio::test]
async fn everybody_can_read_the_description() {
    let platform = TestPlatform::empty().await;
    let answer = platform.call("GET", "/api/openapi.json").send().await;
    assert_eq!(answer.json(), functions::PROGRAM.openapi());
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    assert_eq!(answer.header("x-correlation-id"), None, "a cache would give it to others");
    let policy = answer.header("content-security-policy");
    assert_eq!(policy, Some("default-src 'none'; frame-ancestors 'none'"));
    let tag = answer.header("etag").unwrap();
    for known in [tag.to_owned(), format!("W/{tag}"), format!("\"else\", {tag}"), "*".to_owned()] {
        let again = platform.call("GET", "/api/openapi.json").header("if-none-match", &known).send().await;
        assert_eq!((again.status, again.text()), (304, String::new()), "{known}");
        assert_eq!(again.header("etag"), Some(tag));
    }
    let other = platform.call("GET", "/api/openapi.json").header("if-none-match", "\"else\"").send().await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn the_route_for_people_leads_to_the_page_that_shows_the_description() {
    let platform = TestPlatform::empty().await;
    let answer = platform.call("GET", "/api/docs").send().await;
    assert_eq!((answer.status, answer.text()), (308, String::new()));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    assert_eq!(answer.header("x-correlation-id"), None, "a cache would give it to others");
    let page = platform.call("GET", answer.header("location").unwrap()).send().await;
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(page.text().contains("<title>Wild Workouts: the API</title>"));
}
