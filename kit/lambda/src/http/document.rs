use base64::{Engine, engine::general_purpose::STANDARD};
use lambda_http::{
    Body, Response,
    http::{HeaderName, HeaderValue, StatusCode, header},
};
use sha2::{Digest, Sha256};

use super::{ApiRequest, Reply};

/// A JSON text that is the same for everybody, and stays the same until the next release.
#[derive(Debug)]
pub struct Document {
    text: String,
    tag: String,
}

impl Document {
    /// The document of this JSON.
    #[must_use]
    pub fn json(text: String) -> Self {
        let tag = format!("\"{}\"", &STANDARD.encode(Sha256::digest(&text))[..27]);
        Self { text, tag }
    }

    /// The answer to a request for it: not the text, if the client has it.
    pub fn reply(&'static self, request: &ApiRequest) -> Reply {
        let known = request.header(header::IF_NONE_MATCH).unwrap_or_default();
        let is_this = |known: &str| known == "*" || known.trim_start_matches("W/") == self.tag;
        Reply::Document { document: self, is_known: known.split(',').any(|known| is_this(known.trim())) }
    }

    pub(super) fn response(&self, is_known: bool) -> Response<Body> {
        let mut response = Response::new(if is_known { Body::Empty } else { Body::Text(self.text.clone()) });
        let headers = response.headers_mut();
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set(header::ETAG, &self.tag);
        set(header::CACHE_CONTROL, Self::CACHE_CONTROL);
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            set(header::CONTENT_TYPE, "application/json");
            // No browser is to show it as anything else.
            set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
            set(header::REFERRER_POLICY, "no-referrer");
        }
        response
    }

    /// For how long clients keep it without asking whether it has changed.
    pub const CACHE_CONTROL: &'static str = "public, max-age=300";
}
