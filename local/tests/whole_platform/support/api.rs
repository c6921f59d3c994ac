use std::net::Ipv4Addr;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Client, Method, RequestBuilder, Url, redirect::Policy};
use serde_json::Value;

use super::described;

/// A platform seen from outside.
#[derive(Clone)]
pub(crate) struct Api {
    url: String,
    client: Client,
}

/// A request that is being put together.
pub(crate) struct Call {
    method: String,
    path: String,
    request: RequestBuilder,
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: reqwest::header::HeaderMap,
    body: Vec<u8>,
}

impl Api {
    pub(crate) fn new(url: String) -> Self {
        let mut client = Client::builder().no_proxy().redirect(Policy::none());
        // Names under localhost are this machine, though not every resolver knows it: RFC 6761, section 6.3.
        let parsed: Url = url.parse().unwrap();
        if let Some(host) = parsed.host_str().filter(|host| host.ends_with(".localhost")) {
            client = client.resolve(host, (Ipv4Addr::LOCALHOST, 0).into());
        }
        Self { url, client: client.build().unwrap() }
    }

    /// A request; the path may have a query, and is sent as it is.
    pub(crate) fn call(&self, method: &str, path: &str) -> Call {
        let request =
            self.client.request(Method::from_bytes(method.as_bytes()).unwrap(), format!("{}{path}", self.url));
        Call { method: method.to_owned(), path: path.to_owned(), request }
    }
}

impl Call {
    /// With an ID token.
    pub(crate) fn token(self, token: &str) -> Self {
        self.header(AUTHORIZATION.as_str(), &format!("Bearer {token}"))
    }

    /// With a header.
    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self { request: self.request.header(name, value), ..self }
    }

    /// With a body of JSON.
    pub(crate) fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// With any body.
    pub(crate) fn body(self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { request: self.request.header(CONTENT_TYPE, content_type).body(body.into()), ..self }
    }

    /// Sends it. What the API answers must be as its description says.
    pub(crate) async fn send(self) -> Answer {
        let response = self.request.send().await.unwrap();
        let answer = Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.unwrap().to_vec(),
        };
        described::check(&self.method, &self.path, &answer);
        answer
    }
}

impl Answer {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The body, which must be JSON.
    pub(crate) fn json(&self) -> Value {
        match serde_json::from_slice(&self.body) {
            Ok(json) => json,
            Err(error) => panic!("not JSON ({error}): {} {:?}", self.status, self.text()),
        }
    }

    /// The body as it was sent.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The status and the slug of a problem document.
    pub(crate) fn problem(&self) -> (u16, String) {
        let slug = self.json()["slug"].as_str().unwrap_or_default().to_owned();
        (self.status, slug)
    }
}
