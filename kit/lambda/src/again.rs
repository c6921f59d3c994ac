//! When a message that may be lost is sent again: each time that its age has doubled.

use jiff::{SignedDuration, Timestamp};

/// How often a unit of time fits into an age by doubling.
pub(crate) fn doublings(age: SignedDuration, unit: SignedDuration) -> u32 {
    let times = age.as_secs() / unit.as_secs();
    u64::try_from(times).unwrap_or_default().checked_ilog2().map_or(0, |doublings| doublings + 1)
}

/// Whether the age of a message since `begin` has doubled between the `last` run and `now`.
pub(crate) fn is_due(begin: Timestamp, last: Timestamp, now: Timestamp, unit: SignedDuration) -> bool {
    doublings(now.duration_since(begin), unit) > doublings(last.duration_since(begin), unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_message_is_sent_again_at_twice_the_age_each_time() {
        let minutes = SignedDuration::from_mins;
        let begin = Timestamp::UNIX_EPOCH;
        let due = |age: &i64| is_due(begin, begin + minutes(age - 1), begin + minutes(*age), minutes(6));
        assert_eq!((0..=120).filter(due).collect::<Vec<_>>(), [6, 12, 24, 48, 96]);
    }

    #[test]
    fn after_an_outage_a_message_is_due_at_the_first_run() {
        let minutes = SignedDuration::from_mins;
        let begin = Timestamp::UNIX_EPOCH;
        assert!(is_due(begin, begin - minutes(1), begin + minutes(5000), minutes(1)));
    }
}
