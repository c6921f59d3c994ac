//! The whole template, running.

mod hosting;
mod start_error;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use adapters::aws::Aws;
use aws_sdk_dynamodb::Client;
use domain::{Clock, Ids};
use tokio::net::TcpListener;

use crate::database::{self, DataFolder, Database};
use crate::deployment;
use crate::front_door::{self, Inventory};
use crate::gateway::{Gateway, Routes};
use crate::identity::{self, Accounts, Identity, SigningKey, token};
use crate::in_flight::InFlight;
use crate::lambda::{InvocationFailure, Lambda};
use crate::loopback::LoopbackServer;
use crate::memory;
use crate::seed::Seed;
use crate::template::{CognitoTrigger, Template};

pub use crate::database::{DataFolderError, DatabaseError, TableError};
pub use crate::gateway::AmbiguousRoute;
pub use start_error::StartError;

use hosting::Assignment;

/// How long connections that no request is under way on may hold up a stop.
const IDLE_CONNECTIONS: Duration = Duration::from_millis(500);

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
    lambda: Arc<Lambda>,
    in_flight: InFlight,
    key: SigningKey,
    dynamodb: Client,
    front_door: LoopbackServer,
    identity_provider: LoopbackServer,
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
        let assignments = hosting::assign(&template, functions::ALL)?;
        let routes = Routes::new(&template)?;
        let inventory = Inventory { functions: assignments.len(), routes: routes.len(), tables: template.tables.len() };
        let listener = listen(options.port).await?;

        let folder = match &options.data {
            Data::InMemory => None,
            Data::Folder(path) => Some(DataFolder::open(path)?),
        };
        let key = match &folder {
            None => SigningKey::random(),
            Some(folder) => SigningKey::kept_in(&folder.signing_key())
                .map_err(|source| StartError::SigningKey { file: folder.signing_key(), source })?,
        };
        let database = Database::start(folder.as_ref()).await?;
        let identity_listener = listen(0).await?;
        let aws = aws(&database.url(), &identity_listener)?;
        let dynamodb = aws.dynamodb();
        let tables = [template.tables.as_slice(), &[memory::table()]].concat();
        database::create_missing(&dynamodb, &tables).await?;

        let accounts = Accounts::new(dynamodb.clone());
        let provider = accounts.clone();
        let identity_provider = LoopbackServer::start(identity_listener, |listener, stopped| {
            identity::serve_provider(listener, provider, stopped)
        })
        .map_err(StartError::NoPort)?;

        let in_flight = InFlight::new();
        let lambda = Arc::new(host(&assignments, &options, &aws, &in_flight));
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
                // Every function has the same settings: they stand in the template's globals.
                window: assignments.first().map_or_else(Default::default, |assignment| assignment.settings.window()),
                now: options.clock.now(),
            };
            seed.sow().await?;
        }

        let service = front_door::router(gateway, identity, inventory, in_flight.clone());
        let front_door = LoopbackServer::start(listener, |listener, stopped| async move {
            let served = axum::serve(listener, service).with_graceful_shutdown(stopped.wait()).await;
            if let Err(error) = served {
                tracing::error!(%error, "the server has stopped");
            }
        })
        .map_err(StartError::NoPort)?;
        Ok(Self {
            template,
            inventory,
            lambda,
            in_flight,
            key,
            dynamodb,
            front_door,
            identity_provider,
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

    /// The name in the database of the table with that logical id, if the template has it.
    #[must_use]
    pub fn table(&self, logical_id: &str) -> Option<&str> {
        let mut tables = self.template.tables.iter();
        tables.find(|table| table.logical_id == logical_id).map(|table| table.name.as_str())
    }

    /// Invokes a function, by the name of its binary, with a payload as its service would send it.
    ///
    /// # Errors
    /// There is no such function, or it fails.
    pub async fn invoke(&self, function: &str, payload: &[u8]) -> Result<Vec<u8>, InvocationFailure> {
        self.lambda.invoke(function, payload.to_vec()).await
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
        self.identity_provider.stop().await;
        self.database.stop().await;
    }
}

async fn listen(port: u16) -> Result<TcpListener, StartError> {
    LoopbackServer::bind(port).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => StartError::PortTaken(port),
        _ => StartError::NoPort(error),
    })
}

/// The AWS that functions see: this process.
fn aws(database: &str, identity_listener: &TcpListener) -> Result<Aws, StartError> {
    let identity = identity_listener.local_addr().map_err(StartError::NoPort)?;
    let variable = |name: &str| {
        Some(match name {
            "AWS_REGION" => deployment::REGION.to_owned(),
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => "local".to_owned(),
            "AWS_ENDPOINT_URL_DYNAMODB" => database.to_owned(),
            "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER" => format!("http://{identity}"),
            _ => return None,
        })
    };
    Aws::read(variable).map_err(|error| StartError::Aws(error.to_string()))
}

fn host(assignments: &[Assignment<'_>], options: &Options, aws: &Aws, in_flight: &InFlight) -> Lambda {
    let config = aws.dynamodb_config();
    let config = match &options.dynamodb {
        Some(configure) => configure(config),
        None => config,
    };
    let dynamodb = Client::from_conf(config.build());
    let mut lambda = Lambda::new(Arc::clone(&options.ids), in_flight.clone());
    for assignment in assignments {
        let dependencies = functions::Dependencies::new(
            assignment.settings.clone(),
            dynamodb.clone(),
            aws.clone(),
            Arc::clone(&options.clock),
            Arc::clone(&options.ids),
        );
        lambda.host(assignment.function, assignment.resource, dependencies);
    }
    lambda
}

fn after_confirmation(template: &Template) -> Vec<String> {
    let functions = template.functions.iter();
    let triggered = functions.filter(|f| f.triggers.contains(&CognitoTrigger::PostConfirmation));
    triggered.map(|function| function.binary.clone()).collect()
}
