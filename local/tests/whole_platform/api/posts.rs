//! What users tell each other.

use futures_util::future::join_all;
use local::seed;
use serde_json::{Value, json};

use super::people::People;
use crate::support::{Answer, MONDAY_MORNING};

impl People {
    /// Publishes a post and tells where it is.
    pub(super) async fn post(&self, title: &str, token: &str) -> String {
        let answer = self.send("POST", "/api/posts", token, post(title)).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        answer.header("content-location").unwrap().to_owned()
    }

    /// All titles of a user's posts, read page by page, and how many a page had.
    async fn titles(&self, of: &str, limit: usize, token: &str) -> (Vec<String>, Vec<usize>) {
        let (mut titles, mut pages, mut cursor) = (Vec::new(), Vec::new(), String::new());
        loop {
            let path = format!("/api/users/{of}/posts?limit={limit}{cursor}");
            let page = self.get(&path, token).await.json();
            let posts = page["posts"].as_array().unwrap();
            titles.extend(posts.iter().map(|post| post["title"].as_str().unwrap().to_owned()));
            pages.push(posts.len());
            match page["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return (titles, pages),
            }
        }
    }

    /// The community's items, as texts.
    pub(super) async fn community(&self) -> Vec<String> {
        let platform = &self.platform.platform;
        let scan = platform.dynamodb().scan().table_name(platform.table("CommunityTable").unwrap());
        let items = scan.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await.unwrap();
        items.iter().map(|item| format!("{item:?}")).collect()
    }
}

fn post(title: &str) -> Value {
    json!({"title": title, "body": format!("{title}: that is all.")})
}

#[tokio::test]
async fn a_post_is_read_by_every_user() {
    let people = People::meet().await;
    for (token, name) in [(&people.adam, "Adam Attendee"), (&people.trainer, "Tara Trainer")] {
        let path = people.post(&format!("By {name}"), token).await;
        let uuid = people.uuid(token).await;
        for reader in [&people.adam, &people.anna, &people.trainer] {
            let told = people.get(&path, reader).await.json();
            assert_eq!(
                told,
                json!({
                    "uuid": path.strip_prefix("/api/posts/").unwrap(), "userUuid": uuid, "user": name,
                    "title": format!("By {name}"), "body": format!("By {name}: that is all."), "time": MONDAY_MORNING,
                })
            );
            let list = people.get(&format!("/api/users/{uuid}/posts"), reader).await.json();
            assert_eq!(list, json!({"posts": [told], "nextCursor": null}));
        }
    }
}

#[tokio::test]
async fn posts_are_listed_newest_first_page_by_page() {
    let people = People::meet().await;
    let uuid = people.uuid(&people.adam).await;
    assert_eq!(people.titles(&uuid, 4, &people.anna).await, (vec![], vec![0]), "who has told nothing has no posts");
    people.post("Anna's", &people.anna).await;
    let mut newest_first = Vec::new();
    for number in 0..9 {
        // Parts of a second sort as the moments that they are part of, and those of one moment as they came.
        if number % 2 == 0 {
            people.platform.clock.advance(jiff::SignedDuration::from_millis(250));
        }
        people.post(&format!("Number {number}"), &people.adam).await;
        newest_first.insert(0, format!("Number {number}"));
    }
    assert_eq!(people.titles(&uuid, 4, &people.anna).await, (newest_first.clone(), vec![4, 4, 1]));
    assert_eq!(people.titles(&uuid, 3, &people.anna).await, (newest_first.clone(), vec![3, 3, 3]));
    assert_eq!(people.titles(&uuid, 100, &people.anna).await, (newest_first, vec![9]));
}

/// DynamoDB ends an answer after a megabyte, whatever the limit.
#[tokio::test]
async fn a_page_of_long_posts_ends_early_and_tells_where_the_next_begins() {
    let people = People::meet().await;
    let uuid = people.uuid(&people.adam).await;
    let mut newest_first = Vec::new();
    for number in 0..30 {
        let long = json!({"title": format!("Number {number}"), "body": "\u{1f4aa}".repeat(10_000)});
        assert_eq!(people.send("POST", "/api/posts", &people.adam, long).await.status, 204);
        newest_first.insert(0, format!("Number {number}"));
    }
    let (titles, pages) = people.titles(&uuid, 100, &people.anna).await;
    assert_eq!(titles, newest_first);
    assert!(pages.len() > 1 && pages.iter().all(|page| *page > 0), "{pages:?}");
    // They are deleted all the same, though a page of them is found in parts.
    people.call("DELETE", "/api/users/current", &people.adam).send().await;
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(people.titles(&uuid, 100, &people.anna).await, (vec![], vec![0]));
}

