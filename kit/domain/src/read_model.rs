/// Why a read model gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ReadModelError {
    /// It is overloaded or unreachable for the moment; asking again may help.
    #[error("the read model is unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What it holds or how it is asked is wrong; asking again will not help.
    #[error("the read model failed")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}
