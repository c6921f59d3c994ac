use domain::{
    community::{
        AuthorId,
        commands::{CloseAuthor, DeletePosts},
    },
    users::UserEvent,
};
use uuid::Uuid;

use crate::{
    Dependencies, Function,
    messages::{Delivery, NotTaken, Pages, Step},
};

/// Subscriber: deletes what a deactivated user has told the club.
pub static DELETE_POSTS_OF_DEACTIVATED_USER: Function =
    Function::subscriber("delete-posts-of-deactivated-user", |dependencies, delivery| {
        Box::pin(take(dependencies, delivery))
    });

/// First the author is closed; only then are the posts looked for. Why none is missed that was published in
/// the same moment: publishing is conditional on the very mark that closing writes, so one came after the
/// other. A post that came first is in the table, and is read from there strongly consistently; one that
/// came later failed.
///
/// A page costs three round trips: its ids are found, and the command loads what it deletes and commits,
/// as every command does. That third one buys that a page is recognised that was deleted before, or in
/// part, or whose answer was lost.
async fn take(dependencies: &Dependencies, delivery: &Delivery) -> Result<(), NotTaken> {
    let event = delivery.event::<UserEvent>()?;
    let UserEvent::Deactivated { user } = event.event else { return Ok(()) };
    let author = AuthorId::from(user);
    let done = |step| match step {
        Step::Done => Ok(()),
        Step::Refused(refusal) => Err(NotTaken::Never(refusal.to_string())),
    };
    done(delivery.command(dependencies, &event, author.into(), &CloseAuthor { author }).await?)?;
    let mut pages = Pages::new();
    while let Some(page) = pages.next(dependencies.community.posts_to_delete(author).await?)? {
        // No other page begins with the same post: it is gone with this one.
        let about = page.first().map_or_else(Uuid::nil, |post| Uuid::from(*post));
        let command = DeletePosts { posts: page.to_vec() };
        done(delivery.command(dependencies, &event, about, &command).await?)?;
    }
    delivery.remember(dependencies, &event).await
}
