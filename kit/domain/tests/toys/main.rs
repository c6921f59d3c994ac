//! The kit on toy contexts: a lending library, and dominoes.

mod dominoes;
mod library;

mod harness;
mod loading;
mod macros;
mod memory;
mod policies;
mod process;
