use std::{fmt, future::Future, pin::Pin, sync::Arc};

use kit_domain::{DomainEvent, causes};
use kit_dynamodb::{
    CloudEvent, Table,
    call_counts::{self, CallCounts},
    projection::{Projected, Projection},
};
use lambda_runtime::Context;
use schemars::{JsonSchema, SchemaGenerator};

use crate::{
    Runtime, Service, SettingsError, Subscription, TimeBudget,
    description::{Audience, Operation, Success, Takes},
    http::{self, ApiRequest, Document, HandleRequest, Problem, Reply},
    messages::{self, Delivery, HandleDelivery, Unhandled},
    runtime::Elsewhere,
    subscription::FromElsewhere,
};

/// A future that hides its type.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The error that Lambda reports for an invocation.
pub type InvokeError = Box<dyn std::error::Error + Send + Sync>;

/// Answers a request.
pub type RequestHandler<S> = for<'a> fn(&'a S, &'a ApiRequest) -> BoxFuture<'a, Result<Reply, Problem>>;

/// Handles one message of a subscriber's queue.
pub type DeliveryHandler<S> = for<'a> fn(&'a S, &'a Delivery) -> BoxFuture<'a, Result<(), Unhandled>>;

/// Handles an invocation by a service other than the gateway and the queues: JSON in, JSON out.
pub type TriggerHandler<S> = for<'a> fn(&'a S, Invocation<'a>) -> BoxFuture<'a, Result<Vec<u8>, InvokeError>>;

/// Adds to the description of a function everything but its name, its route and its audience.
pub type Describe = fn(Operation) -> Operation;

/// An invocation of a trigger.
#[derive(Clone, Copy, Debug)]
pub struct Invocation<'a> {
    /// The JSON that the service sends.
    pub payload: &'a [u8],
    /// The time that the invocation has.
    pub budget: TimeBudget,
}

/// A Lambda function of a service: declared once, in a static beside its handler.
///
/// Handlers are function pointers and futures are boxed, so that the HTTP stack and the runtime are compiled once.
pub struct Function<S: Service> {
    name: &'static str,
    kind: Kind<S>,
    check: fn(&S) -> Result<(), SettingsError>,
}

enum Kind<S: Service> {
    Http { described: Described, handler: RequestHandler<S> },
    Subscriber { subscription: Subscription, handler: DeliveryHandler<S> },
    Projection { subscription: Subscription, project: Project },
    Trigger(TriggerHandler<S>),
}

type Project = for<'a> fn(&'a Table<Elsewhere>, &'a Delivery) -> BoxFuture<'a, Result<(), Unhandled>>;

/// How a function of the HTTP API is described.
#[derive(Clone)]
struct Described {
    route: &'static str,
    audience: &'static Audience,
    takes: Takes,
    success: Success,
    describe: Describe,
}

impl<S: Service> Function<S> {
    /// A function that executes a command sent over HTTP. `describe` adds the fields of its body, if it has any.
    pub const fn command(
        name: &'static str,
        route: &'static str,
        audience: &'static Audience,
        describe: Describe,
        handler: RequestHandler<S>,
    ) -> Self {
        let described = Described { route, audience, takes: Takes::NoFields, success: Success::Done, describe };
        Self::new(name, Kind::Http { described, handler })
    }

    /// A function that answers a query sent over HTTP with a `T`.
    pub const fn query<T: JsonSchema>(
        name: &'static str,
        route: &'static str,
        audience: &'static Audience,
        describe: Describe,
        handler: RequestHandler<S>,
    ) -> Self {
        let success = Success::Answer(SchemaGenerator::subschema_for::<T>);
        let described = Described { route, audience, takes: Takes::Nothing, success, describe };
        Self::new(name, Kind::Http { described, handler })
    }

