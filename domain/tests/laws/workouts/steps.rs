use proptest::prelude::*;

use super::club::{ATTENDEES, HOURS};

/// Something that somebody does, in small numbers so that people meet. A `training` is the place of a booking among all,
/// counted round and round.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Wait {
        hours: i64,
    },
    Register {
        attendee: u128,
    },
    Deactivate {
        attendee: u128,
    },
    /// Cancels a training of a deactivated user, or forgets its attendee when it is over.
    FollowDeactivation {
        training: u128,
    },
    MakeAvailable {
        hour: i64,
    },
    MakeUnavailable {
        hour: i64,
    },
    Grant {
        attendee: u128,
        amount: i64,
    },
    TakeBack {
        attendee: u128,
        amount: i64,
    },
    Schedule {
        attendee: u128,
        hour: i64,
    },
    Cancel {
        training: u128,
        by: Who,
    },
    Reschedule {
        training: u128,
        hour: i64,
        by: Who,
        notes: bool,
    },
    Request {
        training: u128,
        hour: i64,
        by: Who,
        notes: bool,
    },
    Approve {
        training: u128,
        by: Who,
    },
    Reject {
        training: u128,
        by: Who,
    },
}

/// Somebody who acts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Who {
    Trainer,
    /// Who booked the training.
    Holder,
    /// An attendee, who may have nothing to do with the training.
    Attendee(u128),
}

pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let hour = || 0..HOURS;
    let attendee = || 0..ATTENDEES;
    let training = || 0..8_u128;
    let by = || prop_oneof![3 => Just(Who::Trainer), 3 => Just(Who::Holder), 1 => attendee().prop_map(Who::Attendee)];
    let notes = any::<bool>;
    let step = prop_oneof![
        1 => (1..20_i64).prop_map(|hours| Step::Wait { hours }),
        1 => attendee().prop_map(|attendee| Step::Register { attendee }),
        1 => attendee().prop_map(|attendee| Step::Deactivate { attendee }),
        4 => training().prop_map(|training| Step::FollowDeactivation { training }),
        4 => hour().prop_map(|hour| Step::MakeAvailable { hour }),
        1 => hour().prop_map(|hour| Step::MakeUnavailable { hour }),
        3 => (attendee(), 1..=3_i64).prop_map(|(attendee, amount)| Step::Grant { attendee, amount }),
        1 => (attendee(), 1..=3_i64).prop_map(|(attendee, amount)| Step::TakeBack { attendee, amount }),
        7 => (attendee(), hour()).prop_map(|(attendee, hour)| Step::Schedule { attendee, hour }),
        3 => (training(), by()).prop_map(|(training, by)| Step::Cancel { training, by }),
        3 => (training(), hour(), by(), notes())
            .prop_map(|(training, hour, by, notes)| Step::Reschedule { training, hour, by, notes }),
        4 => (training(), hour(), by(), notes())
            .prop_map(|(training, hour, by, notes)| Step::Request { training, hour, by, notes }),
        4 => (training(), by()).prop_map(|(training, by)| Step::Approve { training, by }),
        1 => (training(), by()).prop_map(|(training, by)| Step::Reject { training, by }),
    ];
    prop::collection::vec(step, 0..80)
}
