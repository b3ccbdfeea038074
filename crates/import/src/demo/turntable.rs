//! Turntables: a picture for every step of a turn, and where the parts are in each.

use super::files::toml_of;
use super::product_file::TurntableEntry;
use crate::digest::name_of;
use giano_commerce::demonstration::{Spot, Turntable, frame_file};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;

/// `turntable.toml`, as the studio writes it.
#[derive(Debug, Deserialize)]
struct TrackFile {
    frames: u32,
    width: u32,
    height: u32,
    #[serde(default)]
    spots: Vec<TrackEntry>,
}

#[derive(Debug, Deserialize)]
struct TrackEntry {
    id: String,
    /// Per mille from the left, per mille from the top, 1 where it is seen, for each frame.
    track: Vec<(u16, u16, u8)>,
}

/// The fewest frames that look like turning.
const FEWEST: u32 = 24;

/// A turntable with its files: what they hold and what they are called in the shop.
#[derive(Debug)]
pub(crate) struct Turning {
    pub turntable: Turntable,
    pub files: Vec<(String, Vec<u8>)>,
}

/// Reads the turntable in a product's folder, with the words of its file.
///
/// # Errors
/// Sentences on everything that is wrong with it.
pub(crate) fn read(folder: &Path, words: &TurntableEntry) -> Result<Turning, Vec<String>> {
    let file: TrackFile = toml_of(&folder.join("turntable.toml")).map_err(|error| vec![error.to_string()])?;
    let mut wrong = Vec::new();
    if file.frames < FEWEST || file.frames > 99 {
        wrong.push(format!("turntable: {} frames; {FEWEST} to 99", file.frames));
    }
    let mut frames = Vec::new();
    for frame in 0..file.frames.min(99) {
        let path = folder.join(format!("turntable/{frame:02}.avif"));
        match std::fs::read(&path) {
            // How every AVIF file begins (ISO/IEC 14496-12, 4.3).
            Ok(bytes) if bytes.get(4..12) == Some(b"ftypavif") => frames.push(bytes),
            Ok(_) => wrong.push(format!("{}: is no AVIF", path.display())),
            Err(error) => wrong.push(format!("{}: {error}", path.display())),
        }
    }
    let mut tracks: HashMap<&str, &Vec<(u16, u16, u8)>> = HashMap::new();
    for entry in &file.spots {
        tracks.insert(&entry.id, &entry.track);
        if !words.spots.iter().any(|spot| spot.id == entry.id) {
            wrong.push(format!("turntable: the spot `{}` has no words", entry.id));
        }
        if u32::try_from(entry.track.len()).ok() != Some(file.frames) {
            wrong.push(format!("turntable: the spot `{}` is followed in {} frames", entry.id, entry.track.len()));
        }
        if entry.track.iter().any(|(x, y, seen)| *x > 1000 || *y > 1000 || *seen > 1) {
            wrong.push(format!("turntable: the spot `{}` leaves the picture", entry.id));
        }
        if entry.track.iter().all(|(.., seen)| *seen == 0) {
            wrong.push(format!("turntable: the spot `{}` is never seen", entry.id));
        }
    }
    let mut spots = Vec::with_capacity(words.spots.len());
    for spot in &words.spots {
        let Some(track) = tracks.get(spot.id.as_str()) else {
            wrong.push(format!("turntable: the spot `{}` is followed in no frame", spot.id));
            continue;
        };
        spots.push(Spot {
            title: spot.title.clone(),
            text: spot.text.clone(),
            track: track.iter().flat_map(|(x, y, seen)| [*x, *y, u16::from(*seen)]).collect(),
        });
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let key = name_of(&frames.concat());
    Ok(Turning {
        turntable: Turntable {
            frames: file.frames,
            width: file.width,
            height: file.height,
            alt: words.alt.clone(),
            spots,
            key: key.clone(),
        },
        files: (0..).zip(frames).map(|(frame, bytes)| (frame_file(&key, frame), bytes)).collect(),
    })
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::demo::product_file::SpotEntry;
    use giano_commerce::locale::Text;
    use std::fmt::Write;

    pub(in crate::demo) fn write(folder: &Path, frames: u32, spots: &[&str]) {
        std::fs::create_dir_all(folder.join("turntable")).unwrap();
        for frame in 0..frames {
            let bytes = format!("\0\0\0\u{20}ftypavif{frame}");
            std::fs::write(folder.join(format!("turntable/{frame:02}.avif")), bytes).unwrap();
        }
        let mut toml = format!("frames = {frames}\nwidth = 720\nheight = 720\nsamples = 64\n");
        for id in spots {
            let track = vec!["[500, 400, 1]"; frames as usize].join(", ");
            write!(toml, "[[spots]]\nid = \"{id}\"\ntrack = [{track}]\n").unwrap();
        }
        std::fs::write(folder.join("turntable.toml"), toml).unwrap();
    }

    fn words(ids: &[&str]) -> TurntableEntry {
        let spot =
            |id: &&str| SpotEntry { id: (*id).to_owned(), title: Text::one(*id), text: Text::both("text", "testo") };
        TurntableEntry { alt: Text::one("turning"), spots: ids.iter().map(spot).collect() }
    }

    #[test]
    fn frames_and_tracks_become_a_turntable_named_by_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), 36, &["wand", "group"]);
        let turning = read(folder.path(), &words(&["group", "wand"])).unwrap();
        assert_eq!(turning.files.len(), 36);
        assert_eq!(turning.files[7].0, format!("{}-07.avif", turning.turntable.key));
        let names: Vec<&str> = turning.turntable.spots.iter().map(|spot| spot.title.en.as_str()).collect();
        assert_eq!(names, ["group", "wand"], "in the order of the words");
        assert_eq!(turning.turntable.spots[0].track.len(), 36 * 3);
        std::fs::write(folder.path().join("turntable/03.avif"), "\0\0\0\u{20}ftypavif another").unwrap();
        let other = read(folder.path(), &words(&["group", "wand"])).unwrap();
        assert_ne!(other.turntable.key, turning.turntable.key);
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path(), &words(&[])).unwrap_err().len(), 1, "nothing is there");
        write(folder.path(), 24, &["wand", "tank"]);
        std::fs::remove_file(folder.path().join("turntable/05.avif")).unwrap();
        std::fs::write(folder.path().join("turntable/06.avif"), "GIF89a").unwrap();
        let wrong = read(folder.path(), &words(&["wand", "group"])).unwrap_err();
        assert_eq!(wrong.len(), 4, "{wrong:?}");
        assert!(wrong.iter().any(|what| what.contains("`tank` has no words")));
        assert!(wrong.iter().any(|what| what.contains("`group` is followed in no frame")));
    }
}
