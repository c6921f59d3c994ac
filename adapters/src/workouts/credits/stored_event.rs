//! Account events as they have been written, by this release and by those before it.
//!
//! Events are never rewritten, so whoever reads them meets every version there ever was. An old one
//! is told in today's words when it is read; the rest of the code knows only today's. A new version
//! is written only from the release after the one that can read it.

use domain::workouts::{
    AttendeeId, TrainingId,
    credits::{AccountEvent, Amount, RefundReason},
};
use serde::Deserialize;

/// An account event of any version.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum StoredEvent {
    Current(AccountEvent),
    Old(OldEvent),
}

/// The versions that are no longer written. The first was written only while this was being made; it is
/// read because data folders of that time may still be about, and to show how it is done.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data", rename_all_fields = "camelCase")]
pub(super) enum OldEvent {
    /// Did not tell why credits came back. The amount does: only a trainer who cancels late gives two.
    #[serde(rename = "credits.refunded.v1")]
    RefundedV1 { attendee: AttendeeId, amount: Amount, balance: u64, training: TrainingId },
}

impl From<StoredEvent> for AccountEvent {
    fn from(stored: StoredEvent) -> Self {
        match stored {
            StoredEvent::Current(event) => event,
            StoredEvent::Old(OldEvent::RefundedV1 { attendee, amount, balance, training }) => {
                let reason = if amount == Amount::ONE {
                    RefundReason::CanceledInTime
                } else {
                    RefundReason::CanceledLateByTrainer
                };
                Self::Refunded { attendee, amount, balance, training, reason }
            }
        }
    }
}
