use std::fmt;

/// The category of a refusal. Each protocol answers it in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    /// A value breaks a rule that needs no state.
    InvalidValue,
    /// The sender must not do this.
    NotAllowed,
    /// There is no such thing, or the sender may not know of it.
    NotFound,
    /// The state does not allow it now.
    Conflict,
}

/// A kind of refusal: everything about it that is the same each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kind {
    /// Its category.
    pub category: Category,
    /// Its stable name, for programs: words in lower case, joined by hyphens.
    pub slug: &'static str,
    /// Its name, for people.
    pub title: &'static str,
}

/// Why the business says no. [`refusals!`](crate::refusals) declares an enum that implements this.
pub trait Refusal: std::error::Error + Sized {
    /// Every kind, in the order of their declaration; a kind may stand here more than once.
    const KINDS: &'static [Kind];

    /// The kind of this refusal.
    fn kind(&self) -> Kind;

    /// One refusal of each variant, as it could occur.
    fn examples() -> Vec<Self>;
}

/// A refusal of any context: its kind, and the words that describe it with the values involved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    kind: Kind,
    words: String,
}

impl Refused {
    /// The kind of refusal.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

impl<R: Refusal> From<R> for Refused {
    fn from(refusal: R) -> Self {
        Self { kind: refusal.kind(), words: refusal.to_string() }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words)
    }
}

impl std::error::Error for Refused {}

/// Declares why a part of the business says no: each refusal once, with its words, an example of its values, its
/// category, its slug and its title. Everything else follows from this: the problem document, the description of the API
/// and the tests of both.
///
/// ```
/// kit_domain::refusals! {
///     /// Why a shop says no.
///     pub enum ShopRefusal {
///         /// There are not as many.
///         #[error("{wanted} wanted, {there} there")]
///         OutOfStock {
///             /// How many were wanted.
///             wanted: u32 = 2,
///             /// How many there are.
///             there: u32 = 1,
///         } => OUT_OF_STOCK: Conflict, "out-of-stock", "Out of stock";
///     }
/// }
/// use kit_domain::{Category, Refusal, Refused};
/// let refused = Refused::from(ShopRefusal::OutOfStock { wanted: 5, there: 0 });
/// assert_eq!(refused.kind(), ShopRefusal::OUT_OF_STOCK);
/// assert_eq!(refused.kind().category, Category::Conflict);
/// assert_eq!(refused.to_string(), "5 wanted, 0 there");
/// assert_eq!(ShopRefusal::examples().len(), 1);
/// ```
#[macro_export]
macro_rules! refusals {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $(
                $(#[$about:meta])*
                $variant:ident
                $({ $($(#[$field_meta:meta])* $field:ident: $field_type:ty = $field_example:expr),* $(,)? })?
                $(($of:ty = $example:expr))?
                => $kind:ident: $category:ident, $slug:literal, $title:literal;
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, ::thiserror::Error)]
        $visibility enum $name {
            $($(#[$about])* $variant $({ $($(#[$field_meta])* $field: $field_type),* })? $(($of))?,)*
        }

        impl $name {
            $(
                #[doc = concat!("`", $slug, "`: ", $title, ".")]
                pub const $kind: $crate::Kind =
                    $crate::Kind { category: $crate::Category::$category, slug: $slug, title: $title };
            )*
        }

        impl $crate::Refusal for $name {
            const KINDS: &'static [$crate::Kind] = &[$(Self::$kind),*];

            fn kind(&self) -> $crate::Kind {
                match self {
                    $(Self::$variant { .. } => Self::$kind,)*
                }
            }

            fn examples() -> Vec<Self> {
                vec![$(Self::$variant $({ $($field: $field_example),* })? $(($example))?),*]
            }
        }
    };
}
