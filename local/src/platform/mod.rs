//! The whole template, running.

mod hosting;
mod start_error;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use adapters::aws::Aws;
use aws_sdk_dynamodb::Client;
use domain::{Clock, Ids, trainer::BookingWindow};
use functions::{SystemClock, TimeOrderedIds};
use tokio::net::TcpListener;

use crate::database::{self, DataFolder, Database};
use crate::deployment;
use crate::event_sources::{EventSources, NoEventSource, NotQuiet, Services};
use crate::front_door::{self, Inventory};
use crate::gateway::{Gateway, Routes};
use crate::identity::{self, Accounts, Identity, SigningKey, token};
use crate::in_flight::InFlight;
use crate::lambda::{InvocationFailure, Lambda};
use crate::loopback::LoopbackServer;
use crate::memory;
use crate::message_queue::{self, Bells, Depth, MessageQueues};
use crate::page::Page;
use crate::seed::Seed;
use crate::template::{CognitoTrigger, FunctionResource, QueueResource, Template};

pub use crate::database::{DataFolderError, DatabaseError, TableError};
pub use crate::gateway::AmbiguousRoute;
pub use crate::message_queue::QueueError;
pub use crate::page::PageHeaderError;
pub use adapters::aws::{ConfigureCognito, ConfigureSqs};
pub use hosting::{Around, Handlers};
pub use start_error::StartError;

use hosting::{Assignment, Runs};

/// How long connections that no request is under way on may hold up a stop.
const IDLE_CONNECTIONS: Duration = Duration::from_millis(500);

/// How soon a failed message or batch comes again, unless a test says otherwise.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Changes how the functions' DynamoDB client is made.
pub type ConfigureDynamoDb =
    Arc<dyn Fn(aws_sdk_dynamodb::config::Builder) -> aws_sdk_dynamodb::config::Builder + Send + Sync>;

/// What a platform is started with.
#[derive(Clone)]
pub struct Options {
    /// The template to run.
    pub template: PathBuf,
    /// Where the data is.
    pub data: Data,
    /// The port on 127.0.0.1 to listen on; 0 for any that is free.
    pub port: u16,
    /// Whether demo users, hours and credits are put there at the first start.
    pub seed: bool,
    /// The time, for functions, tokens and seed.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn Ids>,
    /// Changes the functions' DynamoDB client, so that tests can count calls and inject faults.
    pub dynamodb: Option<ConfigureDynamoDb>,
    /// Changes the functions' SQS client, for the same.
    pub sqs: Option<ConfigureSqs>,
    /// Changes the functions' Cognito client, so that tests can see its calls.
    pub cognito: Option<ConfigureCognito>,
    /// What runs when functions are invoked.
    pub handlers: Handlers,
    /// What stands between services and functions.
    pub around: Option<Around>,
    /// How soon failed messages and stream batches come again. The one liberty that the event sources
    /// take: on AWS a failed message stays hidden for its queue's visibility timeout.
    pub retry_after: Duration,
}

impl Options {
    /// The template with the code's functions, on any free port, without demo data.
    #[must_use]
    pub fn new(template: PathBuf, data: Data) -> Self {
        Self {
            template,
            data,
            port: 0,
            seed: false,
            clock: Arc::new(SystemClock),
            ids: Arc::new(TimeOrderedIds),
            dynamodb: None,
            sqs: None,
            cognito: None,
            handlers: Handlers::Code,
            around: None,
            retry_after: RETRY_AFTER,
        }
    }
}

/// Where a platform's data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// Gone when the platform stops.
    InMemory,
    /// In files in a folder, which is made if it is not there. One platform at a time.
    Folder(PathBuf),
}

/// A running platform. Dropped without [`Platform::stop`], it stops without waiting for anything.
pub struct Platform {
    template: Template,
    inventory: Inventory,
    surroundings: BTreeMap<String, String>,
    lambda: Arc<Lambda>,
    in_flight: InFlight,
    key: SigningKey,
    dynamodb: Client,
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
    /// Starts a platform and, if asked to, puts the demo data there. Once this returns, requests
    /// are answered.
    ///
    /// # Errors
    /// Whatever stands in the way, in one line for the person who started it.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let template = Template::read(&options.template)?;
        let assignments = hosting::assign(&template, &options.handlers)?;
        let routes = Routes::new(&template)?;
        let inventory = Inventory {
            functions: assignments.len(),
            routes: routes.len(),
            tables: template.tables.len(),
            queues: template.queues.len(),
        };
        let window = window(&assignments);
        let page = Page::new(&options.template, &template.page_headers, window.unwrap_or_default())?;
        let listener = listen(options.port).await?;

