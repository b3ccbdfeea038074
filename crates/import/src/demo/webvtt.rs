//! Text tracks of videos: whether a file is well-formed WebVTT (W3C, 2019), in as much of it as the demonstration uses.

/// What is wrong with a track; `seconds` is how long its video is, where known.
///
/// # Errors
/// A sentence.
pub(crate) fn check(text: &str, seconds: Option<u32>) -> Result<(), String> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    let head = blocks.next().unwrap_or_default();
    if !head.starts_with("WEBVTT") {
        return Err("does not begin with WEBVTT".to_owned());
    }
    let (mut cues, mut last) = (0, 0);
    for block in blocks {
        if ["NOTE", "STYLE", "REGION"].iter().any(|word| block.starts_with(word)) {
            continue;
        }
        let mut lines = block.lines();
        let first = lines.next().unwrap_or_default();
        let timing = if first.contains("-->") { first } else { lines.next().unwrap_or_default() };
        let (from, until) = timing.split_once("-->").ok_or_else(|| format!("`{first}` has no times"))?;
        let from = moment(from.trim()).ok_or_else(|| format!("`{timing}` is no time"))?;
        let until = until.split_whitespace().next().and_then(moment).ok_or_else(|| format!("`{timing}` is no time"))?;
        if from >= until || from < last {
            return Err(format!("`{timing}` does not go forward"));
        }
        // Encoders round the length down.
        if seconds.is_some_and(|seconds| until > (u64::from(seconds) + 1) * 1000) {
            return Err(format!("`{timing}` is beyond the end"));
        }
        if lines.all(|line| line.trim().is_empty()) {
            return Err(format!("`{timing}` says nothing"));
        }
        (cues, last) = (cues + 1, from);
    }
    if cues == 0 { Err("says nothing".to_owned()) } else { Ok(()) }
}

/// `[hh:]mm:ss.mmm` in milliseconds.
fn moment(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once('.')?;
    let number = |text: &str, digits: usize| {
        (text.len() >= digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse::<u64>().ok())?
    };
    if fraction.len() != 3 {
        return None;
    }
    let parts: Vec<u64> = clock.split(':').map(|part| number(part, 2)).collect::<Option<_>>()?;
    let (hours, minutes, seconds) = match parts[..] {
        [minutes, seconds] => (0, minutes, seconds),
        [hours, minutes, seconds] => (hours, minutes, seconds),
        _ => return None,
    };
    (minutes < 60 && seconds < 60).then_some(())?;
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + number(fraction, 3)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_track_passes() {
        let text = "WEBVTT\n\nNOTE a word\n\n1\n00:00.000 --> 00:04.500 align:start\nThe machine\nturns\n\n\
                    00:00:04.500 --> 00:00:20.000\nand opens\n";
        assert_eq!(check(text, Some(20)), Ok(()));
        assert_eq!(check(&text.replace('\n', "\r\n"), None), Ok(()));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, what) in [
            ("00:00.000 --> 00:01.000\nx", "does not begin with WEBVTT"),
            ("WEBVTT\n\n", "says nothing"),
            ("WEBVTT\n\nwords", "`words` has no times"),
            ("WEBVTT\n\n0:00 --> 00:01.000\nx", "`0:00 --> 00:01.000` is no time"),
            ("WEBVTT\n\n00:02.000 --> 00:01.000\nx", "`00:02.000 --> 00:01.000` does not go forward"),
            ("WEBVTT\n\n00:00.000 --> 00:41.000\nx", "`00:00.000 --> 00:41.000` is beyond the end"),
            ("WEBVTT\n\n00:00.000 --> 00:01.000\n", "`00:00.000 --> 00:01.000` says nothing"),
        ] {
            assert_eq!(check(text, Some(20)).err().as_deref(), Some(what));
        }
    }
}
