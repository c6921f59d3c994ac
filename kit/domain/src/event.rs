use std::{any::Any, fmt, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};

/// Something that has happened to an aggregate.
///
/// The serialized form is the `type` and `data` of the stored and published event. [`events!`](crate::events) declares
/// an enum that implements this.
pub trait DomainEvent: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The type of every event that is written today, such as `training.scheduled.v1`.
    const TYPES: &'static [&'static str];

    /// The type of this event.
    fn kind(&self) -> &'static str;
}

/// An event that a unit of work has registered, for policies to react to.
#[derive(Clone)]
pub struct RegisteredEvent(Arc<dyn Any + Send + Sync>);

impl RegisteredEvent {
    /// Registers `event`.
    pub fn new(event: impl DomainEvent) -> Self {
        Self(Arc::new(event))
    }

    /// The event, if it is an `E`.
    #[must_use]
    pub fn get<E: DomainEvent>(&self) -> Option<&E> {
        self.0.downcast_ref()
    }
}

impl fmt::Debug for RegisteredEvent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RegisteredEvent(..)")
    }
}

/// Declares the events of an aggregate: an enum that serializes as `{"type": …, "data": {…}}`, each variant under its
/// type.
///
/// ```
/// kit_domain::events! {
///     /// The events of a lamp.
///     pub enum LampEvent {
///         /// Somebody switched it on.
///         "lamp.switched-on.v1" SwitchedOn {
///             /// How bright it is, in percent.
///             brightness: u8,
///         },
///     }
/// }
/// use kit_domain::DomainEvent;
/// assert_eq!(LampEvent::TYPES, ["lamp.switched-on.v1"]);
/// assert_eq!(LampEvent::SwitchedOn { brightness: 40 }.kind(), "lamp.switched-on.v1");
/// ```
#[macro_export]
macro_rules! events {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$about:meta])* $kind:literal $variant:ident {
                $($(#[$field_meta:meta])* $field:ident: $of:ty),* $(,)?
            }),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(tag = "type", content = "data", rename_all_fields = "camelCase")]
        $visibility enum $name {
            $($(#[$about])* #[serde(rename = $kind)] $variant { $($(#[$field_meta])* $field: $of),* },)*
        }

        impl $crate::DomainEvent for $name {
            const TYPES: &'static [&'static str] = &[$($kind),*];

            fn kind(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $kind,)*
                }
            }
        }
    };
}