        let folder = match &options.data {
            Data::InMemory => None,
            Data::Folder(path) => Some(DataFolder::open(path)?),
        };
        let key = signing_key(folder.as_ref())?;
        let database = Database::start(folder.as_ref()).await?;
        let bells = Bells::of(&template.queues);
        let queues = MessageQueues::start(bells.clone()).await?;
        let identity_listener = listen(0).await?;
        let surroundings = surroundings(&database.url(), &queues.url(), &identity_listener)?;
        let aws =
            Aws::read(|name| surroundings.get(name).cloned()).map_err(|error| StartError::Aws(error.to_string()))?;
        let (dynamodb, sqs) = (aws.dynamodb(), aws.sqs());
        let tables = [template.tables.as_slice(), &[memory::table()]].concat();
        database::create_missing(&dynamodb, &tables).await?;
        message_queue::create(&sqs, &template.queues).await?;

        let accounts = Accounts::new(dynamodb.clone());
        let provider = accounts.clone();
        let identity_provider = LoopbackServer::start(identity_listener, |listener, stopped| {
            identity::serve_provider(listener, provider, stopped)
        })
        .map_err(StartError::NoPort)?;

        let in_flight = InFlight::new();
        let lambda = Arc::new(host(assignments, &options, aws, &in_flight));
        let identity = Arc::new(Identity::new(
            accounts,
            key.clone(),
            Arc::clone(&lambda),
            after_confirmation(&template),
            Arc::clone(&options.clock),
            Arc::clone(&options.ids),
        ));
        let gateway = Arc::new(Gateway::new(
            routes,
            key.clone(),
            Arc::clone(&lambda),
            Arc::clone(&options.clock),
            Arc::clone(&options.ids),
            listener.local_addr().map_err(StartError::NoPort)?.to_string(),
        ));
        if options.seed {
            let seed = Seed {
                gateway: &gateway,
                identity: &identity,
                dynamodb: &dynamodb,
                window: window.unwrap_or_default(),
                now: options.clock.now(),
            };
            seed.sow().await?;
        }

