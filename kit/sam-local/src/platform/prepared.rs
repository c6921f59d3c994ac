//! A platform just before it answers.

use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use jiff::Timestamp;
use tokio::net::TcpListener;

use super::{Options, Platform, StartError, hosting, listen, signing_key, surroundings};
use crate::aws::Clients;
use crate::clock::{self, MovableClock};
use crate::database::{self, DataFolder, Database};
use crate::event_sources::{self, EventSources};
use crate::front_door::{self, Inventory};
use crate::gateway::{Gateway, Routes};
use crate::identity::{self, Accounts, Identity, UserPool};
use crate::in_flight::InFlight;
use crate::lambda::Lambda;
use crate::loopback::LoopbackServer;
use crate::memory;
use crate::message_queue::{self, MessageQueues, WakeUps};
use crate::page::Page;
use crate::program::{Environment, Services};
use crate::template::{CognitoTrigger, FunctionResource, Template};

use super::Data;

/// A platform whose tables and functions are there, but which answers nobody yet and drives no queue, stream or
/// schedule. So data can be put there before anybody sees it.
pub struct Prepared {
    options: Options,
    template: Template,
    inventory: Inventory,
    surroundings: Environment,
    listener: TcpListener,
    lambda: Arc<Lambda>,
    in_flight: InFlight,
    gateway: Arc<Gateway>,
    identity: Arc<Identity>,
    page: Option<Page>,
    wake_ups: WakeUps,
    dynamodb: Client,
    streams: aws_sdk_dynamodbstreams::Client,
    sqs: aws_sdk_sqs::Client,
    identity_provider: LoopbackServer,
    queues: MessageQueues,
    database: Database,
    clock: Arc<MovableClock>,
    folder: Option<DataFolder>,
}

impl Prepared {
    pub(super) async fn new(options: Options) -> Result<Self, StartError> {
        let template = Template::read(&options.template, &options.stack)?;
        hosting::compare(&template, &*options.program)?;
        let routes = Routes::new(&template)?;
        let inventory = Inventory {
            functions: template.functions.len(),
            routes: routes.len(),
            tables: template.tables.len(),
            queues: template.queues.len(),
        };
        let page = options
            .page
            .as_ref()
            .map(|folder| Page::new(&options.template.with_file_name(folder), &template.page_headers));
        let page = page.transpose()?;
        let listener = listen(options.port).await?;

        let folder = match &options.data {
            Data::InMemory => None,
            Data::Folder(path) => Some(DataFolder::open(path)?),
        };
        let key = signing_key(folder.as_ref())?;
        let database = Database::start(folder.as_ref()).await?;
        let wake_ups = WakeUps::of(&template.queues);
        let queues = MessageQueues::start(wake_ups.clone()).await?;
        let identity_listener = listen(0).await?;
        let surroundings = surroundings(&database.url(), &queues.url(), &identity_listener)?;

        let clock = Arc::new(MovableClock::new(Arc::clone(&options.clock)));
        let in_flight = InFlight::new();
        let services = Services { clock: Arc::clone(&clock) as _, ids: Arc::clone(&options.ids) };
        let around = options.around.as_ref();
        let lambda = hosting::host(&template, &*options.program, around, &surroundings, &services, &in_flight)?;
        let lambda = Arc::new(lambda);

        let clients = Clients::new();
        let (dynamodb, sqs) = (clients.dynamodb(&database.url()), clients.sqs(&queues.url()));
        let tables = [template.tables.as_slice(), &[memory::table()]].concat();
        database::create_missing(&dynamodb, &tables).await?;
        message_queue::create(&sqs, &template.queues).await?;

        let accounts = Accounts::new(dynamodb.clone());
        let provider = accounts.clone();
        let identity_provider = LoopbackServer::start(identity_listener, |listener, stopped| {
            identity::serve_provider(listener, provider, stopped)
        })
        .map_err(StartError::NoPort)?;
        let pool = UserPool::new(&options.stack, key, options.names.clone());
        let gateway = Arc::new(Gateway::new(
            routes,
            pool.clone(),
            Arc::clone(&lambda),
            Arc::clone(&services.clock),
            Arc::clone(&services.ids),
            listener.local_addr().map_err(StartError::NoPort)?.to_string(),
        ));
        let identity =
            Arc::new(Identity::new(accounts, pool, Arc::clone(&lambda), after_confirmation(&template), services));
        Ok(Self {
            streams: clients.streams(&database.own_url()),
            options,
            template,
            inventory,
            surroundings,
            listener,
            lambda,
            in_flight,
            gateway,
            identity,
            page,
            wake_ups,
            dynamodb,
            sqs,
            identity_provider,
            queues,
            database,
            clock,
            folder,
        })
    }

