//! Bookings: attendees book a trainer's hours with prepaid credits, move and cancel them.
//!
//! One context, because a booking changes an hour, a training and an account at once. Its modules: [`users`],
//! [`trainer`] (the calendar), [`credits`] (the attendees' accounts) and [`trainings`] (the bookings), each of which may use
//! only those before it. [`policies`] join them.

pub mod credits;
pub mod policies;
pub mod trainer;
pub mod trainings;
pub mod users;

#[cfg(test)]
pub(crate) mod given;
mod ids;

pub use ids::{AttendeeId, TrainerId, TrainingId, UserId};
use kit_domain::{Context, Keeps, Policies, PolicyList, Requires};

use credits::Account;
use policies::{GiveBackCanceledTraining, MoveHoursOfTraining};
use trainer::{BookingWindow, Hour};
use users::{StillActive, User};

/// The bookings' context.
#[derive(Clone, Copy, Debug)]
pub enum Workouts {}

impl Context for Workouts {
    const NAME: &'static str = "workouts";

    /// Which hours can be booked.
    type Rules = BookingWindow;
}

impl<W> Policies<W> for Workouts
where
    W: Keeps<User> + Keeps<Hour> + Keeps<Account> + Requires<StillActive>,
{
    fn policies() -> PolicyList<W> {
        PolicyList::none().and::<GiveBackCanceledTraining>().and::<MoveHoursOfTraining>()
    }
}
