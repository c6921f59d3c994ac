//! The club's functions, as the platform runs them.

use std::sync::{Arc, OnceLock};

use adapters::workouts::users::Groups;
use functions::PROGRAM;
use kit_dynamodb::aws::Aws;
use kit_lambda::{Surroundings, Variables, sqs_config};
use kit_sam_local::{Environment, Handler, InvokeError, Program, Services};

/// Changes how a client of the functions is made.
type Configure<B> = Arc<dyn Fn(B) -> B + Send + Sync>;

/// Changes how the functions' DynamoDB client is made.
pub type ConfigureDynamoDb = Configure<aws_sdk_dynamodb::config::Builder>;

/// Changes how the functions' SQS client is made.
pub type ConfigureSqs = Configure<aws_sdk_sqs::config::Builder>;

/// Changes how the functions' Cognito client is made.
pub type ConfigureCognito = Configure<aws_sdk_cognitoidentityprovider::config::Builder>;

/// Every function of the club, for one platform.
#[derive(Default)]
pub(crate) struct Club {
    dynamodb: Option<ConfigureDynamoDb>,
    sqs: Option<ConfigureSqs>,
    cognito: Option<ConfigureCognito>,
    /// All functions share their surroundings: AWS is the same for each.
    surroundings: OnceLock<Surroundings>,
}

impl Club {
    /// With other clients than usual.
    pub(crate) fn new(
        dynamodb: Option<ConfigureDynamoDb>,
        sqs: Option<ConfigureSqs>,
        cognito: Option<ConfigureCognito>,
    ) -> Self {
        Self { dynamodb, sqs, cognito, surroundings: OnceLock::new() }
    }

    fn surroundings(&self, environment: &Environment, services: &Services) -> Result<Surroundings, InvokeError> {
        if let Some(surroundings) = self.surroundings.get() {
            return Ok(surroundings.clone());
        }
        let aws = Aws::read(|name| environment.get(name).cloned())?;
        let dynamodb = configured(self.dynamodb.as_ref(), aws.dynamodb_config()).build();
        let sqs = configured(self.sqs.as_ref(), sqs_config(&aws)).build();
        let cognito = configured(self.cognito.as_ref(), Groups::config(&aws)).build();
        let surroundings = Surroundings::new(aws, Arc::clone(&services.clock), Arc::clone(&services.ids))
            .with_dynamodb(aws_sdk_dynamodb::Client::from_conf(dynamodb))
            .with_sqs(aws_sdk_sqs::Client::from_conf(sqs))
            .with(Groups::new(aws_sdk_cognitoidentityprovider::Client::from_conf(cognito)));
        Ok(self.surroundings.get_or_init(|| surroundings).clone())
    }
}

fn configured<B>(configure: Option<&Configure<B>>, config: B) -> B {
    match configure {
        Some(configure) => configure(config),
        None => config,
    }
}

impl Program for Club {
    fn functions(&self) -> Vec<String> {
        PROGRAM.functions().map(ToOwned::to_owned).collect()
    }

    fn handler(&self, name: &str, environment: &Environment, services: &Services) -> Result<Handler, InvokeError> {
        let handler = PROGRAM.make(name, variables(environment), self.surroundings(environment, services)?)?;
        Ok(Arc::new(move |invocation| {
            let handler = handler.clone();
            Box::pin(async move { handler.invoke(&invocation.payload, invocation.context).await })
        }))
    }
}

/// The environment that the template gives to a function.
pub(crate) fn variables(environment: &Environment) -> Variables {
    let environment = environment.clone();
    Variables::new(move |name| environment.get(name).cloned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn no_function_of_the_project_may_run_longer_than_reconciliation_allows_for() {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("template.yaml");
        let longest = kit_lambda::messages::LONGEST_TIMEOUT.unsigned_abs();
        for function in crate::template(&project).unwrap().functions {
            assert!(function.timeout <= longest, "{}", function.logical_id);
        }
    }
}
