//! The platform itself: starting and stopping it, who is let in, and what survives a restart.

use std::io::{BufRead, BufReader, Lines, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use local::{Claims, seed};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::support::{self, Answer, Fault, Folder, SetClock, TestPlatform, Wire};

const CURRENT_USER: &str = "/api/users/current";

async fn current_user(platform: &TestPlatform, token: &str) -> Answer {
    platform.call("GET", CURRENT_USER).token(token).send().await
}

async fn sign_up(platform: &TestPlatform, user: Value) -> Answer {
    platform.call("POST", "/local/sign-up").json(&user).send().await
}

async fn sign_in(platform: &TestPlatform, email: &str, password: &str) -> Answer {
    let credentials = json!({"email": email, "password": password});
    platform.call("POST", "/local/sign-in").json(&credentials).send().await
}

fn ann() -> Value {
    json!({"email": "ann@example.com", "password": "wild-workouts", "name": "Ann"})
}

/// The header and claims of a token.
fn opened(token: &str) -> (Value, Claims) {
    let parts: Vec<_> = token.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap()).collect();
    (serde_json::from_slice(&parts[0]).unwrap(), serde_json::from_slice(&parts[1]).unwrap())
}

/// Header and claims as a token has them before it is signed.
fn closed(header: &Value, claims: &Claims) -> String {
    let part = |json: String| URL_SAFE_NO_PAD.encode(json);
    format!("{}.{}", part(header.to_string()), part(Value::Object(claims.clone()).to_string()))
}

mod who_is_let_in {
    use super::*;

    #[tokio::test]
    async fn anybody_may_ask_how_the_platform_is() {
        let platform = TestPlatform::empty().await;
        let answer = platform.call("GET", "/local/health").send().await;
        let inventory = platform.platform.inventory();
        assert_eq!(answer.status, 200);
        assert_eq!(
            answer.json(),
            json!({
                "status": "ok",
                "functions": inventory.functions,
                "routes": inventory.routes,
                "tables": inventory.tables,
                "queues": inventory.queues,
            })
        );
        assert_eq!(inventory.functions, functions::PROGRAM.functions().count());
    }

    #[tokio::test]
    async fn what_has_no_route_is_not_found() {
        let platform = TestPlatform::empty().await;
        for (method, path) in [
            ("POST", "/"),
            ("GET", "/nothing.html"),
            ("GET", "/api"),
            ("GET", "/api/nothing"),
            ("GET", "/local/nothing"),
            ("GET", "/local/sign-in"),
            ("PATCH", "/api/trainings"),
            ("OPTIONS", "/api/trainings"),
            ("GET", "/api/trainings/"),
            ("GET", "/api//trainings"),
        ] {
            let answer = platform.call(method, path).send().await;
            assert_eq!((answer.status, answer.json()), (404, json!({"message": "Not Found"})), "{method} {path}");
        }
    }

    #[tokio::test]
    async fn who_has_no_token_is_asked_for_one() {
        let platform = TestPlatform::empty().await;
        let answer = platform.call("GET", CURRENT_USER).send().await;
        assert_eq!((answer.status, answer.json()), (401, json!({"message": "Unauthorized"})));
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        assert!(answer.header("apigw-requestid").is_some());
    }

    #[tokio::test]
    async fn a_token_is_good_for_an_hour() {
        let platform = TestPlatform::empty().await;
        let token = platform.sign_up("ann@example.com", "Ann").await;
        platform.clock.advance(SignedDuration::from_secs(3599));
        assert_eq!(current_user(&platform, &token).await.status, 200);
        platform.clock.advance(SignedDuration::from_secs(1));
        refused(&platform, &token, "the token has expired").await;
    }

