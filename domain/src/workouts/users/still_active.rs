use kit_domain::Condition;

use crate::workouts::{UserId, Workouts};

/// The condition that an account has not been deactivated by the time of the commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StillActive(pub UserId);

impl Condition for StillActive {
    type Context = Workouts;
}
