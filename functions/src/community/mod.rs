//! The community's functions.

mod delete_posts_of_deactivated_user;
mod post;
mod post_json;
mod posts;
mod publish_post;

use domain::{
    community::{self as context, AuthorId, CommunityRefusal, queries::CommunityReadModel},
    workouts::users::UserId,
};
use kit_lambda::{
    BoxFuture, Catalog, Chapter, Mechanism, Runtime, Service, SettingsError,
    http::{ApiRequest, Problem, examples},
};
use uuid::Uuid;

use crate::{Caller, MEMBERS};

/// What the community's functions work with. Cheap to clone.
#[derive(Clone)]
pub struct Community {
    runtime: Runtime,
    table: adapters::Table<context::Community>,
}

static CATALOG: Catalog<Community> = Catalog {
    chapters: &[Chapter {
        name: "Community",
        about: "Posts of members, for members.",
        functions: &[&publish_post::PUBLISH_POST, &post::POST, &posts::POSTS],
    }],
    others: &[&delete_posts_of_deactivated_user::DELETE_POSTS_OF_DEACTIVATED_USER],
    mechanism: &MECHANISM,
    refusals: &[examples::<CommunityRefusal>],
};

static MECHANISM: Mechanism<Community> = kit_lambda::mechanism!("community-", "/api/community/commands", &MEMBERS);

impl Service for Community {
    type Context = context::Community;
    type Layout = adapters::Layout;

    fn read(runtime: Runtime) -> Result<Self, SettingsError> {
        let table = runtime.table(())?.into();
        Ok(Self { runtime, table })
    }

    fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    fn table(&self) -> &kit_dynamodb::Table<Self::Context, Self::Layout> {
        &self.table
    }

    fn catalog() -> &'static Catalog<Self> {
        &CATALOG
    }

    /// The community's own mark says whose account is closed: no query reads another context's table.
    fn admit<'a>(&'a self, request: &'a ApiRequest) -> BoxFuture<'a, Result<(), Problem>> {
        Box::pin(async {
            let Caller::Attendee(attendee) = Caller::of(request)? else { return Ok(()) };
            let author = AuthorId::from(UserId::from(attendee.id));
            let standing = self.table.author_standing(author).await.map_err(Problem::unanswered)?;
            Ok(standing.may_ask(author)?)
        })
    }

    /// Keys of the community never were those of the bookings, when both were one service.
    fn keys_of(sender: Uuid) -> Uuid {
        Uuid::new_v5(&sender, b"community")
    }
}
