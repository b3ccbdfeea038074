//! Videos: two files of one film, captions and chapters in both languages, and a poster.

use super::product_file::VideoEntry;
use super::webvtt;
use crate::digest::name_of;
use giano_commerce::Locale;
use giano_commerce::catalog::Media;
use giano_commerce::demonstration::{Video, track_file};
use std::path::Path;

/// A video with its files: what they hold and what they are called in the shop.
#[derive(Debug)]
pub(crate) struct Film {
    pub video: Video,
    pub files: Vec<(String, Vec<u8>)>,
}

/// Reads the video in a product's folder, with the words of its file; its poster is added by whoever makes pictures.
///
/// # Errors
/// Sentences on everything that is wrong with it.
pub(crate) fn read(folder: &Path, words: &VideoEntry, poster: Option<Media>) -> Result<Film, Vec<String>> {
    let mut wrong = Vec::new();
    let mut bytes_of = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|error| wrong.push(format!("{}: {error}", path.display()))).unwrap_or_default()
    };
    let mp4 = bytes_of("video.mp4");
    let webm = bytes_of("video.webm");
    let tracks: Vec<(&str, Locale, Vec<u8>)> = ["captions", "chapters"]
        .into_iter()
        .flat_map(|track| Locale::ALL.map(|locale| (track, locale)))
        .map(|(track, locale)| (track, locale, bytes_of(&format!("{track}.{}.vtt", locale.as_str()))))
        .collect();
    let film = if mp4.is_empty() { None } else { length_and_size(&mp4) };
    if film.is_none() && !mp4.is_empty() {
        wrong.push(format!("{}: is no MP4", folder.join("video.mp4").display()));
    }
    // How every WebM file begins (RFC 8794, 11.2.1).
    if !webm.is_empty() && !webm.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) {
        wrong.push(format!("{}: is no WebM", folder.join("video.webm").display()));
    }
    for (track, locale, bytes) in tracks.iter().filter(|(.., bytes)| !bytes.is_empty()) {
        let text = String::from_utf8_lossy(bytes);
        if let Err(what) = webvtt::check(&text, film.map(|(seconds, ..)| seconds)) {
            wrong.push(format!("{}: {what}", folder.join(format!("{track}.{}.vtt", locale.as_str())).display()));
        }
    }
    let (Some((seconds, width, height)), true) = (film, wrong.is_empty()) else { return Err(wrong) };
    let all: Vec<&[u8]> =
        [mp4.as_slice(), &webm].into_iter().chain(tracks.iter().map(|(.., b)| b.as_slice())).collect();
    let key = name_of(&all.concat());
    let video = Video {
        key: key.clone(),
        width,
        height,
        seconds,
        title: words.title.clone(),
        text: words.text.clone(),
        poster,
        captions: Locale::ALL.to_vec(),
        chapters: Locale::ALL.to_vec(),
    };
    let mut files = vec![(format!("{key}.mp4"), mp4), (format!("{key}.webm"), webm)];
    files.extend(tracks.into_iter().map(|(track, locale, bytes)| (track_file(&key, track, locale), bytes)));
    Ok(Film { video, files })
}

/// Seconds, width and height of a film in an MP4 (ISO/IEC 14496-12: `mvhd` in 8.2.2, `tkhd` in 8.3.2).
fn length_and_size(mp4: &[u8]) -> Option<(u32, u32, u32)> {
    let movie = inside(mp4, b"moov").next()?;
    let header = inside(movie, b"mvhd").next()?;
    let number = |bytes: &[u8], at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    // Version 1 has moments and lengths of eight bytes.
    let long = *header.first()? == 1;
    let (scale, length) = if long {
        (number(header, 20)?, u64::from_be_bytes(header.get(24..32)?.try_into().ok()?))
    } else {
        (number(header, 12)?, u64::from(number(header, 16)?))
    };
    let seconds = u32::try_from(length.checked_div(u64::from(scale))?).ok()?;
    let size = inside(movie, b"trak").find_map(|track| {
        let header = inside(track, b"tkhd").next()?;
        let at = if *header.first()? == 1 { 88 } else { 76 };
        // Sixteen bits before the point and sixteen after it.
        let (width, height) = (number(header, at)? >> 16, number(header, at + 4)? >> 16);
        (width > 0 && height > 0).then_some((width, height))
    })?;
    Some((seconds, size.0, size.1))
}