    /// A function that handles events of the context `From` in any order. Its effects are in the service's own context,
    /// whose inbox says which events it has handled.
    ///
    /// `types` are all `TYPES` of an enum of events, or [`only`](crate::only) one.
    pub const fn subscriber<From: kit_domain::Context>(
        name: &'static str,
        types: &'static [&'static str],
        handler: DeliveryHandler<S>,
    ) -> Self {
        let subscription = Subscription::in_any_order::<From, S::Context>(name, types);
        Self::new(name, Kind::Subscriber { subscription, handler })
    }

    /// A function that handles passed deadlines of an aggregate of the service's context, whose events are `E`.
    pub const fn deadline<E: DomainEvent>(name: &'static str, handler: DeliveryHandler<S>) -> Self {
        let subscription = Subscription::to_deadlines::<S::Context, E>(name);
        Self::new(name, Kind::Subscriber { subscription, handler })
    }

    /// A function that keeps the projection `P` of the events of the context `From`. It may be built anew from old
    /// events.
    #[must_use]
    pub const fn projection<From: kit_domain::Context, P: Projection + 'static>(name: &'static str) -> Self {
        let subscription = Subscription::in_order::<From, P>(name).rebuildable();
        Self::new(
            name,
            Kind::Projection { subscription, project: |table, delivery| Box::pin(project::<P>(table, delivery)) },
        )
    }

    /// A function that another service triggers.
    pub const fn trigger(name: &'static str, handler: TriggerHandler<S>) -> Self {
        Self::new(name, Kind::Trigger(handler))
    }

    /// With a check of its settings before its first invocation.
    #[must_use]
    pub const fn checked(mut self, check: fn(&S) -> Result<(), SettingsError>) -> Self {
        self.check = check;
        self
    }

    const fn new(name: &'static str, kind: Kind<S>) -> Self {
        Self { name, kind, check: |_| Ok(()) }
    }

    /// Its name, by which its `Handler` in the template chooses it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Answers requests, if it is a function of the HTTP API.
    pub(crate) fn request_handler(&self) -> Option<RequestHandler<S>> {
        match self.kind {
            Kind::Http { handler, .. } => Some(handler),
            Kind::Subscriber { .. } | Kind::Projection { .. } | Kind::Trigger(_) => None,
        }
    }

    pub(crate) fn is_command(&self) -> bool {
        matches!(&self.kind, Kind::Http { described, .. } if !matches!(described.takes, Takes::Nothing))
    }
}

impl<S: Service> fmt::Debug for Function<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Function").field("name", &self.name).finish_non_exhaustive()
    }
}

async fn project<P: Projection>(table: &Table<Elsewhere>, delivery: &Delivery) -> Result<(), Unhandled> {
    let event: CloudEvent<P::Event> = delivery.event()?;
    match table.project::<FromElsewhere<P>>(&event).await {
        Projected::Now => Ok(()),
        Projected::Before => {
            call_counts::duplicate();
            Ok(())
        }
        Projected::TooEarly => Err(Unhandled::Early),
        Projected::Unavailable(cause) => Err(Unhandled::Later(causes(&*cause))),
        Projected::Never(cause) => Err(Unhandled::Never(causes(&*cause))),
    }
}

/// A function that answers every request alike, without a token and without a service.
pub struct PublicFunction {
    name: &'static str,
    described: Described,
    answer: PublicAnswer,
}

