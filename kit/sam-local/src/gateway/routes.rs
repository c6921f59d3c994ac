use std::collections::BTreeMap;

use thiserror::Error;

use super::percent;
use crate::template::{PathPattern, PathSegment, Route, Template};

/// Every route of the template, the one that API Gateway prefers first.
pub(crate) struct Routes {
    sorted: Vec<RoutedFunction>,
}

/// A route and the function that it leads to.
pub(crate) struct RoutedFunction {
    pub(crate) route: Route,
    /// The function's logical id.
    pub(crate) function: String,
    /// Its handler.
    pub(crate) handler: String,
}

/// The values of a path's parameters, by name.
pub(crate) type PathParameters = BTreeMap<String, String>;

/// Two functions claim one route.
#[derive(Debug, PartialEq, Eq, Error)]
#[error("{first} and {second} both claim the route {key}")]
pub struct AmbiguousRoute {
    first: String,
    second: String,
    key: String,
}

impl Routes {
    pub(crate) fn new(template: &Template) -> Result<Self, AmbiguousRoute> {
        let mut sorted: Vec<RoutedFunction> = Vec::new();
        for function in &template.functions {
            sorted.extend(function.routes.iter().map(|route| RoutedFunction {
                route: route.clone(),
                function: function.logical_id.clone(),
                handler: function.handler.clone(),
            }));
        }
        sorted.sort_by(|a, b| (&a.route.path, &a.route.verb).cmp(&(&b.route.path, &b.route.verb)));
        for pair in sorted.windows(2) {
            let [a, b] = pair else { continue };
            if (&a.route.path, &a.route.verb) == (&b.route.path, &b.route.verb) {
                return Err(AmbiguousRoute { first: a.handler.clone(), second: b.handler.clone(), key: a.route.key() });
            }
        }
        Ok(Self { sorted })
    }

    pub(crate) fn len(&self) -> usize {
        self.sorted.len()
    }

    /// The route of a request, with its parameters decoded. `path` is as it was sent.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<(&RoutedFunction, PathParameters)> {
        self.sorted
            .iter()
            .filter(|routed| routed.route.verb.takes(method))
            .find_map(|routed| Some((routed, captures(&routed.route.path, path)?)))
    }
}

fn captures(pattern: &PathPattern, path: &str) -> Option<PathParameters> {
    let mut parameters = PathParameters::new();
    let mut sent = path.strip_prefix('/')?.split('/');
    for segment in pattern.segments() {
        let value = percent::decode(sent.next()?);
        match segment {
            PathSegment::Literal(text) if *text == value => {}
            PathSegment::Parameter(name) if !value.is_empty() => {
                parameters.insert(name.clone(), value);
            }
            _ => return None,
        }
    }
    sent.next().is_none().then_some(parameters)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::template::{FunctionResource, Verb};

    fn routes(list: &[(&str, &str)]) -> Result<Routes, AmbiguousRoute> {
        let functions = list.iter().map(|(name, key)| {
            let (method, path) = key.split_once(' ').unwrap();
            FunctionResource {
                logical_id: (*name).to_owned(),
                handler: (*name).to_owned(),
                environment: BTreeMap::new(),
                timeout: Duration::from_secs(1),
                memory: 128,
                statements: Vec::new(),
                routes: vec![Route {
                    verb: match method {
                        "ANY" => Verb::Any,
                        one => Verb::One(one.to_owned()),
                    },
                    path: PathPattern::parse(path).unwrap(),
                    authorized: true,
                }],
                triggers: Vec::new(),
                queues: Vec::new(),
                streams: Vec::new(),
                schedules: Vec::new(),
            }
        });
        let functions = functions.collect();
        Routes::new(&Template { functions, queues: Vec::new(), tables: Vec::new(), page_headers: Vec::new() })
    }

    /// The function that a request is led to, and the parameters of its path.
    fn find(routes: &Routes, method: &str, path: &str) -> Option<(String, Vec<String>)> {
        let (found, parameters) = routes.find(method, path)?;
        let parameters = parameters.iter().map(|(k, v)| format!("{k}={v}"));
        Some((found.function.clone(), parameters.collect()))
    }

    fn found(function: &str, parameters: &[&str]) -> (String, Vec<String>) {
        let parameters = parameters.iter().map(|p| (*p).to_owned()).collect();
        (function.to_owned(), parameters)
    }

    #[test]
    fn a_literal_segment_wins_over_a_parameter() {
        let routes =
            routes(&[("of-a-user", "GET /api/users/{uuid}/credits"), ("mine", "GET /api/users/current/credits")])
                .unwrap();
        assert_eq!(find(&routes, "GET", "/api/users/current/credits"), Some(found("mine", &[])));
        assert_eq!(find(&routes, "GET", "/api/users/7/credits"), Some(found("of-a-user", &["uuid=7"])));
    }

    #[test]
    fn a_literal_route_of_another_method_does_not_stand_in_the_way() {
        let routes =
            routes(&[("grant", "POST /api/users/{uuid}/credits"), ("mine", "GET /api/users/current/credits")]).unwrap();
        assert_eq!(find(&routes, "POST", "/api/users/current/credits"), Some(found("grant", &["uuid=current"])));
    }

    #[test]
    fn one_method_wins_over_any() {
        let routes = routes(&[("any", "ANY /a"), ("get", "GET /a")]).unwrap();
        assert_eq!(find(&routes, "GET", "/a"), Some(found("get", &[])));
        assert_eq!(find(&routes, "PUT", "/a"), Some(found("any", &[])));
    }

    #[test]
    fn parameters_are_percent_decoded() {
        let routes = routes(&[("hour", "GET /api/trainer/calendar/{hour}")]).unwrap();
        assert_eq!(
            find(&routes, "GET", "/api/trainer/calendar/2030-01-01T12%3A00%3A00Z"),
            Some(found("hour", &["hour=2030-01-01T12:00:00Z"]))
        );
    }

    #[test]
    fn what_no_route_matches_is_not_found() {
        let routes = routes(&[("training", "GET /api/trainings/{uuid}"), ("trainings", "GET /api/trainings")]).unwrap();
        for (method, path) in [
            ("POST", "/api/trainings"),
            ("HEAD", "/api/trainings"),
            ("GET", "/api/trainings/"),
            ("GET", "/api/trainings/1/2"),
            ("GET", "/API/trainings"),
            ("GET", "/"),
            ("GET", "*"),
        ] {
            assert_eq!(find(&routes, method, path), None, "{method} {path}");
        }
    }

    #[test]
    fn two_functions_cannot_claim_one_route() {
        let ambiguous = routes(&[("a", "GET /x/{y}"), ("b", "GET /x/{y}")]).err().unwrap();
        assert_eq!(ambiguous.to_string(), "a and b both claim the route GET /x/{y}");
    }
}
