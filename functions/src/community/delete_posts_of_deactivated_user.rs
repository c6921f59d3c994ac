use adapters::community::posts_to_delete;
use domain::{
    community::{
        AuthorId,
        commands::{CloseAuthor, DeletePosts},
    },
    workouts::users::UserEvent,
};
use kit_lambda::{
    Function,
    messages::{Delivery, Executed, Pages, Unhandled},
    only,
};
use uuid::Uuid;

use super::Community;

/// Subscriber: deletes what a deactivated user has told the club.
pub(crate) static DELETE_POSTS_OF_DEACTIVATED_USER: Function<Community> =
    Function::subscriber::<domain::workouts::Workouts>(
        "delete-posts-of-deactivated-user",
        only::<UserEvent>("user.deactivated.v1"),
        |service, delivery| Box::pin(handle(service, delivery)),
    );

/// First the author is closed; only then are the posts looked for. Why none is missed that was published in
/// the same moment: publishing is conditional on the very mark that closing writes, so one came after the
/// other. A post that came first is in the table, and is read from there strongly consistently; one that
/// came later failed.
///
/// A page costs three round trips: its ids are found, and the command loads what it deletes and commits,
/// as every command does. That third one buys that a page is recognised that was deleted before, or in
/// part, or whose answer was lost.
async fn handle(service: &Community, delivery: &Delivery) -> Result<(), Unhandled> {
    let event = delivery.event::<UserEvent>()?;
    let UserEvent::Deactivated { user } = event.event else { return Ok(()) };
    let author = AuthorId::from(user);
    let done = |step| match step {
        Executed::Done => Ok(()),
        Executed::Refused(refusal) => Err(Unhandled::Never(refusal.to_string())),
    };
    done(delivery.execute(service, &event, author.into(), &CloseAuthor { author }).await?)?;
    let mut pages = Pages::new();
    while let Some(page) = pages.next(posts_to_delete(&service.table, author).await?)? {
        // No other page begins with the same post: it is gone with this one.
        let about = page.first().map_or_else(Uuid::nil, |post| Uuid::from(*post));
        let command = DeletePosts { posts: page.to_vec() };
        done(delivery.execute(service, &event, about, &command).await?)?;
    }
    delivery.record_handled(service, &event).await
}
