use jiff::Timestamp;
use uuid::Uuid;

/// The source of the present time. Nothing else asks the machine for it.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The source of new ids.
pub trait Ids: Send + Sync {
    /// An id that nobody has had before.
    fn next(&self) -> Uuid;
}
