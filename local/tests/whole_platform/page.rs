//! The page's files: with the headers of the template, and no file that is not the page's.

use crate::support::TestPlatform;

#[tokio::test]
async fn the_page_is_at_the_root_with_the_templates_headers() {
    let platform = TestPlatform::empty().await;
    let answer = platform.call("GET", "/").send().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("x-frame-options"), Some("DENY"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
    assert!(answer.header("strict-transport-security").is_some_and(|value| value.starts_with("max-age=")));

    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[tokio::test]
async fn the_page_is_told_how_one_signs_in_here() {
    let platform = TestPlatform::empty().await;
    let answer = platform.call("GET", "/config.json").send().await;
    assert_eq!(answer.json(), serde_json::json!({"signIn": {"kind": "local"}, "weeksAhead": 6}));
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let platform = TestPlatform::empty().await;
    let tag = platform.call("GET", "/").send().await.header("etag").unwrap().to_owned();
    for known in [tag.clone(), format!("\"other\", {tag}"), format!("W/{tag}")] {
        let answer = platform.call("GET", "/").header("if-none-match", &known).send().await;
        assert_eq!((answer.status, answer.text()), (304, String::new()), "{known}");
        assert_eq!(answer.header("etag"), Some(tag.as_str()));
    }
    let answer = platform.call("GET", "/").header("if-none-match", "\"other\"").send().await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn nothing_beside_the_pages_folder_is_served() {
    let platform = TestPlatform::empty().await;
    for path in [
        "/package.json",
        "/tests/package.json",
        "/../package.json",
        "/%2e%2e/package.json",
        "/..%2fpackage.json",
        "/scripts/..%2f..%2f..%2fpackage.json",
        "/template.yaml",
        "/tsconfig",
        "/.git/config.json",
        "/scripts",
        "/scripts/",
    ] {
        let answer = platform.call("GET", path).send().await;
        assert_eq!(answer.status, 404, "{path}");
    }
}
