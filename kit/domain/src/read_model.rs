/// Why a read model gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ReadModelError {
    /// It is overloaded or unreachable. Another try may help.
    #[error("the read model is unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The stored data or the query is wrong. Another try does not help.
    #[error("the read model failed")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}
