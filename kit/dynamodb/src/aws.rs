//! How AWS is reached: region, credentials and endpoints from the environment, one HTTP client.
//!
//! `aws-config` is not used: in Lambda the environment always holds the credentials, and building the whole credential
//! chain costs several milliseconds of every cold start.

use std::{collections::HashMap, time::Duration};

use aws_sdk_dynamodb::config::{
    BehaviorVersion, Credentials, Region, SharedHttpClient, retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_smithy_http_client::{Builder, tls};

use crate::call_counts::CountCalls;

/// How AWS is reached. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Aws {
    region: Region,
    credentials: Credentials,
    endpoints: HashMap<&'static str, String>,
    http: SharedHttpClient,
}

/// A variable that reaching AWS needs is missing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {0} is missing")]
pub struct MissingVariable(&'static str);

/// The services that an endpoint of their own can be given for.
const SERVICES: [&str; 3] = ["DYNAMODB", "SQS", "COGNITO_IDENTITY_PROVIDER"];

impl Aws {
    /// Reads the variables that Lambda sets, and `AWS_ENDPOINT_URL` and its variants for single services, which
    /// emulators need.
    ///
    /// # Errors
    /// When region or credentials are missing.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, MissingVariable> {
        let needed = |name| variable(name).ok_or(MissingVariable(name));
        let endpoint =
            |service: &str| variable(&format!("AWS_ENDPOINT_URL_{service}")).or_else(|| variable("AWS_ENDPOINT_URL"));
        let endpoints = SERVICES.into_iter().filter_map(|service| Some((service, endpoint(service)?)));
        Ok(Self {
            region: Region::new(needed("AWS_REGION")?),
            credentials: Credentials::new(
                needed("AWS_ACCESS_KEY_ID")?,
                needed("AWS_SECRET_ACCESS_KEY")?,
                variable("AWS_SESSION_TOKEN"),
                None,
                "environment",
            ),
            endpoints: endpoints.collect(),
            http: Builder::new()
                .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring))
                .build_https(),
        })
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> Region {
        self.region.clone()
    }

    /// The credentials.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        self.credentials.clone()
    }

    /// The HTTP client that all clients share.
    #[must_use]
    pub fn http(&self) -> SharedHttpClient {
        self.http.clone()
    }

    /// The endpoint of a service, such as `SQS`, if it is not the usual one.
    #[must_use]
    pub fn endpoint(&self, service: &str) -> Option<String> {
        self.endpoints.get(service).cloned()
    }

    /// What a DynamoDB client is built from.
    #[must_use]
    pub fn dynamodb_config(&self) -> aws_sdk_dynamodb::config::Builder {
        let mut config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(self.region())
            .credentials_provider(self.credentials())
            .http_client(self.http())
            .retry_config(retries())
            .timeout_config(timeouts())
            .interceptor(CountCalls);
        config.set_endpoint_url(self.endpoint("DYNAMODB"));
        config
    }

    /// A DynamoDB client.
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::from_conf(self.dynamodb_config().build())
    }
}

/// Three tries, as the SDK has it; but its pauses begin at a second, which an operation has no time for.
#[must_use]
pub fn retries() -> RetryConfig {
    RetryConfig::standard().with_initial_backoff(Duration::from_millis(50))
}

/// An operation gets 2.5 s with its retries, so that several fit into the time that a command has.
#[must_use]
pub fn timeouts() -> TimeoutConfig {
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
