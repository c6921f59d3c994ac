//! The platform's own clients of the embedded services.

use std::time::Duration;

use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region, SharedHttpClient};
use aws_sdk_dynamodb::config::{retry::RetryConfig, timeout::TimeoutConfig};
use aws_smithy_http_client::Builder;

use crate::deployment;

/// Makes clients. They share their connections.
pub(crate) struct Clients {
    http: SharedHttpClient,
}

/// The same settings for a client of each service: their builders have no trait in common.
macro_rules! config {
    ($service:ident, $clients:expr, $endpoint:expr) => {
        $service::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(deployment::REGION))
            .credentials_provider(Credentials::new(deployment::ACCESS_KEY, deployment::SECRET_KEY, None, None, "local"))
            .http_client($clients.http.clone())
            .retry_config(RetryConfig::standard().with_initial_backoff(FIRST_PAUSE))
            .timeout_config(timeouts())
            .endpoint_url($endpoint)
            .build()
    };
}

/// The first pause before a call is tried again. The SDK's own, one second, is long for a service of this process.
const FIRST_PAUSE: Duration = Duration::from_millis(50);

impl Clients {
    pub(crate) fn new() -> Self {
        Self { http: Builder::new().build_http() }
    }

    pub(crate) fn dynamodb(&self, endpoint: &str) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::from_conf(config!(aws_sdk_dynamodb, self, endpoint))
    }

    pub(crate) fn streams(&self, endpoint: &str) -> aws_sdk_dynamodbstreams::Client {
        aws_sdk_dynamodbstreams::Client::from_conf(config!(aws_sdk_dynamodbstreams, self, endpoint))
    }

    pub(crate) fn sqs(&self, endpoint: &str) -> aws_sdk_sqs::Client {
        aws_sdk_sqs::Client::from_conf(config!(aws_sdk_sqs, self, endpoint))
    }
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_millis(800))
        .operation_attempt_timeout(Duration::from_secs(1))
        .operation_timeout(Duration::from_millis(2500))
        .build()
}
