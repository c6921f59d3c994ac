//! A toy context, for tests.

use kit_domain::Context;

pub(crate) enum Toys {}

impl Context for Toys {
    const NAME: &'static str = "toys";
    type Rules = ();
}

kit_domain::events! {
    /// What has happened to a toy.
    pub(crate) enum ToyEvent {
        /// Somebody wound it up.
        "toy.wound-up.v1" WoundUp {},
        /// It broke.
        "toy.broken.v1" Broken {},
    }
}
