//! Compresses the built app once, so that no request has to.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::Path;

/// Files below this size are not worth a compressed twin.
const LEAST: u64 = 512;

/// Writes a `.br` and a `.gz` beside every file that gets smaller by it; leaves those that are newer than their original.
///
/// # Errors
/// The first file that cannot be read or written.
pub fn precompress(folder: &Path) -> std::io::Result<usize> {
    let mut written = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            written += precompress(&path)?;
        } else if worth_it(&path)? {
            let plain = std::fs::read(&path)?;
            written += usize::from(write_twin(&path, "br", &plain, brotli)?);
            written += usize::from(write_twin(&path, "gz", &plain, gzip)?);
        }
    }
    Ok(written)
}

fn worth_it(path: &Path) -> std::io::Result<bool> {
    let texts = ["html", "js", "css", "wasm", "bin", "svg", "json", "txt", "webmanifest", "xml", "ico"];
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    Ok(texts.contains(&ending) && path.metadata()?.len() >= LEAST)
}

fn write_twin(
    path: &Path,
    ending: &str,
    plain: &[u8],
    compress: fn(&[u8]) -> std::io::Result<Vec<u8>>,
) -> std::io::Result<bool> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let twin = path.with_file_name(format!("{name}.{ending}"));
    if let Ok(made) = twin.metadata().and_then(|m| m.modified())
        && made >= path.metadata()?.modified()?
    {
        return Ok(false);
    }
    let small = compress(plain)?;
    if small.len() >= plain.len() {
        return Ok(false);
    }
    std::fs::write(twin, small)?;
    Ok(true)
}

fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 22);
    writer.write_all(plain)?;
    drop(writer);
    Ok(out)
}

fn gzip(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Read;

    #[test]
    fn twins_hold_the_same_bytes_and_are_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let text = "the same words again and again ".repeat(100);
        std::fs::write(folder.path().join("a.js"), &text).unwrap();
        std::fs::write(folder.path().join("small.js"), "x").unwrap();
        assert_eq!(precompress(folder.path()).unwrap(), 2);
        assert_eq!(precompress(folder.path()).unwrap(), 0);

        let mut plain = String::new();
        let packed = std::fs::read(folder.path().join("a.js.br")).unwrap();
        brotli::Decompressor::new(packed.as_slice(), 4096).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, text);

        plain.clear();
        let packed = std::fs::read(folder.path().join("a.js.gz")).unwrap();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, text);
    }
}
