//! How credit accounts are kept: the commits are the truth and the audit; a snapshot beside them,
//! written by the same transaction, makes loading one read however long the history.

mod account;
mod statement;
mod stored_event;