#[tokio::test]
async fn what_cannot_be_published_is_refused() {
    let people = People::meet().await;
    let (title, body) = (json!("Hello"), json!("I am new here."));
    for (sent, problem) in [
        (json!({"title": "", "body": body}), (422, "invalid-title")),
        (json!({"title": " \n", "body": body}), (422, "invalid-title")),
        (json!({"title": "ü".repeat(121), "body": body}), (422, "invalid-title")),
        (json!({"title": title, "body": ""}), (422, "invalid-body")),
        (json!({"title": title, "body": "\t"}), (422, "invalid-body")),
        (json!({"title": title, "body": "x".repeat(10_001)}), (422, "invalid-body")),
        (json!({"title": title, "body": "x".repeat(64 * 1024)}), (413, "body-too-large")),
        (json!({"title": title}), (400, "invalid-field")),
        (json!({"title": 1, "body": body}), (400, "invalid-field")),
        (json!({"title": title, "body": null}), (400, "invalid-field")),
        (json!({"title": title, "body": body, "user": "Anna"}), (400, "unknown-field")),
        (json!([title, body]), (400, "invalid-field")),
    ] {
        for token in [&people.adam, &people.trainer] {
            let answer = people.send("POST", "/api/posts", token, sent.clone()).await;
            assert_eq!(answer.problem(), (problem.0, problem.1.to_owned()), "{sent}");
        }
    }
    let longest = json!({"title": "ü".repeat(120), "body": "ü".repeat(10_000)});
    assert_eq!(people.send("POST", "/api/posts", &people.adam, longest).await.status, 204);
    assert_eq!(people.call("POST", "/api/posts", "no-token").json(&post("Hello")).send().await.status, 401);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    let people = People::meet().await;
    people.post("Hello", &people.adam).await;
    let uuid = people.uuid(&people.adam).await;
    let nobody = "018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f";
    for (path, problem) in [
        (format!("/api/posts/{nobody}"), (404, "not-found")),
        ("/api/posts/first".to_owned(), (400, "invalid-parameter")),
        (format!("/api/posts/{nobody}?full=true"), (400, "invalid-parameter")),
        ("/api/users/adam/posts".to_owned(), (400, "invalid-parameter")),
        (format!("/api/users/{uuid}/posts?limit=0"), (400, "invalid-parameter")),
        (format!("/api/users/{uuid}/posts?limit=101"), (400, "invalid-parameter")),
        (format!("/api/users/{uuid}/posts?limit=5&limit=6"), (400, "invalid-parameter")),
        (format!("/api/users/{uuid}/posts?cursor=AAAA"), (400, "invalid-parameter")),
        (format!("/api/users/{uuid}/posts?order=oldest"), (400, "invalid-parameter")),
    ] {
        assert_eq!(people.get(&path, &people.anna).await.problem(), (problem.0, problem.1.to_owned()), "{path}");
    }
    let of_nobody = people.get(&format!("/api/users/{nobody}/posts"), &people.anna).await.json();
    assert_eq!(of_nobody, json!({"posts": [], "nextCursor": null}));
}

#[tokio::test]
async fn a_post_is_published_once_under_its_key() {
    let people = People::meet().await;
    let uuid = people.uuid(&people.adam).await;
    let keyed =
        |body: Value| people.call("POST", "/api/posts", &people.adam).header("Idempotency-Key", "a").json(&body);
    let first = keyed(post("Hello")).send().await;
    let again = keyed(post("Hello")).send().await;
    assert_eq!((first.status, again.status), (204, 204));
    assert_eq!(first.header("content-location"), again.header("content-location"));
    assert_eq!(keyed(post("Goodbye")).send().await.problem(), (422, "idempotency-key-reused".into()));
    assert_eq!(people.titles(&uuid, 20, &people.adam).await.0, ["Hello"]);
    // The community's books remember for themselves: the same key for a booking is another one.
    let booking = people.call("POST", "/api/trainings", &people.adam).header("Idempotency-Key", "a");
    let booking = booking.json(&json!({"time": "2027-03-02T14:00:00Z", "notes": ""})).send().await;
    assert_eq!(booking.status, 204, "{}", booking.text());
}

