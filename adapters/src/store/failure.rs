use aws_sdk_dynamodb::{
    error::{ProvideErrorMetadata, SdkError},
    operation::transact_write_items::TransactWriteItemsError,
};
use domain::ReadModelError;

/// Any error, to be logged.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a call to the table gave no answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Somebody else changed what was decided from, or is about to.
    Conflict(BoxError),
    /// The table is overloaded or out of reach. Whether the call took effect is unknown.
    Unavailable(BoxError),
    /// The call or an item is wrong; calling again will not help.
    Broken(BoxError),
}

impl From<serde_dynamo::Error> for Failure {
    fn from(error: serde_dynamo::Error) -> Self {
        Self::Broken(error.into())
    }
}

/// Codes that DynamoDB tells people to try again on, and that the SDK has done so in vain.
const UNAVAILABLE: [&str; 6] = [
    "InternalServerError",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ThrottlingException",
];

/// What an error of a call that is not a transaction means.
pub(crate) fn of_call<E, R>(error: SdkError<E, R>) -> Failure
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    match &error {
        SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => {
            Failure::Unavailable(error.into())
        }
        SdkError::ServiceError(service) if service.err().code().is_some_and(|code| UNAVAILABLE.contains(&code)) => {
            Failure::Unavailable(error.into())
        }
        _ => Failure::Broken(error.into()),
    }
}

/// What an error of a transaction means.
pub(super) fn of_transaction<R>(error: SdkError<TransactWriteItemsError, R>) -> Failure
where
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let Some(service) = error.as_service_error() else { return of_call(error) };
    match service {
        TransactWriteItemsError::TransactionCanceledException(canceled) => {
            let codes = || canceled.cancellation_reasons().iter().filter_map(|reason| reason.code());
            if codes().any(|code| code == "ValidationError" || code == "ItemCollectionSizeLimitExceeded") {
                Failure::Broken(error.into())
            } else if codes().any(|code| code == "ConditionalCheckFailed" || code == "TransactionConflict") {
                Failure::Conflict(error.into())
            } else {
                Failure::Unavailable(error.into())
            }
        }
        TransactWriteItemsError::TransactionInProgressException(_) => Failure::Unavailable(error.into()),
        _ => of_call(error),
    }
}

/// The same for who asks a read model.
pub(crate) fn read_model_error<E, R>(error: SdkError<E, R>) -> ReadModelError
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    match of_call(error) {
        Failure::Conflict(source) | Failure::Unavailable(source) => ReadModelError::Unavailable(source),
        Failure::Broken(source) => ReadModelError::Broken(source),
    }
}