    /// Answers a request, as the gateway would.
    pub async fn answer(&self, request: Request<Body>) -> Response {
        self.gateway.answer(request).await
    }

    /// The user pool.
    #[must_use]
    pub fn users(&self) -> &Identity {
        &self.identity
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        kit_domain::Clock::now(&*self.clock)
    }

    /// Every function with its environment.
    pub fn functions(&self) -> impl Iterator<Item = (&FunctionResource, Environment)> {
        self.template.functions.iter().map(|function| (function, hosting::environment(function, &self.surroundings)))
    }

    /// Adds a file to the page, in place of one in its folder.
    pub fn add_page_file(&mut self, name: &str, content: Vec<u8>) {
        if let Some(page) = &mut self.page {
            page.add(name, content);
        }
    }

    /// Whether a note has been made, now or before an earlier stop.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn has_note(&self, note: &str) -> Result<bool, database::DatabaseError> {
        memory::has_note(&self.dynamodb, note).await
    }

    /// Makes a note that is kept for as long as the data.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn note(&self, note: &str) -> Result<(), database::DatabaseError> {
        memory::note(&self.dynamodb, note).await
    }

    /// Answers requests from here on, and drives queues, streams and schedules.
    ///
    /// # Errors
    /// The system has no address for the port.
    pub fn serve(self) -> Result<Platform, StartError> {
        let queue_routes = message_queue::routes(self.sqs.clone(), self.template.clone());
        let service = front_door::router(
            self.gateway,
            Arc::clone(&self.identity),
            queue_routes,
            clock::routes(Arc::clone(&self.clock)),
            self.page,
            self.inventory,
            self.in_flight.clone(),
        );
        let front_door = LoopbackServer::start(self.listener, |listener, stopped| async move {
            let served = axum::serve(listener, service).with_graceful_shutdown(stopped.wait()).await;
            if let Err(error) = served {
                tracing::error!(%error, "the server has stopped");
            }
        })
        .map_err(StartError::NoPort)?;
        let services = event_sources::Services {
            lambda: Arc::clone(&self.lambda),
            in_flight: self.in_flight.clone(),
            sqs: self.sqs.clone(),
            streams: self.streams.clone(),
            wake_ups: self.wake_ups,
            written: self.database.written(),
            clock: self.clock,
            retry_after: self.options.retry_after,
        };
        let event_sources = EventSources::start(&self.template, services);
        Ok(Platform {
            template: self.template,
            inventory: self.inventory,
            surroundings: self.surroundings,
            lambda: self.lambda,
            in_flight: self.in_flight,
            identity: self.identity,
            dynamodb: self.dynamodb,
            streams: self.streams,
            sqs: self.sqs,
            event_sources,
            front_door,
            identity_provider: self.identity_provider,
            queues: self.queues,
            database: self.database,
            _folder: self.folder,
        })
    }
}

fn after_confirmation(template: &Template) -> Vec<String> {
    let functions = template.functions.iter();
    let triggered = functions.filter(|f| f.triggers.contains(&CognitoTrigger::PostConfirmation));
    triggered.map(|function| function.logical_id.clone()).collect()
}
