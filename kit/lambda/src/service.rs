use kit_domain::{Command, Policies, ReadModelError};
use kit_dynamodb::{Answer, Attempt, Table};
use uuid::Uuid;

use crate::{
    BoxFuture, Function, Mechanism, Runtime, SettingsError,
    http::{ApiRequest, Problem, Reply, execute},
};

/// The functions of one context, and what their handlers work with. Cheap to clone.
///
/// A handler gets only its own service, so that it reaches no other context's table.
pub trait Service: Clone + Send + Sync + 'static {
    /// The context whose commands the functions execute.
    type Context: Policies<Attempt<Self::Context, Self::Layout>>;
    /// The layout of its table: see [`Stored`](kit_dynamodb::Stored).
    type Layout: Send + Sync + 'static;

    /// Reads what its handlers need from the environment of a function.
    ///
    /// # Errors
    /// When a variable is missing or makes no sense. The function does not start then.
    fn read(runtime: Runtime) -> Result<Self, SettingsError>;

    /// The runtime that it was read from.
    fn runtime(&self) -> &Runtime;

    /// The table of its context.
    fn table(&self) -> &Table<Self::Context, Self::Layout>;

    /// All of its functions.
    fn catalog() -> &'static Catalog<Self>;

    /// Refuses a query whose sender may not ask anything, such as an account that is closed.
    fn admit<'a>(&'a self, _request: &'a ApiRequest) -> BoxFuture<'a, Result<(), Problem>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// The namespace of the idempotency keys of `sender`.
    #[must_use]
    fn keys_of(sender: Uuid) -> Uuid {
        sender
    }

    /// Executes a command once, however often its request comes, or accepts it to be executed later if the request
    /// prefers that. `starts` is the path at which the thing that it starts can be read.
    fn execute<K>(
        &self,
        request: &ApiRequest,
        command: K,
        starts: Option<String>,
    ) -> impl Future<Output = Result<Reply, Problem>> + Send
    where
        K: Command<Attempt<Self::Context, Self::Layout>> + Send,
    {
        execute(self, request, command, Answer { content_location: starts })
    }

    /// The result of a query, if its sender is [admitted](Service::admit): both are looked up at the same time.
    fn ask<'a, T: Send + 'a>(
        &'a self,
        request: &'a ApiRequest,
        query: impl Future<Output = Result<T, ReadModelError>> + Send + 'a,
    ) -> BoxFuture<'a, Result<T, Problem>> {
        Box::pin(async move {
            let (admitted, answer) = tokio::join!(self.admit(request), query);
            admitted?;
            answer.map_err(Problem::unanswered)
        })
    }
}

/// All functions of a service.
///
/// Everything else follows from it: the program's functions, the commands that can be deferred, the subscriptions and
/// the description of the API.
pub struct Catalog<S: Service> {
    /// The functions that answer requests, in the order in which they are described.
    pub chapters: &'static [Chapter<S>],
    /// The subscribers and the triggers.
    pub others: &'static [&'static Function<S>],
    /// The functions that every service has.
    pub mechanism: &'static Mechanism<S>,
    /// [`examples`](crate::http::examples) of each enum of refusals.
    pub refusals: &'static [fn() -> Vec<Problem>],
}

/// Functions that belong together.
pub struct Chapter<S: Service> {
    /// Its heading.
    pub name: &'static str,
    /// Its introduction.
    pub about: &'static str,
    /// Its functions.
    pub functions: &'static [&'static Function<S>],
}

impl<S: Service> Catalog<S> {
    /// Every function.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static Function<S>> {
        let chapters = self.chapters.iter().flat_map(|chapter| chapter.functions);
        chapters.chain(self.others).copied().chain(self.mechanism.all())
    }

    /// The command called `name`.
    pub(crate) fn command(&self, name: &str) -> Option<&'static Function<S>> {
        self.all().find(|function| function.is_command() && function.name() == name)
    }
}
