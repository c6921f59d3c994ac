//! What `cargo run` does: starts the platform with what the command line says, tells how to use
//! it, and stops it when asked to.

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use functions::{SystemClock, TimeOrderedIds};
use thiserror::Error;

use crate::logging::{self, LogFormat};
use crate::platform::{Data, Options, Platform, StartError};
use crate::seed;

/// The name of the file that everything is read from.
const TEMPLATE: &str = "template.yaml";
/// The folder beside it that the data is kept in.
const DATA: &str = "data";

/// Runs everything in template.yaml on this machine: its functions, their HTTP routes on 127.0.0.1,
/// and its tables on an embedded DynamoDB.
#[derive(Debug, Parser)]
#[command(name = "wild-workouts", version)]
struct Arguments {
    /// The port on 127.0.0.1 to listen on; 0 for any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,

    /// Keep the data in memory instead of the folder `data` beside the template
    #[arg(long)]
    in_memory: bool,

    /// Do not put demo users, hours and credits there at the first start
    #[arg(long)]
    no_seed: bool,

    /// The template to run [default: template.yaml here or in the nearest folder above]
    #[arg(long, value_name = "PATH")]
    template: Option<PathBuf>,

    /// How log lines look: for people, or a JSON object a line
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    log: LogFormat,
}

#[derive(Debug, Error)]
enum Failure {
    #[error("there is no {TEMPLATE} here or in a folder above; name one with --template")]
    NoTemplate,
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("{0}")]
    System(#[from] io::Error),
}

/// The whole program. What goes wrong is told in one line on standard error.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    logging::start(arguments.log);
    let result = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::System)
        .and_then(|runtime| runtime.block_on(serve(arguments)));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments) -> Result<(), Failure> {
    let mut interruption = Interruption::listen()?;
    let template = match arguments.template {
        Some(path) => path,
        None => find_template(&env::current_dir()?).ok_or(Failure::NoTemplate)?,
    };
    let data = if arguments.in_memory { Data::InMemory } else { Data::Folder(template.with_file_name(DATA)) };
    let options = Options {
        template,
        data: data.clone(),
        port: arguments.port,
        seed: !arguments.no_seed,
        clock: Arc::new(SystemClock),
        ids: Arc::new(TimeOrderedIds),
        dynamodb: None,
    };
    let platform = tokio::select! {
        started = Platform::start(options) => started?,
        () = interruption.next() => return Ok(()),
    };

    let introduction = introduction(&platform, &data, !arguments.no_seed);
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
    let (functions, routes) = (inventory.functions, inventory.routes);
    let data = match data {
        Data::InMemory => "in memory, gone when this ends".to_owned(),
        Data::Folder(path) => format!("in {}", path.display()),
    };
    let users = if seeded { demo_users(&url) } else { String::new() };
    format!(
        "\nWild Workouts listens on {url}\n  {functions} functions behind {routes} routes; data {data}\n\
         {users}\nCtrl-C ends it.\n\n"
    )
}

fn demo_users(url: &str) -> String {
    let (trainer, [attendee, another], password) = (seed::TRAINER, seed::ATTENDEES, seed::PASSWORD);
    let credentials = format!(r#"{{"email":"{attendee}","password":"{password}"}}"#);
    format!(
        "\nDemo users, password {password}:\n  {trainer} keeps the calendar\n  {attendee} and {another} book its hours\n\
         \nSign in; the idToken goes into the header \"Authorization: Bearer ...\":\n  \
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
    }

    #[test]
    fn the_template_is_found_from_a_folder_below_it() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = find_template(&here.join("src")).unwrap();
        assert_eq!(found, here.parent().unwrap().join(TEMPLATE));
        assert_eq!(find_template(Path::new("/")), None);
    }
}
