//! The trainer's calendar: which hours can be booked, and which are.

pub mod commands;
pub mod queries;

mod booking_window;
mod events;
mod hour;
mod hour_start;
mod hours;
mod refusal;

pub use booking_window::{BookableHour, BookingWindow, InvalidWindow};
pub use events::HourEvent;
pub use hour::{Availability, Hour, HourId};
pub use hour_start::HourStart;
pub use hours::{Hours, InvalidHours};
pub use refusal::{TrainerRefusal, WINDOW_RULES};

pub use super::ids::TrainerId;
