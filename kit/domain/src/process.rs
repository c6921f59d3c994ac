use crate::Aggregate;

/// A process: an aggregate whose state reacts to events of other aggregates and to its own deadline.
///
/// [`react`](Process::react) is pure: the same state and the same input give the same reaction. The command that feeds
/// the process its input executes the reaction in the process's own unit of work, so that state and reaction are
/// committed together. An input that the state does not wait for gives no reaction.
pub trait Process: Aggregate {
    /// An event that it reacts to, or its deadline.
    type Input;
    /// Something that it wants to be done.
    type Reaction;

    /// The reaction to `input` in the present state.
    fn react(&self, input: &Self::Input) -> Vec<Self::Reaction>;
}
