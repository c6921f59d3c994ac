//! The laws of the community.

use std::collections::BTreeSet;

use domain::{
    community::{
        Author, AuthorEvent, AuthorId, Body, Community, Post, PostEvent, PostId, PostedBy, Title,
        commands::{CloseAuthor, DeletePosts, PublishPost},
    },
    workouts::users::DisplayName,
};
use jiff::{SignedDuration, Timestamp};
use kit_domain::testing::Memory;
use proptest::prelude::*;
use uuid::Uuid;

const AUTHORS: u128 = 3;
const POSTS: u128 = 12;

/// Something that happens in the community.
#[derive(Clone, Debug)]
enum Step {
    Publish { author: u128 },
    Close { author: u128 },
    Delete { posts: Vec<u128> },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        5 => (0..AUTHORS).prop_map(|author| Step::Publish { author }),
        1 => (0..AUTHORS).prop_map(|author| Step::Close { author }),
        2 => prop::collection::btree_set(0..POSTS, 0..4)
            .prop_map(|posts| Step::Delete { posts: posts.into_iter().collect() }),
    ];
    prop::collection::vec(step, 0..40)
}

struct Club {
    memory: Memory<Community>,
    now: Timestamp,
    published: u128,
}

impl Club {
    fn open() -> Self {
        Self { memory: Memory::new(()), now: "2026-12-01T10:30:00Z".parse().unwrap(), published: 0 }
    }

    /// Takes a step; whether it succeeded.
    fn take(&mut self, step: &Step) -> bool {
        self.now += SignedDuration::from_mins(1);
        let outcome = match step {
            Step::Publish { author: by } => {
                let author = PostedBy { id: author(*by), name: DisplayName::new("Mary").unwrap() };
                let (title, body) = (Title::new("Hello").unwrap(), Body::new("I am new here.").unwrap());
                let publish = PublishPost { post: post(self.published), author, title, body };
                self.published += 1;
                self.memory.execute(&publish, self.now)
            }
            Step::Close { author: closed } => self.memory.execute(&CloseAuthor { author: author(*closed) }, self.now),
            Step::Delete { posts } => {
                let posts = posts.iter().map(|number| post(*number)).collect();
                self.memory.execute(&DeletePosts { posts }, self.now)
            }
        };
        outcome.is_ok()
    }
}

fn author(number: u128) -> AuthorId {
    Uuid::from_u128(100 + number).into()
}

fn post(number: u128) -> PostId {
    Uuid::from_u128(1000 + number).into()
}

proptest! {
    #[test]
    fn nobody_who_is_closed_publishes(steps in steps()) {
        let mut club = Club::open();
        let mut closed = BTreeSet::new();
        for step in &steps {
            let succeeded = club.take(step);
            match step {
                Step::Publish { author } => prop_assert_eq!(succeeded, !closed.contains(author)),
                Step::Close { author } => {
                    prop_assert!(succeeded);
                    closed.insert(*author);
                }
                Step::Delete { .. } => prop_assert!(succeeded),
            }
        }
        let events = club.memory.events::<AuthorEvent>();
        prop_assert_eq!(events.len(), closed.len(), "an author is closed once");
        for author in club.memory.all::<Author>() {
            prop_assert!(author.may_publish().is_err());
        }
    }

    #[test]
    fn the_posts_that_are_found_are_those_published_and_not_deleted(steps in steps()) {
        let mut club = Club::open();
        for step in &steps {
            club.take(step);
            let mut expected = BTreeSet::new();
            for event in club.memory.events() {
                match event {
                    PostEvent::Published { post, .. } => prop_assert!(expected.insert(*post), "published once"),
                    PostEvent::Deleted { post, .. } => prop_assert!(expected.remove(post), "deleted once"),
                }
            }
            if let Step::Delete { posts } = step {
                prop_assert!(posts.iter().all(|number| !expected.contains(&post(*number))));
            }
            let found: BTreeSet<_> = club.memory.all::<Post>().map(Post::id).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
