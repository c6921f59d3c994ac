use std::{borrow::Cow, collections::HashSet, env, process::ExitCode, sync::Arc};

use kit_dynamodb::aws::Aws;
use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde_json::value::RawValue;

use crate::{
    AnyFunction, Handler, InvokeError, PublicFunction, Runtime, Service, SettingsError, Subscription, Surroundings,
    SystemClock, TimeOrderedIds, Variables,
    description::{Described, DescribedChapter},
    http::Problem,
    logging::start_logging,
};

/// What a program is called, and what holds for all of its API.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Its title.
    pub title: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What it is for, in a sentence.
    pub summary: &'static str,
    /// Its license, as an SPDX expression.
    pub license: &'static str,
    /// What the URI of every kind of problem begins with, such as `urn:problem:shop:`.
    pub problem_prefix: &'static str,
    /// The conventions of its API: headings, and paragraphs under each.
    pub conventions: fn() -> Vec<(&'static str, Cow<'static, str>)>,
    /// The crates whose log lines are written from `LOG_LEVEL` on, besides the kit's own.
    pub crates: &'static [&'static str],
}

/// A program that holds every function of its services, and runs the one that Lambda names.
pub struct Program {
    about: About,
    functions: Vec<&'static dyn AnyFunction>,
    subscriptions: Vec<&'static Subscription>,
    chapters: Vec<DescribedChapter>,
    commands: Vec<&'static dyn AnyFunction>,
    refusals: Vec<fn() -> Vec<Problem>>,
}

/// Lambda sets it to the function's `Handler` in the template.
const HANDLER: &str = "_HANDLER";

/// A suggestion is at least this similar, on the scale of 0 to 1 of Jaro and Winkler.
const SIMILAR: f64 = 0.8;
const MOST_SUGGESTIONS: usize = 3;

/// Why a function cannot be made.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoHandler {
    /// `_HANDLER` is not set.
    #[error("the environment variable _HANDLER is missing: it names the function to run")]
    NotNamed,
    /// No function has the name.
    #[error("the function is called {name:?}, and the program has none of this name; {}", suggested(near))]
    Unknown {
        /// The name.
        name: String,
        /// The names of functions that are most like it.
        near: Vec<&'static str>,
    },
    /// A setting of the function is missing or makes no sense.
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

impl Program {
    /// A program without functions.
    #[must_use]
    pub const fn new(about: About) -> Self {
        Self {
            about,
            functions: Vec::new(),
            subscriptions: Vec::new(),
            chapters: Vec::new(),
            commands: Vec::new(),
            refusals: Vec::new(),
        }
    }

    /// With the functions of a service.
    #[must_use]
    pub fn service<S: Service>(mut self) -> Self {
        let catalog = S::catalog();
        for chapter in catalog.chapters {
            let functions = chapter.functions.iter().map(|function| *function as &dyn AnyFunction).collect();
            self.chapters.push(DescribedChapter { name: chapter.name, about: chapter.about, functions });
        }
        for function in catalog.all() {
            self.add(function);
        }
        self.commands.push(catalog.mechanism.command());
        self.refusals.extend(catalog.refusals);
        self
    }

