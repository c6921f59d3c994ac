use kit_domain::{Aggregate, Identifies};

use super::{AccountEvent, Amount, CreditsRefusal, Reason, RefundReason};
use crate::workouts::{AttendeeId, TrainingId, UserId, Workouts};

/// Whose account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub AttendeeId);

/// An attendee's credit account: the sum of its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    id: AccountId,
    balance: u64,
    events: Vec<AccountEvent>,
}

/// The refund of a canceled training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refund {
    /// Canceled 24 hours or more ahead: the credit.
    InTime,
    /// Canceled later by the trainer: twice the credit.
    LateByTrainer,
    /// Canceled later by the attendee: nothing.
    Nothing,
}

/// A history that no account can have had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the history of {account:?} does not add up at {event:?}")]
pub struct Corrupted {
    account: AccountId,
    event: AccountEvent,
}

impl Account {
    /// An account that no credit has ever moved on.
    #[must_use]
    pub fn unused(id: AccountId) -> Self {
        Self::snapshot(id, 0)
    }

    /// An account as a store keeps it beside its events.
    #[must_use]
    pub fn snapshot(id: AccountId, balance: u64) -> Self {
        Self { id, balance, events: Vec::new() }
    }

    /// The account that its whole history, oldest first, adds up to.
    ///
    /// # Errors
    /// When an event's balance is not the sum of it and those before it.
    pub fn replay(id: AccountId, history: impl IntoIterator<Item = AccountEvent>) -> Result<Self, Corrupted> {
        let mut account = Self::unused(id);
        for event in history {
            match account.balance_after(&event) {
                Some(balance) if balance == event.balance() => account.balance = balance,
                _ => return Err(Corrupted { account: id, event }),
            }
        }
        Ok(account)
    }

    /// Whose account this is.
    #[must_use]
    pub fn id(&self) -> AccountId {
        self.id
    }

    /// How many credits there are.
    #[must_use]
    pub fn balance(&self) -> u64 {
        self.balance
    }

    /// The trainer gives credits.
    pub fn grant(&mut self, amount: Amount, by: UserId, reason: Reason) {
        let balance = self.with(amount);
        self.register(AccountEvent::Granted { attendee: self.id.0, amount, balance, by, reason });
    }

    /// The trainer takes credits back.
    ///
    /// # Errors
    /// When the balance is less than that.
    pub fn take_back(&mut self, amount: Amount, by: UserId, reason: Reason) -> Result<(), CreditsRefusal> {
        let balance = self.without(amount)?;
        self.register(AccountEvent::TakenBack { attendee: self.id.0, amount, balance, by, reason });
        Ok(())
    }

    /// Pays for a training.
    ///
    /// # Errors
    /// When the balance is zero.
    pub fn spend(&mut self, training: TrainingId) -> Result<(), CreditsRefusal> {
        let amount = Amount::ONE;
        let balance = self.without(amount)?;
        self.register(AccountEvent::Spent { attendee: self.id.0, amount, balance, training });
        Ok(())
    }

    /// Gives back the refund of a canceled training.
    pub fn refund(&mut self, refund: Refund, training: TrainingId) {
        let (amount, reason) = match refund {
            Refund::InTime => (Amount::ONE, RefundReason::CanceledInTime),
            Refund::LateByTrainer => (Amount::TWO, RefundReason::CanceledLateByTrainer),
            Refund::Nothing => return,
        };
        let balance = self.with(amount);
        self.register(AccountEvent::Refunded { attendee: self.id.0, amount, balance, training, reason });
    }

    /// At a hundred credits a command, no account lives long enough to reach the end of a `u64`.
    fn with(&self, amount: Amount) -> u64 {
        self.balance.saturating_add(amount.get())
    }

    fn without(&self, amount: Amount) -> Result<u64, CreditsRefusal> {
        let refused = CreditsRefusal::NotEnoughCredits { needed: amount.get(), balance: self.balance };
        self.balance.checked_sub(amount.get()).ok_or(refused)
    }

    fn balance_after(&self, event: &AccountEvent) -> Option<u64> {
        match event {
            AccountEvent::Granted { amount, .. } | AccountEvent::Refunded { amount, .. } => Some(self.with(*amount)),
            AccountEvent::TakenBack { amount, .. } | AccountEvent::Spent { amount, .. } => self.without(*amount).ok(),
        }
    }

    fn register(&mut self, event: AccountEvent) {
        self.balance = event.balance();
        self.events.push(event);
    }
}

impl Aggregate for Account {
    type Context = Workouts;
    type Id = AccountId;
    type Event = AccountEvent;
    type Loaded = Self;

