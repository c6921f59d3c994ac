//! How functions describe themselves, as OpenAPI 3.1. The description is made of the types that handlers read and write,
//! and of the declarations beside each handler.

mod audience;
mod described;
mod example;
mod openapi;
mod operation;

pub use audience::Audience;
pub(crate) use described::{Described, DescribedChapter};
pub use operation::Operation;
pub(crate) use operation::{Success, Takes};

/// The pattern of a text with at least one character that is no white space: Unicode's property `White_Space`, by which
/// `str::trim` goes. `\S` means something else in each dialect.
pub const NOT_BLANK: &str = r"[^\u0009-\u000D\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]";

/// An id, for examples.
pub(crate) const AN_ID: &str = "018f2d0c-7b1a-7cc0-98c4-dc0c0c07398f";
