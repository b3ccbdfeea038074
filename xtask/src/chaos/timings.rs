//! How long requests took, before, while and after things break.

use std::{
    fmt,
    sync::Mutex,
    time::{Duration, Instant},
};

/// No request may take longer once everything is there again.
pub const LONGEST: Duration = Duration::from_secs(2);

/// A request that reached a server, answered or not.
#[derive(Debug, Clone)]
struct Timed {
    begun: Instant,
    took: Duration,
    what: String,
}

/// All requests of a run.
#[derive(Debug, Default)]
pub struct Timings(Mutex<Vec<Timed>>);

/// The moments that part a run.
#[derive(Debug, Clone, Copy)]
pub struct Moments {
    /// The first thing broke.
    pub first_fault: Instant,
    /// The database answered again.
    pub mended: Instant,
}

/// The requests of a part of a run.
#[derive(Debug, Default)]
pub struct Part {
    times: Vec<Duration>,
    /// What took too long.
    pub slow: Vec<String>,
}

impl Timings {
    /// Notes a request.
    pub fn note(&self, begun: Instant, what: String) {
        let took = begun.elapsed();
        if let Ok(mut all) = self.0.lock() {
            all.push(Timed { begun, took, what });
        }
    }

    /// Those begun before the first fault, those begun after everything was mended, and those in between.
    pub fn parts(&self, moments: Moments) -> [Part; 3] {
        let mut parts = [Part::default(), Part::default(), Part::default()];
        for timed in self.0.lock().map(|all| all.clone()).unwrap_or_default() {
            let ended = timed.begun + timed.took;
            let place = match () {
                () if timed.begun >= moments.mended => 2,
                () if ended < moments.first_fault => 0,
                () => 1,
            };
            if timed.took > LONGEST {
                let since = timed.begun.saturating_duration_since(moments.mended);
                let (took, since) = (timed.took.as_secs_f32(), since.as_secs_f32());
                parts[place].slow.push(format!("{took:.2} s: {}, begun {since:.1} s after", timed.what));
            }
            parts[place].times.push(timed.took);
        }
        parts.iter_mut().for_each(|part| part.times.sort_unstable());
        parts
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |hundredths: usize| {
            let place = (self.times.len() * hundredths).div_ceil(100).saturating_sub(1);
            self.times.get(place).copied().unwrap_or_default().as_millis()
        };
        write!(f, "{} requests, median {} ms, p99 {} ms, longest {} ms", self.times.len(), of(50), of(99), of(100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_belong_to_the_part_they_began_in() {
        let zero = Instant::now();
        let at = |millis: u64| zero + Duration::from_millis(millis);
        let timed = |begun, took| Timed { begun: at(begun), took: Duration::from_millis(took), what: String::new() };
        // Before; into the fault; while it lasts; begun afterwards, quick and slow.
        let all = vec![timed(0, 10), timed(90, 500), timed(150, 3000), timed(900, 5), timed(950, 2001)];
        let timings = Timings(Mutex::new(all));
        let [before, meanwhile, after] = timings.parts(Moments { first_fault: at(100), mended: at(900) });
        assert_eq!([before.times.len(), meanwhile.times.len(), after.times.len()], [1, 2, 2]);
        assert_eq!([before.slow.len(), meanwhile.slow.len(), after.slow.len()], [0, 1, 1]);
        assert_eq!(after.to_string(), "2 requests, median 5 ms, p99 2001 ms, longest 2001 ms");
    }
}
