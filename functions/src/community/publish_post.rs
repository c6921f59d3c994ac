use domain::{
    community::{Body, CommunityRefusal, PostedBy, Title, commands},
    workouts::users::UserId,
};
use kit_lambda::{
    Function, Service,
    description::{NOT_BLANK, Operation},
    http::{ApiRequest, Problem, Reply},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::Community;
use crate::{Caller, MEMBERS};

/// `POST /api/posts`: a user tells the club something.
pub(crate) static PUBLISH_POST: Function<Community> =
    Function::command("publish-post", "POST /api/posts", &MEMBERS, describe, |service, request| {
        Box::pin(handle(service, request))
    });

fn describe(operation: Operation) -> Operation {
    operation
        .summary("Publish a post")
        .takes::<PublishPost>()
        .starts("/api/posts/{uuid}", ["post"])
        .refused([CommunityRefusal::INVALID_TITLE, CommunityRefusal::INVALID_BODY])
}

/// A post to publish.
#[derive(Deserialize, JsonSchema)]
struct PublishPost {
    /// What it is about.
    #[schemars(length(max = Title::MOST_CHARACTERS), regex(pattern = NOT_BLANK), example = "My first week")]
    title: String,
    /// What it says.
    #[schemars(length(max = Body::MOST_CHARACTERS), regex(pattern = NOT_BLANK), example = "I can do a pull-up!")]
    body: String,
}

async fn handle(service: &Community, request: &ApiRequest) -> Result<Reply, Problem> {
    let PublishPost { title, body } = request.command()?;
    let (user, name) = match Caller::of(request)? {
        Caller::Attendee(attendee) => (UserId::from(attendee.id), attendee.name),
        Caller::Trainer(trainer) => (trainer.id, trainer.name),
    };
    let post = service.runtime().ids().next();
    let command = commands::PublishPost {
        post: post.into(),
        author: PostedBy { id: user.into(), name },
        title: Title::new(title)?,
        body: Body::new(body)?,
    };
    service.execute(request, command, Some(format!("/api/posts/{post}"))).await
}