    #[tokio::test]
    async fn a_token_that_this_platform_has_not_signed_is_refused() {
        let platform = TestPlatform::empty().await;
        let token = platform.sign_up("ann@example.com", "Ann").await;
        let (header, claims) = opened(&token);
        let signature = token.rsplit('.').next().unwrap();

        let tampered = {
            let mut claims = claims.clone();
            claims.insert("cognito:groups".to_owned(), json!(["trainer"]));
            format!("{}.{signature}", closed(&header, &claims))
        };
        let foreign = {
            let signed = closed(&header, &claims);
            let mut mac = Hmac::<Sha256>::new_from_slice(b"a key that anybody could have").unwrap();
            mac.update(signed.as_bytes());
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
        };
        let unsigned = format!("{}.", closed(&json!({"alg": "none"}), &claims));
        let relabelled = format!("{}.{signature}", closed(&json!({"alg": "RS256"}), &claims));

        refused(&platform, &tampered, "the token has an invalid signature").await;
        refused(&platform, &foreign, "the token has an invalid signature").await;
        refused(&platform, &unsigned, "the token is not signed with HS256").await;
        refused(&platform, &relabelled, "the token is not signed with HS256").await;
        refused(&platform, "anything", "the token is malformed").await;
        assert_eq!(current_user(&platform, &token).await.status, 200);
    }

    #[tokio::test]
    async fn a_token_of_another_platform_is_refused() {
        let (here, there) = (TestPlatform::empty().await, TestPlatform::empty().await);
        let token = there.sign_up("ann@example.com", "Ann").await;
        refused(&here, &token, "the token has an invalid signature").await;
    }

    #[tokio::test]
    async fn a_token_for_another_client_is_refused() {
        let platform = TestPlatform::empty().await;
        let (_, mut claims) = opened(&platform.sign_up("ann@example.com", "Ann").await);
        claims.insert("aud".to_owned(), json!("another-client"));
        let token = platform.platform.sign(&claims);
        refused(&platform, &token, "the token does not have a valid audience").await;
    }

    #[tokio::test]
    async fn a_request_that_is_too_large_is_refused() {
        let platform = TestPlatform::empty().await;
        let token = platform.sign_up("ann@example.com", "Ann").await;
        let body = vec![b' '; 10 * 1024 * 1024 + 1];
        let call = platform.call("POST", "/api/trainings").token(&token);
        let answer = call.body("application/json", body).send().await;
        assert_eq!((answer.status, answer.json()), (413, json!({"message": "Request Entity Too Large"})));
    }

    async fn refused(platform: &TestPlatform, token: &str, why: &str) {
        let answer = current_user(platform, token).await;
        assert_eq!((answer.status, answer.json()), (401, json!({"message": "Unauthorized"})), "{why}");
        let challenge = format!(r#"Bearer scope="" error="invalid_token" error_description="{why}""#);
        assert_eq!(answer.header("www-authenticate"), Some(challenge.as_str()));
    }
}

mod signing_up_and_in {
    use super::*;

    #[tokio::test]
    async fn who_signs_up_is_an_attendee_without_credits() {
        let platform = TestPlatform::empty().await;
        assert_eq!(sign_up(&platform, ann()).await.status, 204);

        let answer = sign_in(&platform, " Ann@Example.com ", "wild-workouts").await;
        assert_eq!((answer.status, &answer.json()["expiresIn"]), (200, &json!(3600)));
        let user = current_user(&platform, answer.json()["idToken"].as_str().unwrap()).await.json();
        assert_eq!(user["displayName"], "Ann");
        assert_eq!(user["role"], "attendee");
        assert_eq!(user["balance"], 0);
    }

    #[tokio::test]
    async fn the_id_token_carries_the_claims_of_cognitos() {
        let platform = TestPlatform::empty().await;
        let token = platform.sign_up("ann@example.com", "Ann").await;
        let (header, mut claims) = opened(&token);
        assert_eq!(header, json!({"alg": "HS256", "typ": "JWT"}));

        let id = current_user(&platform, &token).await.json()["uuid"].clone();
        let now = "2027-03-01T09:30:00Z".parse::<jiff::Timestamp>().unwrap().as_second();
        assert!(claims.remove("jti").is_some());
        assert_eq!(
            Value::Object(claims),
            json!({
                "sub": id,
                "cognito:username": id,
                "cognito:groups": ["attendee"],
                "name": "Ann",
                "email": "ann@example.com",
                "email_verified": true,
                "token_use": "id",
                "aud": local::deployment::user_pool_client_id(local::STACK),
                "iss": local::deployment::token_issuer(local::STACK),
                "auth_time": now,
                "iat": now,
                "exp": now + 3600,
            })
        );
    }

