//! For tests of stores: a wire that can be watched and broken.

mod wire;

pub use wire::{Fault, Wire, first};