#[tokio::test]
async fn a_post_that_is_put_off_is_published_and_its_text_kept_nowhere_else() {
    let people = People::meet().await;
    let answer = people.call("POST", "/api/posts", &people.adam).header("Prefer", "respond-async");
    let answer = answer.json(&post("Hello")).send().await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    people.platform.platform.quiet().await.unwrap();
    let command = people.get(answer.header("location").unwrap(), &people.adam).await.json();
    assert_eq!(command["status"], json!("succeeded"), "{command}");
    let told = people.get(command["contentLocation"].as_str().unwrap(), &people.anna).await.json();
    assert_eq!(told["title"], json!("Hello"));
    let with_text: Vec<_> = people.community().await.into_iter().filter(|item| item.contains("Hello")).collect();
    assert_eq!(with_text.len(), 2, "the post and its entry: {with_text:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_publishes_while_the_account_is_closed_leaves_no_post() {
    for round in 0..4 {
        let people = People::meet().await;
        let uuid = people.uuid(&people.adam).await;
        for number in 0..5 {
            people.post(&format!("Before {number}"), &people.adam).await;
        }
        // Each goes on publishing until it is told that the account is closed.
        let publish = async |writer: usize| {
            let mut published = 0;
            loop {
                let answer: Answer =
                    people.send("POST", "/api/posts", &people.adam, post(&format!("Meanwhile {writer}"))).await;
                match answer.status {
                    204 => published += 1,
                    503 => {}
                    _ => {
                        assert_eq!(answer.problem(), (403, "account-deactivated".into()));
                        return published;
                    }
                }
            }
        };
        let deactivation = async {
            for _ in 0..round * 20 {
                tokio::task::yield_now().await;
            }
            people.call("DELETE", "/api/users/current", &people.adam).send().await
        };
        let (published, deactivation) = tokio::join!(join_all((0..4).map(publish)), deactivation);
        assert_eq!(deactivation.status, 204);
        people.platform.platform.quiet().await.unwrap();
        assert_eq!(people.titles(&uuid, 100, &people.anna).await.0, Vec::<String>::new(), "{published:?}");
        let left = people.community().await.join("\n");
        assert!(!left.contains("Before") && !left.contains("Meanwhile") && !left.contains("Adam"));
    }
}

#[tokio::test]
async fn three_hundred_posts_are_deleted_in_several_deliveries() {
    let people = People::meet().await;
    let uuid = people.uuid(&people.adam).await;
    for hundred in 0..3 {
        let titles: Vec<_> = (0..100).map(|number| format!("Number {}", hundred * 100 + number)).collect();
        join_all(titles.iter().map(|title| people.post(title, &people.adam))).await;
    }
    assert_eq!(people.titles(&uuid, 100, &people.anna).await.0.len(), 300);
    people.post("Anna's", &people.anna).await;
    people.call("DELETE", "/api/users/current", &people.adam).send().await;
    people.platform.platform.quiet().await.unwrap();
    assert_eq!(people.titles(&uuid, 100, &people.anna).await.0, Vec::<String>::new());
    let left = people.community().await;
    assert!(left.iter().all(|item| !item.contains("Number") && !item.contains("Adam")), "no text and no name is left");
    let with = |text: &str| left.iter().filter(|item| item.contains(text)).count();
    assert_eq!(with("post.deleted.v1"), 300, "what is left are the commits");
    assert_eq!(with("author.closed.v1"), 1);
    assert_eq!(with("Anna's"), 2, "nobody else's are touched");
}

#[tokio::test]
async fn the_community_follows_a_deactivation_by_its_own_mark() {
    let people = People::meet().await;
    let annas = people.post("Anna's", &people.anna).await;
    let uuid = people.uuid(&people.adam).await;
    people.platform.platform.pause("delete-posts-of-deactivated-user").await.unwrap();
    people.call("DELETE", "/api/users/current", &people.adam).send().await;
    let adam = people.platform.sign_in(seed::ATTENDEES[0]).await;
    people.post("Until it is told", &adam).await;
    people.platform.platform.resume("delete-posts-of-deactivated-user").unwrap();
    people.platform.platform.quiet().await.unwrap();
    let refused = (403, "account-deactivated".to_owned());
    assert_eq!(people.send("POST", "/api/posts", &adam, post("Too late")).await.problem(), refused);
    for path in [annas, format!("/api/users/{uuid}/posts")] {
        assert_eq!(people.get(&path, &adam).await.problem(), refused, "{path}");
    }
    assert_eq!(people.titles(&uuid, 100, &people.anna).await.0, Vec::<String>::new());
}
