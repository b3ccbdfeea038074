//! Settings out of their documents, with what is wrong said by field.

use giano_commerce::settings::{Fault, ShopSettings, faults};
use serde_json::{Map, Value};

/// The settings of all documents.
pub(super) fn settings(documents: &Map<String, Value>) -> Result<ShopSettings, Fault> {
    let document = Value::Object(documents.clone());
    serde_path_to_error::deserialize(document)
        .map_err(|error| Fault { field: error.path().to_string(), says: error.inner().to_string() })
}

/// The documents as the settings write themselves, where a shop can sell by them.
pub(super) fn checked(documents: &Map<String, Value>) -> Result<Map<String, Value>, Vec<Fault>> {
    let settings = settings(documents).map_err(|fault| vec![fault])?;
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
