use domain::{
    ReadModelError, Refusal,
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
        let answer = async { query.await.map_err(Problem::from) };
        Box::pin(async {
            let (may_ask, answer) = tokio::join!(may_ask, answer);
            may_ask?;
            answer
        })
    }
}
