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

/// Subscriber: deletes the posts of a deactivated user.
pub(crate) static DELETE_POSTS_OF_DEACTIVATED_USER: Function<Community> =
    Function::subscriber::<domain::workouts::Workouts>(
        "delete-posts-of-deactivated-user",
        only::<UserEvent>("user.deactivated.v1"),
        |service, delivery| Box::pin(handle(service, delivery)),
    );

/// The author is closed first, and then the posts are looked for. This misses no post that was published in the same
/// moment: publishing is conditional on the mark that closing writes, so one came after the other. An earlier post is in
/// the table, and is read strongly consistently. A later one failed.
///
/// A page costs three round trips: one finds its ids, and the command loads the posts and commits. The third recognizes a
/// page that was deleted before, or whose answer was lost.
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
