/// A bounded context: its aggregates share one store, and one command may change several of them at once.
///
/// Other contexts follow by events only, so each context could become a service of its own.
pub trait Context: Sized + Send + Sync + 'static {
    /// The context's name in lower case, such as `workouts`.
    const NAME: &'static str;

    /// The configuration that commands are judged by; `()` if there is none.
    type Rules: Clone + Send + Sync + 'static;
}
