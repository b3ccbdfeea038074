//! Reads enums that say in one field which of their variants the other fields belong to, with little code.
//!
//! serde's own reader for `#[serde(tag = …)]` must keep everything it has read until it meets the tag, in a type that can
//! hold any value: a reader for each type that may then be asked of it, and the text of floating-point numbers for its
//! errors. The fields of all variants in one flat struct need none of that. Such enums still derive `Serialize` with
//! their tag; what they write is what is read here.

use serde::de::Error;

/// A field of a variant, out of what the flat struct has of it.
pub trait Field<T> {
    /// The field; an error where the variant must have it and it is missing.
    ///
    /// # Errors
    /// That of a missing field.
    fn of_variant<E: Error>(self, name: &'static str) -> Result<T, E>;
}

impl<T> Field<T> for Option<T> {
    fn of_variant<E: Error>(self, name: &'static str) -> Result<T, E> {
        self.ok_or_else(|| E::missing_field(name))
    }
}

/// A field that may be absent or null.
impl<T> Field<Option<T>> for Option<T> {
    fn of_variant<E: Error>(self, _: &'static str) -> Result<Option<T>, E> {
        Ok(self)
    }
}

/// Implements `Deserialize` for an enum with `#[serde(tag = "…", rename_all = "snake_case")]`: its variants with their
/// fields, and the type of each field, which is one for all variants that have it (without `Option`).
///
/// With `inside`, it is implemented for a struct instead that has the enum flattened into it, beside fields of its own.
#[macro_export]
macro_rules! tagged {
    (
        $enum:ident by $tag:ident
        { $($variant:ident { $($field:ident),* })* }
        where { $($all:ident: $type:ty),* $(,)? }
    ) => {
        impl<'de> serde::Deserialize<'de> for $enum {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::tagged!(@flat $tag { $($variant)* } { $($all: $type),* });
                let flat = Flat::deserialize(from)?;
                Ok($crate::tagged!(@choose D flat $enum $tag { $($variant { $($field),* })* }))
            }
        }
    };
    (
        $enum:ident by $tag:ident
        { $($variant:ident { $($field:ident),* })* }
        where { $($all:ident: $type:ty),* $(,)? }
        inside $outer:ident as $inner:ident with { $($own:ident: $own_type:ty),* $(,)? }
    ) => {
        impl<'de> serde::Deserialize<'de> for $outer {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::tagged!(@flat $tag { $($variant)* } { $($all: $type,)* $($own: $own_type),* });
                let flat = Flat::deserialize(from)?;
                $(let $own = $crate::wire_tag::Field::of_variant::<D::Error>(flat.$own, stringify!($own))?;)*
                let $inner = $crate::tagged!(@choose D flat $enum $tag { $($variant { $($field),* })* });
                Ok(Self { $inner, $($own),* })
            }
        }
    };
    (@flat $tag:ident { $($variant:ident)* } { $($all:ident: $type:ty),* }) => {
        #[derive(serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Tag { $($variant),* }
        #[derive(serde::Deserialize)]
        struct Flat { $tag: Tag, $($all: Option<$type>),* }
    };
    (@choose $d:ident $flat:ident $enum:ident $tag:ident { $($variant:ident { $($field:ident),* })* }) => {
        match $flat.$tag {
            $(Tag::$variant => $enum::$variant {
                $($field: $crate::wire_tag::Field::of_variant::<$d::Error>($flat.$field, stringify!($field))?),*
            },)*
        }
    };
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    enum Shape {
        Circle { radius: u32 },
        RightAngled { width: u32, height: Option<u32> },
        Point,
    }

    tagged! {
        Shape by kind {
            Circle { radius }
            RightAngled { width, height }
            Point {}
        } where { radius: u32, width: u32, height: u32 }
    }

    #[derive(Debug, PartialEq, Serialize)]
    struct Named {
        #[serde(flatten)]
        shape: Inner,
        name: String,
    }

    #[derive(Debug, PartialEq, Serialize)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    enum Inner {
        Dot,
        Ring { radius: u32 },
    }

    tagged! {
        Inner by kind { Dot {} Ring { radius } } where { radius: u32 }
        inside Named as shape with { name: String }
    }

    fn comes_back<T: Serialize + for<'de> Deserialize<'de> + PartialEq + std::fmt::Debug>(value: &T) {
        let text = serde_json::to_string(value).unwrap();
        assert_eq!(serde_json::from_str::<T>(&text).as_ref().ok(), Some(value), "{text}");
    }

    #[test]
    fn what_serde_writes_is_read() {
        comes_back(&Shape::Circle { radius: 3 });
        comes_back(&Shape::RightAngled { width: 1, height: None });
        comes_back(&Shape::RightAngled { width: 1, height: Some(2) });
        comes_back(&Shape::Point);
        comes_back(&Named { shape: Inner::Ring { radius: 7 }, name: "seven".to_owned() });
        comes_back(&Named { shape: Inner::Dot, name: String::new() });
    }

    #[test]
    fn the_tag_may_stand_anywhere_and_what_is_unknown_is_passed_over() {
        let read = |text| serde_json::from_str::<Shape>(text).ok();
        assert_eq!(
            read(r#"{"height": null, "more": [1.5], "width": 4, "kind": "right_angled"}"#),
            Some(Shape::RightAngled { width: 4, height: None })
        );
        assert_eq!(read(r#"{"kind": "circle"}"#), None);
        assert_eq!(read(r#"{"kind": "square", "radius": 1}"#), None);
        assert_eq!(read(r#"{"radius": 1}"#), None);
    }
}
