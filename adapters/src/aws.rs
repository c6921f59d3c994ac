//! How AWS is reached: region, credentials and endpoints from the environment, one HTTP client.
//!
//! `aws-config` is not used: in Lambda the environment always holds the credentials, and building
//! the whole credential chain costs several milliseconds of every cold start.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_dynamodb::config::{
    BehaviorVersion, Credentials, Region, SharedHttpClient, retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_smithy_http_client::{Builder, tls};

use crate::effort::CountCalls;

/// How AWS is reached. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Aws {
    region: Region,
    credentials: Credentials,
    dynamodb_endpoint: Option<String>,
    cognito_endpoint: Option<String>,
    sqs_endpoint: Option<String>,
    sqs_hook: Option<Hook<aws_sdk_sqs::config::Builder>>,
    cognito_hook: Option<Hook<aws_sdk_cognitoidentityprovider::config::Builder>>,
    http: SharedHttpClient,
}

/// Changes how clients are made.
type Configure<B> = Arc<dyn Fn(B) -> B + Send + Sync>;

/// Changes how SQS clients are made.
pub type ConfigureSqs = Configure<aws_sdk_sqs::config::Builder>;

/// Changes how Cognito clients are made.
pub type ConfigureCognito = Configure<aws_sdk_cognitoidentityprovider::config::Builder>;

#[derive(Clone)]
struct Hook<B>(Configure<B>);

impl<B> fmt::Debug for Hook<B> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hook")
    }
}

/// A variable that reaching AWS needs is missing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {0} is missing")]
pub struct MissingVariable(&'static str);

impl Aws {
    /// Reads the variables that Lambda sets, and `AWS_ENDPOINT_URL` and its variants for
    /// DynamoDB, SQS and Cognito, which emulators need.
    ///
    /// # Errors
    /// When region or credentials are missing.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, MissingVariable> {
        let needed = |name| variable(name).ok_or(MissingVariable(name));
        let endpoint = |name| variable(name).or_else(|| variable("AWS_ENDPOINT_URL"));
        Ok(Self {
            region: Region::new(needed("AWS_REGION")?),
            credentials: Credentials::new(
                needed("AWS_ACCESS_KEY_ID")?,
                needed("AWS_SECRET_ACCESS_KEY")?,
                variable("AWS_SESSION_TOKEN"),
                None,
                "environment",
            ),
            dynamodb_endpoint: endpoint("AWS_ENDPOINT_URL_DYNAMODB"),
            cognito_endpoint: endpoint("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"),
            sqs_endpoint: endpoint("AWS_ENDPOINT_URL_SQS"),
            sqs_hook: None,
            cognito_hook: None,
            http: Builder::new()
                .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring))
                .build_https(),
        })
    }

    /// What a DynamoDB client is built from.
    #[must_use]
    pub fn dynamodb_config(&self) -> aws_sdk_dynamodb::config::Builder {
        let mut config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(self.region.clone())
            .credentials_provider(self.credentials.clone())
            .http_client(self.http.clone())
            .retry_config(retries())
            .timeout_config(timeouts())
            .interceptor(CountCalls);
        config.set_endpoint_url(self.dynamodb_endpoint.clone());
        config
    }

    /// A DynamoDB client.
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::from_conf(self.dynamodb_config().build())
    }

    /// What an SQS client is built from.
    #[must_use]
    pub fn sqs_config(&self) -> aws_sdk_sqs::config::Builder {
        let mut config = aws_sdk_sqs::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(self.region.clone())
            .credentials_provider(self.credentials.clone())
            .http_client(self.http.clone())
            .retry_config(retries())
            .timeout_config(timeouts());
        config.set_endpoint_url(self.sqs_endpoint.clone());
        match &self.sqs_hook {
            Some(Hook(configure)) => configure(config),
            None => config,
        }
    }

    /// An SQS client.
    #[must_use]
    pub fn sqs(&self) -> aws_sdk_sqs::Client {
        aws_sdk_sqs::Client::from_conf(self.sqs_config().build())
    }

    /// The same AWS, whose SQS clients a test has changed so that it can count calls and inject
    /// faults.
    #[must_use]
    pub fn with_sqs_config(mut self, configure: ConfigureSqs) -> Self {
        self.sqs_hook = Some(Hook(configure));
        self
    }

    /// A Cognito client.
    pub(crate) fn cognito(&self) -> aws_sdk_cognitoidentityprovider::Client {
        let mut config = aws_sdk_cognitoidentityprovider::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(self.region.clone())
            .credentials_provider(self.credentials.clone())
            .http_client(self.http.clone())
            .retry_config(retries())
            .timeout_config(timeouts());
        config.set_endpoint_url(self.cognito_endpoint.clone());
        let config = match &self.cognito_hook {
            Some(Hook(configure)) => configure(config),
            None => config,
        };
        aws_sdk_cognitoidentityprovider::Client::from_conf(config.build())
    }

    /// The same AWS, whose Cognito clients a test has changed so that it can see their calls.
    #[must_use]
    pub fn with_cognito_config(mut self, configure: ConfigureCognito) -> Self {
        self.cognito_hook = Some(Hook(configure));
        self
    }
}

/// Three tries, as the SDK has it; but its pauses begin at a second, which an operation has no time for.
fn retries() -> RetryConfig {
    RetryConfig::standard().with_initial_backoff(Duration::from_millis(50))
}

/// An operation gets 2.5 s with its retries, so that several fit into the time that a command has.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_millis(800))
        .operation_attempt_timeout(Duration::from_secs(1))
        .operation_timeout(Duration::from_millis(2500))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_variable_is_named() {
        let without_secret = |name: &str| (name != "AWS_SECRET_ACCESS_KEY").then(|| "x".to_owned());
        assert_eq!(Aws::read(without_secret).unwrap_err(), MissingVariable("AWS_SECRET_ACCESS_KEY"));
    }
}
