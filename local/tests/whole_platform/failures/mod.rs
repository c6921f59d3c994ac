//! Whatever goes wrong, nothing is lost and nothing is done twice: random users on a whole platform on which
//! calls fail, answers get lost, functions are killed and messages come again.
//!
//! A run prints its seed. `WILD_WORKOUTS_SEED` begins with that one: everybody decides the same, and the same goes
//! wrong at the nth call of each operation and the nth invocation of each function. What meets what is up to the
//! machine; so a failure may take a few runs to come again. `WILD_WORKOUTS_FAILURES` says for how many seconds new
//! runs begin.

mod arrivals;
mod books;
mod checks;
mod diary;
mod dice;
mod faults;
mod order;
mod world;

use std::env;
use std::str::FromStr;
use std::time::{Duration, Instant};

use checks::check;
use world::World;

/// For how many seconds new runs begin, unless somebody says otherwise.
const SECONDS: u64 = 6;

/// How much is told of what does not hold.
const MOST_TOLD: usize = 20;

#[tokio::test]
async fn whatever_goes_wrong_nothing_is_lost_and_nothing_is_done_twice() {
    let began = Instant::now();
    let lasts = Duration::from_secs(variable("WILD_WORKOUTS_FAILURES").unwrap_or(SECONDS));
    let mut seed = variable("WILD_WORKOUTS_SEED").unwrap_or_else(|| fastrand::u64(..1_000_000));
    loop {
        println!("WILD_WORKOUTS_SEED={seed}");
        let world = World::begin(seed).await;
        world.run().await;
        let found = check(&world).await;
        let (diary, faults) = (world.diary.read(), world.faults.injected());
        let (sent, done) = (diary.len(), diary.iter().filter(|sent| sent.is_done()).count());
        let struck: u32 = faults.values().sum();
        println!("{sent} commands, {done} of them done, {struck} faults, {:?}: {faults:?}", began.elapsed());
        assert!(
            found.is_empty(),
            "WILD_WORKOUTS_SEED={seed}: {} things do not hold:\n{}",
            found.len(),
            found.iter().take(MOST_TOLD).cloned().collect::<Vec<_>>().join("\n")
        );
        world.platform.stop().await;
        if began.elapsed() >= lasts {
            return;
        }
        seed += 1;
    }
}

fn variable<T: FromStr>(name: &str) -> Option<T> {
    let value = env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name} is a number, not {value}")))
}
