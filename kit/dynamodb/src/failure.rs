use aws_sdk_dynamodb::{
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
    operation::{
        put_item::PutItemError, transact_get_items::TransactGetItemsError,
        transact_write_items::TransactWriteItemsError, update_item::UpdateItemError,
    },
};
use kit_domain::ReadModelError;

/// Any error, to be logged.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

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

impl Failure {
    /// Whether a single write was refused because its condition is false; and not because a transaction is under way,
    /// after which the condition may be true.
    pub(crate) fn is_false_condition(&self) -> bool {
        fn is<E: ProvideErrorMetadata + std::error::Error + 'static>(cause: &BoxError) -> bool {
            let error = cause.downcast_ref::<SdkError<E, HttpResponse>>();
            error.and_then(SdkError::as_service_error).and_then(E::code) == Some(FALSE_CONDITION)
        }
        matches!(self, Self::Conflict(cause) if is::<PutItemError>(cause) || is::<UpdateItemError>(cause))
    }
}

impl From<serde_dynamo::Error> for Failure {
    fn from(error: serde_dynamo::Error) -> Self {
        Self::Broken(error.into())
    }
}

/// The same for a query of a read model.
impl From<Failure> for ReadModelError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Conflict(source) | Failure::Unavailable(source) => Self::Unavailable(source),
            Failure::Broken(source) => Self::Broken(source),
        }
    }
}

/// DynamoDB's word that a call makes no sense. It quotes keys, and some hold names.
const VALIDATION: &str = "ValidationException";

/// A call that DynamoDB refused, without what it said: that may quote what no log should have.
#[derive(Debug, thiserror::Error)]
#[error("DynamoDB refused the call: {0}")]
struct Refused(&'static str);

/// What an error of a call that is not a transaction means.
pub(crate) fn of_call<E>(error: SdkError<E, HttpResponse>) -> Failure
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    let SdkError::ServiceError(service) = &error else {
        return match error {
            SdkError::ConstructionFailure(_) => Failure::Broken(error.into()),
            _ => Failure::Unavailable(error.into()),
        };
    };
    match service.err().code() {
        Some(VALIDATION) => Failure::Broken(Refused(VALIDATION).into()),
        // Overloaded, or wrongly deployed: a permission, a table or a key is missing. Whatever it is, it says nothing
        // against the call, which can succeed once somebody has mended it.
        _ => Failure::Unavailable(error.into()),
    }
}

/// DynamoDB's word that the condition of a single write is false.
const FALSE_CONDITION: &str = "ConditionalCheckFailedException";

/// What an error of a single write on a condition means.
pub(crate) fn of_conditional<E>(error: SdkError<E, HttpResponse>) -> Failure
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    // A transaction under way on the item refuses a single write with a code of its own.
    const CONFLICTS: [&str; 2] = [FALSE_CONDITION, "TransactionConflictException"];
    match error.as_service_error().and_then(ProvideErrorMetadata::code) {
        Some(code) if CONFLICTS.contains(&code) => Failure::Conflict(error.into()),
        _ => of_call(error),
    }
}

/// What an error of a transaction that writes means.
pub(crate) fn of_transaction(error: SdkError<TransactWriteItemsError, HttpResponse>) -> Failure {
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
            let codes = || canceled.cancellation_reasons().iter().filter_map(|reason| reason.code());
            if codes().any(|code| code == "ValidationError" || code == "ItemCollectionSizeLimitExceeded") {
                Failure::Broken(Refused("ValidationError").into())
            } else if codes().any(|code| code == "ConditionalCheckFailed" || code == "TransactionConflict") {
                Failure::Conflict(error.into())
            } else {
                Failure::Unavailable(error.into())
            }
        }
        Some(TransactWriteItemsError::TransactionInProgressException(_)) => Failure::Unavailable(error.into()),
        _ => of_call(error),
    }
}

/// What an error of a transaction that reads means: it is canceled when one that writes is under way.
pub(crate) fn of_reading_transaction(error: SdkError<TransactGetItemsError, HttpResponse>) -> Failure {
    match error.as_service_error() {
        Some(TransactGetItemsError::TransactionCanceledException(_)) => Failure::Conflict(error.into()),
        _ => of_call(error),
    }
}

/// The same for a query of a read model.
pub(crate) fn read_model_error<E>(error: SdkError<E, HttpResponse>) -> ReadModelError
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    of_call(error).into()
}
