//! Laws that hold whatever people do, in whatever order: random histories of every command, with the policies that
//! follow from them, on a store in memory.

mod community;
mod workouts;
