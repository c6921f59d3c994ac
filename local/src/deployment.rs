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
/// Who signs the ID tokens. Not an address: nothing is fetched from it.
pub const TOKEN_ISSUER: &str = "urn:wild-workouts:local:us-east-1_local";
