use aws_sdk_cognitoidentityprovider::config::{BehaviorVersion, Builder};
use kit_dynamodb::aws::{Aws, retries, timeouts};

/// The groups of a Cognito user pool: a user's groups become the role in their tokens.
pub struct Groups {
    client: aws_sdk_cognitoidentityprovider::Client,
}

/// A user could not be put into a group.
#[derive(Debug, thiserror::Error)]
#[error("Cognito did not put the user into the group")]
pub struct GroupsError(#[source] Box<dyn std::error::Error + Send + Sync>);

impl Groups {
    /// The groups that a client reaches.
    #[must_use]
    pub fn new(client: aws_sdk_cognitoidentityprovider::Client) -> Self {
        Self { client }
    }

    /// The groups that the usual client reaches.
    #[must_use]
    pub fn reached_by(aws: &Aws) -> Self {
        Self::new(aws_sdk_cognitoidentityprovider::Client::from_conf(Self::config(aws).build()))
    }

    /// The configuration of such a client.
    #[must_use]
    pub fn config(aws: &Aws) -> Builder {
        let mut config = Builder::new()
            .behavior_version(BehaviorVersion::latest())
            .region(aws.region())
            .credentials_provider(aws.credentials())
            .http_client(aws.http())
            .retry_config(retries())
            .timeout_config(timeouts());
        config.set_endpoint_url(aws.endpoint("COGNITO_IDENTITY_PROVIDER"));
        config
    }

    /// Puts a user of a pool into a group; harmless when they are in it.
    ///
    /// # Errors
    /// When Cognito does not.
    pub async fn add(&self, pool: &str, user: &str, group: &str) -> Result<(), GroupsError> {
        let add = self.client.admin_add_user_to_group().user_pool_id(pool).username(user).group_name(group);
        add.send().await.map(|_| ()).map_err(|error| GroupsError(error.into()))
    }
}
