//! The whole template, running.

mod hosting;
mod options;
mod prepared;
mod start_error;

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use tokio::net::TcpListener;

use crate::database::{self, DataFolder, Database, DatabaseError};
use crate::deployment;
use crate::event_sources::{EventSources, NoEventSource, NotQuiet};
use crate::front_door::Inventory;
use crate::identity::token::Claims;
use crate::identity::{Identity, SigningKey};
use crate::in_flight::InFlight;
use crate::lambda::{InvocationFailure, Lambda};
use crate::loopback::LoopbackServer;
use crate::memory;
use crate::message_queue::{self, Depth, MessageQueues, QueueError};
use crate::program::Environment;
use crate::template::{FunctionResource, QueueResource, Template};

pub use hosting::Around;
pub use options::{Data, Options};
pub use prepared::Prepared;
pub use start_error::StartError;

/// How long connections that no request is under way on may hold up a stop.
const IDLE_CONNECTIONS: Duration = Duration::from_millis(500);

/// A running platform. Dropped without [`Platform::stop`], it stops without waiting for anything.
pub struct Platform {
    template: Template,
    inventory: Inventory,
    surroundings: Environment,
    lambda: Arc<Lambda>,
    in_flight: InFlight,
    identity: Arc<Identity>,
    dynamodb: Client,
    streams: aws_sdk_dynamodbstreams::Client,
    sqs: aws_sdk_sqs::Client,
    event_sources: EventSources,
    front_door: LoopbackServer,
    identity_provider: LoopbackServer,
    queues: MessageQueues,
    database: Database,
    /// Freed last, when nothing writes any more.
    _folder: Option<DataFolder>,
}

