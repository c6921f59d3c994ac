//! The bookings' functions.

mod credits;
mod reports;
mod trainer;
mod trainings;
mod users;

use domain::{
    reports::Reports,
    workouts::{
        self as context,
        credits::CreditsRefusal,
        trainer::{BookingWindow, TrainerId, TrainerRefusal, WINDOW_RULES},
        trainings::TrainingsRefusal,
        users::{UserId, UsersRefusal, queries::UsersReadModel},
    },
};
use kit_domain::Kind;
use kit_lambda::{
    BoxFuture, Catalog, Mechanism, Runtime, Service, SettingsError, Variables,
    http::{ApiRequest, Problem, examples},
};
use uuid::Uuid;

use crate::{Caller, MEMBERS, RoleRefusal};

/// What the bookings' functions work with. Cheap to clone.
#[derive(Clone)]
pub struct Workouts {
    runtime: Runtime,
    table: adapters::Table<context::Workouts>,
    reports: adapters::Table<Reports>,
    /// The club's trainer, by the id that the calendar is kept under.
    trainer: TrainerId,
}

static CATALOG: Catalog<Workouts> = Catalog {
    chapters: &[trainings::CHAPTER, trainer::CHAPTER, credits::CHAPTER, users::CHAPTER, reports::CHAPTER],
    others: &[
        &trainings::CANCEL_TRAININGS_OF_DEACTIVATED_USER,
        &trainings::CLEAR_NAMES_OF_DEACTIVATED_USER,
        &users::REGISTER_ATTENDEE,
        &reports::REPORT_TRAININGS,
    ],
    mechanism: &MECHANISM,
    refusals: &[
        examples::<TrainerRefusal>,
        examples::<TrainingsRefusal>,
        examples::<CreditsRefusal>,
        examples::<UsersRefusal>,
        examples::<RoleRefusal>,
    ],
};

static MECHANISM: Mechanism<Workouts> = kit_lambda::mechanism!("", "/api/commands", &MEMBERS);

/// The rules for every time that is to be an hour to set, book, move to or propose.
const HOUR_RULES: [Kind; 5] = {
    let [in_past, too_distant, too_early, too_late] = WINDOW_RULES;
    [TrainerRefusal::NOT_FULL_HOUR, in_past, too_distant, too_early, too_late]
};

impl Service for Workouts {
    type Context = context::Workouts;
    type Layout = adapters::Layout;

    fn read(runtime: Runtime) -> Result<Self, SettingsError> {
        let variables = runtime.variables();
        let trainer = variables.required_parsed::<Uuid>("TRAINER_ID")?.into();
        let table = runtime.table(window(variables)?)?.into();
        let reports = runtime.table(())?.into();
        Ok(Self { runtime, table, reports, trainer })
    }

    fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    fn table(&self) -> &kit_dynamodb::Table<Self::Context, Self::Layout> {
        &self.table
    }

    fn catalog() -> &'static Catalog<Self> {
        &CATALOG
    }

    fn admit<'a>(&'a self, request: &'a ApiRequest) -> BoxFuture<'a, Result<(), Problem>> {
        Box::pin(async {
            let Caller::Attendee(attendee) = Caller::of(request)? else { return Ok(()) };
            let user = UserId::from(attendee.id);
            let standing = self.table.standing(user).await.map_err(Problem::unanswered)?;
            standing.may_ask(user)?;
            Ok(())
        })
    }
}

/// The hours that can be booked: `FIRST_BOOKABLE_HOUR` and `LAST_BOOKABLE_HOUR` of the day in UTC, and `WEEKS_AHEAD`.
///
/// # Errors
/// When a variable is missing or makes no sense.
pub fn window(variables: &Variables) -> Result<BookingWindow, SettingsError> {
    let first = variables.required_parsed("FIRST_BOOKABLE_HOUR")?;
    let last = variables.required_parsed("LAST_BOOKABLE_HOUR")?;
    let weeks = variables.required_parsed("WEEKS_AHEAD")?;
    BookingWindow::new(first, last, weeks).map_err(|invalid| SettingsError::Contradiction {
        variables: "FIRST_BOOKABLE_HOUR, LAST_BOOKABLE_HOUR or WEEKS_AHEAD",
        reason: invalid.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(changed: &'static str, value: Option<&'static str>) -> Result<BookingWindow, SettingsError> {
        window(&Variables::new(move |name| {
            let usual = match name {
                "FIRST_BOOKABLE_HOUR" => Some("12"),
                "LAST_BOOKABLE_HOUR" => Some("20"),
                "WEEKS_AHEAD" => Some("6"),
                _ => None,
            };
            if name == changed { value } else { usual }.map(ToOwned::to_owned)
        }))
    }

    #[test]
    fn the_usual_settings_are_the_usual_window() {
        assert_eq!(with("", None), Ok(BookingWindow::default()));
    }

    #[test]
    fn a_missing_or_wrong_setting_is_named() {
        assert_eq!(with("WEEKS_AHEAD", None), Err(SettingsError::Missing("WEEKS_AHEAD".to_owned())));
        let invalid = SettingsError::Invalid { variable: "WEEKS_AHEAD".to_owned(), value: "six".to_owned() };
        assert_eq!(with("WEEKS_AHEAD", Some("six")), Err(invalid));
        assert!(matches!(with("FIRST_BOOKABLE_HOUR", Some("21")), Err(SettingsError::Contradiction { .. })));
    }
}
