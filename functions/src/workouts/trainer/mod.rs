//! The calendar's functions.

mod available_hours;
mod hour_availability;
mod hour_json;
mod make_hours_available;
mod make_hours_unavailable;
mod set_hours;

use kit_lambda::Chapter;

use super::Workouts;

pub(super) const CHAPTER: Chapter<Workouts> = Chapter {
    name: "Calendar",
    about: "The hours that the trainer offers.",
    functions: &[
        &available_hours::AVAILABLE_HOURS,
        &hour_availability::HOUR_AVAILABILITY,
        &make_hours_available::MAKE_HOURS_AVAILABLE,
        &make_hours_unavailable::MAKE_HOURS_UNAVAILABLE,
    ],
};