        let queue_routes = message_queue::routes(sqs.clone(), template.clone());
        let service = front_door::router(gateway, identity, queue_routes, page, inventory, in_flight.clone());
        let front_door = LoopbackServer::start(listener, |listener, stopped| async move {
            let served = axum::serve(listener, service).with_graceful_shutdown(stopped.wait()).await;
            if let Err(error) = served {
                tracing::error!(%error, "the server has stopped");
            }
        })
        .map_err(StartError::NoPort)?;
        let services = Services {
            lambda: Arc::clone(&lambda),
            in_flight: in_flight.clone(),
            sqs: sqs.clone(),
            streams: database.streams(&dynamodb),
            bells,
            retry_after: options.retry_after,
        };
        let event_sources = EventSources::start(&template, services);
        Ok(Self {
            template,
            inventory,
            surroundings,
            lambda,
            in_flight,
            key,
            dynamodb,
            sqs,
            event_sources,
            front_door,
            identity_provider,
            queues,
            database,
            _folder: folder,
        })
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
        self.database.streams(&self.dynamodb)
    }

    /// The name in the database of the table with that logical id, if the template has it.
    #[must_use]
    pub fn table(&self, logical_id: &str) -> Option<&str> {
        self.template.table(logical_id).map(|table| table.name.as_str())
    }

    /// Every table's name in the database, with the attributes of its key.
    pub(crate) fn tables(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        self.template.tables.iter().map(|table| {
            let attributes = [Some(&table.key.partition), table.key.sort.as_ref()];
            (table.name.as_str(), attributes.into_iter().flatten().map(String::as_str).collect())
        })
    }

    /// The functions, by the names of their binaries, that a queue, a stream or a schedule invokes.
    pub(crate) fn event_driven(&self) -> impl Iterator<Item = &str> {
        let functions = self.template.functions.iter();
        let driven = functions.filter(|f| !(f.queues.is_empty() && f.streams.is_empty() && f.schedules.is_empty()));
        driven.map(|function| function.binary.as_str())
    }

    /// Every function with the environment that its binary needs to run as a process of its own against this
    /// platform's tables, queues and users.
    pub fn functions(&self) -> impl Iterator<Item = (&FunctionResource, BTreeMap<String, String>)> {
        self.template.functions.iter().map(|function| {
            let mut environment = self.surroundings.clone();
            environment.extend(function.environment.clone());
            (function, environment)
        })
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

    /// Invokes a function, by its logical id or the name of its binary, with a payload as its service would
    /// send it. At once, whatever its schedule.
    ///
    /// # Errors
    /// There is no such function, or it fails.
    pub async fn invoke(&self, function: &str, payload: &[u8]) -> Result<Vec<u8>, InvocationFailure> {
        let mut functions = self.template.functions.iter();
        let named = functions.find(|resource| resource.logical_id == function);
        let binary = named.map_or(function, |resource| &resource.binary);
        self.lambda.invoke(binary, payload.to_vec()).await
    }

    /// Stops whatever queue, stream or schedule invokes a function, by the name of its binary. Returns
    /// once nothing that was taken for it is under way; the rest waits for [`Platform::resume`].
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
    pub fn sign(&self, claims: token::Claims) -> String {
        token::sign(&self.key, claims)
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

/// Which hours can be booked. Every function has the same settings: they stand in the template's globals.
fn window(assignments: &[Assignment<'_>]) -> Option<BookingWindow> {
    assignments.iter().find_map(|assignment| match &assignment.runs {
        Runs::Code(_, settings) => Some(settings.window()),
        Runs::Given(_) => None,
    })
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

/// The AWS that functions see: this process, as their environment tells it.
fn surroundings(
    database: &str,
    queues: &str,
    identity_listener: &TcpListener,
) -> Result<BTreeMap<String, String>, StartError> {
    let identity = identity_listener.local_addr().map_err(StartError::NoPort)?;
    let variables = [
        ("AWS_REGION", deployment::REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID", "local".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
        ("AWS_ENDPOINT_URL_DYNAMODB", database.to_owned()),
        ("AWS_ENDPOINT_URL_SQS", queues.to_owned()),
        ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", format!("http://{identity}")),
    ];
    Ok(variables.map(|(name, value)| (name.to_owned(), value)).into())
}

fn host(assignments: Vec<Assignment<'_>>, options: &Options, aws: Aws, in_flight: &InFlight) -> Lambda {
    let config = aws.dynamodb_config();
    let config = match &options.dynamodb {
        Some(configure) => configure(config),
        None => config,
    };
    let dynamodb = Client::from_conf(config.build());
    let aws = match &options.sqs {
        Some(configure) => aws.with_sqs_config(Arc::clone(configure)),
        None => aws,
    };
    let aws = match &options.cognito {
        Some(configure) => aws.with_cognito_config(Arc::clone(configure)),
        None => aws,
    };
    let mut lambda = Lambda::new(Arc::clone(&options.ids), in_flight.clone());
    for Assignment { resource, runs } in assignments {
        let handler = runs.handler(|settings| {
            let (clock, ids) = (Arc::clone(&options.clock), Arc::clone(&options.ids));
            functions::Dependencies::new(settings, dynamodb.clone(), aws.clone(), clock, ids)
        });
        let handler = match &options.around {
            Some(around) => {
                let around = Arc::clone(around);
                Arc::new(move |invocation| around(invocation, Arc::clone(&handler)))
            }
            None => handler,
        };
        lambda.host(resource, handler);
    }
    lambda
}

fn after_confirmation(template: &Template) -> Vec<String> {
    let functions = template.functions.iter();
    let triggered = functions.filter(|f| f.triggers.contains(&CognitoTrigger::PostConfirmation));
    triggered.map(|function| function.binary.clone()).collect()
}
