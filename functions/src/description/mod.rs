//! The API's description of itself: OpenAPI 3.1, made of the types that handlers read and write and of what stands
//! beside each handler. `web/page/docs.html` shows it to people.
//!
//! Nothing here is reached from any other function.

mod api_description;
mod api_reference;
mod chapters;
mod example;
mod openapi;
mod operation;
mod problems;

pub use api_description::API_DESCRIPTION;
pub use api_reference::API_REFERENCE;
pub use openapi::openapi;
pub(crate) use operation::{Operation, Who};

/// The pattern of a text that says something: it has a character that is no white space (Unicode's property
/// `White_Space`, which is what the business goes by; `\S` means something else in each dialect).
pub(crate) const SAYS_SOMETHING: &str =
    r"[^\u0009-\u000D\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]";