impl Platform {
    /// Starts a platform. Once this returns, requests are answered.
    ///
    /// # Errors
    /// Whatever stands in the way, in one line for the person who started it.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        Self::prepare(options).await?.serve()
    }

    /// Starts a platform up to the point at which it would answer.
    ///
    /// # Errors
    /// Like those of [`Platform::start`].
    pub async fn prepare(options: Options) -> Result<Prepared, StartError> {
        Prepared::new(options).await
    }

    /// Where it is reached, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        self.front_door.url()
    }

    /// What it runs.
    #[must_use]
    pub fn inventory(&self) -> Inventory {
        self.inventory
    }

    /// A client of the embedded DynamoDB that no hook has changed.
    #[must_use]
    pub fn dynamodb(&self) -> Client {
        self.dynamodb.clone()
    }

    /// A client of the streams of its tables.
    #[must_use]
    pub fn dynamodb_streams(&self) -> aws_sdk_dynamodbstreams::Client {
        self.streams.clone()
    }

    /// The name in the database of the table with that logical id, if the template has it.
    #[must_use]
    pub fn table(&self, logical_id: &str) -> Option<&str> {
        self.template.table(logical_id).map(|table| table.name.as_str())
    }

    /// Deletes every item of every table, accounts and notes included.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn clear(&self) -> Result<(), DatabaseError> {
        for table in self.template.tables.iter().chain([&memory::table()]) {
            database::clear(&self.dynamodb, table).await?;
        }
        Ok(())
    }

    /// The user pool.
    #[must_use]
    pub fn users(&self) -> &Identity {
        &self.identity
    }

    /// The functions, by logical id, that a queue, a stream or a schedule invokes.
    pub fn event_driven(&self) -> impl Iterator<Item = &str> {
        let functions = self.template.functions.iter();
        let driven = functions.filter(|f| !(f.queues.is_empty() && f.streams.is_empty() && f.schedules.is_empty()));
        driven.map(|function| function.logical_id.as_str())
    }

    /// Every function with the environment that it needs to run as a process of its own against this
    /// platform's tables, queues and users.
    pub fn functions(&self) -> impl Iterator<Item = (&FunctionResource, Environment)> {
        self.template.functions.iter().map(|function| (function, hosting::environment(function, &self.surroundings)))
    }

    /// A client of the embedded SQS that no hook has changed.
    #[must_use]
    pub fn sqs(&self) -> aws_sdk_sqs::Client {
        self.sqs.clone()
    }

    /// The URL of the queue with that logical id, if the template has it.
    #[must_use]
    pub fn queue_url(&self, logical_id: &str) -> Option<String> {
        self.template.queue(logical_id).map(QueueResource::url)
    }

    /// How many messages are in the queue with that logical id; none if there is no such queue.
    ///
    /// # Errors
    /// SQS refuses.
    pub async fn queue_depth(&self, logical_id: &str) -> Result<Option<Depth>, QueueError> {
        match self.template.queue(logical_id) {
            Some(queue) => message_queue::depth(&self.sqs, queue).await.map(Some),
            None => Ok(None),
        }
    }

    /// Invokes a function, by its logical id or its handler, with a payload as its service would
    /// send it. At once, whatever its schedule.
    ///
    /// # Errors
    /// There is no such function, or it fails.
    pub async fn invoke(&self, function: &str, payload: &[u8]) -> Result<Vec<u8>, InvocationFailure> {
        let logical_id = self.template.function(function).map_or(function, |resource| &resource.logical_id);
        self.lambda.invoke(logical_id, payload.to_vec()).await
    }

    /// Stops whatever queue, stream or schedule invokes a function, by its logical id or its handler. Returns
    /// once nothing that it was given is under way; the rest waits for [`Platform::resume`].
    ///
    /// # Errors
    /// No queue, stream or schedule invokes that function.
    pub async fn pause(&self, function: &str) -> Result<(), NoEventSource> {
        self.event_sources.pause(function).await
    }

    /// Goes on after [`Platform::pause`].
    ///
    /// # Errors
    /// No queue, stream or schedule invokes that function.
    pub fn resume(&self, function: &str) -> Result<(), NoEventSource> {
        self.event_sources.resume(function)
    }

    /// Waits until everything that has happened has been handled: streams are read to their end, queues
    /// are empty and nothing is under way. Dead-letter and on-failure queues may be full, and what is
    /// paused is left out.
    ///
    /// # Errors
    /// That is not so after half a minute; the error says where something is left.
    pub async fn quiet(&self) -> Result<(), NotQuiet> {
        self.event_sources.quiet().await
    }

    /// Signs any claims at all with this platform's key: the tokens that nobody gets by signing in.
    #[must_use]
    pub fn sign(&self, claims: &Claims) -> String {
        self.identity.sign(claims)
    }

    /// Takes no more requests, waits for those under way, and leaves the data for the next start.
    pub async fn stop(self) {
        let closed = self.front_door.stop();
        let idle = async {
            self.in_flight.finished().await;
            tokio::time::sleep(IDLE_CONNECTIONS).await;
        };
        tokio::select! {
            () = closed => self.in_flight.finished().await,
            () = idle => {}
        }
        self.event_sources.stop().await;
        self.in_flight.finished().await;
        self.identity_provider.stop().await;
        self.queues.stop().await;
        self.database.stop().await;
    }
}

async fn listen(port: u16) -> Result<TcpListener, StartError> {
    LoopbackServer::bind(port).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => StartError::PortTaken(port),
        _ => StartError::NoPort(error),
    })
}

fn signing_key(folder: Option<&DataFolder>) -> Result<SigningKey, StartError> {
    match folder {
        None => Ok(SigningKey::random()),
        Some(folder) => SigningKey::kept_in(&folder.signing_key())
            .map_err(|source| StartError::SigningKey { file: folder.signing_key(), source }),
    }
}

/// The variables by which functions find AWS. They lead to this process.
fn surroundings(database: &str, queues: &str, identity_listener: &TcpListener) -> Result<Environment, StartError> {
    let identity = identity_listener.local_addr().map_err(StartError::NoPort)?;
    let variables = [
        ("AWS_REGION", deployment::REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID", deployment::ACCESS_KEY.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", deployment::SECRET_KEY.to_owned()),
        ("AWS_ENDPOINT_URL_DYNAMODB", database.to_owned()),
        ("AWS_ENDPOINT_URL_SQS", queues.to_owned()),
        ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", format!("http://{identity}")),
    ];
    Ok(variables.map(|(name, value)| (name.to_owned(), value)).into())
}
