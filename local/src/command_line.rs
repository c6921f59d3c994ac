//! What `cargo run` does: starts the platform with what the command line says, tells how to use
//! it, and stops it when asked to. Or invokes one function, as `sam local invoke` does.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, thread};

use clap::{Parser, Subcommand};
use kit_sam_local::{Data, Inventory, InvocationFailure, NotQuiet, Platform};
use serde_json::{Map, Value, json};
use thiserror::Error;
use tokio::sync::mpsc;

use crate::logging::{self, LogFormat, LogTo};
use crate::payload_world::{self, PayloadWorldError};
use crate::seed;
use crate::start::{Options, StartError, start};

/// The name of the file that everything is read from.
const TEMPLATE: &str = "template.yaml";
/// The folder beside it that the data is kept in.
const DATA: &str = "data";

/// Runs everything in template.yaml on this machine: its functions, their HTTP routes on 127.0.0.1,
/// its tables on an embedded DynamoDB, and its queues on an embedded SQS.
#[derive(Debug, Parser)]
#[command(name = "wild-workouts", version)]
struct Arguments {
    /// The port on 127.0.0.1 to listen on; 0 for any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,

    /// Keep the data in memory instead of the folder `data` beside the template
    #[arg(long, global = true)]
    in_memory: bool,

    /// Do not put demo users, hours and credits there at the first start
    #[arg(long, global = true)]
    no_seed: bool,

    /// The template to run [default: template.yaml here or in the nearest folder above]
    #[arg(long, global = true, value_name = "PATH")]
    template: Option<PathBuf>,

    /// How log lines look: for people, or a JSON object a line
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    log: LogFormat,

    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Invokes one function on the same data, prints the JSON that it answers, and ends once everything
    /// that follows from it has been handled. The log goes to standard error
    Invoke {
        /// The function: its logical id in the template, or its handler
        function: String,

        /// The payload: a file with the JSON that the function's service would send
        #[arg(long, value_name = "FILE")]
        event: PathBuf,
    },

    /// Starts the embedded DynamoDB, SQS and Cognito, in memory, for functions that run as processes of
    /// their own, and prints a line of JSON: each function with its handler and the environment to run it in. Ends
    /// when standard input does, or on Ctrl-C. The log goes to standard error
    Services {
        /// Puts there what the payloads of events/ are written for, and lets no event invoke a function. A
        /// line on standard input puts it there anew; then the line of JSON is printed again
        #[arg(long)]
        payload_world: bool,
    },
}

