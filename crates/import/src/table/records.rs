//! Records of a CSV file (RFC 4180, read leniently), one at a time, with the line each begins on.
//!
//! Of our own because an import has to say where a file goes wrong: no record may take more than [`LONGEST`] bytes of
//! memory, and a quote that is never closed must not pass as a field.

use std::io::{self, Read, Seek, SeekFrom};

/// The longest record, in bytes.
pub(crate) const LONGEST: usize = 4 * 1024 * 1024;

const BUFFER: usize = 64 * 1024;

/// Where a record begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub offset: u64,
    pub line: u64,
}

/// Why there is no record.
#[derive(Debug)]
pub(crate) enum BadRecord {
    Io(io::Error),
    /// Longer than [`LONGEST`]; whether reading can go on after it.
    TooLong {
        goes_on: bool,
    },
    /// The file ends inside quotes.
    Unclosed,
    /// A zero byte.
    Binary,
}

/// A record: its fields' bytes behind one another.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub place: Place,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Whether a line break ended it, not the end of the file.
    pub ended_by_break: bool,
}

impl Record {
    pub fn fields(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let field = self.bytes.get(start..*end).unwrap_or_default();
            start = *end;
            field
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// At the beginning of a field.
    Start,
    Plain,
    Quoted,
    /// After a quote within quotes: the second of a pair, or the end.
    Quote,
}

/// Reads records.
pub(crate) struct Records<R> {
    input: R,
    buffer: Box<[u8]>,
    at: usize,
    filled: usize,
    delimiter: u8,
    /// The place of the next byte.
    here: Place,
    ended: bool,
}

impl<R: Read> Records<R> {
    pub fn new(input: R, delimiter: u8) -> Self {
        Self {
            input,
            buffer: vec![0; BUFFER].into_boxed_slice(),
            at: 0,
            filled: 0,
            delimiter,
            here: Place { offset: 0, line: 1 },
            ended: false,
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        if self.at == self.filled {
            self.at = 0;
            self.filled = loop {
                match self.input.read(&mut self.buffer) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    read => break read?,
                }
            };
        }
        Ok(self.buffer.get(self.at).copied().filter(|_| self.at < self.filled))
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        if byte.is_some() {
            self.at += 1;
            self.here.offset += 1;
        }
        Ok(byte)
    }

    /// Takes the rest of a line break whose first byte was taken.
    fn end_line(&mut self, first: u8) -> io::Result<()> {
        if first == b'\r' && self.peek()? == Some(b'\n') {
            self.next_byte()?;
        }
        self.here.line += 1;
        Ok(())
    }

    /// Skips the rest of a line without quotes.
    fn skip_line(&mut self) -> io::Result<()> {
        while let Some(byte) = self.next_byte()? {
            if matches!(byte, b'\r' | b'\n') {
                return self.end_line(byte);
            }
        }
        Ok(())
    }

