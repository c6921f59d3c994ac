use base64::{Engine, engine::general_purpose::STANDARD};
use lambda_http::{
    Body, Response,
    http::{HeaderName, HeaderValue, StatusCode, header},
};
use sha2::{Digest, Sha256};

use super::{ApiRequest, Reply};

/// A JSON text that is the same for everybody, and stays the same until the next release.
#[derive(Debug)]
pub(crate) struct Document {
    text: String,
    tag: String,
}

impl Document {
    /// The document of that JSON.
    pub(crate) fn json(text: String) -> Self {
        let tag = format!("\"{}\"", &STANDARD.encode(Sha256::digest(&text))[..27]);
        Self { text, tag }
    }

    /// What answers a request for it: nothing new, if the request says that this very text is known.
    pub(crate) fn reply(&'static self, request: &ApiRequest) -> Reply {
        let known = request.header(header::IF_NONE_MATCH).unwrap_or_default();
        let is_this = |known: &str| known == "*" || known.trim_start_matches("W/") == self.tag;
        Reply::Document { document: self, is_known: known.split(',').any(|known| is_this(known.trim())) }
    }

    pub(super) fn response(&self, is_known: bool) -> Response<Body> {
        let mut response = Response::new(if is_known { Body::Empty } else { Body::Text(self.text.clone()) });
        let headers = response.headers_mut();
        let mut tell = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        tell(header::ETAG, &self.tag);
        tell(header::CACHE_CONTROL, Self::CACHE_CONTROL);
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            tell(header::CONTENT_TYPE, "application/json");
            // Nobody is to show it as anything else.
            tell(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
            tell(header::REFERRER_POLICY, "no-referrer");
        }
        response
    }

    /// For how long nobody asks whether it is still the same.
    pub(crate) const CACHE_CONTROL: &'static str = "public, max-age=300";
}
