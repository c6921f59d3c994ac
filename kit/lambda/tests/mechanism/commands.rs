use jiff::SignedDuration;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::World;

const EGG: Uuid = Uuid::from_u128(1);

/// Defers a command. Returns its id.
async fn defer(world: &World) -> String {
    let answer = world.put_in(EGG, json!({"prefer": "respond-async"})).await;
    assert_eq!(answer["statusCode"], json!(202), "{answer}");
    let location = answer["headers"]["location"].as_str().unwrap();
    location.strip_prefix("/api/kitchen/commands/").expect("the path of its context").to_owned()
}

/// The outcome of a command, as its sender reads it.
async fn outcome(world: &World, command: &str) -> Value {
    let claims = json!({"sub": Uuid::from_u128(7), "token_use": "id", "cognito:groups": "[cook]"});
    let path = format!("/api/kitchen/commands/{command}");
    let request = json!({
        "version": "2.0", "routeKey": "GET /api/kitchen/commands/{uuid}", "rawPath": path, "rawQueryString": "",
        "headers": {}, "pathParameters": {"uuid": command}, "isBase64Encoded": false,
        "requestContext": {
            "accountId": "1", "apiId": "a", "requestId": "r", "stage": "$default",
            "authorizer": {"jwt": {"claims": claims}},
            "http": {"method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "::1", "userAgent": "t"},
        },
    });
    let answer = world.invoke("kitchen-command", &request).await.unwrap();
    serde_json::from_str(answer["body"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn a_deferred_command_is_executed_by_its_own_context() {
    let world = World::open().await;
    let command = defer(&world).await;
    assert_eq!(outcome(&world, &command).await["status"], json!("accepted"));
    world.forward(SignedDuration::from_mins(7));
    let done = world.invoke("kitchen-reconcile-messages", &json!({})).await.unwrap();
    assert_eq!(done["sentCommands"], json!(1));
    let sent = world.sent();
    assert_eq!(sent[0].queue, "https://queues/house-kitchen-execute-command.fifo");
    assert_eq!(world.deliver(&sent).await, 0);
    assert_eq!(outcome(&world, &command).await["status"], json!("succeeded"));
}

#[tokio::test]
async fn a_deferred_command_that_is_refused_keeps_the_problem() {
    let world = World::open().await;
    let command = defer(&world).await;
    assert_eq!(world.put_in(EGG, json!({})).await["statusCode"], json!(204));
    world.forward(SignedDuration::from_mins(7));
    world.invoke("kitchen-reconcile-messages", &json!({})).await.unwrap();
    let execute = |message: &crate::world::Sent| message.queue.ends_with("execute-command.fifo");
    let sent: Vec<_> = world.sent().into_iter().filter(execute).collect();
    world.deliver(&sent).await;
    let outcome = outcome(&world, &command).await;
    assert_eq!((&outcome["status"], &outcome["problem"]["slug"]), (&json!("failed"), &json!("not-raw")));
    assert_eq!(outcome["problem"]["type"], json!("urn:problem:kitchen:not-raw"));
}

#[tokio::test]
async fn a_command_that_is_late_expires() {
    let world = World::open().await;
    let command = defer(&world).await;
    world.forward(SignedDuration::from_mins(16));
    world.invoke("kitchen-reconcile-messages", &json!({})).await.unwrap();
    world.deliver(&world.sent()).await;
    assert_eq!(outcome(&world, &command).await["problem"]["slug"], json!("command-expired"));
}