    #[tokio::test]
    async fn nobody_learns_whether_user_or_password_is_wrong() {
        let platform = TestPlatform::empty().await;
        sign_up(&platform, ann()).await;
        let wrong_password = sign_in(&platform, "ann@example.com", "wild-workout").await;
        let unknown_user = sign_in(&platform, "bob@example.com", "wild-workouts").await;
        let no_address = sign_in(&platform, "ann", "wild-workouts").await;
        assert_eq!(wrong_password.problem(), (401, "wrong-credentials".to_owned()));
        assert_eq!(wrong_password.json(), unknown_user.json());
        assert_eq!(wrong_password.json(), no_address.json());
        assert_eq!(wrong_password.header("content-type"), Some("application/problem+json"));
    }

    #[tokio::test]
    async fn an_address_is_taken_once() {
        let platform = TestPlatform::empty().await;
        assert_eq!(sign_up(&platform, ann()).await.status, 204);
        let again = sign_up(&platform, ann()).await;
        assert_eq!(again.problem(), (409, "email-taken".to_owned()));
        let other = json!({"email": "ANN@example.com", "password": "another-one", "name": "Bob"});
        assert_eq!(sign_up(&platform, other).await.problem(), (409, "email-taken".to_owned()));
    }

    #[tokio::test]
    async fn what_cannot_be_taken_is_named() {
        let platform = TestPlatform::empty().await;
        for (user, field) in [
            (json!({"email": "ann", "password": "wild-workouts", "name": "Ann"}), "email"),
            (json!({"email": "ann@example.com", "password": "short", "name": "Ann"}), "password"),
            (json!({"email": "ann@example.com", "password": "wild-workouts", "name": " "}), "name"),
            (json!({"email": "ann@example.com", "password": "wild-workouts"}), "name"),
            (json!({"email": 1, "password": "wild-workouts", "name": "Ann"}), "string"),
        ] {
            let answer = sign_up(&platform, user).await;
            assert_eq!(answer.problem(), (400, "invalid-field".to_owned()));
            assert!(answer.json()["detail"].as_str().unwrap().contains(field), "{}", answer.text());
        }
        for path in ["/local/sign-up", "/local/sign-in"] {
            let answer = platform.call("POST", path).body("text/plain", "{").send().await;
            assert_eq!(answer.problem(), (400, "malformed-json".to_owned()));
        }
    }

    #[tokio::test]
    async fn a_registration_that_failed_is_mended_by_signing_up_again() {
        let broken = Arc::new(AtomicBool::new(true));
        let is_broken = Arc::clone(&broken);
        let wire = Wire::broken(move |_| if is_broken.load(Ordering::SeqCst) { Fault::Throttled } else { Fault::None });
        let platform = TestPlatform::setup().wire(&wire).start().await;

        let failed = sign_up(&platform, ann()).await;
        assert_eq!(failed.problem(), (500, "registration-failed".to_owned()));
        assert_eq!(sign_in(&platform, "ann@example.com", "wild-workouts").await.status, 401);

        broken.store(false, Ordering::SeqCst);
        let stranger = json!({"email": "ann@example.com", "password": "a-guess-of-it", "name": "Eve"});
        assert_eq!(sign_up(&platform, stranger).await.status, 409);
        assert_eq!(sign_up(&platform, ann()).await.status, 204);
        let token = platform.sign_in("ann@example.com").await;
        assert_eq!(current_user(&platform, &token).await.json()["role"], "attendee");
    }
}

mod functions_that_fail {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_answered_and_harms_no_other_request() {
        let panics = Arc::new(AtomicBool::new(false));
        let is_panicking = Arc::clone(&panics);
        let wire = Wire::broken(move |_| {
            assert!(!is_panicking.load(Ordering::SeqCst), "a panic that this test wants");
            Fault::None
        });
        let platform = TestPlatform::setup().wire(&wire).start().await;
        let token = platform.sign_up("ann@example.com", "Ann").await;

        panics.store(true, Ordering::SeqCst);
        let answer = current_user(&platform, &token).await;
        assert_eq!((answer.status, answer.json()), (500, json!({"message": "Internal Server Error"})));
        panics.store(false, Ordering::SeqCst);
        assert_eq!(current_user(&platform, &token).await.status, 200);
    }

