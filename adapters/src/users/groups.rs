use crate::aws::Aws;

/// The groups of a Cognito user pool: a user's groups become the role in their tokens.
pub struct Groups {
    client: aws_sdk_cognitoidentityprovider::Client,
}

/// A user could not be put into a group.
#[derive(Debug, thiserror::Error)]
#[error("Cognito did not put the user into the group")]
pub struct GroupsError(#[source] Box<dyn std::error::Error + Send + Sync>);

impl Groups {
    /// The groups that `aws` reaches.
    #[must_use]
    pub fn new(aws: &Aws) -> Self {
        Self { client: aws.cognito() }
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
