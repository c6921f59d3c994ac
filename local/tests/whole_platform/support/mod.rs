//! A platform to test: in memory, on a port of its own, at a time that the test sets.
//!
//! Every test starts one (or more) of its own; they share nothing and run side by side.

// Each test binary uses a part of this.
#![allow(dead_code, unused_imports)]

mod api;
mod clock;
mod described;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use local::{Around, ConfigureDynamoDb, ConfigureSqs, Data, Options, Platform, StartError, seed};
use serde_json::json;
use uuid::Uuid;

pub(crate) use api::{Answer, Api, Call};
pub(crate) use clock::SetClock;
pub(crate) use described::{errors, operation, resolved};
pub(crate) use kit_dynamodb::testing::{Fault, Wire, first};

/// When tests begin, unless they say otherwise: a Monday morning before the first bookable hour.
pub(crate) const MONDAY_MORNING: &str = "2027-03-01T09:30:00Z";

/// What a platform is started with. Made by [`TestPlatform::setup`].
pub(crate) struct Setup {
    template: PathBuf,
    data: Data,
    port: u16,
    seed: bool,
    clock: Arc<SetClock>,
    dynamodb: Option<ConfigureDynamoDb>,
    sqs: Option<ConfigureSqs>,
    around: Option<Around>,
    retry_after: Option<Duration>,
}

impl Setup {
    /// With the demo users, hours and credits.
    pub(crate) fn seeded(mut self) -> Self {
        self.seed = true;
        self
    }

    /// With its data in a folder.
    pub(crate) fn data_in(mut self, folder: &Path) -> Self {
        self.data = Data::Folder(folder.to_owned());
        self
    }

    /// On that port.
    pub(crate) fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// At that time, which the test may go on to change.
    pub(crate) fn clock(mut self, clock: Arc<SetClock>) -> Self {
        self.clock = clock;
        self
    }

    /// With that template instead of the project's.
    pub(crate) fn template(mut self, file: &Path) -> Self {
        file.clone_into(&mut self.template);
        self
    }

    /// With a wire between the functions and DynamoDB that counts calls and injects faults.
    pub(crate) fn wire(mut self, wire: &Wire) -> Self {
        let wire = wire.clone();
        self.dynamodb = Some(Arc::new(move |config| wire.configure(config)));
        self
    }

    /// With another SQS client for the functions.
    pub(crate) fn sqs(mut self, configure: ConfigureSqs) -> Self {
        self.sqs = Some(configure);
        self
    }

    /// With something between services and functions.
    pub(crate) fn around(mut self, around: Around) -> Self {
        self.around = Some(around);
        self
    }

    /// With failed messages and batches coming again so soon.
    pub(crate) fn retry_after(mut self, pause: Duration) -> Self {
        self.retry_after = Some(pause);
        self
    }

    /// Starts it.
    pub(crate) async fn start(self) -> TestPlatform {
        match self.try_start().await {
            Ok(platform) => platform,
            Err(error) => panic!("the platform does not start: {error}"),
        }
    }

    /// Starts it, if it can be started.
    pub(crate) async fn try_start(self) -> Result<TestPlatform, StartError> {
        let clock = Arc::clone(&self.clock);
        let options = Options::new(self.template, self.data);
        let platform = local::start(Options {
            port: self.port,
            seed: self.seed,
            clock: self.clock,
            dynamodb: self.dynamodb,
            sqs: self.sqs,
            around: self.around,
            retry_after: self.retry_after.unwrap_or(options.retry_after),
            ..options
        })
        .await?;
        let api = Api::new(platform.url());
        Ok(TestPlatform { platform, api, clock })
    }
}

/// A platform with a client and a clock to set.
pub(crate) struct TestPlatform {
    pub(crate) platform: Platform,
    pub(crate) api: Api,
    pub(crate) clock: Arc<SetClock>,
}

impl TestPlatform {
    /// In memory, without demo data, on Monday morning.
    pub(crate) fn setup() -> Setup {
        Setup {
            template: project_template(),
            data: Data::InMemory,
            port: 0,
            seed: false,
            clock: SetClock::at(MONDAY_MORNING),
            dynamodb: None,
            sqs: None,
            around: None,
            retry_after: None,
        }
    }

    /// Empty.
    pub(crate) async fn empty() -> Self {
        Self::setup().start().await
    }

    /// With the demo users, hours and credits.
    pub(crate) async fn seeded() -> Self {
        Self::setup().seeded().start().await
    }

    /// A call of this platform.
    pub(crate) fn call(&self, method: &str, path: &str) -> Call {
        self.api.call(method, path)
    }

    /// The token of a user whose password is the demo users'.
    pub(crate) async fn sign_in(&self, email: &str) -> String {
        let credentials = json!({"email": email, "password": seed::PASSWORD});
        let answer = self.call("POST", "/local/sign-in").json(&credentials).send().await;
        assert_eq!(answer.status, 200, "{email} cannot sign in: {}", answer.text());
        answer.json()["idToken"].as_str().unwrap().to_owned()
    }

    /// Registers an attendee with the demo users' password, and signs in.
    pub(crate) async fn sign_up(&self, email: &str, name: &str) -> String {
        let user = json!({"email": email, "password": seed::PASSWORD, "name": name});
        let answer = self.call("POST", "/local/sign-up").json(&user).send().await;
        assert_eq!(answer.status, 204, "{email} cannot sign up: {}", answer.text());
        self.sign_in(email).await
    }

    /// Stops it.
    pub(crate) async fn stop(self) {
        self.platform.stop().await;
    }
}

/// The project's template.
pub(crate) fn project_template() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("template.yaml")
}

/// A folder that no other test uses; removed with the value.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(Uuid::now_v7().to_string());
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A copy of the project's template in which `from` has become `to`.
    pub(crate) fn template(&self, from: &str, to: &str) -> PathBuf {
        let text = fs::read_to_string(project_template()).unwrap();
        assert!(text.contains(from), "nothing to replace: {from}");
        self.template_of(&text.replace(from, to))
    }

    /// A template with this text, and beside it the project's nested applications.
    pub(crate) fn template_of(&self, text: &str) -> PathBuf {
        let (file, nested) = (self.0.join("template.yaml"), self.0.join("templates"));
        fs::write(&file, text).unwrap();
        fs::create_dir_all(&nested).unwrap();
        for template in fs::read_dir(project_template().with_file_name("templates")).unwrap() {
            let template = template.unwrap();
            fs::copy(template.path(), nested.join(template.file_name())).unwrap();
        }
        file
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
