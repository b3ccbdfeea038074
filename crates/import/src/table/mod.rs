//! A CSV file as rows with named fields: delimiter and encoding are found out, and said.

mod records;

pub(crate) use records::Place;

use crate::error::ImportError;
use crate::report::{Reason, Report};
use encoding_rs::WINDOWS_1252;
use records::{BadRecord, LONGEST, Record, Records};
use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What separates fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Bar,
}

impl Delimiter {
    const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Bar];

    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Comma => "commas",
            Self::Semicolon => "semicolons",
            Self::Tab => "tabs",
            Self::Bar => "bars",
        })
    }
}

/// A row: fields by the names of their columns, in lower case.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub place: Place,
    columns: Arc<HashMap<String, usize>>,
    fields: Vec<String>,
}

impl Row {
    /// A field without white space around it; empty where there is no such column.
    pub fn get(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|at| self.fields.get(*at)).map_or("", |field| field.trim())
    }

    pub fn line(&self) -> u64 {
        self.place.line
    }

    /// What its fields hold together, in bytes.
    pub fn size(&self) -> usize {
        self.fields.iter().map(String::len).sum()
    }
}

/// What reading on brings.
pub(crate) enum Next {
    Row(Row),
    /// A record that is no row; reading can go on.
    Bad(u64, Reason),
    End,
}

/// An open table.
pub(crate) struct Table {
    file: PathBuf,
    records: Records<File>,
    record: Record,
    columns: Arc<HashMap<String, usize>>,
    width: usize,
    delimiter: Delimiter,
    /// Fields that were in Windows-1252, and the line of the first.
    converted: Option<(u64, u64)>,
}

impl Table {
    /// Opens a file whose first line names at least the columns `needed` (in lower case).
    pub fn open(file: &Path, needed: &[&str]) -> Result<Self, ImportError> {
        let failed = |source| ImportError::File { file: file.to_owned(), source };
        let mut input = File::open(file).map_err(failed)?;
        let mut beginning = Vec::new();
        input.by_ref().take(256 * 1024).read_to_end(&mut beginning).map_err(failed)?;
        let start: usize = match beginning[..] {
            [0xEF, 0xBB, 0xBF, ..] => 3,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Err(ImportError::Utf16 { file: file.to_owned() }),
            _ => 0,
        };
        let text = beginning.get(start..).unwrap_or_default();
        if text.iter().all(u8::is_ascii_whitespace) {
            return Err(ImportError::Empty { file: file.to_owned() });
        }
        if text.contains(&0) {
            return Err(ImportError::Binary { file: file.to_owned() });
        }
        let delimiter = Delimiter::ALL
            .into_iter()
            .max_by_key(|delimiter| {
                let names = names(text, *delimiter);
                // Of equals the last would win: commas are the usual, so rank counts down.
                let rank = Delimiter::ALL.len() - Delimiter::ALL.iter().position(|d| d == delimiter).unwrap_or(0);
                (needed.iter().filter(|name| names.iter().any(|n| n == *name)).count(), names.len(), rank)
            })
            .unwrap_or(Delimiter::Comma);
        let first = u64::try_from(start).unwrap_or_default();
        input.seek(SeekFrom::Start(first)).map_err(failed)?;
        let mut records = Records::new(input, delimiter.byte());
        records.seek(Place { offset: first, line: 1 }).map_err(failed)?;
        let mut table = Self {
            file: file.to_owned(),
            records,
            record: Record::default(),
            columns: Arc::default(),
            width: 0,
            delimiter,
            converted: None,
        };
        table.header(needed)?;
        Ok(table)
    }

