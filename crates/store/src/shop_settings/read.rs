//! Settings out of their documents, with what is wrong said by field.

use giano_commerce::settings::{Fault, ShopSettings, faults};
use serde_json::{Map, Value};
use serde_path_to_error::{Path, Segment};

/// The settings of all documents.
pub(super) fn settings(documents: &Map<String, Value>) -> Result<ShopSettings, Fault> {
    understood(documents, &Map::new())
}

/// The settings of all documents. Where one cannot be understood, what is there `now` is an example of what is.
fn understood(documents: &Map<String, Value>, now: &Map<String, Value>) -> Result<ShopSettings, Fault> {
    let document = Value::Object(documents.clone());
    serde_path_to_error::deserialize(document).map_err(|error| {
        let said = error.inner().to_string();
        let says = of_another_kind(&said, example(error.path(), now)).unwrap_or(said);
        Fault { field: error.path().to_string(), says }
    })
}

/// What is expected where a value is of another kind: Serde says it in names of the program (`expected u32`), which a merchant
/// does not know. None where it says something else.
fn of_another_kind(said: &str, example: Option<Value>) -> Option<String> {
    let (_, kind) = said.strip_prefix("invalid ")?.rsplit_once(", expected ")?;
    let whole_number = |most: u64| format!("a whole number from 0 to {most}");
    let expected = match kind {
        "u8" => whole_number(u8::MAX.into()),
        "u16" => whole_number(u16::MAX.into()),
        "u32" => whole_number(u32::MAX.into()),
        "u64" => whole_number(u64::MAX),
        "a boolean" => "`true` or `false`".to_owned(),
        "a string" => "a text".to_owned(),
        "a sequence" => "a list in square brackets".to_owned(),
        kind if kind.starts_with("a map") || kind.starts_with("struct ") => "an object in braces".to_owned(),
        _ => return None,
    };
    let example = example.map(|example| format!(", for example {example}")).unwrap_or_default();
    Some(format!("{expected} is expected here{example}"))
}

/// What is there at a place, of a list its first entry alone; none where nothing is.
fn example(path: &Path, now: &Map<String, Value>) -> Option<Value> {
    let mut segments = path.iter();
    let Some(Segment::Map { key }) = segments.next() else { return None };
    let mut value = now.get(key)?;
    for segment in segments {
        value = match segment {
            Segment::Map { key } => value.get(key)?,
            Segment::Seq { index } => value.get(index).or_else(|| value.get(0))?,
            Segment::Enum { .. } | Segment::Unknown => return None,
        };
    }
    match value {
        Value::Null => None,
        Value::Array(entries) => Some(entries.iter().take(1).cloned().collect()),
        value => Some(value.clone()),
    }
}

/// The documents as the settings write themselves, where a shop can sell by them; `now` is what it sells by so far.
pub(super) fn checked(
    documents: &Map<String, Value>,
    now: &Map<String, Value>,
) -> Result<Map<String, Value>, Vec<Fault>> {
    let settings = understood(documents, now).map_err(|fault| vec![fault])?;
    let written = match serde_json::to_value(&settings) {
        Ok(Value::Object(written)) => written,
        Ok(_) | Err(_) => Map::new(),
    };
    let mut found = Vec::new();
    for (name, given) in documents {
        if let Some(written) = written.get(name) {
            unknown_fields(name, given, written, &mut found);
        }
    }
    found.extend(faults(&settings));
    if found.is_empty() { Ok(written) } else { Err(found) }
}

/// Names what was given and is not among what was understood: a slip in the name of a field that may be absent would
/// otherwise pass for its absence.
fn unknown_fields(at: &str, given: &Value, understood: &Value, found: &mut Vec<Fault>) {
    match (given, understood) {
        (Value::Object(given), Value::Object(understood)) => {
            for (name, value) in given {
                let field = format!("{at}.{name}");
                match understood.get(name) {
                    Some(understood) => unknown_fields(&field, value, understood, found),
                    None if value.is_null() => (),
                    None => {
                        let known: Vec<String> = understood.keys().map(|name| format!("`{name}`")).collect();
                        let says = format!("there is no such field: remove it, or use one of {}", known.join(", "));
                        found.push(Fault { field, says });
                    }
                }
            }
        }
        (Value::Array(given), Value::Array(understood)) => {
            for (place, (given, understood)) in given.iter().zip(understood).enumerate() {
                unknown_fields(&format!("{at}[{place}]"), given, understood, found);
            }
        }
        _ => (),
    }
}
