//! Deadlines that aggregates have set.

mod sweep_deadlines;

pub(crate) use sweep_deadlines::sweep_deadlines;
