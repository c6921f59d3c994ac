//! The stand-in for CloudFront and its bucket: the files of a folder beside the template, sent with the headers
//! of the template's response headers policy. So the browser forbids here what it forbids on AWS.
//!
//! Files are read each time, so that a change is seen when the browser loads the page again.

mod file;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use thiserror::Error;

use file::FileName;

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
    /// Files that are in no folder, by name.
    added: BTreeMap<String, Vec<u8>>,
}

impl Page {
    /// The files of a folder, sent with these headers.
    pub(crate) fn new(folder: &Path, headers: &[(String, String)]) -> Result<Self, PageHeaderError> {
        let header = |(name, value): &(String, String)| {
            let error = || PageHeaderError(name.clone());
            let name = HeaderName::try_from(name).map_err(|_| error())?;
            Ok((name, HeaderValue::try_from(value).map_err(|_| error())?))
        };
        Ok(Self {
            folder: folder.to_owned(),
            headers: headers.iter().map(header).collect::<Result<_, _>>()?,
            added: BTreeMap::new(),
        })
    }

    /// Adds a file, in place of one in the folder.
    pub(crate) fn add(&mut self, name: &str, content: Vec<u8>) {
        self.added.insert(name.to_owned(), content);
    }

    /// The answer, if the path is the page's: CloudFront sends `/api` to the gateway and all else to the
    /// bucket; here, what is no file of the page's is left to the gateway too, and refused there.
    pub(crate) async fn answer(&self, method: &Method, path: &str, headers: &HeaderMap) -> Option<Response> {
        if !matches!(*method, Method::GET | Method::HEAD) || path.starts_with("/api/") || path.starts_with("/local/") {
            return None;
        }
        let name = FileName::parse(path.strip_prefix('/')?, ROOT)?;
        let content = match self.added.get(name.as_str()) {
            Some(content) => content.clone(),
            None => tokio::fs::read(self.folder.join(name.as_str())).await.ok()?,
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
