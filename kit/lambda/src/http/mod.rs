//! How a request is read, its command executed once, and everything answered.

mod answer;
mod body;
mod cursor;
pub(crate) mod defer;
mod document;
mod execute;
pub mod kinds;
mod parameters;
pub(crate) mod problem;
mod request;
mod time;
mod whole_number;

pub use answer::Reply;
pub(crate) use answer::{HandleRequest, answer};
pub use body::MOST_BYTES;
pub use cursor::{read_cursor, write_cursor};
pub use document::Document;
pub(crate) use execute::execute;
pub use execute::{KEY_CHARACTERS, KEY_LENGTH};
pub use kinds::ProblemKind;
pub use parameters::Parameters;
pub use problem::{Problem, examples};
pub use request::{ALSO_IN_CORRELATION, ApiRequest, MOST_OF_CORRELATION};
pub use time::{Rfc3339, date_of, time};
pub use whole_number::WholeNumber;