    #[tokio::test]
    async fn a_function_that_takes_too_long_is_cut_off() {
        let folder = Folder::new();
        let template = folder.template("    Timeout: 15\n", "    Timeout: 0\n");
        let platform = TestPlatform::setup().template(&template).start().await;
        // The registration has a timeout of its own.
        let token = platform.sign_up("ann@example.com", "Ann").await;
        let answer = current_user(&platform, &token).await;
        assert_eq!((answer.status, answer.json()), (500, json!({"message": "Internal Server Error"})));
    }

    #[tokio::test]
    async fn a_payload_that_is_none_is_the_functions_error() {
        let platform = TestPlatform::empty().await;
        let failure = platform.platform.invoke("current-user", b"{}").await.unwrap_err();
        assert!(failure.to_string().starts_with("the function failed: "), "{failure}");
        let failure = platform.platform.invoke("nothing", b"{}").await.unwrap_err();
        assert_eq!(failure.to_string(), "there is no function nothing");
    }
}

mod restarts {
    use super::*;

    #[tokio::test]
    async fn users_tokens_and_data_survive_a_restart() {
        let folder = Folder::new();
        let clock = SetClock::at(support::MONDAY_MORNING);
        let start = || TestPlatform::setup().data_in(folder.path()).clock(Arc::clone(&clock)).start();

        let platform = start().await;
        let token = platform.sign_up("ann@example.com", "Ann").await;
        let user = current_user(&platform, &token).await.json();
        platform.stop().await;

        let platform = start().await;
        assert_eq!(current_user(&platform, &token).await.json(), user);
        let token = platform.sign_in("ann@example.com").await;
        assert_eq!(current_user(&platform, &token).await.json(), user);
        platform.stop().await;
    }

    #[tokio::test]
    async fn the_demo_data_is_put_there_once() {
        let folder = Folder::new();
        let start = || TestPlatform::setup().data_in(folder.path()).seeded();

        let platform = start().start().await;
        assert_demo_data(&platform).await;
        let token = platform.sign_in(seed::TRAINER).await;
        let hours = json!({"hours": ["2027-03-01T12:00:00Z"]});
        let unavailable = "/api/trainer/calendar/make-hour-unavailable";
        let answer = platform.call("PUT", unavailable).token(&token).json(&hours).send().await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        platform.stop().await;

        let platform = start().start().await;
        let attendee = platform.sign_in(seed::ATTENDEES[0]).await;
        assert_eq!(current_user(&platform, &attendee).await.json()["balance"], 20);
        assert_eq!(free_hours(&platform, "2027-03-01").await, 8);
    }

    #[tokio::test]
    async fn demo_data_that_was_interrupted_is_completed_by_the_next_start() {
        // Every write of the demo data in turn is the one that fails.
        for healthy in 0.. {
            let folder = Folder::new();
            let writes = Arc::new(AtomicUsize::new(0));
            let counted = Arc::clone(&writes);
            let wire = Wire::broken(move |operation| {
                let is_write = operation == "TransactWriteItems";
                if is_write && counted.fetch_add(1, Ordering::SeqCst) >= healthy {
                    Fault::Throttled
                } else {
                    Fault::None
                }
            });
            let start = || TestPlatform::setup().data_in(folder.path()).seeded();
            match start().wire(&wire).try_start().await {
                Ok(platform) => {
                    assert!(healthy > 5, "the demo data takes more than {healthy} writes");
                    return platform.stop().await;
                }
                Err(error) => {
                    let error = error.to_string();
                    assert!(error.starts_with("the demo data cannot be put there: "), "{error}");
                }
            }
            let platform = start().start().await;
            assert_demo_data(&platform).await;
            platform.stop().await;
        }
    }

    #[tokio::test]
    async fn without_demo_data_nobody_can_sign_in() {
        let platform = TestPlatform::empty().await;
        let answer = sign_in(&platform, seed::TRAINER, seed::PASSWORD).await;
        assert_eq!(answer.status, 401);
    }

