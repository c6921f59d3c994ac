use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::CreditsRefusal;

/// A number of credits in one movement: at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount(NonZeroU32);

impl Amount {
    /// The price of a training.
    pub const ONE: Self = Self(NonZeroU32::MIN);
    /// The refund from a trainer who cancels late.
    pub const TWO: Self = Self(NonZeroU32::MIN.saturating_add(1));
    /// The most credits that are granted at once.
    pub const MOST_TO_GRANT: u32 = 100;
    /// The most credits that are taken back at once: more than anybody has.
    pub const MOST_TO_TAKE_BACK: u32 = u32::MAX;

    /// An amount to grant: 1 to 100.
    ///
    /// # Errors
    /// [`CreditsRefusal::InvalidAmount`].
    pub fn to_grant(provided: i64) -> Result<Self, CreditsRefusal> {
        Self::up_to(Self::MOST_TO_GRANT, provided)
    }

    /// An amount to take back: at least 1. The account's balance limits it further.
    ///
    /// # Errors
    /// [`CreditsRefusal::InvalidAmount`].
    pub fn to_take_back(provided: i64) -> Result<Self, CreditsRefusal> {
        Self::up_to(Self::MOST_TO_TAKE_BACK, provided)
    }

    /// As a number of credits.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0.get().into()
    }

    fn up_to(most: u32, provided: i64) -> Result<Self, CreditsRefusal> {
        u32::try_from(provided)
            .ok()
            .filter(|amount| *amount <= most)
            .and_then(NonZeroU32::new)
            .map(Self)
            .ok_or(CreditsRefusal::InvalidAmount { provided, least: 1, most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_a_hundred_credits_are_granted_at_once() {
        assert_eq!(Amount::to_grant(1), Ok(Amount::ONE));
        assert_eq!(Amount::to_grant(100).map(Amount::get), Ok(100));
        for provided in [0, -1, 101, i64::MAX] {
            assert_eq!(
                Amount::to_grant(provided),
                Err(CreditsRefusal::InvalidAmount { provided, least: 1, most: 100 })
            );
        }
    }

    #[test]
    fn at_least_one_credit_is_taken_back() {
        assert_eq!(Amount::to_take_back(101).map(Amount::get), Ok(101));
        assert!(Amount::to_take_back(0).is_err());
    }
}
