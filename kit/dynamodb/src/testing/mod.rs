//! For tests of stores: a table, and a wire that can be watched and broken.

mod create_table;
mod wire;

pub use create_table::create_table;
pub use wire::{Fault, Wire, first};
