use kit_domain::Context;
use kit_dynamodb::deferred::COMMAND_ACCEPTED;

use crate::{
    Function, Service, SettingsError,
    commands::{CommandJson, command, describe_command, execute_command},
    deadlines::sweep_deadlines,
    description::Audience,
    messages::{reconcile_messages, relay_messages, replay_events},
};

/// The functions that every service has. [`mechanism!`](crate::mechanism) declares them.
pub struct Mechanism<S: Service> {
    relay_messages: Function<S>,
    reconcile_messages: Function<S>,
    replay_events: Function<S>,
    execute_command: Function<S>,
    command: Function<S>,
    sweep_deadlines: Option<Function<S>>,
    commands: DeferredCommands,
}

/// Where a client reads the outcome of a deferred command.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DeferredCommands {
    /// The function that answers.
    pub(crate) function: &'static str,
    /// The path, without the command's id.
    pub(crate) path: &'static str,
}

/// The names of the functions that every service has.
#[doc(hidden)]
pub struct Names {
    pub relay_messages: &'static str,
    pub reconcile_messages: &'static str,
    pub replay_events: &'static str,
    pub execute_command: &'static str,
    pub command: &'static str,
    pub sweep_deadlines: Option<&'static str>,
    pub command_route: &'static str,
    pub commands_path: &'static str,
}

/// Declares the [`Mechanism`] of a service: the prefix of the names of its functions, the path under which its deferred
/// commands are read, who may read them, and `sweeps deadlines` if its aggregates have any.
///
/// `kit_lambda::mechanism!("shop-", "/api/shop/commands", &MEMBERS, sweeps deadlines)`
#[macro_export]
macro_rules! mechanism {
    ($prefix:literal, $path:literal, $audience:expr $(,)?) => {
        $crate::mechanism!(@ $prefix, $path, $audience, None)
    };
    ($prefix:literal, $path:literal, $audience:expr, sweeps deadlines $(,)?) => {
        $crate::mechanism!(@ $prefix, $path, $audience, Some(concat!($prefix, "sweep-deadlines")))
    };
    (@ $prefix:literal, $path:literal, $audience:expr, $sweep:expr) => {
        $crate::Mechanism::new(
            &$crate::Names {
                relay_messages: concat!($prefix, "relay-messages"),
                reconcile_messages: concat!($prefix, "reconcile-messages"),
                replay_events: concat!($prefix, "replay-events"),
                execute_command: concat!($prefix, "execute-command"),
                command: concat!($prefix, "command"),
                sweep_deadlines: $sweep,
                command_route: concat!("GET ", $path, "/{uuid}"),
                commands_path: $path,
            },
            $audience,
        )
    };
}

impl<S: Service> Mechanism<S> {
    /// What [`mechanism!`](crate::mechanism) makes.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(names: &Names, audience: &'static Audience) -> Self {
        Self {
            relay_messages: Function::trigger(names.relay_messages, |service, invocation| {
                Box::pin(relay_messages(service, invocation))
            })
            .checked(can_report_unreadable),
            reconcile_messages: Function::trigger(names.reconcile_messages, |service, invocation| {
                Box::pin(reconcile_messages(service, invocation))
            })
            .checked(can_reconcile),
            replay_events: Function::trigger(names.replay_events, |service, invocation| {
                Box::pin(replay_events(service, invocation))
            })
            .checked(can_send),
            execute_command: Function::subscriber::<S::Context>(
                names.execute_command,
                &[COMMAND_ACCEPTED],
                |service, delivery| Box::pin(execute_command(service, delivery)),
            ),
            command: Function::query::<CommandJson>(
                names.command,
                names.command_route,
                audience,
                describe_command,
                |service, request| Box::pin(command(service, request)),
            ),
            sweep_deadlines: match names.sweep_deadlines {
                None => None,
                Some(name) => Some(
                    Function::trigger(name, |service, invocation| Box::pin(sweep_deadlines(service, invocation)))
                        .checked(can_send),
                ),
            },
            commands: DeferredCommands { function: names.command, path: names.commands_path },
        }
    }

    pub(crate) fn all(&'static self) -> impl Iterator<Item = &'static Function<S>> {
        let always =
            [&self.relay_messages, &self.reconcile_messages, &self.replay_events, &self.execute_command, &self.command];
        always.into_iter().chain(&self.sweep_deadlines)
    }

    /// The query for the outcome of a deferred command.
    pub(crate) fn command(&'static self) -> &'static Function<S> {
        &self.command
    }

    pub(crate) fn reconcile_messages(&self) -> &'static str {
        self.reconcile_messages.name()
    }

    pub(crate) fn commands(&self) -> DeferredCommands {
        self.commands
    }
}

fn can_send<S: Service>(service: &S) -> Result<(), SettingsError> {
    service.runtime().queues().map(drop)
}

/// Unreadable commits are reported to a queue of their own.
fn can_report_unreadable<S: Service>(service: &S) -> Result<(), SettingsError> {
    service.runtime().queues()?.unrelayed_records().map(drop)
}

fn can_reconcile<S: Service>(service: &S) -> Result<(), SettingsError> {
    can_report_unreadable(service)?;
    let mut subscriptions = service.runtime().subscriptions_to(S::Context::NAME);
    subscriptions.try_for_each(|subscription| service.runtime().inbox_of(subscription).map(drop))
}