    /// With public functions, in a chapter of their own.
    #[must_use]
    pub fn public(
        mut self,
        name: &'static str,
        about: &'static str,
        functions: &'static [&'static PublicFunction],
    ) -> Self {
        let functions: Vec<_> = functions.iter().map(|function| *function as &dyn AnyFunction).collect();
        for function in &functions {
            self.add(*function);
        }
        self.chapters.push(DescribedChapter { name, about, functions });
        self
    }

    fn add(&mut self, function: &'static dyn AnyFunction) {
        self.functions.push(function);
        self.subscriptions.extend(function.subscription());
    }

    /// The names of its functions.
    pub fn functions(&self) -> impl Iterator<Item = &'static str> {
        self.functions.iter().map(|function| function.name())
    }

    /// The subscriptions of its subscribers.
    #[must_use]
    pub fn subscriptions(&self) -> &[&'static Subscription] {
        &self.subscriptions
    }

    /// The routes of its functions, such as `POST /api/posts`, with the groups of which a sender must be in one; no
    /// group where no token is needed.
    #[must_use]
    pub fn routes(&self) -> Vec<(&'static str, String, &'static [&'static str])> {
        let route = |function: &&dyn AnyFunction| {
            let operation = function.operation()?;
            Some((function.name(), operation.route(), operation.audience.groups))
        };
        self.functions.iter().filter_map(route).collect()
    }

    /// The description of its API: OpenAPI 3.1.
    #[must_use]
    pub fn openapi(&self) -> serde_json::Value {
        self.described().openapi()
    }

    pub(crate) fn described(&self) -> Described<'_> {
        Described::new(&self.about, &self.chapters, &self.commands, &self.refusals)
    }

    /// The function called `name`, ready to be invoked with these variables in these surroundings.
    ///
    /// # Errors
    /// When there is no such function, or one of its settings is missing or makes no sense.
    pub fn make(&self, name: &str, variables: Variables, surroundings: Surroundings) -> Result<Handler, NoHandler> {
        let function = self.functions.iter().find(|function| function.name() == name);
        let unknown = || NoHandler::Unknown { name: name.to_owned(), near: self.near(name) };
        let subscriptions = Arc::from(&*self.subscriptions);
        let runtime = Runtime::new(variables, surroundings, subscriptions, self.about.problem_prefix);
        Ok(function.ok_or_else(unknown)?.make(runtime)?)
    }

    /// Runs the function that the environment variable `_HANDLER` names, until the environment ends. Its metrics are
    /// kept under `METRICS_NAMESPACE`; its log begins at `LOG_LEVEL`: `error`, `warn`, `info` (the usual), `debug` or
    /// `trace`.
    #[must_use]
    pub fn serve(&self) -> ExitCode {
        let variables = Variables::of_process();
        let level = variables.parsed("LOG_LEVEL");
        // A wrong setting is logged, too.
        start_logging(level.clone().ok().flatten().unwrap_or(tracing::Level::INFO), self.about.crates);
        match level.map_err(Into::into).and_then(|_| self.run(variables)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                tracing::error!(function = env::var(HANDLER).ok(), %error, "cannot run");
                ExitCode::FAILURE
            }
        }
    }

    fn run(&self, variables: Variables) -> Result<(), InvokeError> {
        let name = variables.get(HANDLER).filter(|name| !name.is_empty()).ok_or(NoHandler::NotNamed)?;
        let aws = Aws::read(|name| variables.get(name))?;
        let surroundings = Surroundings::new(aws, Arc::new(SystemClock), Arc::new(TimeOrderedIds));
        let surroundings = surroundings.with_metrics(variables.get("METRICS_NAMESPACE"));
        let handler = self.make(&name, variables, surroundings)?;
        // A Lambda environment handles one invocation at a time: one thread is all it needs.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(lambda_runtime::run(service_fn(|event: LambdaEvent<Box<RawValue>>| async {
            let LambdaEvent { payload, context } = event;
            let answer = handler.invoke(payload.get().as_bytes(), context).await.and_then(raw);
            answer.map_err(|error| Diagnostic {
                error_type: "InvocationFailed".to_owned(),
                error_message: error.to_string(),
            })
        })))
    }

    /// The names of functions that are most like `name`, the most similar first.
    fn near(&self, name: &str) -> Vec<&'static str> {
        let mut names: Vec<_> = self
            .functions()
            .map(|function| (strsim::jaro_winkler(function, name), function))
            .filter(|(similarity, _)| *similarity >= SIMILAR)
            .collect();
        names.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        names.into_iter().map(|(_, name)| name).take(MOST_SUGGESTIONS).collect()
    }

    /// Checks that its declarations fit together, for a test of the program.
    ///
    /// # Panics
    /// When two functions share a name, or two kinds of problems share a slug and differ, or a function is in no
    /// chapter of the description, or a refusal that a function names has no example.
    pub fn check(&self) {
        let mut names = HashSet::new();
        for name in self.functions() {
            assert!(names.insert(name), "two functions are called {name}");
        }
        self.described().check(&self.functions);
    }
}

fn suggested(near: &[&str]) -> String {
    if near.is_empty() { "no name is like it".to_owned() } else { format!("near it: {}", near.join(", ")) }
}

fn raw(json: Vec<u8>) -> Result<Box<RawValue>, InvokeError> {
    Ok(RawValue::from_string(String::from_utf8(json)?)?)
}
