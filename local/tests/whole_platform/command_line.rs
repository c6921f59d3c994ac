//! The program as a person runs it: what it prints, how it fails and how it ends.

#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use local::seed;
use serde_json::{Value, json};

use crate::support::{Api, Folder, project_template};

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wild-workouts"));
    command.current_dir(folder).args(arguments);
    command
}

/// A folder with the project's template in it.
fn project() -> Folder {
    let folder = Folder::new();
    folder.template_of(&fs::read_to_string(project_template()).unwrap());
    folder
}

/// The program while it runs.
struct Running {
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
    api: Api,
}

impl Running {
    /// Starts it on a free port and reads what it prints until it is ready.
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = program(folder, &[&["--port", "0"], arguments].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut url = None;
        for line in output.by_ref().map(Result::unwrap) {
            if let Some(address) = line.strip_prefix("Wild Workouts listens on ") {
                url = Some(address.to_owned());
            }
            if line == "Ctrl-C ends it." {
                break;
            }
        }
        Self { child, output, api: Api::new(url.expect("it says where it listens")) }
    }

    /// Sends it a signal; gives what it has printed since it was ready.
    fn end(self, signal: &str) -> (Output, Vec<String>) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let printed = self.output.map(Result::unwrap).filter(|line| !line.is_empty()).collect();
        (self.child.wait_with_output().unwrap(), printed)
    }

    async fn sign_in(&self) -> String {
        let credentials = json!({"email": seed::ATTENDEES[0], "password": seed::PASSWORD});
        let answer = self.api.call("POST", "/local/sign-in").json(&credentials).send().await;
        answer.json()["idToken"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn the_data_is_there_again_after_ctrl_c() {
    let folder = project();
    let below = folder.path().join("some/where");
    fs::create_dir_all(&below).unwrap();

    let running = Running::start(&below, &[]);
    let token = running.sign_in().await;
    let before = running.api.call("GET", "/api/users/current").token(&token).send().await.json();
    let (output, _) = running.end("-INT");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    assert!(folder.path().join("data/dynamodb.sqlite").is_file());

    let running = Running::start(folder.path(), &[]);
    let after = running.api.call("GET", "/api/users/current").token(&token).send().await.json();
    assert_eq!(after, before);
    assert!(running.end("-TERM").0.status.success());
}

#[tokio::test]
async fn every_request_is_one_line_with_route_status_duration_and_ids() {
    let folder = project();
    let running = Running::start(folder.path(), &["--in-memory", "--log", "json"]);
    let token = running.sign_in().await;
    let call = running.api.call("GET", "/api/trainings/5f0e2a52-54a1-4f5b-9b0e-0f5a3f7a6f5e").token(&token);
    let answer = call.header("x-correlation-id", "journey-7").send().await;
    running.api.call("GET", "/api/nothing").send().await;

    let (output, printed) = running.end("-TERM");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    assert!(!folder.path().join("data").exists());
    let lines: Vec<Value> = printed.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [sign_in, training, nothing] = lines.as_slice() else { panic!("not three lines: {printed:?}") };
    assert_eq!(sign_in["route"], "POST /local/sign-in");
    assert_eq!(training["method"], "GET");
    assert_eq!(training["route"], "GET /api/trainings/{uuid}");
    assert_eq!(training["status"], 404);
    assert!(training["duration_ms"].as_f64().unwrap() > 0.0);
    assert_eq!(training["request_id"].as_str(), answer.header("apigw-requestid"));
    assert_eq!(training["correlation_id"], "journey-7");
    assert_eq!((&nothing["status"], nothing.get("route")), (&json!(404), None));
}

#[test]
fn what_stands_in_the_way_is_told_in_one_line() {
    let folder = project();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    fs::write(folder.path().join("broken.yaml"), "Resources: [").unwrap();
    for (arguments, begins) in [
        (&["--port", &port][..], format!("error: port {port} is taken; choose another with --port")),
        (&["--template", "missing.yaml"][..], "error: missing.yaml: cannot be read: ".to_owned()),
        (&["--template", "broken.yaml"][..], "error: broken.yaml: not YAML: ".to_owned()),
    ] {
        let output = program(folder.path(), arguments).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.starts_with(&begins), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
        assert!(output.stdout.is_empty());
    }
}

/// A file with a sample payload of the project.
fn sample(name: &str) -> String {
    project_template().with_file_name("events").join(name).to_str().unwrap().to_owned()
}

#[test]
fn one_function_can_be_invoked_by_either_name_and_answers_on_standard_output() {
    let folder = project();
    for function in ["available-hours", "AvailableHours"] {
        let arguments = ["invoke", function, "--event", &sample("available-hours.json"), "--in-memory"];
        let output = program(folder.path(), &arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(answer["statusCode"].is_number(), "{answer}");
    }
}

#[test]
fn an_invocation_that_fails_ends_with_an_error() {
    let folder = project();
    fs::write(folder.path().join("nonsense.json"), "{}").unwrap();
    for (function, file, told) in [
        ("register-attendee", "nonsense.json", "error: the function failed: "),
        ("nobody", "nonsense.json", "error: there is no function nobody"),
        ("register-attendee", "missing.json", "error: missing.json: cannot be read: "),
    ] {
        let arguments = ["invoke", function, "--event", file, "--in-memory", "--no-seed"];
        let output = program(folder.path(), &arguments).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(error.lines().last().unwrap().starts_with(told), "{error}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn an_invocation_needs_the_data_for_itself() {
    let folder = project();
    let running = Running::start(folder.path(), &["--no-seed"]);
    let arguments = ["invoke", "available-hours", "--event", &sample("available-hours.json")];
    let output = program(folder.path(), &arguments).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("is in use by another running platform") && error.lines().count() == 1, "{error}");
    assert!(running.end("-TERM").0.status.success());
}

#[test]
fn the_services_alone_tell_what_a_function_needs_and_end_with_standard_input() {
    let folder = project();
    let mut command = program(folder.path(), &["services", "--payload-world"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut input = child.stdin.take().unwrap();
    let mut described = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    let first = described();
    let function = &first["functions"]["ScheduleTraining"];
    assert_eq!(function["handler"], json!("schedule-training"));
    for variable in ["WORKOUTS_TABLE", "AWS_REGION", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_SQS"] {
        assert!(function["environment"][variable].is_string(), "{variable}: {function}");
    }
    input.write_all(b"\n").unwrap();
    assert_eq!(described(), first, "there again, where it was");
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn help_is_a_page() {
    let output = program(Path::new("/"), &["--help"]).output().unwrap();
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    for flag in ["--port", "--in-memory", "--no-seed", "--template", "--log"] {
        assert!(page.contains(flag), "{page}");
    }
}