    async fn assert_demo_data(platform: &TestPlatform) {
        for email in seed::ATTENDEES {
            let token = platform.sign_in(email).await;
            let user = current_user(platform, &token).await.json();
            assert_eq!((&user["balance"], &user["role"]), (&json!(20), &json!("attendee")));
        }
        let token = platform.sign_in(seed::TRAINER).await;
        assert_eq!(current_user(platform, &token).await.json()["role"], "trainer");
        assert_eq!(free_hours(platform, "2027-03-01").await, 9);
        assert_eq!(free_hours(platform, "2027-03-30").await, 9);
        assert_eq!(free_hours(platform, "2027-03-31").await, 0);
    }

    /// How many hours of a day can be booked.
    async fn free_hours(platform: &TestPlatform, date: &str) -> usize {
        let token = platform.sign_in(seed::TRAINER).await;
        let path = format!("/api/trainer/calendar?dateFrom={date}&dateTo={date}");
        let days = platform.call("GET", &path).token(&token).send().await.json();
        let hours = days[0]["hours"].as_array().unwrap();
        hours.iter().filter(|hour| hour["available"] == true).count()
    }
}

mod what_stands_in_the_way_of_a_start {
    use super::*;

    #[tokio::test]
    async fn a_taken_port() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        assert_eq!(
            error(TestPlatform::setup().port(port)).await,
            format!("port {port} is taken; choose another with --port")
        );
    }

    #[tokio::test]
    async fn data_that_another_platform_holds() {
        let folder = Folder::new();
        let start = || TestPlatform::setup().data_in(folder.path());
        let platform = start().start().await;
        assert_eq!(
            error(start()).await,
            format!(
                "the data in {} is in use by another running platform; \
                 stop that one, or use --in-memory",
                folder.path().display()
            )
        );
        platform.stop().await;
        start().start().await;
    }

    #[tokio::test]
    async fn data_that_is_no_database() {
        let folder = Folder::new();
        std::fs::write(folder.path().join("dynamodb.sqlite"), "not a database at all, but long enough").unwrap();
        let error = error(TestPlatform::setup().data_in(folder.path())).await;
        assert!(error.starts_with("the database cannot be opened: "), "{error}");
        assert!(!error.contains('\n'), "{error}");
    }

    #[tokio::test]
    async fn data_of_another_template() {
        let folder = Folder::new();
        let start = || TestPlatform::setup().data_in(folder.path());
        start().start().await.stop().await;
        let template = folder.template("IndexName: lists", "IndexName: others");
        assert_eq!(
            error(start().template(&template)).await,
            "table WorkoutsTable was made with other keys or indexes than the template now gives it; \
             move the data folder away, or use --in-memory"
        );
    }

    #[tokio::test]
    async fn a_signing_key_that_is_none() {
        let folder = Folder::new();
        std::fs::write(folder.path().join("signing-key"), "short").unwrap();
        let error = error(TestPlatform::setup().data_in(folder.path())).await;
        assert!(error.ends_with("cannot be used: it does not hold a key of 64 bytes"), "{error}");
    }

    #[tokio::test]
    async fn a_template_that_is_not_there() {
        let folder = Folder::new();
        let file = folder.path().join("missing.yaml");
        let error = error(TestPlatform::setup().template(&file)).await;
        assert!(error.starts_with(&format!("{}: cannot be read: ", file.display())), "{error}");
    }

    #[tokio::test]
    async fn a_function_without_a_handler() {
        assert_eq!(
            with_handler("cancel-training", "forget-training").await,
            "the template's function CancelTraining has the handler forget-training, but there is no such function"
        );
    }

    #[tokio::test]
    async fn a_handler_without_a_function() {
        let folder = Folder::new();
        let template = support::project_template();
        let text = std::fs::read_to_string(template).unwrap();
        let begin = text.find("  CancelTraining:\n").unwrap();
        let end = begin + text[begin..].find("\n\n").unwrap();
        let file = folder.template_of(&format!("{}{}", &text[..begin], &text[end..]));
        assert_eq!(
            error(TestPlatform::setup().template(&file)).await,
            "the handler cancel-training is not in the template: it would never be deployed"
        );
    }

    #[tokio::test]
    async fn a_handler_that_two_functions_share() {
        assert_eq!(
            with_handler("cancel-training", "approve-training-reschedule").await,
            "the template's functions ApproveTrainingReschedule and CancelTraining \
             both have the handler approve-training-reschedule"
        );
    }

