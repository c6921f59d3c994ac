use domain::{
    community::{Body, PostedBy, Title, commands},
    users::UserId,
};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Dependencies, Function,
    description::{Operation, SAYS_SOMETHING},
    http::{ApiRequest, Caller, Problem, Reply, kinds},
};

/// `POST /api/posts`: a user tells the club something.
pub static PUBLISH_POST: Function =
    Function::http("publish-post", |dependencies, request| Box::pin(handle(dependencies, request)));

/// What the API's description says of it.
pub(super) fn operation() -> Operation {
    Operation::command("publish-post", "POST /api/posts", "Publish a post")
        .takes::<PublishPost>()
        .starts("/api/posts/{uuid}", ["post"])
        .refused([kinds::INVALID_TITLE, kinds::INVALID_BODY])
}

/// A post to publish.
#[derive(Deserialize, JsonSchema)]
struct PublishPost {
    /// What it is about.
    #[schemars(length(max = Title::MOST_CHARACTERS), regex(pattern = SAYS_SOMETHING), example = "My first week")]
    title: String,
    /// What it says.
    #[schemars(length(max = Body::MOST_CHARACTERS), regex(pattern = SAYS_SOMETHING), example = "I can do a pull-up!")]
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
