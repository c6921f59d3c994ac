//! A toy context: each domino that falls pushes the next, up to the last of the row.

use kit_domain::{Aggregate, Command, CommandError, Context, Identifies, Keeps, Policies, Policy, PolicyList, Terms};

/// The context.
#[derive(Debug)]
pub(crate) enum Dominoes {}

impl Context for Dominoes {
    const NAME: &'static str = "dominoes";
    /// How many dominoes stand in the row.
    type Rules = usize;
}

impl<W: Keeps<Row>> Policies<W> for Dominoes {
    fn policies() -> PolicyList<W> {
        PolicyList::none().and::<PushNext>()
    }
}

kit_domain::events! {
    /// What has happened to the row.
    pub(crate) enum RowEvent {
        /// One more domino fell.
        "row.domino-fell.v1" DominoFell {
            /// How many have fallen.
            fallen: usize,
        },
    }
}

/// A row of dominoes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    events: Vec<RowEvent>,
}

/// Which row: there is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TheRow;

impl Row {
    fn push(&mut self) {
        self.events.push(RowEvent::DominoFell { fallen: self.events.len() + 1 });
    }
}

impl Aggregate for Row {
    type Context = Dominoes;
    type Id = TheRow;
    type Event = RowEvent;
    type Loaded = Self;

    fn id(&self) -> TheRow {
        TheRow
    }

    fn events(&self) -> &[RowEvent] {
        &self.events
    }

    fn loaded(_id: &TheRow, found: Option<Self>) -> Self {
        found.unwrap_or_default()
    }
}

impl Identifies for TheRow {
    type Aggregate = Row;
}

/// Somebody pushes the first domino.
pub(crate) struct Push;

impl<W: Keeps<Row>> Command<W> for Push {
    async fn decide(&self, work: &mut W, _terms: &Terms<Dominoes>) -> Result<(), CommandError> {
        let mut row = work.load(TheRow).await?;
        row.push();
        work.save(row);
        Ok(())
    }
}

/// A domino that falls pushes the next.
pub(crate) enum PushNext {}

impl<W: Keeps<Row>> Policy<W> for PushNext {
    type Event = RowEvent;

    async fn react(event: &RowEvent, work: &mut W, terms: &Terms<Dominoes>) -> Result<(), CommandError> {
        let RowEvent::DominoFell { fallen } = *event;
        if fallen < terms.rules {
            let mut row = work.load(TheRow).await?;
            row.push();
            work.save(row);
        }
        Ok(())
    }
}