    fn header(&mut self, needed: &[&str]) -> Result<(), ImportError> {
        let file = || self.file.clone();
        match self.records.read(&mut self.record) {
            Ok(_) => {}
            Err(BadRecord::Io(source)) => return Err(ImportError::File { file: file(), source }),
            Err(BadRecord::TooLong { .. }) => return Err(ImportError::HeaderTooLong { file: file() }),
            Err(BadRecord::Binary) => return Err(ImportError::Binary { file: file() }),
            Err(BadRecord::Unclosed) => {
                let missing = needed.iter().map(|name| (*name).to_owned()).collect();
                return Err(ImportError::Header { file: file(), missing, found: 0, delimiter: self.delimiter });
            }
        }
        let mut columns = HashMap::new();
        for (at, name) in self.record.fields().enumerate() {
            columns.entry(column_name(name)).or_insert(at);
        }
        let missing: Vec<String> =
            needed.iter().filter(|name| !columns.contains_key(**name)).map(|name| (*name).to_owned()).collect();
        self.width = self.record.fields().len();
        if !missing.is_empty() {
            return Err(ImportError::Header { file: file(), missing, found: self.width, delimiter: self.delimiter });
        }
        self.columns = Arc::new(columns);
        Ok(())
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Reads on.
    pub fn next(&mut self) -> Result<Next, ImportError> {
        let read = self.records.read(&mut self.record);
        let line = self.record.place.line;
        match read {
            Ok(false) => Ok(Next::End),
            Ok(true) => Ok(self.row()),
            Err(BadRecord::Io(source)) => Err(ImportError::File { file: self.file.clone(), source }),
            Err(BadRecord::TooLong { goes_on }) => Ok(Next::Bad(line, Reason::TooLong { nothing_after: !goes_on })),
            Err(BadRecord::Unclosed) => Ok(Next::Bad(line, Reason::UnclosedQuote)),
            Err(BadRecord::Binary) => Ok(Next::Bad(line, Reason::Binary)),
        }
    }

    /// Reads a row that was read before.
    pub fn at(&mut self, place: Place) -> Result<Option<Row>, ImportError> {
        self.records.seek(place).map_err(|source| ImportError::File { file: self.file.clone(), source })?;
        Ok(match self.next()? {
            Next::Row(row) => Some(row),
            Next::Bad(..) | Next::End => None,
        })
    }

    fn row(&mut self) -> Next {
        let place = self.record.place;
        let found = self.record.fields().len();
        let surplus = self.record.fields().skip(self.width).any(|field| !field.is_empty());
        if found < self.width || surplus {
            let expected = self.width;
            return Next::Bad(
                place.line,
                match self.record.ended_by_break || surplus {
                    true => Reason::Fields { found, expected },
                    false => Reason::CutOff { found, expected },
                },
            );
        }
        let mut converted = 0;
        let fields = self
            .record
            .fields()
            .take(self.width)
            .map(|bytes| match std::str::from_utf8(bytes) {
                Ok(text) => text.to_owned(),
                Err(_) => {
                    converted += 1;
                    WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
                }
            })
            .collect();
        if converted > 0 {
            let (before, first) = self.converted.unwrap_or((0, place.line));
            self.converted = Some((before + converted, first));
        }
        Next::Row(Row { place, columns: Arc::clone(&self.columns), fields })
    }

    /// Says in the report what was done to read it.
    pub fn note(&self, report: &mut Report) {
        let file = self.file.display();
        if self.delimiter != Delimiter::Comma {
            report.notes.push(format!("{file}: fields are separated by {}; read so", self.delimiter));
        }
        if let Some((many, first)) = self.converted {
            let fields = if many == 1 { "field" } else { "fields" };
            report.notes.push(format!(
                "{file}: {many} {fields} in Windows-1252 instead of UTF-8 (the first on line {first}); converted"
            ));
        }
    }
}

/// The names of columns in the first record of a text.
fn names(text: &[u8], delimiter: Delimiter) -> Vec<String> {
    let mut record = Record::default();
    let text = text.get(..text.len().min(LONGEST)).unwrap_or_default();
    match Records::new(text, delimiter.byte()).read(&mut record) {
        Ok(true) => record.fields().map(column_name).collect(),
        _ => Vec::new(),
    }
}

fn column_name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn table(bytes: &[u8]) -> (tempfile::TempDir, Result<Table, ImportError>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("t.csv");
        std::fs::write(&file, bytes).unwrap();
        let table = Table::open(&file, &["sku", "name"]);
        (folder, table)
    }

    fn rows(table: &mut Table) -> Vec<Result<(u64, String, String), (u64, Reason)>> {
        let mut out = Vec::new();
        loop {
            match table.next().unwrap() {
                Next::Row(row) => out.push(Ok((row.line(), row.get("sku").into(), row.get("name").into()))),
                Next::Bad(line, reason) => out.push(Err((line, reason))),
                Next::End => return out,
            }
        }
    }

    #[test]
    fn every_usual_form_of_the_same_table_is_read() {
        let forms: [&[u8]; 6] = [
            b"sku,name\nA-1,Caff\xc3\xa8\n",
            b"\xef\xbb\xbfSKU , Name\r\nA-1,Caff\xc3\xa8\r\n",
            b"sku;name\nA-1;Caff\xc3\xa8\n",
            b"\"sku\"\t\"name\"\nA-1\tCaff\xc3\xa8",
            b"sku|name\rA-1|Caff\xc3\xa8\r",
            b"sku,name\nA-1,Caff\xe8\n",
        ];
        for form in forms {
            let (_folder, table) = table(form);
            let mut table = table.unwrap();
            assert_eq!(rows(&mut table), vec![Ok((2, "A-1".into(), "Caffè".into()))], "{form:?}");
            let mut report = Report::default();
            table.note(&mut report);
            let usual = form.contains(&b',') && !form.contains(&0xe8);
            assert_eq!(report.notes.is_empty(), usual, "{:?}", report.notes);
        }
    }

    #[test]
    fn what_is_no_table_is_named() {
        assert!(matches!(table(b"").1, Err(ImportError::Empty { .. })));
        assert!(matches!(table(b"\xef\xbb\xbf \n").1, Err(ImportError::Empty { .. })));
        assert!(matches!(table(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").1, Err(ImportError::Binary { .. })));
        assert!(matches!(table(b"\xff\xfes\0k\0u\0").1, Err(ImportError::Utf16 { .. })));
        let wrong = table(b"id,title\n1,x\n").1;
        let Err(ImportError::Header { missing, found: 2, .. }) = wrong else { panic!("no error") };
        assert_eq!(missing, ["sku", "name"]);
        assert!(matches!(table(b"\"sku,name\nA,B\n").1, Err(ImportError::Header { .. })));
    }

    #[test]
    fn a_cut_file_says_where() {
        let (_folder, table) = table(b"sku,name\nA,B\nC\nD,E,\nF,G,H\nI");
        let read = rows(&mut table.unwrap());
        let fields = |line, found| Err((line, Reason::Fields { found, expected: 2 }));
        let expected = vec![
            Ok((2, "A".into(), "B".into())),
            fields(3, 1),
            Ok((4, "D".into(), "E".into())),
            fields(5, 3),
            Err((6, Reason::CutOff { found: 1, expected: 2 })),
        ];
        assert_eq!(read, expected);
    }
}
