//! The whole platform, from the table to HTTP. One program, so that it is linked once.

// The futures of commands, executed without a function before them, are deep.
#![recursion_limit = "256"]

mod api;
mod asyncapi;
mod clock;
mod club;
mod command_line;
mod deliveries;
mod failures;
mod measure;
mod openapi;
mod page;
mod payloads;
mod permissions;
mod platform;
mod store;
mod stored_forms;
mod support;
