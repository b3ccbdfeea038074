//! Reads JSON into the contract's types, with little code.
//!
//! `serde_json` takes objects and arrays alike for every struct, numbers of every kind and says in words what is wrong:
//! all that is written out again for every type, and weighs. The server only writes objects for structs, and what cannot
//! be read is a fault whatever the reason, so this reader knows just that. Nor does it know broken numbers: what is
//! exact travels as text.

use serde::de::value::StrDeserializer;
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use std::borrow::Cow;
use std::fmt;

/// Reads a value; the whole text must be one.
///
/// # Errors
/// [`Unreadable`] where the text is no JSON or not of this type.
pub fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Unreadable> {
    let mut reader = Reader { text, at: 0 };
    let value = T::deserialize(&mut reader)?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(Unreadable),
    }
}

/// The text is no JSON, or not of the type asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

type Outcome<T> = Result<T, Unreadable>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// A whole number.
enum Number {
    Whole(u64),
    Negative(i64),
}

impl<'a> Reader<'a> {
    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> Outcome<()> {
        if self.peek() == Some(wanted) {
            self.at += 1;
            Ok(())
        } else {
            Err(Unreadable)
        }
    }

    fn word(&mut self, word: &str) -> Outcome<()> {
        self.peek();
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at += word.len();
            Ok(())
        } else {
            Err(Unreadable)
        }
    }

    fn truth(&mut self) -> Outcome<bool> {
        if self.peek() == Some(b't') { self.word("true").map(|()| true) } else { self.word("false").map(|()| false) }
    }

    fn number(&mut self) -> Outcome<Number> {
        self.peek();
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')).unwrap_or(rest.len());
        let text = &rest[..end];
        self.at += end;
        if text.starts_with('-') {
            text.parse().map(Number::Negative).map_err(|_| Unreadable)
        } else {
            text.parse().map(Number::Whole).map_err(|_| Unreadable)
        }
    }

    fn string(&mut self) -> Outcome<Cow<'a, str>> {
        self.take(b'"')?;
        let mut out = Cow::Borrowed("");
        loop {
            let rest = self.text.get(self.at..).ok_or(Unreadable)?;
            let end = rest.find(['"', '\\']).ok_or(Unreadable)?;
            out += &rest[..end];
            self.at += end + 1;
            if rest.as_bytes()[end] == b'"' {
                return Ok(out);
            }
            out.to_mut().push(self.escaped()?);
        }
    }

    /// What stands after a backslash.
    fn escaped(&mut self) -> Outcome<char> {
        let byte = self.text.as_bytes().get(self.at).copied().ok_or(Unreadable)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.unit()?;
                let code = if (0xD800..0xDC00).contains(&high) {
                    self.at += usize::from(self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u"))) * 2;
                    let low = self.unit()?;
                    0x1_0000 + ((high - 0xD800) << 10) + low.wrapping_sub(0xDC00)
                } else {
                    high
                };
                char::from_u32(code).ok_or(Unreadable)?
            }
            _ => return Err(Unreadable),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Outcome<u32> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Unreadable)?;
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }

    /// Passes over a value.
    fn skip(&mut self) -> Outcome<()> {
        match self.peek().ok_or(Unreadable)? {
            b'"' => self.string().map(drop),
            b'{' | b'[' => {
                let mut depth = 0_u32;
                loop {
                    match self.peek().ok_or(Unreadable)? {
                        b'"' => drop(self.string()?),
                        byte => {
                            depth = match byte {
                                b'{' | b'[' => depth + 1,
                                b'}' | b']' => depth - 1,
                                _ => depth,
                            };
                            self.at += 1;
                            if depth == 0 {
                                return Ok(());
                            }
                        }
                    }
                }
            }
            b't' | b'f' => self.truth().map(drop),
            b'n' => self.word("null"),
            _ => self.number().map(drop),
        }
    }
}

fn give<'de, V: Visitor<'de>>(text: Cow<'de, str>, visitor: V) -> Outcome<V::Value> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_string(text),
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
            match self.number()? {
                Number::Whole(number) => visitor.visit_u64(number),
                Number::Negative(number) => visitor.visit_i64(number),
            }
        })*
    };
}

