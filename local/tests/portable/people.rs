//! Where people come from: the local platform's own sign-up, or a program.

use std::{env, path::Path, process::Command};

use local::{Data, Options, Platform, seed};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api::Api;

/// Somebody who is signed in.
#[derive(Clone)]
pub(crate) struct Person {
    /// Their ID token.
    pub(crate) token: String,
    /// Who they are to the program that made them, which can remove them again.
    user: Option<String>,
}

/// A club to test.
pub(crate) enum Club {
    /// The local platform, for one test.
    Here(Box<Platform>),
    /// A stack, with the program that makes people: `program trainer` and `program attendee NAME` print
    /// `{"token": …, "user": …}`, `program remove USER` removes one.
    There { url: String, program: String },
}

impl Club {
    pub(crate) async fn open() -> Self {
        if let Ok(url) = env::var("WILD_WORKOUTS_URL") {
            let program = env::var("WILD_WORKOUTS_PEOPLE").expect("WILD_WORKOUTS_URL needs WILD_WORKOUTS_PEOPLE");
            return Self::There { url: url.trim_end_matches('/').to_owned(), program };
        }
        let template = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("template.yaml");
        let options = Options { seed: true, ..Options::new(template, Data::InMemory) };
        Self::Here(Box::new(local::start(options).await.unwrap()))
    }

    pub(crate) fn api(&self) -> Api {
        Api::new(match self {
            Self::Here(platform) => platform.url(),
            Self::There { url, .. } => url.clone(),
        })
    }

    pub(crate) async fn trainer(&self) -> Person {
        match self {
            Self::Here(_) => self.sign_in(seed::TRAINER).await,
            Self::There { program, .. } => made(program, &["trainer"]),
        }
    }

    /// An attendee who has just signed up.
    pub(crate) async fn newcomer(&self, name: &str) -> Person {
        match self {
            Self::Here(_) => {
                let email = format!("{}@example.com", Uuid::now_v7());
                let user = json!({"email": email, "password": seed::PASSWORD, "name": name});
                let answer = self.api().call("POST", "/local/sign-up").json(&user).send().await;
                assert_eq!(answer.status, 204, "{}", answer.text());
                self.sign_in(&email).await
            }
            Self::There { program, .. } => made(program, &["attendee", name]),
        }
    }

    /// Removes somebody, as far as they can be removed.
    pub(crate) fn remove(&self, person: &Person) {
        if let (Self::There { program, .. }, Some(user)) = (self, &person.user) {
            run(program, &["remove", user]);
        }
    }

    async fn sign_in(&self, email: &str) -> Person {
        let credentials = json!({"email": email, "password": seed::PASSWORD});
        let answer = self.api().call("POST", "/local/sign-in").json(&credentials).send().await;
        Person { token: answer.json()["idToken"].as_str().unwrap().to_owned(), user: None }
    }
}

fn made(program: &str, arguments: &[&str]) -> Person {
    let told: Value = serde_json::from_slice(&run(program, arguments)).unwrap();
    let text = |name: &str| told[name].as_str().map(ToOwned::to_owned);
    Person { token: text("token").expect("a token"), user: text("user") }
}

/// What it prints may hold a token, and is not shown; what it complains of is.
fn run(program: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program).args(arguments).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {}\n{complaint}", output.status);
    output.stdout
}
