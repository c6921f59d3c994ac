use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use kit_domain::{Clock, Context, Ids};
use kit_dynamodb::{Table, aws::Aws};

use crate::{
    Subscription, Variables,
    messages::Queues,
    settings::{SettingsError, table_variable},
};

/// The surroundings of a function, apart from its environment variables: clock, ids and the way to AWS.
#[derive(Clone)]
pub struct Surroundings {
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    aws: Aws,
    dynamodb: OnceLock<aws_sdk_dynamodb::Client>,
    sqs: OnceLock<aws_sdk_sqs::Client>,
    metrics_namespace: Option<String>,
    extensions: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

impl Surroundings {
    /// Surroundings in which AWS is reached as `aws` says.
    #[must_use]
    pub fn new(aws: Aws, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        Self {
            clock,
            ids,
            aws,
            dynamodb: OnceLock::new(),
            sqs: OnceLock::new(),
            metrics_namespace: None,
            extensions: HashMap::new(),
        }
    }

    /// With this client of DynamoDB instead of the usual one.
    #[must_use]
    pub fn with_dynamodb(self, client: aws_sdk_dynamodb::Client) -> Self {
        Self { dynamodb: client.into(), ..self }
    }

    /// With this client of SQS instead of the usual one.
    #[must_use]
    pub fn with_sqs(self, client: aws_sdk_sqs::Client) -> Self {
        Self { sqs: client.into(), ..self }
    }

    /// With metrics, written under `namespace` to standard output. Without it none are written.
    #[must_use]
    pub fn with_metrics(self, namespace: Option<String>) -> Self {
        Self { metrics_namespace: namespace, ..self }
    }

    /// With something that only some services know, such as the client of another AWS service:
    /// [`Runtime::extension`] gives it to them.
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, extension: T) -> Self {
        self.extensions.insert(TypeId::of::<T>(), Arc::new(extension));
        self
    }
}

/// Everything that a function works with, whatever service it belongs to. Cheap to clone.
#[derive(Clone)]
pub struct Runtime(Arc<Inner>);

struct Inner {
    variables: Variables,
    surroundings: Surroundings,
    queues: OnceLock<Queues>,
    subscriptions: Arc<[&'static Subscription]>,
    problem_prefix: &'static str,
}

/// The context of a table of which only inbox and positions are used, by its name.
pub(crate) enum Elsewhere {}

impl Context for Elsewhere {
    const NAME: &'static str = "elsewhere";
    type Rules = ();
}

impl Runtime {
    pub(crate) fn new(
        variables: Variables,
        surroundings: Surroundings,
        subscriptions: Arc<[&'static Subscription]>,
        problem_prefix: &'static str,
    ) -> Self {
        let queues = OnceLock::new();
        Self(Arc::new(Inner { variables, surroundings, queues, subscriptions, problem_prefix }))
    }

    /// The environment variables of the function.
    #[must_use]
    pub fn variables(&self) -> &Variables {
        &self.0.variables
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.0.surroundings.clock
    }

    /// The source of new ids.
    #[must_use]
    pub fn ids(&self) -> &Arc<dyn Ids> {
        &self.0.surroundings.ids
    }

    /// How AWS is reached.
    #[must_use]
    pub fn aws(&self) -> &Aws {
        &self.0.surroundings.aws
    }

    /// Something that the [surroundings](Surroundings::with) have.
    #[must_use]
    pub fn extension<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.0.surroundings.extensions.get(&TypeId::of::<T>())?.downcast_ref()
    }

    /// The table of the context `C` in the layout `L`, named by the variable `<NAME>_TABLE`.
    ///
    /// # Errors
    /// When the variable is missing.
    pub fn table<C: Context, L: 'static>(&self, rules: C::Rules) -> Result<Table<C, L>, SettingsError> {
        self.table_of(C::NAME, rules)
    }

    fn table_of<C: Context, L: 'static>(&self, context: &str, rules: C::Rules) -> Result<Table<C, L>, SettingsError> {
        let name = self.variables().required(&table_variable(context))?;
        Ok(Table::new(self.dynamodb().clone(), &name, Arc::clone(self.ids()), rules))
    }

    /// The table in which a subscriber records what it has handled.
    pub(crate) fn inbox_of(&self, subscription: &Subscription) -> Result<Table<Elsewhere>, SettingsError> {
        self.table_of(subscription.inbox(), ())
    }

    /// The queues of the subscribers.
    pub(crate) fn queues(&self) -> Result<&Queues, SettingsError> {
        if let Some(queues) = self.0.queues.get() {
            return Ok(queues);
        }
        let queues = Queues::read(self.variables(), self.sqs().clone())?;
        Ok(self.0.queues.get_or_init(|| queues))
    }

    /// The program's subscriptions to events of a context.
    pub(crate) fn subscriptions_to(&self, context: &'static str) -> impl Iterator<Item = &'static Subscription> {
        self.0.subscriptions.iter().copied().filter(move |subscription| subscription.from() == context)
    }

    /// What metrics are kept under, if they are written.
    pub(crate) fn metrics_namespace(&self) -> Option<&str> {
        self.0.surroundings.metrics_namespace.as_deref()
    }

    /// What the URIs of problems begin with.
    pub(crate) fn problem_prefix(&self) -> &'static str {
        self.0.problem_prefix
    }

    fn dynamodb(&self) -> &aws_sdk_dynamodb::Client {
        let Surroundings { dynamodb, aws, .. } = &self.0.surroundings;
        dynamodb.get_or_init(|| aws.dynamodb())
    }

    fn sqs(&self) -> &aws_sdk_sqs::Client {
        let Surroundings { sqs, aws, .. } = &self.0.surroundings;
        sqs.get_or_init(|| aws_sdk_sqs::Client::from_conf(sqs_config(aws).build()))
    }
}

/// The configuration that the client of SQS is built from.
#[must_use]
pub fn sqs_config(aws: &Aws) -> aws_sdk_sqs::config::Builder {
    let mut config = aws_sdk_sqs::Config::builder()
        .behavior_version(aws_sdk_sqs::config::BehaviorVersion::latest())
        .region(aws.region())
        .credentials_provider(aws.credentials())
        .http_client(aws.http())
        .retry_config(kit_dynamodb::aws::retries())
        .timeout_config(kit_dynamodb::aws::timeouts());
    config.set_endpoint_url(aws.endpoint("SQS"));
    config
}
