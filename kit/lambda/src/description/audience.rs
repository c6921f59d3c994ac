use kit_domain::Kind;

/// Who may send a request.
#[derive(Debug)]
pub struct Audience {
    /// A sentence about it.
    pub about: &'static str,
    /// The groups of which a sender is in one; none if no token is needed.
    pub groups: &'static [&'static str],
    /// The refusals of senders, whatever they send.
    pub refusals: &'static [Kind],
}

impl Audience {
    /// Everybody, without a token.
    pub const EVERYBODY: Self = Self { about: "For everybody: it takes no token.", groups: &[], refusals: &[] };

    pub(super) fn needs_token(&self) -> bool {
        !self.groups.is_empty()
    }
}
