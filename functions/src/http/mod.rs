//! What every function of the HTTP API shares: how a request is understood, who sends it, how
//! commands are carried out once, and how everything is answered.

mod answer;
mod ask;
mod body;
mod caller;
mod cursor;
mod defer;
mod document;
mod execute;
pub(crate) mod kinds;
mod parameters;
mod problem;
mod refusals;
mod request;
mod time;
mod whole_number;

pub(crate) use answer::{HttpHandler, Reply, answer};
pub(crate) use body::MOST_BYTES;
pub(crate) use caller::Caller;
pub(crate) use cursor::Cursor;
pub(crate) use document::Document;
pub(crate) use execute::{KEY_CHARACTERS, KEY_LENGTH};
pub(crate) use problem::Problem;
pub(crate) use request::{ALSO_IN_CORRELATION, ApiRequest, MOST_OF_CORRELATION};
pub(crate) use time::{Rfc3339, date_of, time};
pub(crate) use whole_number::WholeNumber;
