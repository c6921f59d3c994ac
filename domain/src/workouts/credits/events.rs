use serde::{Deserialize, Serialize};

use super::{Amount, Reason};
use crate::workouts::{AttendeeId, TrainingId, UserId};

kit_domain::events! {
    /// The events of a credit account. They are the account: its balance follows from them.
    ///
    /// The serialized form is the `type` and `data` of the stored and published event.
    pub enum AccountEvent {
        /// The trainer gave credits.
        "credits.granted.v1" Granted {
            /// Whose account.
            attendee: AttendeeId,
            /// How many.
            amount: Amount,
            /// The balance afterwards.
            balance: u64,
            /// Who gave them.
            by: UserId,
            /// Why.
            reason: Reason,
        },
        /// The trainer corrected what had been given.
        "credits.taken-back.v1" TakenBack {
            /// Whose account.
            attendee: AttendeeId,
            /// How many.
            amount: Amount,
            /// The balance afterwards.
            balance: u64,
            /// Who took them back.
            by: UserId,
            /// Why.
            reason: Reason,
        },
        /// A training was booked.
        "credits.spent.v1" Spent {
            /// Whose account.
            attendee: AttendeeId,
            /// How many.
            amount: Amount,
            /// The balance afterwards.
            balance: u64,
            /// The training that was paid for.
            training: TrainingId,
        },
        /// A training was canceled.
        "credits.refunded.v2" Refunded {
            /// Whose account.
            attendee: AttendeeId,
            /// How many.
            amount: Amount,
            /// The balance afterwards.
            balance: u64,
            /// The training that they had been spent on.
            training: TrainingId,
            /// Why this many.
            reason: RefundReason,
        },
    }
}

/// Why a canceled training's credits come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefundReason {
    /// It was canceled 24 hours or more ahead: the credit comes back.
    CanceledInTime,
    /// The trainer canceled it later: twice the credit comes back.
    CanceledLateByTrainer,
}

impl AccountEvent {
    /// The balance after it.
    #[must_use]
    pub fn balance(&self) -> u64 {
        match self {
            Self::Granted { balance, .. }
            | Self::TakenBack { balance, .. }
            | Self::Spent { balance, .. }
            | Self::Refunded { balance, .. } => *balance,
        }
    }
}