    fn id(&self) -> AccountId {
        self.id
    }

    fn events(&self) -> &[AccountEvent] {
        &self.events
    }

    fn loaded(id: &AccountId, found: Option<Self>) -> Self {
        found.unwrap_or_else(|| Self::unused(*id))
    }
}

impl Identifies for AccountId {
    type Aggregate = Account;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn unused() -> Account {
        Account::unused(AccountId(Uuid::from_u128(1).into()))
    }

    fn reason() -> Reason {
        Reason::new("ten-card bought").unwrap()
    }

    fn trainer() -> UserId {
        Uuid::from_u128(2).into()
    }

    fn training() -> TrainingId {
        Uuid::from_u128(3).into()
    }

    #[test]
    fn a_training_costs_one_credit() {
        let mut account = unused();
        assert_eq!(account.spend(training()), Err(CreditsRefusal::NotEnoughCredits { needed: 1, balance: 0 }));
        account.grant(Amount::to_grant(1).unwrap(), trainer(), reason());
        account.spend(training()).unwrap();
        assert_eq!(account.balance(), 0);
    }

    #[test]
    fn a_refund_is_one_credit_in_time_two_when_the_trainer_is_late_and_none_when_the_attendee_is() {
        for (refund, balance) in [(Refund::InTime, 1), (Refund::LateByTrainer, 2), (Refund::Nothing, 0)] {
            let mut account = unused();
            account.refund(refund, training());
            assert_eq!(account.balance(), balance);
            assert_eq!(account.events().is_empty(), balance == 0);
        }
    }

    #[test]
    fn at_most_the_balance_is_taken_back() {
        let mut account = unused();
        account.grant(Amount::to_grant(5).unwrap(), trainer(), reason());
        assert_eq!(
            account.take_back(Amount::to_take_back(6).unwrap(), trainer(), reason()),
            Err(CreditsRefusal::NotEnoughCredits { needed: 6, balance: 5 })
        );
        account.take_back(Amount::to_take_back(5).unwrap(), trainer(), reason()).unwrap();
        assert_eq!(account.balance(), 0);
    }

    #[test]
    fn a_history_that_does_not_add_up_is_no_account() {
        let mut account = unused();
        account.grant(Amount::to_grant(5).unwrap(), trainer(), reason());
        account.spend(training()).unwrap();
        let history = account.events().to_vec();
        assert_eq!(Account::replay(account.id(), history.clone()).map(|account| account.balance()), Ok(4));
        assert!(Account::replay(account.id(), history.into_iter().skip(1)).is_err());
    }

    proptest! {
        /// In whatever order an account's commands come, its balance is the sum of its entries, each entry states the
        /// balance after it, and replaying them gives the same account.
        #[test]
        fn a_balance_is_the_sum_of_its_entries(steps in prop::collection::vec((0..6, 1..=100_i64), 0..60)) {
            let mut account = unused();
            for (step, amount) in steps {
                let before = account.clone();
                let refused = match step {
                    0 => { account.grant(Amount::to_grant(amount).unwrap(), trainer(), reason()); Ok(()) }
                    1 => account.take_back(Amount::to_take_back(amount).unwrap(), trainer(), reason()),
                    2 => { account.refund(Refund::InTime, training()); Ok(()) }
                    3 => { account.refund(Refund::LateByTrainer, training()); Ok(()) }
                    _ => account.spend(training()),
                }.is_err();
                prop_assert!(!refused || account == before, "a refusal changes nothing");
            }
            let sum: i128 = account.events().iter().map(|event| match event {
                AccountEvent::Granted { amount, .. } | AccountEvent::Refunded { amount, .. } => i128::from(amount.get()),
                AccountEvent::TakenBack { amount, .. } | AccountEvent::Spent { amount, .. } => -i128::from(amount.get()),
            }).sum();
            prop_assert_eq!(sum, i128::from(account.balance()));
            let replayed = Account::replay(account.id(), account.events().to_vec()).unwrap();
            prop_assert_eq!(replayed.balance(), account.balance());
        }
    }

    #[test]
    fn an_event_with_a_wrong_balance_is_no_history() {
        let mut account = unused();
        account.grant(Amount::ONE, trainer(), reason());
        let AccountEvent::Granted { attendee, amount, by, reason, .. } = account.events()[0].clone() else { panic!() };
        let wrong = AccountEvent::Granted { attendee, amount, balance: 2, by, reason };
        assert_eq!(
            Account::replay(account.id(), [wrong.clone()]),
            Err(Corrupted { account: account.id(), event: wrong })
        );
    }
}
