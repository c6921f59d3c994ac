use std::collections::{BTreeMap, HashSet};

use super::{Operation, openapi::problems_of};
use crate::{
    About, AnyFunction,
    http::{Problem, kinds, problem::examples_of_mechanism},
};

/// Functions that belong together.
pub(crate) struct DescribedChapter {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) functions: Vec<&'static dyn AnyFunction>,
}

/// Everything that the description of a program says.
pub(crate) struct Described<'a> {
    pub(super) about: &'a About,
    pub(super) chapters: Vec<OperationsOfChapter>,
    /// One problem of each kind, by its slug.
    pub(super) examples: BTreeMap<&'static str, Problem>,
    refusals: Vec<Problem>,
}

/// The operations of functions that belong together.
pub(super) struct OperationsOfChapter {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) operations: Vec<Operation>,
}

impl<'a> Described<'a> {
    pub(crate) fn new(
        about: &'a About,
        chapters: &[DescribedChapter],
        commands: &[&'static dyn AnyFunction],
        refusals: &[fn() -> Vec<Problem>],
    ) -> Self {
        let operations = |functions: &[&'static dyn AnyFunction]| {
            functions.iter().filter_map(|function| function.operation()).collect()
        };
        let described = |chapter: &DescribedChapter| OperationsOfChapter {
            name: chapter.name,
            about: chapter.about,
            operations: operations(&chapter.functions),
        };
        let deferred = OperationsOfChapter {
            name: "Outcomes of deferred commands",
            about: "The outcomes of commands that were accepted to be executed later.",
            operations: operations(commands),
        };
        let chapters = chapters.iter().map(described).chain([deferred]).collect();
        let refusals: Vec<_> = refusals.iter().flat_map(|examples| examples()).collect();
        let mut examples = BTreeMap::new();
        for problem in refusals.iter().cloned().chain(examples_of_mechanism()) {
            examples.entry(problem.slug()).or_insert(problem);
        }
        Self { about, chapters, examples, refusals }
    }

    /// A problem that shows what problems look like.
    pub(super) fn usual_problem(&self) -> Option<&Problem> {
        self.refusals.first()
    }

    /// Checks that the description is complete and free of contradictions.
    pub(crate) fn check(&self, functions: &[&'static dyn AnyFunction]) {
        for problem in &self.refusals {
            let example = &self.examples[problem.slug()];
            assert_eq!(example.kind(), problem.kind(), "two kinds of problems have one slug");
        }
        let operations = || self.chapters.iter().flat_map(|chapter| &chapter.operations);
        let mut described = HashSet::new();
        for operation in operations() {
            assert!(described.insert(operation.function), "{} is described twice", operation.function);
        }
        for function in functions.iter().filter(|function| function.operation().is_some()) {
            assert!(described.contains(function.name()), "{} is in no chapter", function.name());
        }
        let mut met = HashSet::from([kinds::COMMAND_EXPIRED.slug]);
        for kind in operations().flat_map(problems_of).flat_map(|(_, kinds)| kinds) {
            let example = self.examples.get(kind.slug).map(Problem::kind);
            assert_eq!(example, Some(kind), "{} has no example in the refusals of a service", kind.slug);
            met.insert(kind.slug);
        }
        for slug in self.examples.keys() {
            assert!(met.contains(slug), "no function is described to answer with {slug}");
        }
    }
}
