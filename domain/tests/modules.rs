//! Modules use each other in one direction: no circle joins two of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The bookings' modules. Each may use those before it.
const WORKOUTS: [&str; 6] = ["ids", "users", "trainer", "credits", "trainings", "policies"];

/// Files that exist in tests only.
const IN_TESTS_ONLY: &str = "given.rs";

type Graph = BTreeMap<String, BTreeSet<String>>;

/// Which modules each module uses. The roots of crate and contexts only join their modules; all modules of a context use
/// the context's name.
fn graph() -> Graph {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut graph = Graph::new();
    for file in files(&src) {
        let within: Vec<_> = file.strip_prefix(&src).unwrap().with_extension("").iter().map(str_of).collect();
        let path: Vec<_> = within.iter().map(String::as_str).filter(|name| !["mod", "lib"].contains(name)).collect();
        let Some(from) = module(&path) else { continue };
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let used = paths(code, &path, file.ends_with("mod.rs")).into_iter();
        let used = used.filter_map(|path| module(&path.iter().map(String::as_str).collect::<Vec<_>>()));
        graph.entry(from.clone()).or_default().extend(used.filter(|to| *to != from));
    }
    graph
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with(IN_TESTS_ONLY) {
            files.push(path);
        }
    }
    files
}

fn str_of(name: &std::ffi::OsStr) -> String {
    name.to_str().unwrap().to_owned()
}

/// The module that an item belongs to, by the path from the crate's root; none for the root of the crate, and for that of
/// a context with modules.
fn module(path: &[&str]) -> Option<String> {
    match path {
        ["workouts", id, ..] if id.ends_with("Id") => Some("workouts::ids".to_owned()),
        ["workouts", inner, ..] if inner.starts_with(char::is_lowercase) => Some(format!("workouts::{inner}")),
        [] | ["workouts"] | ["workouts", "Workouts"] => None,
        ["workouts", other, ..] => panic!("modules use {other} from the module that declares it"),
        [outer, ..] => Some((*outer).to_owned()),
    }
}

/// Every path of `code` that begins with `crate` or `super`, from the crate's root. `at` is the path of the file's module.
fn paths(code: &str, at: &[&str], is_mod: bool) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let own: Vec<String> = at.iter().map(|name| (*name).to_owned()).collect();
    // A file like `training.rs` is a module of its own; `super` in it is the folder's.
    let parent = own[..own.len().saturating_sub(1)].to_vec();
    debug_assert!(is_mod || !own.is_empty());
    for (keyword, base) in [("crate::", Vec::new()), ("super::", parent)] {
        for (index, _) in code.match_indices(keyword) {
            let before = code[..index].chars().next_back();
            if before.is_none_or(|character| !character.is_alphanumeric() && character != ':' && character != '$') {
                tree(&code[index + keyword.len()..], base.clone(), &mut found);
            }
        }
    }
    found
}

/// Reads a tree such as `a::{b, c::D}`; gives the rest of the text after it.
fn tree<'a>(text: &'a str, mut base: Vec<String>, found: &mut Vec<Vec<String>>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start();
            if let Some(rest) = rest.strip_prefix('}') {
                return rest;
            }
            rest = tree(rest, base.clone(), found).trim_start();
            rest = rest.strip_prefix(',').unwrap_or(rest);
        }
    }
    let end = text.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(text.len());
    assert!(end > 0, "no name begins here: {}", text.lines().next().unwrap_or_default());
    if &text[..end] == "super" {
        base.pop();
    } else {
        base.push(text[..end].to_owned());
    }
    if let Some(rest) = text[end..].strip_prefix("::") {
        return tree(rest, base, found);
    }
    found.push(base);
    &text[end..]
}

/// The modules that are part of a circle, or use one that is.
fn circles(mut graph: Graph) -> Graph {
    loop {
        let free: BTreeSet<_> = graph
            .iter()
            .filter(|(_, uses)| uses.iter().all(|used| !graph.contains_key(used)))
            .map(|(module, _)| module.clone())
            .collect();
        if free.is_empty() {
            return graph;
        }
        graph.retain(|module, _| !free.contains(module));
    }
}

#[test]
fn no_circle_joins_modules() {
    assert_eq!(circles(graph()), Graph::new());
}

#[test]
fn each_module_of_the_bookings_uses_only_those_before_it() {
    let graph = graph();
    let names = |path: &String| path.strip_prefix("workouts::").map(str::to_owned);
    let modules: BTreeSet<_> = graph.keys().filter_map(names).collect();
    assert_eq!(modules, WORKOUTS.iter().map(ToString::to_string).collect());
    for (index, module) in WORKOUTS.iter().enumerate() {
        let used: BTreeSet<_> = graph[&format!("workouts::{module}")].iter().filter_map(names).collect();
        let before: BTreeSet<_> = WORKOUTS[..index].iter().map(ToString::to_string).collect();
        assert!(used.is_subset(&before), "{module} uses {used:?}");
    }
    assert!(graph["workouts::trainings"].contains("workouts::credits"), "the lines are read");
    assert!(graph["workouts::trainer"].contains("workouts::ids"), "{graph:?}");
}

#[test]
fn the_bookings_use_no_other_context() {
    for (module, uses) in graph() {
        let others = uses.iter().any(|used| used == "community" || used == "reports");
        assert!(!others || !module.starts_with("workouts"), "{module} uses {uses:?}");
    }
}

#[test]
fn a_circle_is_found() {
    let uses = |used: &[&str]| used.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let circle = Graph::from([("a".to_owned(), uses(&["b"])), ("b".to_owned(), uses(&["a"]))]);
    let mut graph = circle.clone();
    graph.insert("c".to_owned(), uses(&[]));
    assert_eq!(circles(graph), circle);
}
