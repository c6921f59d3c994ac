//! What AWS hands out when a stack is deployed: account, region and the ids of what has no name of
//! its own. Here they are fixed, so that a payload looks the same in every run.

/// The region that every function is told it runs in.
pub const REGION: &str = "us-east-1";
/// The account in payloads and resource names.
pub const ACCOUNT: &str = "000000000000";
/// The id of the HTTP API.
pub const API_ID: &str = "local";
/// The id of the user pool, in the form `REGION_ID` that Cognito's API asks for.
pub const USER_POOL_ID: &str = "us-east-1_local";
/// The id of the user pool's client: the audience of its ID tokens.
pub const USER_POOL_CLIENT_ID: &str = "wild-workouts-local";
/// The name under which Cognito would show its own pages. Nothing is there: signing in is under `/local`.
pub const USER_POOL_DOMAIN: &str = "wild-workouts-local";
/// Who signs the ID tokens. Not an address: nothing is fetched from it.
pub const TOKEN_ISSUER: &str = "urn:wild-workouts:local:us-east-1_local";

/// When every stream was switched on, as the last part of its ARN tells it.
const STREAM_LABEL: &str = "2026-01-01T00:00:00.000";

/// The ARN of a queue.
#[must_use]
pub fn queue_arn(name: &str) -> String {
    format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{name}")
}

/// The URL of a queue. As on AWS, and so not an address of this machine: the SDK sends to the endpoint
/// that it is told, and the embedded SQS reads nothing of the URL but the name.
#[must_use]
pub fn queue_url(name: &str) -> String {
    format!("https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}")
}

/// The ARN of a table's stream.
#[must_use]
pub fn stream_arn(table: &str) -> String {
    format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}/stream/{STREAM_LABEL}")
}

/// The ARN of a function.
#[must_use]
pub fn function_arn(name: &str) -> String {
    format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}")
}