#[derive(Clone, Copy)]
enum PublicAnswer {
    Document(fn() -> &'static Document),
    Redirect(&'static str),
}

impl PublicFunction {
    /// A function that answers with a document.
    #[must_use]
    pub const fn document(
        name: &'static str,
        route: &'static str,
        describe: Describe,
        document: fn() -> &'static Document,
    ) -> Self {
        Self::new(name, route, Success::Document, describe, PublicAnswer::Document(document))
    }

    /// A function that redirects to `path`.
    #[must_use]
    pub const fn redirect(name: &'static str, route: &'static str, describe: Describe, path: &'static str) -> Self {
        Self::new(name, route, Success::Redirect(path), describe, PublicAnswer::Redirect(path))
    }

    const fn new(
        name: &'static str,
        route: &'static str,
        success: Success,
        describe: Describe,
        answer: PublicAnswer,
    ) -> Self {
        let described = Described { route, audience: &Audience::EVERYBODY, takes: Takes::Nothing, success, describe };
        Self { name, described, answer }
    }

    fn answer(&self, request: &ApiRequest) -> Result<Reply, Problem> {
        request.parameters(&[])?;
        Ok(match self.answer {
            PublicAnswer::Document(document) => document().reply(request),
            PublicAnswer::Redirect(path) => Reply::Redirect(path),
        })
    }
}

/// A function of any service.
pub(crate) trait AnyFunction: Sync {
    fn name(&self) -> &'static str;

    fn operation(&self) -> Option<Operation>;

    fn subscription(&self) -> Option<&Subscription>;

    fn make(&'static self, runtime: Runtime) -> Result<Handler, SettingsError>;
}

impl<S: Service> AnyFunction for Function<S> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn operation(&self) -> Option<Operation> {
        match &self.kind {
            Kind::Http { described, .. } => {
                Some(described.operation(self.name).deferred_at(S::catalog().mechanism.commands()))
            }
            _ => None,
        }
    }

    fn subscription(&self) -> Option<&Subscription> {
        match &self.kind {
            Kind::Subscriber { subscription, .. } | Kind::Projection { subscription, .. } => Some(subscription),
            Kind::Http { .. } | Kind::Trigger(_) => None,
        }
    }

    fn make(&'static self, runtime: Runtime) -> Result<Handler, SettingsError> {
        if let Some(subscription) = self.subscription() {
            runtime.queues()?;
            runtime.inbox_of(subscription)?;
        }
        let service = S::read(runtime)?;
        (self.check)(&service)?;
        Ok(Handler(Arc::new(Made { function: self, service })))
    }
}

impl AnyFunction for PublicFunction {
    fn name(&self) -> &'static str {
        self.name
    }

    fn operation(&self) -> Option<Operation> {
        Some(self.described.operation(self.name))
    }

    fn subscription(&self) -> Option<&Subscription> {
        None
    }

    fn make(&'static self, runtime: Runtime) -> Result<Handler, SettingsError> {
        Ok(Handler(Arc::new(MadePublic { function: self, runtime })))
    }
}

impl Described {
    fn operation(&self, name: &'static str) -> Operation {
        let Self { route, audience, takes, success, describe } = self.clone();
        describe(Operation::new(name, route, audience, takes, success))
    }
}

/// A function with everything that it works with, ready to be invoked. Cheap to clone.
#[derive(Clone)]
pub struct Handler(Arc<dyn Invoke>);

impl Handler {
    /// One invocation: the JSON that the service sends in, the JSON that it gets back out.
    ///
    /// # Errors
    /// The function error that Lambda reports: the payload is not what the service sends, or a trigger failed. Any
    /// failure of a request is an HTTP answer instead.
    pub async fn invoke(&self, payload: &[u8], context: Context) -> Result<Vec<u8>, InvokeError> {
        CallCounts::count(self.0.invoke(payload, context)).await
    }
}

trait Invoke: Send + Sync {
    fn invoke<'a>(&'a self, payload: &'a [u8], context: Context) -> BoxFuture<'a, Result<Vec<u8>, InvokeError>>;
}

struct Made<S: Service> {
    function: &'static Function<S>,
    service: S,
}

impl<S: Service> Invoke for Made<S> {
    fn invoke<'a>(&'a self, payload: &'a [u8], context: Context) -> BoxFuture<'a, Result<Vec<u8>, InvokeError>> {
        let (name, runtime) = (self.function.name, self.service.runtime());
        match &self.function.kind {
            Kind::Http { .. } => Box::pin(http::answer(name, self, runtime, payload, context)),
            Kind::Subscriber { subscription, .. } | Kind::Projection { subscription, .. } => {
                Box::pin(messages::deliver(subscription, self, runtime, payload))
            }
            Kind::Trigger(handler) => {
                let invocation = Invocation { payload, budget: TimeBudget::of(&context) };
                Box::pin(log_outcome(name, context, handler(&self.service, invocation)))
            }
        }
    }
}

async fn log_outcome(
    function: &'static str,
    context: Context,
    handled: BoxFuture<'_, Result<Vec<u8>, InvokeError>>,
) -> Result<Vec<u8>, InvokeError> {
    let answer = handled.await;
    match &answer {
        Ok(_) => tracing::info!(function, request_id = context.request_id, "handled"),
        Err(error) => tracing::error!(function, request_id = context.request_id, cause = causes(&**error), "failed"),
    }
    answer
}

impl<S: Service> HandleRequest for Made<S> {
    fn handle<'a>(&'a self, request: &'a ApiRequest) -> BoxFuture<'a, Result<Reply, Problem>> {
        match self.function.request_handler() {
            Some(handler) => handler(&self.service, request),
            None => unreachable!("only functions of the HTTP API are sent requests"),
        }
    }
}

impl<S: Service> HandleDelivery for Made<S> {
    fn handle<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Result<(), Unhandled>> {
        match &self.function.kind {
            Kind::Subscriber { handler, .. } => handler(&self.service, delivery),
            Kind::Projection { subscription, project } => Box::pin(async move {
                let table = self.service.runtime().inbox_of(subscription)?;
                project(&table, delivery).await
            }),
            Kind::Http { .. } | Kind::Trigger(_) => unreachable!("only subscribers are sent messages"),
        }
    }
}

struct MadePublic {
    function: &'static PublicFunction,
    runtime: Runtime,
}

impl Invoke for MadePublic {
    fn invoke<'a>(&'a self, payload: &'a [u8], context: Context) -> BoxFuture<'a, Result<Vec<u8>, InvokeError>> {
        Box::pin(http::answer(self.function.name, self, &self.runtime, payload, context))
    }
}

impl HandleRequest for MadePublic {
    fn handle<'a>(&'a self, request: &'a ApiRequest) -> BoxFuture<'a, Result<Reply, Problem>> {
        Box::pin(std::future::ready(self.function.answer(request)))
    }
}
