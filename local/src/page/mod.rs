//! The stand-in for CloudFront and its bucket: the files of `web/page` beside the template, sent with the
//! headers that the template's response headers policy names, so that what the browser forbids on AWS it
//! forbids here.
//!
//! Files are read each time, so that a change is seen when the browser loads the page again.

mod file;

use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::trainer::BookingWindow;
use serde_json::json;
use sha2::{Digest, Sha256};
use thiserror::Error;

use file::FileName;

/// Where the page is, seen from the template.
const FOLDER: &str = "web/page";
/// What `deploy/page` makes from the stack's outputs: here, signing in is the platform's own.
const CONFIG: &str = "config.json";
/// Asked for by nothing but the host.
const ROOT: &str = "index.html";

/// A header of the template that HTTP would not take.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the page's header {0} has a name or value that is not one")]
pub struct PageHeaderError(String);

/// The page's files and how they are sent.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    folder: PathBuf,
    headers: HeaderMap,
    config: String,
}

impl Page {
    /// The page beside that template, which tells its headers.
    pub(crate) fn new(
        template: &Path,
        headers: &[(String, String)],
        window: BookingWindow,
    ) -> Result<Self, PageHeaderError> {
        let header = |(name, value): &(String, String)| {
            let error = || PageHeaderError(name.clone());
            let name = HeaderName::try_from(name).map_err(|_| error())?;
            Ok((name, HeaderValue::try_from(value).map_err(|_| error())?))
        };
        Ok(Self {
            folder: template.with_file_name(FOLDER),
            headers: headers.iter().map(header).collect::<Result<_, _>>()?,
            config: json!({"signIn": {"kind": "local"}, "weeksAhead": window.weeks_ahead()}).to_string(),
        })
    }

    /// The answer, if the path is the page's: CloudFront sends `/api` to the gateway and all else to the
    /// bucket; here, what is no file of the page's is left to the gateway too, and refused there.
    pub(crate) async fn answer(&self, method: &Method, path: &str, headers: &HeaderMap) -> Option<Response> {
        if !matches!(*method, Method::GET | Method::HEAD) || path.starts_with("/api/") || path.starts_with("/local/") {
            return None;
        }
        let name = FileName::parse(path.strip_prefix('/')?, ROOT)?;
        let content = match name.as_str() {
            CONFIG => self.config.clone().into_bytes(),
            file => tokio::fs::read(self.folder.join(file)).await.ok()?,
        };
        let mut response = sent(content, name.content_type(), headers, method == Method::HEAD);
        response.headers_mut().extend(self.headers.clone());
        Some(response)
    }
}

/// A file, or that it has not changed. Names stay the same from release to release, so browsers ask each time.
fn sent(content: Vec<u8>, content_type: &'static str, asked: &HeaderMap, head: bool) -> Response {
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&content)[..16]));
    let known = asked.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let is_known = known.flat_map(|tags| tags.split(',')).any(|known| {
        let known = known.trim();
        known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
    });

    let mut response = Response::new(if is_known || head { Body::empty() } else { Body::from(content) });
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}
