//! How the club's platform is started: its program, its rule for names, its page, its demo data.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use domain::workouts::trainer::BookingWindow;
use domain::workouts::users::DisplayName;
use functions::workouts;
use kit_domain::{Clock, Ids};
use kit_sam_local::{Around, Data, NameRule, Platform, Prepared};
use serde_json::json;
use thiserror::Error;

use crate::program::{Club, ConfigureCognito, ConfigureDynamoDb, ConfigureSqs, variables};
use crate::seed::{Seed, SeedError};

/// The name of the stack.
pub const STACK: &str = "wild-workouts";

/// The page's folder, seen from the template.
const PAGE: &str = "web/page";
/// The page's settings. On AWS, `deploy/page` makes them from the stack's outputs. Here, the platform itself signs
/// users in.
const PAGE_CONFIG: &str = "config.json";

/// What a platform is started with.
#[derive(Clone)]
pub struct Options {
    /// The template to run.
    pub template: PathBuf,
    /// Where the data is.
    pub data: Data,
    /// The port on 127.0.0.1 to listen on; 0 for any that is free.
    pub port: u16,
    /// Whether the first start adds demo users, hours and credits.
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
    /// Stands between services and functions.
    pub around: Option<Around>,
    /// How soon failed messages and stream batches come again.
    pub retry_after: Duration,
}

impl Options {
    /// The template with the club's functions, on any free port, without demo data.
    #[must_use]
    pub fn new(template: PathBuf, data: Data) -> Self {
        let kit = kit_sam_local::Options::new(template, Arc::new(Club::default()), data);
        Self {
            template: kit.template,
            data: kit.data,
            port: kit.port,
            seed: false,
            clock: kit.clock,
            ids: kit.ids,
            dynamodb: None,
            sqs: None,
            cognito: None,
            around: kit.around,
            retry_after: kit.retry_after,
        }
    }

    fn for_the_kit(self) -> kit_sam_local::Options {
        let Self { template, data, port, clock, ids, dynamodb, sqs, cognito, around, retry_after, seed: _ } = self;
        let program = Arc::new(Club::new(dynamodb, sqs, cognito));
        kit_sam_local::Options {
            stack: STACK.to_owned(),
            port,
            page: Some(PAGE.into()),
            names: NameRule::new(|name| match DisplayName::new(name) {
                Ok(name) => Ok(name.as_str().to_owned()),
                Err(invalid) => Err(invalid.to_string()),
            }),
            clock,
            ids,
            around,
            retry_after,
            ..kit_sam_local::Options::new(template, program, data)
        }
    }
}

/// Why the club's platform does not start: one line for the person who started it.
#[derive(Debug, Error)]
pub enum StartError {
    /// The platform does not start.
    #[error(transparent)]
    Platform(#[from] kit_sam_local::StartError),
    /// The demo data cannot be added.
    #[error(transparent)]
    Seed(#[from] SeedError),
}

/// Starts the club's platform and, if asked to, adds the demo data. Once this returns, requests are answered.
///
/// # Errors
/// Whatever stands in the way.
pub async fn start(options: Options) -> Result<Platform, StartError> {
    let seed = options.seed;
    let mut platform = Platform::prepare(options.for_the_kit()).await?;
    let window = window(&platform);
    let config = json!({"signIn": {"kind": "local"}, "weeksAhead": window.weeks_ahead()});
    platform.add_page_file(PAGE_CONFIG, config.to_string().into_bytes());
    if seed {
        Seed { platform: &platform, window }.sow().await?;
    }
    Ok(platform.serve()?)
}

/// The hours that can be booked. Every function has the same settings: they stand in the template's globals.
fn window(platform: &Prepared) -> BookingWindow {
    let mut windows =
        platform.functions().filter_map(|(_, environment)| workouts::window(&variables(&environment)).ok());
    windows.next().unwrap_or_default()
}
