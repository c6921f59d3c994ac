//! What members tell each other, and what becomes of it when one leaves.

use serde_json::json;

use crate::stage::on_stage;

#[tokio::test]
async fn a_post_is_read_by_every_member_until_its_author_closes_their_account() {
    on_stage(async |stage| {
        let (adam, anna) = (stage.attendee("Adam", 0).await, stage.attendee("Anna", 0).await);
        let post = json!({"title": "Hello", "body": "I am new here."});
        let answer = stage.send("POST", "/api/posts", &adam.token, post).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        let path = answer.header("content-location").unwrap();
        let of_adam = format!("/api/users/{}/posts", stage.uuid(&adam.token).await);
        for reader in [&adam, &anna, &stage.trainer] {
            let told = stage.get(path, &reader.token).await.json();
            assert_eq!(
                (&told["user"], &told["title"], &told["body"]),
                (&json!("Adam"), &json!("Hello"), &json!("I am new here."))
            );
            assert_eq!(stage.get(&of_adam, &reader.token).await.json(), json!({"posts": [told], "nextCursor": null}));
        }
        stage.done("DELETE", "/api/users/current", &adam.token, json!({})).await;
        stage.eventually("the post is gone", async || stage.get(path, &anna.token).await.status == 404).await;
        assert_eq!(stage.get(&of_adam, &anna.token).await.json()["posts"], json!([]));
    })
    .await;
}
