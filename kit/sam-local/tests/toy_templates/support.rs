//! A client of a platform, and folders for its files.

use std::fs;
use std::path::{Path, PathBuf};

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use uuid::Uuid;

/// A platform seen from outside.
pub(crate) struct Api {
    url: String,
    client: Client,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    body: Vec<u8>,
}

impl Api {
    pub(crate) fn new(url: String) -> Self {
        Self { url, client: Client::builder().no_proxy().build().unwrap() }
    }

    /// Sends a request without a body.
    pub(crate) async fn call(&self, method: &str, path: &str) -> Answer {
        self.send(method, path, String::new()).await
    }

    /// Sends a request.
    pub(crate) async fn send(&self, method: &str, path: &str, body: impl Into<String>) -> Answer {
        Self::answered(self.request(method, path).body(body.into())).await
    }

    /// Sends a request without a body, with an ID token.
    pub(crate) async fn call_as(&self, token: &str, method: &str, path: &str) -> Answer {
        Self::answered(self.request(method, path).bearer_auth(token)).await
    }

    fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.client.request(method, format!("{}{path}", self.url))
    }

    async fn answered(request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        Answer { status: response.status().as_u16(), body: response.bytes().await.unwrap().to_vec() }
    }
}

impl Answer {
    /// The body, which must be JSON.
    pub(crate) fn json(&self) -> Value {
        match serde_json::from_slice(&self.body) {
            Ok(json) => json,
            Err(error) => panic!("not JSON ({error}): {} {:?}", self.status, String::from_utf8_lossy(&self.body)),
        }
    }
}

/// A folder that no other test uses; removed with the value.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(Uuid::now_v7().to_string());
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
