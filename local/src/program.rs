//! The club's functions, as the platform runs them.

use std::sync::{Arc, OnceLock};

use adapters::aws::{Aws, ConfigureCognito, ConfigureSqs};
use aws_sdk_dynamodb::Client;
use functions::{Dependencies, Settings};
use kit_sam_local::{Environment, Handler, InvokeError, Program, Services};

/// Changes how the functions' DynamoDB client is made.
pub type ConfigureDynamoDb =
    Arc<dyn Fn(aws_sdk_dynamodb::config::Builder) -> aws_sdk_dynamodb::config::Builder + Send + Sync>;

/// Every function of the club, for one platform.
#[derive(Default)]
pub(crate) struct Club {
    dynamodb: Option<ConfigureDynamoDb>,
    sqs: Option<ConfigureSqs>,
    cognito: Option<ConfigureCognito>,
    /// What all functions share: AWS is the same for each.
    clients: OnceLock<(Aws, Client)>,
}

impl Club {
    /// With other clients than usual.
    pub(crate) fn new(
        dynamodb: Option<ConfigureDynamoDb>,
        sqs: Option<ConfigureSqs>,
        cognito: Option<ConfigureCognito>,
    ) -> Self {
        Self { dynamodb, sqs, cognito, clients: OnceLock::new() }
    }

    fn clients(&self, environment: &Environment) -> Result<(Aws, Client), InvokeError> {
        if let Some(clients) = self.clients.get() {
            return Ok(clients.clone());
        }
        let aws = Aws::read(|name| environment.get(name).cloned())?;
        let aws = match &self.sqs {
            Some(configure) => aws.with_sqs_config(Arc::clone(configure)),
            None => aws,
        };
        let aws = match &self.cognito {
            Some(configure) => aws.with_cognito_config(Arc::clone(configure)),
            None => aws,
        };
        let config = match &self.dynamodb {
            Some(configure) => configure(aws.dynamodb_config()),
            None => aws.dynamodb_config(),
        };
        Ok(self.clients.get_or_init(|| (aws, Client::from_conf(config.build()))).clone())
    }
}

impl Program for Club {
    fn functions(&self) -> Vec<String> {
        functions::all().map(|function| function.name.to_owned()).collect()
    }

    fn handler(&self, name: &str, environment: &Environment, services: &Services) -> Result<Handler, InvokeError> {
        let function = functions::all().find(|function| function.name == name);
        let function = function.ok_or_else(|| format!("the club has no function {name}"))?;
        let settings = settings(environment)?;
        let (aws, dynamodb) = self.clients(environment)?;
        let (clock, ids) = (Arc::clone(&services.clock), Arc::clone(&services.ids));
        let dependencies = Dependencies::new(settings, dynamodb, aws, clock, ids);
        Ok(Arc::new(move |invocation| {
            let dependencies = dependencies.clone();
            Box::pin(async move { function.invoke(&dependencies, &invocation.payload, invocation.context).await })
        }))
    }
}

/// What the template says in a function's environment.
pub(crate) fn settings(environment: &Environment) -> Result<Settings, functions::SettingsError> {
    Settings::read(|name| environment.get(name).cloned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn no_function_of_the_project_may_run_longer_than_reconciliation_allows_for() {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("template.yaml");
        let longest = functions::messages::LONGEST_TIMEOUT.unsigned_abs();
        for function in crate::template(&project).unwrap().functions {
            assert!(function.timeout <= longest, "{}", function.logical_id);
        }
    }
}
