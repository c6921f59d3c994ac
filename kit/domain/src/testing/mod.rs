//! A store in memory and a harness for tests, so that rules and laws can be tried on many histories in little time.

mod given;
mod memory;

pub use given::{Given, Then};
pub use memory::{Memory, MemoryWork, at_once};
