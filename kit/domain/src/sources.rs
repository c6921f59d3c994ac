use jiff::Timestamp;
use uuid::Uuid;

/// Tells the time, so that nobody else asks the machine for it.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// Gives new ids.
pub trait Ids: Send + Sync {
    /// An id that nobody has had before.
    fn next(&self) -> Uuid;
}