/// What the boxes of a kind hold that stand side by side in `bytes`.
fn inside<'a>(bytes: &'a [u8], kind: &'a [u8; 4]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        loop {
            let size = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
            let (head, size) = match size {
                0 => (8, rest.len()),
                1 => (16, usize::try_from(u64::from_be_bytes(rest.get(8..16)?.try_into().ok()?)).ok()?),
                size => (8, usize::try_from(size).ok()?),
            };
            let (name, body) = (rest.get(4..8)?, rest.get(head..size)?);
            rest = rest.get(size..)?;
            if name == kind {
                return Some(body);
            }
        }
    })
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use giano_commerce::locale::Text;

    fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let mut out = u32::try_from(body.len() + 8).unwrap().to_be_bytes().to_vec();
        out.extend(kind);
        out.extend(body);
        out
    }

    /// The headers of a film of twenty seconds, 1280 × 720.
    fn mp4() -> Vec<u8> {
        let mut movie = vec![0; 100];
        movie[12..16].copy_from_slice(&600_u32.to_be_bytes());
        movie[16..20].copy_from_slice(&12_300_u32.to_be_bytes());
        let mut track = vec![0; 84];
        let sound = boxed(b"trak", &boxed(b"tkhd", &track));
        track[76..80].copy_from_slice(&(1280_u32 << 16).to_be_bytes());
        track[80..84].copy_from_slice(&(720_u32 << 16).to_be_bytes());
        let picture = boxed(b"trak", &boxed(b"tkhd", &track));
        let movie = [boxed(b"mvhd", &movie), sound, picture].concat();
        [boxed(b"ftyp", b"isom"), boxed(b"moov", &movie)].concat()
    }

    pub(in crate::demo) fn write(folder: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("video.mp4"), mp4()).unwrap();
        std::fs::write(folder.join("video.webm"), [0x1a, 0x45, 0xdf, 0xa3, 1]).unwrap();
        for name in ["captions.en", "captions.it", "chapters.en", "chapters.it"] {
            let text = format!("WEBVTT\n\n00:00.000 --> 00:20.000\n{name}\n");
            std::fs::write(folder.join(format!("{name}.vtt")), text).unwrap();
        }
    }

    fn words() -> VideoEntry {
        VideoEntry { title: Text::one("Film"), text: Text::one("It turns.") }
    }

    #[test]
    fn a_video_is_read_with_its_length_and_size() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path());
        let film = read(folder.path(), &words(), None).unwrap();
        assert_eq!((film.video.seconds, film.video.width, film.video.height), (20, 1280, 720));
        let key = &film.video.key;
        let names: Vec<String> = film.files.into_iter().map(|(name, _)| name.replace(key.as_str(), "k")).collect();
        assert_eq!(
            names,
            ["k.mp4", "k.webm", "k.captions.en.vtt", "k.captions.it.vtt", "k.chapters.en.vtt", "k.chapters.it.vtt"]
        );
    }

    #[test]
    fn what_is_missing_or_wrong_is_named_at_once() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path(), &words(), None).unwrap_err().len(), 6, "nothing is there");
        write(folder.path());
        std::fs::write(folder.path().join("video.mp4"), b"no film").unwrap();
        std::fs::write(folder.path().join("video.webm"), b"no film").unwrap();
        std::fs::write(folder.path().join("captions.it.vtt"), b"no captions").unwrap();
        assert_eq!(read(folder.path(), &words(), None).unwrap_err().len(), 3);
        // A box that says it is larger than the file ends the reading.
        assert_eq!(length_and_size(&[0, 0, 255, 255, b'm', b'o', b'o', b'v']), None);
    }
}
