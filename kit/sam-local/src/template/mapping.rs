//! Event source mappings: what Lambda reads on a function's behalf.

use std::time::Duration;

use super::{Complaint, FilterPattern, Section};

/// What Lambda gives a mapping that asks for nothing.
const DEFAULT_MESSAGES: u32 = 10;
const DEFAULT_RECORDS: u32 = 100;

/// An event of type `SQS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueMapping {
    /// The logical id of the queue.
    pub queue: String,
    /// Whether it is read at all.
    pub enabled: bool,
    /// How many messages an invocation gets at most.
    pub batch_size: u32,
    /// Whether the function says which messages of a batch have failed.
    pub reports_failures: bool,
    /// How many invocations are under way at most.
    pub maximum_concurrency: Option<u32>,
}

/// An event of type `DynamoDB`. From `StartingPosition: TRIM_HORIZON` alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamMapping {
    /// The logical id of the table.
    pub table: String,
    /// Whether it is read at all.
    pub enabled: bool,
    /// How many records an invocation gets at most.
    pub batch_size: u32,
    /// Whether the function says which record of a batch has failed.
    pub reports_failures: bool,
    /// How often a batch is tried again; without end if there is nothing.
    pub maximum_retries: Option<u32>,
    /// How old a record may be to be tried; of any age if there is nothing.
    pub maximum_age: Option<Duration>,
    /// Whether a batch that has failed is tried again in halves.
    pub bisect: bool,
    /// A record is handed on if one of these fits, or if there are none.
    pub filters: Vec<FilterPattern>,
    /// The logical id of the queue to which Lambda reports the records that it gives up.
    pub on_failure: Option<String>,
}

impl QueueMapping {
    pub(super) fn read(properties: &Section<'_>) -> Result<Self, Complaint> {
        if let Some(filters) = properties.get("FilterCriteria")? {
            return Err(filters.complain("the local platform does not filter messages of queues"));
        }
        let maximum_concurrency = match properties.get("ScalingConfig")? {
            Some(scaling) => match scaling.get("MaximumConcurrency")? {
                Some(maximum) => match maximum.number()? {
                    0 | 1 => return Err(maximum.complain("must be at least 2")),
                    enough => Some(enough),
                },
                None => None,
            },
            None => None,
        };
        Ok(Self {
            queue: properties.require("Queue")?.attribute_of("AWS::SQS::Queue", "Arn")?,
            enabled: enabled(properties)?,
            batch_size: batch_size(properties, DEFAULT_MESSAGES)?,
            reports_failures: reports_failures(properties)?,
            maximum_concurrency,
        })
    }
}

impl StreamMapping {
    pub(super) fn read(properties: &Section<'_>) -> Result<Self, Complaint> {
        let position = properties.require("StartingPosition")?;
        if position.text()? != "TRIM_HORIZON" {
            return Err(position.complain("must be TRIM_HORIZON: from anywhere else, the first records are lost"));
        }
        let limit = |name: &str| match properties.get(name)? {
            Some(limit) => limit.limit(),
            None => Ok(None),
        };
        let mut filters = Vec::new();
        if let Some(criteria) = properties.get("FilterCriteria")? {
            for filter in criteria.require("Filters")?.items()? {
                let pattern = filter.require("Pattern")?;
                filters.push(FilterPattern::parse(&pattern.text()?).map_err(|e| pattern.complain(e.to_string()))?);
            }
        }
        let on_failure = match properties.get("DestinationConfig")? {
            Some(config) => match config.get("OnFailure")? {
                Some(target) => Some(target.require("Destination")?.attribute_of("AWS::SQS::Queue", "Arn")?),
                None => None,
            },
            None => None,
        };
        Ok(Self {
            table: properties.require("Stream")?.attribute_of("AWS::DynamoDB::Table", "StreamArn")?,
            enabled: enabled(properties)?,
            batch_size: batch_size(properties, DEFAULT_RECORDS)?,
            reports_failures: reports_failures(properties)?,
            maximum_retries: limit("MaximumRetryAttempts")?,
            maximum_age: limit("MaximumRecordAgeInSeconds")?.map(|seconds| Duration::from_secs(seconds.into())),
            bisect: properties.get("BisectBatchOnFunctionError")?.map_or(Ok(false), |bisect| bisect.flag())?,
            filters,
            on_failure,
        })
    }
}

fn enabled(properties: &Section<'_>) -> Result<bool, Complaint> {
    properties.get("Enabled")?.map_or(Ok(true), |enabled| enabled.flag())
}

fn batch_size(properties: &Section<'_>, default: u32) -> Result<u32, Complaint> {
    let Some(size) = properties.get("BatchSize")? else {
        return Ok(default);
    };
    match size.number()? {
        0 => Err(size.complain("must be at least 1")),
        number => Ok(number),
    }
}

fn reports_failures(properties: &Section<'_>) -> Result<bool, Complaint> {
    let Some(types) = properties.get("FunctionResponseTypes")? else {
        return Ok(false);
    };
    let mut reports = false;
    for kind in types.items()? {
        match kind.text()?.as_str() {
            "ReportBatchItemFailures" => reports = true,
            other => return Err(kind.complain(format!("must be ReportBatchItemFailures, not {other}"))),
        }
    }
    Ok(reports)
}