    /// Reads the next record; `false` at the end. Empty lines are none.
    pub fn read(&mut self, record: &mut Record) -> Result<bool, BadRecord> {
        record.bytes.clear();
        record.ends.clear();
        record.place = self.here;
        record.ended_by_break = false;
        if self.ended {
            return Ok(false);
        }
        let mut within = Within::Start;
        loop {
            let Some(byte) = self.next_byte().map_err(BadRecord::Io)? else {
                self.ended = true;
                return match within {
                    Within::Quoted => Err(BadRecord::Unclosed),
                    _ if record.bytes.is_empty() && record.ends.is_empty() && within == Within::Start => Ok(false),
                    _ => {
                        record.ends.push(record.bytes.len());
                        Ok(true)
                    }
                };
            };
            if record.bytes.len() >= LONGEST || record.ends.len() >= LONGEST / 64 {
                let goes_on = within != Within::Quoted;
                if goes_on {
                    self.skip_line().map_err(BadRecord::Io)?;
                }
                self.ended = !goes_on;
                return Err(BadRecord::TooLong { goes_on });
            }
            if byte == 0 {
                self.ended = true;
                return Err(BadRecord::Binary);
            }
            match (within, byte) {
                (Within::Start, b'"') => within = Within::Quoted,
                (Within::Quoted, b'"') => within = Within::Quote,
                (Within::Quoted, _) => {
                    record.bytes.push(byte);
                    if byte == b'\n' {
                        self.here.line += 1;
                    }
                }
                (Within::Quote, b'"') => {
                    record.bytes.push(byte);
                    within = Within::Quoted;
                }
                (_, b'\r' | b'\n') => {
                    self.end_line(byte).map_err(BadRecord::Io)?;
                    if record.ends.is_empty() && record.bytes.is_empty() && within == Within::Start {
                        record.place = self.here;
                        continue;
                    }
                    record.ends.push(record.bytes.len());
                    record.ended_by_break = true;
                    return Ok(true);
                }
                (_, _) if byte == self.delimiter => {
                    record.ends.push(record.bytes.len());
                    within = Within::Start;
                }
                (_, _) => {
                    record.bytes.push(byte);
                    within = Within::Plain;
                }
            }
        }
    }
}

impl<R: Read + Seek> Records<R> {
    /// Goes to the beginning of a record read before.
    pub fn seek(&mut self, to: Place) -> io::Result<()> {
        self.ended = false;
        let behind = self.here.offset.checked_sub(to.offset).and_then(|back| usize::try_from(back).ok());
        match behind {
            // Variants stand right before their product: mostly the place is still in memory.
            Some(back) if back <= self.at => self.at -= back,
            _ => {
                self.input.seek(SeekFrom::Start(to.offset))?;
                (self.at, self.filled) = (0, 0);
            }
        }
        self.here = to;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn all(text: &[u8]) -> Vec<(u64, Vec<String>)> {
        let mut records = Records::new(text, b',');
        let mut record = Record::default();
        let mut out = Vec::new();
        while records.read(&mut record).unwrap() {
            let fields = record.fields().map(|field| String::from_utf8(field.to_vec()).unwrap()).collect();
            out.push((record.place.line, fields));
        }
        out
    }

    fn strings(fields: &[&str]) -> Vec<String> {
        fields.iter().map(|field| (*field).to_owned()).collect()
    }

    #[test]
    fn quotes_and_line_breaks_belong_to_fields() {
        let text = b"a,\"b \"\"x\"\", c\",\"two\r\nlines\"\r\n\r\n,\rlast,5\" wide,\"q\"z";
        let expected = vec![
            (1, strings(&["a", "b \"x\", c", "two\r\nlines"])),
            (4, strings(&["", ""])),
            (5, strings(&["last", "5\" wide", "qz"])),
        ];
        assert_eq!(all(text), expected);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_said() {
        let mut records = Records::new(&b"a,b\nc,\"d\ne,f\n"[..], b',');
        let mut record = Record::default();
        assert!(records.read(&mut record).unwrap());
        assert!(matches!(records.read(&mut record), Err(BadRecord::Unclosed)));
        assert_eq!(record.place.line, 2);
        assert!(!records.read(&mut record).unwrap());
    }

    /// Gives bytes without end and without having them: more than could be held.
    struct Giant {
        start: &'static [u8],
        filler: u8,
        left: u64,
        end: &'static [u8],
    }

    impl Read for Giant {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if !self.start.is_empty() {
                return self.start.read(buffer);
            }
            if self.left > 0 {
                let many = buffer.len().min(usize::try_from(self.left).unwrap());
                buffer[..many].fill(self.filler);
                self.left -= many as u64;
                return Ok(many);
            }
            self.end.read(buffer)
        }
    }

    #[test]
    fn a_giant_line_is_refused_and_the_next_one_read() {
        let giant = Giant { start: b"a,b\n", filler: b'x', left: 1 << 25, end: b"\nc,d\n" };
        let mut records = Records::new(giant, b',');
        let mut record = Record::default();
        assert!(records.read(&mut record).unwrap());
        assert!(matches!(records.read(&mut record), Err(BadRecord::TooLong { goes_on: true })));
        assert_eq!(record.place.line, 2);
        assert!(record.bytes.capacity() <= 2 * LONGEST, "memory stays bounded");
        assert!(records.read(&mut record).unwrap());
        assert_eq!((record.place.line, record.fields().count()), (3, 2));
    }

    #[test]
    fn a_giant_record_of_empty_fields_is_refused() {
        let giant = Giant { start: b"", filler: b',', left: 1 << 24, end: b"\nc,d\n" };
        let mut records = Records::new(giant, b',');
        let mut record = Record::default();
        assert!(matches!(records.read(&mut record), Err(BadRecord::TooLong { goes_on: true })));
        assert!(records.read(&mut record).unwrap());
    }

    #[test]
    fn a_giant_quoted_field_ends_reading() {
        let giant = Giant { start: b"a,\"", filler: b'\n', left: 1 << 25, end: b"\nc,d\n" };
        let mut records = Records::new(giant, b',');
        let mut record = Record::default();
        assert!(matches!(records.read(&mut record), Err(BadRecord::TooLong { goes_on: false })));
        assert!(!records.read(&mut record).unwrap());
    }

    #[test]
    fn zero_bytes_are_no_text() {
        let mut records = Records::new(&b"a,\0b\n"[..], b',');
        assert!(matches!(records.read(&mut Record::default()), Err(BadRecord::Binary)));
    }

    #[test]
    fn one_can_go_back() {
        let mut text = String::new();
        for number in 0..20_000 {
            text.push_str(&format!("{number},\"x\ny\"\n"));
        }
        let mut records = Records::new(Cursor::new(text.as_bytes()), b',');
        let mut record = Record::default();
        let mut places = Vec::new();
        while records.read(&mut record).unwrap() {
            places.push(record.place);
        }
        for number in [19_999, 0, 7, 8, 19_000, 18_990] {
            records.seek(places[number]).unwrap();
            assert!(records.read(&mut record).unwrap());
            assert_eq!(record.fields().next().unwrap(), number.to_string().as_bytes());
            assert_eq!(record.place.line, 1 + 2 * number as u64);
        }
    }

    proptest! {
        #[test]
        fn what_another_writer_writes_is_read(rows in proptest::collection::vec(
            proptest::collection::vec("[a-z\",;\r\n é]{0,8}", 3), 1..6))
        {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = writer.into_inner().unwrap();
            let read: Vec<Vec<String>> = all(&text).into_iter().map(|(_, fields)| fields).collect();
            prop_assert_eq!(read, rows);
        }
    }
}
