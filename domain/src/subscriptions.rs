//! Who hears of what.
//!
//! The relay sends every event to the queue of each of its subscribers; this is the one place that
//! says which those are.

use crate::Books;

/// A subscriber of events, with a queue of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The subscriber, by the name of its function.
    pub subscriber: &'static str,
    /// Which events it is sent.
    pub events: Events,
    /// Whether it can take them in any order.
    pub order: Order,
    /// Whether it may be sent old events again, to build up anew what it keeps: only who takes them in order
    /// knows what it has thrown away.
    pub rebuildable: bool,
}

/// Which events a subscriber is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Events {
    /// One type, such as `user.deactivated.v1`.
    Only(&'static str),
    /// Every event of a type of aggregate, such as `training`.
    AllOf(&'static str),
}

/// What a subscriber makes of the order of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Each event stands for itself. The inbox of the books that it changes tells which it has taken.
    AnyOrder {
        /// Which books those are.
        inbox: Books,
    },
    /// It takes an event only after all earlier ones of the same aggregate; so it is sent every event
    /// of that type of aggregate, or it would wait forever for those that it is not sent. Which one it takes
    /// next tells which it has taken.
    InOrder,
}

/// Every subscription.
pub const SUBSCRIPTIONS: &[Subscription] = &[
    // What was accepted has to be done. One sender's commands come one after another.
    Subscription {
        subscriber: "execute-command",
        events: Events::Only(COMMAND_ACCEPTED),
        order: Order::AnyOrder { inbox: Books::Workouts },
        rebuildable: false,
    },
    // Whose account is closed holds no hour any more.
    Subscription {
        subscriber: "cancel-trainings-of-deactivated-user",
        events: Events::Only("user.deactivated.v1"),
        order: Order::AnyOrder { inbox: Books::Workouts },
        rebuildable: false,
    },
    // Nor is anything left that tells who it was.
    Subscription {
        subscriber: "clear-names-of-deactivated-user",
        events: Events::Only("user.deactivated.v1"),
        order: Order::AnyOrder { inbox: Books::Workouts },
        rebuildable: false,
    },
    // Nor is anything left of what they told the club.
    Subscription {
        subscriber: "delete-posts-of-deactivated-user",
        events: Events::Only("user.deactivated.v1"),
        order: Order::AnyOrder { inbox: Books::Community },
        rebuildable: false,
    },
    // The trainer's month counts what has happened to each training, one after another.
    Subscription {
        subscriber: "report-trainings",
        events: Events::AllOf("training"),
        order: Order::InOrder,
        rebuildable: true,
    },
];

impl Events {
    /// Whether these include an event of that type.
    #[must_use]
    pub fn include(self, kind: &str) -> bool {
        match self {
            Self::Only(only) => kind == only,
            Self::AllOf(aggregate) => kind.strip_prefix(aggregate).is_some_and(|rest| rest.starts_with('.')),
        }
    }
}

/// The command's event: it is told of by records of commands, which are settled, and not by a commit.
pub const COMMAND_ACCEPTED: &str = "command.accepted.v1";

/// The subscriptions to events of a type.
pub fn subscriptions_to(kind: &str) -> impl Iterator<Item = &'static Subscription> {
    SUBSCRIPTIONS.iter().filter(move |subscription| subscription.events.include(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_takes_events_in_order_is_sent_all_of_their_aggregate() {
        for subscription in SUBSCRIPTIONS.iter().filter(|subscription| subscription.order == Order::InOrder) {
            assert!(matches!(subscription.events, Events::AllOf(_)), "{}", subscription.subscriber);
        }
    }

    #[test]
    fn who_can_be_built_anew_takes_events_in_order() {
        assert!(
            SUBSCRIPTIONS.iter().all(|subscription| !subscription.rebuildable || subscription.order == Order::InOrder)
        );
    }

    #[test]
    fn all_events_of_an_aggregate_are_those_that_begin_with_its_name() {
        assert!(Events::AllOf("training").include("training.scheduled.v1"));
        assert!(!Events::AllOf("training").include("trainings.scheduled.v1"));
        assert!(!Events::AllOf("training").include("hour.booked.v1"));
        assert!(Events::Only("user.deactivated.v1").include("user.deactivated.v1"));
        assert!(!Events::Only("user.deactivated.v1").include("user.deactivated.v2"));
    }
}