    #[tokio::test]
    async fn a_route_that_two_functions_claim() {
        assert_eq!(
            with("/api/trainings/{uuid}/approve-reschedule", "/api/trainings/{uuid}/reject-reschedule").await,
            "the template is ambiguous: approve-training-reschedule and reject-training-reschedule \
             both claim the route PUT /api/trainings/{uuid}/reject-reschedule"
        );
    }

    #[tokio::test]
    async fn a_setting_that_is_missing_or_wrong() {
        assert_eq!(
            with("TRAINER_ID: !Ref TrainerId", "SOMETHING_ELSE: x").await,
            "the template's function ApproveTrainingReschedule: \
             the environment variable TRAINER_ID is missing"
        );
        let error = with("WEEKS_AHEAD: !Ref WeeksAhead", "WEEKS_AHEAD: six").await;
        assert!(error.contains("ApproveTrainingReschedule") && error.contains("WEEKS_AHEAD"), "{error}");
    }

    /// The error once the function with the handler `from` has the handler `to`.
    async fn with_handler(from: &str, to: &str) -> String {
        with(&format!("Handler: {from}"), &format!("Handler: {to}")).await
    }

    /// What is said about the project's template once `from` in it has become `to`.
    async fn with(from: &str, to: &str) -> String {
        let folder = Folder::new();
        let template = folder.template(from, to);
        error(TestPlatform::setup().template(&template)).await
    }

    async fn error(setup: support::Setup) -> String {
        setup.try_start().await.err().expect("the platform should not start").to_string()
    }
}

mod stopping {
    use super::*;

    #[tokio::test]
    async fn a_stopped_platform_takes_no_connection() {
        let platform = TestPlatform::empty().await;
        let address = platform.platform.url().replace("http://", "");
        platform.call("GET", "/local/health").send().await;
        platform.stop().await;
        assert!(TcpStream::connect(address).is_err());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_request_under_way_is_answered_before_the_platform_stops() {
        let platform = TestPlatform::empty().await;
        let mut connection = connect(&platform);
        let user = ann().to_string();
        let mut answer = announce(&mut connection, "/local/sign-up", &user);
        // The platform says this once it reads the body.
        assert_eq!(answer.next().unwrap().unwrap(), "HTTP/1.1 100 Continue");
        assert_eq!(answer.next().unwrap().unwrap(), "");

        let stop = tokio::spawn(platform.stop());
        connection.write_all(user.as_bytes()).unwrap();
        assert_eq!(answer.next().unwrap().unwrap(), "HTTP/1.1 204 No Content");
        stop.await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_request_is_carried_out_even_if_nobody_waits_for_the_answer() {
        let folder = Folder::new();
        let start = || TestPlatform::setup().data_in(folder.path()).start();
        let platform = start().await;
        let mut connection = connect(&platform);
        let user = ann().to_string();
        let mut answer = announce(&mut connection, "/local/sign-up", &user);
        assert_eq!(answer.next().unwrap().unwrap(), "HTTP/1.1 100 Continue");
        connection.write_all(user.as_bytes()).unwrap();
        drop((answer, connection));
        platform.stop().await;

        let platform = start().await;
        assert_eq!(sign_in(&platform, "ann@example.com", "wild-workouts").await.status, 200);
    }

    #[tokio::test]
    async fn connections_that_ask_for_nothing_do_not_hold_up_a_stop() {
        let platform = TestPlatform::empty().await;
        let _silent = connect(&platform);
        let mut half = connect(&platform);
        half.write_all(b"GET /local/hea").unwrap();
        platform.call("GET", "/local/health").send().await;
        tokio::time::timeout(Duration::from_secs(10), platform.stop()).await.unwrap();
    }

    /// Sends a request up to its body, which it sends when the platform asks for it.
    fn announce(connection: &mut TcpStream, path: &str, body: &str) -> Lines<BufReader<TcpStream>> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
            body.len()
        );
        connection.write_all(request.as_bytes()).unwrap();
        BufReader::new(connection.try_clone().unwrap()).lines()
    }

    fn connect(platform: &TestPlatform) -> TcpStream {
        TcpStream::connect(platform.platform.url().replace("http://", "")).unwrap()
    }
}