macro_rules! texts {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
            give(self.string()?, visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.peek().ok_or(Unreadable)? {
            b'"' => give(self.string()?, visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b't' | b'f' => visitor.visit_bool(self.truth()?),
            b'n' => self.word("null").and_then(|()| visitor.visit_unit()),
            _ => self.deserialize_u64(visitor),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64
    }

    texts! { deserialize_str deserialize_string deserialize_identifier deserialize_char }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_bool(self.truth()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        if self.peek() == Some(b'n') {
            self.word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.word("null")?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Outcome<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Outcome<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.take(b'[')?;
        let value = visitor.visit_seq(Entries { reader: self, first: true })?;
        self.take(b']')?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Outcome<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Outcome<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.take(b'{')?;
        let value = visitor.visit_map(Entries { reader: self, first: true })?;
        self.take(b'}')?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        if self.peek() == Some(b'{') {
            self.at += 1;
            let value = visitor.visit_enum(Variant(self))?;
            self.take(b'}')?;
            Ok(value)
        } else {
            let name = self.string()?;
            let name: StrDeserializer<'_, Unreadable> = (&*name).into_deserializer();
            visitor.visit_enum(name)
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_f32<V: Visitor<'de>>(self, _: V) -> Outcome<V::Value> {
        Err(Unreadable)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, _: V) -> Outcome<V::Value> {
        Err(Unreadable)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, _: V) -> Outcome<V::Value> {
        Err(Unreadable)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, _: V) -> Outcome<V::Value> {
        Err(Unreadable)
    }
}

/// What stands between brackets or braces, separated by commas.
struct Entries<'r, 'a> {
    reader: &'r mut Reader<'a>,
    first: bool,
}

impl Entries<'_, '_> {
    /// Whether there is another one; stands before it then.
    fn another(&mut self) -> Outcome<bool> {
        if matches!(self.reader.peek(), Some(b']' | b'}')) {
            return Ok(false);
        }
        if !self.first {
            self.reader.take(b',')?;
        }
        self.first = false;
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Entries<'_, 'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Outcome<Option<T::Value>> {
        if self.another()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Outcome<Option<K::Value>> {
        if self.another()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Outcome<V::Value> {
        self.reader.take(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// A variant with data: `{"name": data}`.
struct Variant<'r, 'a>(&'r mut Reader<'a>);

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Outcome<(V::Value, Self)> {
        let name = seed.deserialize(&mut *self.0)?;
        self.0.take(b':')?;
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Unreadable;

    fn unit_variant(self) -> Outcome<()> {
        self.0.word("null")
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Outcome<T::Value> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Outcome<V::Value> {
        self.0.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Outcome<V::Value> {
        self.0.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use giano_api::catalog::{Availability, ProductCard};
    use giano_api::{Code, Problem};
    use giano_commerce::catalog::Media;
    use serde::Serialize;
    use serde_json::{Value, json};
    use std::fmt::Debug;

    /// What `serde_json` writes and reads is read the same here.
    fn same<T: Serialize + for<'a> Deserialize<'a> + PartialEq + Debug>(value: Value) {
        let expected: T = serde_json::from_value(value.clone()).unwrap();
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            assert_eq!(read::<T>(&text).as_ref(), Ok(&expected), "{text}");
        }
    }

    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        With(u32),
        Named { a: String, b: Option<bool> },
        Pair(i64, u8),
    }

    #[test]
    fn reads_every_shape_that_serde_writes() {
        same::<Vec<Kind>>(json!(["plain", {"with": 3}, {"named": {"a": "x", "b": null}}, {"pair": [-4, 5]}]));
        same::<(u8, i64, Option<String>, bool)>(json!([255, -9_000_000_000_i64, null, true]));
        same::<std::collections::BTreeMap<String, Vec<u64>>>(json!({"a": [], "b": [18_446_744_073_709_551_615_u64]}));
        same::<Value>(json!({"deep": [[{"x": {}}], "", -1, null]}));
    }

    #[test]
    fn reads_text_as_it_was_meant() {
        same::<String>(json!("quote \" backslash \\ line \n tab \t è 🫖 \u{1}"));
        assert_eq!(read::<String>(r#""caff\u00e8 \ud83e\uded6 \/ \b\f""#).as_deref(), Ok("caffè 🫖 / \u{8}\u{c}"));
    }

    #[test]
    fn reads_the_contract() {
        let card = json!({
            "slug": "moka", "name": "Moka", "brand": null, "sku": "GN-1", "variants": 2, "from": true, "badge": null,
            "image": {"kind": "image", "key": "k", "width": 800, "height": 600, "widths": [320, 640], "avif": true,
                      "alt": {"en": "A pot", "it": "Una moka"}},
            "price": {"amount": "34.90", "currency": "EUR"}, "before": {"amount": "39.90", "currency": "EUR"},
            "next_tier": {"minimum": 12, "price": {"amount": "30.00", "currency": "EUR"}},
            "quantities": {"minimum": 1, "maximum": null, "increment": 1}, "pack_size": 1,
            "availability": {"state": "later", "days": 5},
            "stock": {"on_hand": 0, "backorder": true, "lead_days": 5}, "rating": "4.3", "reviews": 27, "swatches": ["#b0431f"],
            "unknown": [{"to": "be skipped \"}"}, 15, null, true]
        });
        same::<ProductCard>(card);
        same::<Availability>(json!({"state": "out"}));
        same::<Media>(json!({"kind": "missing", "source": "x", "alt": {"en": "a"}}));
        same::<Problem>(serde_json::to_value(Problem::new(Code::OutOfStock).detail("none")).unwrap());
    }

    #[test]
    fn what_is_no_json_or_of_another_type_is_unreadable() {
        for text in ["", "{", "[1", "[1 2]", "\"open", "nul", "1 2", "{\"a\":}", "\"\\u12\"", "\"\\ud83e\"", "\"\\x\""]
        {
            assert_eq!(read::<Value>(text), Err(Unreadable), "{text}");
        }
        assert_eq!(read::<u8>("256"), Err(Unreadable));
        assert_eq!(read::<Vec<u8>>("{}"), Err(Unreadable));
        assert_eq!(read::<Availability>("{\"state\":\"gone\"}"), Err(Unreadable));
        assert_eq!(read::<Availability>("[]"), Err(Unreadable));
    }
}
