use kit_domain::Condition;

use super::{AuthorId, Community};

/// The condition that an author has not been closed by the time of the commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StillOpen(pub AuthorId);

impl Condition for StillOpen {
    type Context = Community;
}
