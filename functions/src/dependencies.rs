use std::sync::Arc;

use adapters::{Table, aws::Aws, reports::Reports};
use domain::{
    Books, Clock, Ids, Terms,
    subscriptions::{Order, Subscription},
};
use jiff::Timestamp;

use crate::{InvokeError, Settings, SystemClock, TimeOrderedIds};

/// What handlers work with. Cheap to clone.
#[derive(Clone)]
pub struct Dependencies {
    pub(crate) settings: Settings,
    pub(crate) workouts: Table,
    pub(crate) community: Table,
    pub(crate) reports: Table,
    pub(crate) aws: Aws,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    /// What metrics are kept under. Without it, none are written.
    pub(crate) metrics_namespace: Option<String>,
}

impl Dependencies {
    /// Handlers that work with these.
    #[must_use]
    pub fn new(
        settings: Settings,
        dynamodb: aws_sdk_dynamodb::Client,
        aws: Aws,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Self {
        let workouts = Table::new(dynamodb.clone(), &settings.table, Arc::clone(&ids));
        let reports = Table::new(dynamodb.clone(), &settings.reports_table, Arc::clone(&ids));
        let community = Table::new(dynamodb, &settings.community_table, Arc::clone(&ids));
        Self { settings, workouts, community, reports, aws, clock, ids, metrics_namespace: None }
    }

    /// What the environment of a Lambda function says; `METRICS_NAMESPACE` is what its metrics are kept under.
    pub(crate) fn from_env() -> Result<Self, InvokeError> {
        let variable = |name: &str| std::env::var(name).ok();
        let settings = Settings::read(variable)?;
        let aws = Aws::read(variable)?;
        let dependencies = Self::new(settings, aws.dynamodb(), aws, Arc::new(SystemClock), Arc::new(TimeOrderedIds));
        Ok(Self { metrics_namespace: variable("METRICS_NAMESPACE"), ..dependencies })
    }

    /// The table that books are kept in.
    pub(crate) fn table(&self, books: Books) -> &Table {
        match books {
            Books::Workouts => &self.workouts,
            Books::Community => &self.community,
        }
    }

    /// The table in which a subscriber notes what it has taken, and what it has parked.
    pub(crate) fn inbox_of(&self, subscription: &Subscription) -> &Table {
        match subscription.order {
            Order::AnyOrder { inbox } => self.table(inbox),
            // Reports are the only ones that are kept in order, and in a table of their own.
            Order::InOrder => &self.reports,
        }
    }

    /// The reports.
    pub(crate) fn reports(&self) -> Reports {
        Reports::new(self.reports.clone())
    }

    /// The terms that what was received at `now` is decided under.
    pub(crate) fn terms(&self, now: Timestamp) -> Terms {
        Terms { now, window: self.settings.window }
    }
}
