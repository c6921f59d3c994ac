use domain::{
    community::{Body, PostedBy, Title, commands},
    users::UserId,
};
use serde::Deserialize;

use crate::{
    Dependencies, Function,
    http::{ApiRequest, Caller, Problem, Reply},
};

/// `POST /api/posts`: a user tells the club something.
pub static PUBLISH_POST: Function =
    Function::http("publish-post", |dependencies, request| Box::pin(handle(dependencies, request)));

#[derive(Deserialize)]
struct PublishPost {
    title: String,
    body: String,
}

async fn handle(dependencies: &Dependencies, request: &ApiRequest) -> Result<Reply, Problem> {
    let PublishPost { title, body } = request.command()?;
    let (user, name) = match request.caller()? {
        Caller::Attendee(attendee) => (UserId::from(attendee.id), attendee.name),
        Caller::Trainer(trainer) => (trainer.id, trainer.name),
    };
    let post = dependencies.ids.next();
    let command = commands::PublishPost {
        post: post.into(),
        author: PostedBy { id: user.into(), name },
        title: Title::new(title)?,
        body: Body::new(body)?,
    };
    dependencies.execute(request, command, Some(format!("/api/posts/{post}"))).await
}
