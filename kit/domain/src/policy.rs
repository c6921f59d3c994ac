use std::pin::Pin;

use crate::{Command, CommandError, Context, DomainEvent, RegisteredEvent, Terms, UnitOfWork};

/// The most rounds of policies after one command.
pub const MOST_ROUNDS: usize = 8;

/// A consequence within a context: it reacts to an event in the unit of work that registered the event, so that its
/// changes are part of the same transaction.
///
/// When a policy refuses, the command is refused. Consequences in other contexts are for subscribers, which receive the
/// event after the commit.
pub trait Policy<W: UnitOfWork> {
    /// The events that it reacts to.
    type Event: DomainEvent;

    /// Loads, decides and saves, as a command does.
    ///
    /// # Errors
    /// See [`CommandError`].
    fn react(
        event: &Self::Event,
        work: &mut W,
        terms: &Terms<W::Context>,
    ) -> impl Future<Output = Result<(), CommandError>> + Send;
}

/// The policies of a context.
pub trait Policies<W: UnitOfWork>: Context {
    /// All of them, in the order in which they react to one event.
    #[must_use]
    fn policies() -> PolicyList<W> {
        PolicyList::none()
    }
}

type Reaction<'a> = Pin<Box<dyn Future<Output = Result<(), CommandError>> + Send + 'a>>;
type React<W> =
    for<'a> fn(&'a RegisteredEvent, &'a mut W, &'a Terms<<W as UnitOfWork>::Context>) -> Option<Reaction<'a>>;

/// Policies that react in a unit of work `W`.
pub struct PolicyList<W: UnitOfWork>(Vec<React<W>>);

impl<W: UnitOfWork> PolicyList<W> {
    /// No policies.
    #[must_use]
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// These and `P`.
    #[must_use]
    pub fn and<P: Policy<W> + 'static>(mut self) -> Self {
        self.0.push(|event, work, terms| {
            let event = event.get::<P::Event>()?;
            Some(Box::pin(P::react(event, work, terms)))
        });
        self
    }
}

/// Decides a command, and then lets the context's policies react to everything that has happened, round by round, until
/// nothing new happens.
///
/// # Errors
/// The command's, a policy's, or [`CommandError::Endless`] after [`MOST_ROUNDS`] rounds.
pub async fn decide<W, K>(command: &K, work: &mut W, terms: &Terms<W::Context>) -> Result<(), CommandError>
where
    W: UnitOfWork,
    W::Context: Policies<W>,
    K: Command<W>,
{
    command.decide(work, terms).await?;
    let policies = W::Context::policies();
    for _ in 0..MOST_ROUNDS {
        let events = work.registered();
        if events.is_empty() {
            return Ok(());
        }
        for event in &events {
            for react in &policies.0 {
                if let Some(reaction) = react(event, work, terms) {
                    reaction.await?;
                }
            }
        }
    }
    if work.registered().is_empty() { Ok(()) } else { Err(CommandError::Endless) }
}
