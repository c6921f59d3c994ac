/// Declares an id: a UUID that cannot be mistaken for another kind of id. It is public unless it has a visibility.
///
/// ```
/// kit_domain::id!(
///     /// A lamp.
///     LampId
/// );
/// kit_domain::id!(pub(crate) RoomId);
/// let lamp = LampId::from(uuid::Uuid::nil());
/// assert_eq!(lamp.to_string(), "00000000-0000-0000-0000-000000000000");
/// ```
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $crate::id!($(#[$doc])* pub $name);
    };
    ($(#[$doc:meta])* $visibility:vis $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize,
        )]
        #[serde(transparent)]
        $visibility struct $name(::uuid::Uuid);

        impl From<::uuid::Uuid> for $name {
            fn from(id: ::uuid::Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for ::uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}
