use local::seed;
use serde_json::{Value, json};

use super::people::People;

#[tokio::test]
async fn everybody_learns_who_they_are() {
    let people = People::meet().await;
    let mut adam = people.get("/api/users/current", &people.adam).await.json();
    assert!(adam["uuid"].take().is_string());
    assert_eq!(adam, json!({"uuid": null, "displayName": "Adam Attendee", "balance": 20, "role": "attendee"}));
    let mut trainer = people.get("/api/users/current", &people.trainer).await.json();
    assert!(trainer["uuid"].take().is_string());
    assert_eq!(trainer, json!({"uuid": null, "displayName": "Tara Trainer", "balance": 0, "role": "trainer"}));
}

#[tokio::test]
async fn the_trainer_sees_all_users_by_name_page_by_page() {
    let people = People::meet().await;
    for name in ["zoe", "Édith", "bob", "Bob", "~", "张伟"] {
        people
            .platform
            .sign_up(&format!("{}@example.com", name.len() * 7 + name.chars().next().unwrap() as usize), name)
            .await;
    }
    let (mut names, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = people.get(&format!("/api/users?limit=3{cursor}"), &people.trainer).await.json();
        for user in page["users"].as_array().unwrap() {
            names.push((user["displayName"].as_str().unwrap().to_owned(), user["balance"].clone()));
        }
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(names.len(), 8);
    assert_eq!(names[..2], [("Adam Attendee".to_owned(), json!(20)), ("Anna Attendee".to_owned(), json!(20))]);
    let mut bobs: Vec<_> = names[2..4].iter().map(|(name, _)| name.as_str()).collect();
    bobs.sort_unstable();
    assert_eq!(bobs, ["Bob", "bob"], "whatever the capitals");
    let others: Vec<_> = names[4..].iter().map(|(name, balance)| (name.as_str(), balance.clone())).collect();
    assert_eq!(others, [("zoe", json!(0)), ("~", json!(0)), ("Édith", json!(0)), ("张伟", json!(0))]);
}

#[tokio::test]
async fn the_list_of_users_follows_their_balances() {
    let people = People::meet().await;
    people.book(&super::people::hour(1, 14), &people.anna).await;
    let users = people.get("/api/users", &people.trainer).await.json();
    let anna =
        users["users"].as_array().unwrap().iter().find(|user| user["displayName"] == json!("Anna Attendee")).unwrap();
    assert_eq!((&anna["balance"], &anna["uuid"]), (&json!(19), &json!(people.uuid(&people.anna).await)));
    assert_eq!(users["nextCursor"], Value::Null);
}

#[tokio::test]
async fn who_signs_up_is_an_attendee_without_credits() {
    let people = People::meet().await;
    let token = people.platform.sign_up("new@example.com", "Newcomer").await;
    let user = people.get("/api/users/current", &token).await.json();
    assert_eq!(
        (&user["role"], &user["balance"], &user["displayName"]),
        (&json!("attendee"), &json!(0), &json!("Newcomer"))
    );
}

#[tokio::test]
async fn a_password_reset_registers_nobody() {
    let people = People::meet().await;
    let payload = json!({
        "version": "1", "region": "eu-central-1", "userPoolId": "eu-central-1_x", "userName": "16fd2706-8baf-433b-82eb-8c7fada847da",
        "callerContext": {"awsSdkVersion": "x", "clientId": "x"}, "triggerSource": "PostConfirmation_ConfirmForgotPassword",
        "request": {"userAttributes": {"sub": "16fd2706-8baf-433b-82eb-8c7fada847da", "name": "Tom", "email": "tom@example.com"}},
        "response": {},
    });
    let answer = people.platform.platform.invoke("register-attendee", payload.to_string().as_bytes()).await.unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&answer).unwrap(), payload, "Cognito gets its event back");
    assert_eq!(
        people.get("/api/users", &people.trainer).await.json()["users"].as_array().unwrap().len(),
        seed::ATTENDEES.len()
    );
}
