use domain::{
    ReadModelError, Refusal,
    community::{AuthorId, queries::CommunityReadModel},
    users::{UserId, queries::UsersReadModel},
};

use super::{Caller, Problem};
use crate::{Dependencies, function::BoxFuture};

impl Dependencies {
    /// What a query gives, unless who asks has been deactivated: that is looked up at the same time.
    pub(crate) fn ask<'a, T: Send + 'a>(
        &'a self,
        caller: &'a Caller,
        query: impl Future<Output = Result<T, ReadModelError>> + Send + 'a,
    ) -> BoxFuture<'a, Result<T, Problem>> {
        let may_ask = async {
            let Caller::Attendee(attendee) = caller else { return Ok(()) };
            let user = UserId::from(attendee.id);
            let standing = self.workouts.standing(user).await?;
            standing.may_ask(user).map(drop).map_err(|refusal| Problem::from(Refusal::from(refusal)))
        };
        Box::pin(both(may_ask, query))
    }

    /// The same of the community, by its own mark: no query reads other books than those it asks.
    pub(crate) fn ask_community<'a, T: Send + 'a>(
        &'a self,
        caller: &'a Caller,
        query: impl Future<Output = Result<T, ReadModelError>> + Send + 'a,
    ) -> BoxFuture<'a, Result<T, Problem>> {
        let may_ask = async {
            let Caller::Attendee(attendee) = caller else { return Ok(()) };
            let author = AuthorId::from(UserId::from(attendee.id));
            let standing = self.community.author_standing(author).await?;
            standing.may_ask(author).map_err(|refusal| Problem::from(Refusal::from(refusal)))
        };
        Box::pin(both(may_ask, query))
    }
}

/// What a query gives, unless who asks may not: both are learned at the same time.
async fn both<T>(
    may_ask: impl Future<Output = Result<(), Problem>>,
    query: impl Future<Output = Result<T, ReadModelError>>,
) -> Result<T, Problem> {
    let (may_ask, answer) = tokio::join!(may_ask, query);
    may_ask?;
    Ok(answer?)
}