#[derive(Debug, Error)]
enum Failure {
    #[error("there is no {TEMPLATE} here or in a folder above; name one with --template")]
    NoTemplate,
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("{}: cannot be read: {source}", file.display())]
    Event { file: PathBuf, source: io::Error },
    #[error(transparent)]
    Invocation(#[from] InvocationFailure),
    #[error(transparent)]
    NotQuiet(#[from] NotQuiet),
    #[error(transparent)]
    PayloadWorld(#[from] PayloadWorldError),
    #[error("{0}")]
    System(#[from] io::Error),
}

/// The whole program. What goes wrong is told in one line on standard error.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    logging::start(
        arguments.log,
        if arguments.action.is_some() { LogTo::StandardError } else { LogTo::StandardOutput },
    );
    let result = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::System)
        .and_then(|runtime| runtime.block_on(act(arguments)));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn act(mut arguments: Arguments) -> Result<(), Failure> {
    match arguments.action.take() {
        None => serve(arguments).await,
        Some(Action::Invoke { function, event }) => invoke(arguments, &function, &event).await,
        Some(Action::Services { payload_world }) => services(arguments, payload_world).await,
    }
}

fn options(arguments: Arguments) -> Result<Options, Failure> {
    let template = match arguments.template {
        Some(path) => path,
        None => find_template(&env::current_dir()?).ok_or(Failure::NoTemplate)?,
    };
    let data = if arguments.in_memory { Data::InMemory } else { Data::Folder(template.with_file_name(DATA)) };
    Ok(Options { port: arguments.port, seed: !arguments.no_seed, ..Options::new(template, data) })
}

async fn invoke(arguments: Arguments, function: &str, event: &Path) -> Result<(), Failure> {
    let mut interruption = Interruption::listen()?;
    let payload = fs::read(event).map_err(|source| Failure::Event { file: event.to_owned(), source })?;
    let options = Options { port: 0, ..options(arguments)? };
    let once = async {
        let platform = start(options).await?;
        let answer = platform.invoke(function, &payload).await;
        if let Ok(answer) = &answer {
            let _ = io::stdout().write_all(&[answer, b"\n".as_slice()].concat());
        }
        // The function may have sent messages, which are in memory alone.
        let quiet = platform.quiet().await;
        platform.stop().await;
        answer?;
        Ok(quiet?)
    };
    tokio::select! {
        invoked = once => invoked,
        () = interruption.next() => Ok(()),
    }
}

async fn services(arguments: Arguments, payload_world: bool) -> Result<(), Failure> {
    let mut interruption = Interruption::listen()?;
    let options = Options { port: 0, seed: false, data: Data::InMemory, ..options(arguments)? };
    let platform = start(options).await?;
    let mut lines = lines_of_standard_input();
    let told = async {
        loop {
            if payload_world {
                payload_world::arrange(&platform).await?;
            }
            io::stdout().write_all(format!("{}\n", described(&platform)).as_bytes())?;
            io::stdout().flush()?;
            if lines.recv().await.is_none() {
                return Ok(());
            }
        }
    };
    let result = tokio::select! {
        ended = told => ended,
        () = interruption.next() => Ok(()),
    };
    platform.stop().await;
    result
}

/// What a process needs to know to run a function.
fn described(platform: &Platform) -> Value {
    let functions = platform.functions().map(|(function, environment)| {
        let described = json!({
            "handler": function.handler,
            "memory": function.memory,
            "timeout": function.timeout.as_secs(),
            "environment": environment,
        });
        (function.logical_id.clone(), described)
    });
    json!({ "functions": functions.collect::<Map<_, _>>() })
}

/// A thread reads them, as a read of standard input cannot be given up: it must not hold up the end.
fn lines_of_standard_input() -> mpsc::UnboundedReceiver<()> {
    let (sender, receiver) = mpsc::unbounded_channel();
    thread::spawn(move || {
        for _ in io::stdin().lines().map_while(Result::ok) {
            if sender.send(()).is_err() {
                break;
            }
        }
    });
    receiver
}

async fn serve(arguments: Arguments) -> Result<(), Failure> {
    let mut interruption = Interruption::listen()?;
    let options = options(arguments)?;
    let (data, seeded) = (options.data.clone(), options.seed);
    let platform = tokio::select! {
        started = start(options) => started?,
        () = interruption.next() => return Ok(()),
    };

    let introduction = introduction(&platform, &data, seeded);
    // Whoever has closed standard output does not want to know.
    let _ = io::stdout().write_all(introduction.as_bytes());

    interruption.next().await;
    tokio::select! {
        () = platform.stop() => {}
        () = interruption.next() => {}
    }
    Ok(())
}

/// The template in the folder or the nearest one above that has one.
fn find_template(folder: &Path) -> Option<PathBuf> {
    let mut candidates = folder.ancestors().map(|folder| folder.join(TEMPLATE));
    candidates.find(|candidate| candidate.is_file())
}

fn introduction(platform: &Platform, data: &Data, seeded: bool) -> String {
    let url = platform.url();
    let inventory = platform.inventory();
    let Inventory { functions, routes, queues, .. } = inventory;
    let data = match data {
        Data::InMemory => "in memory, gone when this ends".to_owned(),
        Data::Folder(path) => format!("in {}", path.display()),
    };
    let users = if seeded { demo_users(&url) } else { String::new() };
    format!(
        "\nWild Workouts listens on {url}\n  {functions} functions behind {routes} routes and {queues} queues; data {data}\n\
         {users}\nCtrl-C ends it.\n\n"
    )
}

fn demo_users(url: &str) -> String {
    let (trainer, [attendee, another], password) = (seed::TRAINER, seed::ATTENDEES, seed::PASSWORD);
    let credentials = format!(r#"{{"email":"{attendee}","password":"{password}"}}"#);
    format!(
        "\nDemo users, password {password}:\n  {trainer} keeps the calendar\n  {attendee} and {another} book its hours\n\
         \nOpen {url} in a browser. Or sign in from here; the idToken goes into the header \"Authorization: Bearer ...\":\n  \
         curl -s {url}/local/sign-in -d '{credentials}'\n"
    )
}

/// Ctrl-C, or the signal that asks a process to end.
struct Interruption {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Interruption {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Interruption {
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    async fn next(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_usual_start_needs_no_arguments() {
        let arguments = Arguments::try_parse_from(["wild-workouts"]).unwrap();
        assert_eq!((arguments.port, arguments.log), (8080, LogFormat::Text));
        assert!(!arguments.in_memory && !arguments.no_seed && arguments.template.is_none());
        assert!(arguments.action.is_none());
    }

    #[test]
    fn one_function_is_invoked_with_the_same_flags() {
        let line = ["wild-workouts", "invoke", "training", "--event", "events/training.json", "--in-memory"];
        let arguments = Arguments::try_parse_from(line).unwrap();
        assert!(arguments.in_memory);
        let Some(Action::Invoke { function, event }) = arguments.action else { panic!("not an invocation") };
        assert_eq!((function.as_str(), event.as_path()), ("training", Path::new("events/training.json")));
    }

    #[test]
    fn the_template_is_found_from_a_folder_below_it() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = find_template(&here.join("src")).unwrap();
        assert_eq!(found, here.parent().unwrap().join(TEMPLATE));
        assert_eq!(find_template(Path::new("/")), None);
    }
}
