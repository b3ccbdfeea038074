//! Rows that go to the database as one value. However many lines a request has, writing them is one statement: it reads its
//! rows out of a JSON text, and so is not bound by how many values a statement may hold either.

use sea_orm::{DbBackend, Statement, Value};

/// What a column of given rows holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holds {
    Text,
    Integer,
    Flag,
}

/// A column of given rows.
pub(crate) type Column = (&'static str, Holds);

/// The given rows as a table of the name `given`, for the part of a statement where tables stand. The JSON text is the
/// statement's first value.
pub(crate) fn given(backend: DbBackend, columns: &[Column]) -> String {
    match backend {
        DbBackend::Postgres => {
            let kind = |holds| match holds {
                Holds::Text => "text",
                Holds::Integer => "bigint",
                Holds::Flag => "boolean",
            };
            let columns: Vec<String> = columns.iter().map(|(name, holds)| format!("{name} {}", kind(*holds))).collect();
            format!("jsonb_to_recordset($1::jsonb) AS given({})", columns.join(", "))
        }
        _ => {
            // SQLite reads each as what it is in JSON, and flags as 0 and 1, which is how it keeps them.
            let columns: Vec<String> =
                columns.iter().map(|(name, _)| format!("value ->> '{name}' AS {name}")).collect();
            format!("(SELECT {} FROM json_each($1)) AS given", columns.join(", "))
        }
    }
}

/// A statement about given rows and the cart they belong to, which is its second value.
pub(crate) fn about(backend: DbBackend, sql: &str, rows: &serde_json::Value, cart: i64) -> Statement {
    Statement::from_sql_and_values(backend, sql, [Value::from(rows.to_string()), Value::from(cart)])
}
