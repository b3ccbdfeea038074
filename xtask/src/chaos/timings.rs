//! How long requests took, before, while and after things break.

use std::{
    fmt,
    sync::Mutex,
    time::{Duration, Instant},
};

/// What a request may take once everything is there again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Two seconds.
    TwoSeconds,
    /// Two seconds, or four times the longest before anything broke: for tests, which run on machines that are busy with
    /// others. How fast those are is not what is tested.
    AsBefore,
}

const LONGEST: Duration = Duration::from_secs(2);

/// A request that reached a server, answered or not.
#[derive(Debug, Clone)]
struct Timed {
    begun: Instant,
    took: Duration,
    what: String,
    /// What was answered, where something was.
    status: Option<u16>,
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
    /// What was answered as a fault: a 500 at any time, any 5xx while nothing had broken yet.
    pub faults: Vec<String>,
}

impl Timings {
    /// Notes a request.
    pub fn note(&self, begun: Instant, what: String, status: Option<u16>) {
        let took = begun.elapsed();
        if let Ok(mut all) = self.0.lock() {
            all.push(Timed { begun, took, what, status });
        }
    }

    /// Those begun before the first fault, those begun after everything was mended, and those in between; and what they
    /// may take.
    pub fn parts(&self, moments: Moments, limit: Limit) -> ([Part; 3], Duration) {
        let all = self.0.lock().map(|all| all.clone()).unwrap_or_default();
        let is_before = |timed: &Timed| timed.begun + timed.took < moments.first_fault;
        let longest_before = all.iter().filter(|timed| is_before(timed)).map(|timed| timed.took).max();
        let limit = match limit {
            Limit::TwoSeconds => LONGEST,
            Limit::AsBefore => Ord::max(LONGEST, 4 * longest_before.unwrap_or_default()),
        };
        let mut parts = [Part::default(), Part::default(), Part::default()];
        for timed in all {
            let place = match () {
                () if timed.begun >= moments.mended => 2,
                () if is_before(&timed) => 0,
                () => 1,
            };
            if timed.took > limit {
                let since = timed.begun.saturating_duration_since(moments.mended);
                let (took, since) = (timed.took.as_secs_f32(), since.as_secs_f32());
                parts[place].slow.push(format!("{took:.2} s: {}, begun {since:.1} s after", timed.what));
            }
            let least = if place == 0 { 599 } else { 500 };
            if timed.status.is_some_and(|status| (500..=least).contains(&status)) {
                parts[place].faults.push(timed.what.clone());
            }
            parts[place].times.push(timed.took);
        }
        parts.iter_mut().for_each(|part| part.times.sort_unstable());
        (parts, limit)
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
        let answered = |begun, took, status| Timed {
            begun: at(begun),
            took: Duration::from_millis(took),
            what: String::new(),
            status: Some(status),
        };
        let timed = |begun, took| answered(begun, took, 200);
        // Before; into the fault; while it lasts; begun afterwards, quick and slow.
        let all = vec![timed(0, 10), timed(90, 500), timed(150, 3000), timed(900, 5), timed(950, 2001)];
        let timings = Timings(Mutex::new(all));
        let moments = Moments { first_fault: at(100), mended: at(900) };
        let ([before, meanwhile, after], limit) = timings.parts(moments, Limit::TwoSeconds);
        assert_eq!(limit, Duration::from_secs(2));
        assert_eq!([before.times.len(), meanwhile.times.len(), after.times.len()], [1, 2, 2]);
        assert_eq!([before.slow.len(), meanwhile.slow.len(), after.slow.len()], [0, 1, 1]);
        // A machine that was slow before may be slow afterwards, but no slower than four times.
        assert_eq!(timings.parts(moments, Limit::AsBefore).1, Duration::from_secs(2));
        let late = Moments { first_fault: at(4000), mended: at(5000) };
        assert_eq!(timings.parts(late, Limit::AsBefore).1, 4 * Duration::from_millis(3000));
        let all = [(0, 503), (1, 500), (2, 404), (300, 503), (301, 500), (950, 503), (951, 500)];
        let timings = Timings(Mutex::new(all.map(|(begun, status)| answered(begun, 1, status)).into()));
        let (parts, _) = timings.parts(moments, Limit::TwoSeconds);
        assert_eq!(parts.map(|part| part.faults.len()), [2, 1, 1], "while the database is away a 503 is right");
        assert_eq!(after.to_string(), "2 requests, median 5 ms, p99 2001 ms, longest 2001 ms");
    }
}
