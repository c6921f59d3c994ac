//! What AWS hands out when a stack is deployed: account, region, and the ids of resources without a name. Here
//! they are fixed, so that a payload looks the same in every run.

/// The region in which every function runs.
pub const REGION: &str = "us-east-1";
/// The account in payloads and resource names.
pub const ACCOUNT: &str = "000000000000";
/// The access key that the embedded services are called with.
pub const ACCESS_KEY: &str = "local";
/// Its secret.
pub const SECRET_KEY: &str = "local";
/// The id of the HTTP API.
pub const API_ID: &str = "local";
/// The id of the user pool, in the form `REGION_ID` that Cognito's API asks for.
pub const USER_POOL_ID: &str = "us-east-1_local";

/// When every stream was switched on. It is the last part of a stream's ARN.
const STREAM_LABEL: &str = "2026-01-01T00:00:00.000";

/// The id of a user pool's client: the audience of its ID tokens.
#[must_use]
pub fn user_pool_client_id(stack: &str) -> String {
    format!("{stack}-local")
}

/// The name under which Cognito would show its own pages. Nothing is there: users sign in under `/local`.
#[must_use]
pub fn user_pool_domain(stack: &str) -> String {
    format!("{stack}-local")
}

/// The issuer of ID tokens. It is not an address: nobody fetches anything from it.
#[must_use]
pub fn token_issuer(stack: &str) -> String {
    format!("urn:{stack}:local:{USER_POOL_ID}")
}

/// The name that a resource gets from its logical id. AWS would add the stack's name and random letters.
#[must_use]
pub fn name(logical_id: &str) -> String {
    logical_id.replace('/', "-")
}

/// The ARN of a queue.
#[must_use]
pub fn queue_arn(name: &str) -> String {
    format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{name}")
}

/// The URL of a queue. It is the one of AWS, and no address of this machine. The SDK sends to the endpoint that
/// it is given, and the embedded SQS reads nothing of the URL but the name.
#[must_use]
pub fn queue_url(name: &str) -> String {
    format!("https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}")
}

/// The ARN of a table.
#[must_use]
pub fn table_arn(name: &str) -> String {
    format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}")
}

/// The ARN of a table's stream.
#[must_use]
pub fn stream_arn(table: &str) -> String {
    format!("{}/stream/{STREAM_LABEL}", table_arn(table))
}

/// The ARN of a function.
#[must_use]
pub fn function_arn(name: &str) -> String {
    format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}")
}
