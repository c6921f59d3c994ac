use std::time::Duration;

use super::{Complaint, Section};

/// An event of type `Schedule` or `ScheduleV2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The name of the rule or schedule that SAM makes of it.
    pub name: String,
    /// The time between two runs.
    pub every: Duration,
    /// What the function is invoked with, if not with the service's own event.
    pub input: Option<String>,
    /// Which service invokes it.
    pub sender: ScheduleSender,
}

/// A service that invokes functions on a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleSender {
    /// A rule of `EventBridge`.
    Rule,
    /// `EventBridge` Scheduler.
    Scheduler,
}

impl Schedule {
    /// A `Schedule`; nothing if it is switched off.
    pub(super) fn read_rule(name: &str, properties: &Section<'_>) -> Result<Option<Self>, Complaint> {
        let enabled = properties.get("Enabled")?.map_or(Ok(true), |enabled| enabled.flag())?;
        if !enabled {
            return Ok(None);
        }
        Self::read(name, &properties.require("Schedule")?, properties, ScheduleSender::Rule)
    }

    /// A `ScheduleV2`; nothing if it is switched off.
    pub(super) fn read_scheduler(name: &str, properties: &Section<'_>) -> Result<Option<Self>, Complaint> {
        Self::read(name, &properties.require("ScheduleExpression")?, properties, ScheduleSender::Scheduler)
    }

    fn read(
        name: &str,
        expression: &Section<'_>,
        properties: &Section<'_>,
        sender: ScheduleSender,
    ) -> Result<Option<Self>, Complaint> {
        if let Some(state) = properties.get("State")?
            && state.text()? == "DISABLED"
        {
            return Ok(None);
        }
        Ok(Some(Self {
            name: match properties.get("Name")? {
                Some(name) => name.text()?,
                None => name.to_owned(),
            },
            every: rate(expression)?,
            input: properties.get("Input")?.map(|input| input.text()).transpose()?,
            sender,
        }))
    }
}

fn rate(expression: &Section<'_>) -> Result<Duration, Complaint> {
    let text = expression.text()?;
    let parsed = text.strip_prefix("rate(").and_then(|rest| rest.strip_suffix(')')).and_then(|inside| {
        let (number, unit) = inside.trim().split_once(' ')?;
        let number: u64 = number.parse().ok().filter(|number| *number > 0)?;
        let seconds = match unit.trim() {
            "minute" | "minutes" => 60,
            "hour" | "hours" => 60 * 60,
            "day" | "days" => 24 * 60 * 60,
            _ => return None,
        };
        number.checked_mul(seconds).map(Duration::from_secs)
    });
    parsed.ok_or_else(|| {
        expression.complain(format!("must be like rate(5 minutes): the local platform does not run {text:?}"))
    })
}
