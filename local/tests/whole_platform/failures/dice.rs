use std::collections::HashMap;
use std::sync::Mutex;

use fastrand::Rng;

/// Where every decision of a run comes from: what is decided, and for the how manieth time, make it together
/// with the seed. So one user's commands, and what goes wrong at the nth call of an operation, are the same
/// in every run of a seed, whatever else runs in between.
pub(super) struct Dice {
    pub(super) seed: u64,
    rolled: Mutex<HashMap<String, u64>>,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, rolled: Mutex::default() }
    }

    /// The randomness for the next decision of a kind.
    pub(super) fn roll(&self, kind: &str) -> Rng {
        let mut rolled = self.rolled.lock().unwrap();
        let nth = rolled.entry(kind.to_owned()).or_default();
        *nth += 1;
        Rng::with_seed(mixed(self.seed, kind, *nth))
    }
}

/// FNV-1a: the same in every release of every library.
fn mixed(seed: u64, kind: &str, nth: u64) -> u64 {
    let bytes = seed.to_be_bytes().into_iter().chain(kind.bytes()).chain(nth.to_be_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn a_decision_follows_from_seed_kind_and_how_often() {
    let rolls = |seed, kind: &str| {
        let dice = Dice::new(seed);
        (0..5).map(|_| dice.roll(kind).u64(..)).collect::<Vec<_>>()
    };
    assert_eq!(rolls(1, "PutItem"), rolls(1, "PutItem"));
    assert_ne!(rolls(1, "PutItem"), rolls(2, "PutItem"));
    assert_ne!(rolls(1, "PutItem"), rolls(1, "Query"));
}
