//! Requests per second and how long they take, with sixteen connections kept open.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{
    failure::{Failure, Outcome},
    http::{Connection, Request},
};

const CONNECTIONS: usize = 16;
const WARM_UP: Duration = Duration::from_secs(2);
const MEASURED: Duration = Duration::from_secs(8);

/// Stands in an address for a number that is another in each request, so that no kept answer can serve it.
pub const NUMBER: &str = "{n}";

/// How it went.
pub struct Loaded {
    /// Answers a second.
    pub per_second: f64,
    /// Half of the answers came within this.
    pub median: Duration,
    /// All but a hundredth of the answers came within this.
    pub p99: Duration,
    /// The mean size of an answer's body.
    pub mean_bytes: usize,
}

/// Asks the addresses in turn, as fast as they are answered, on every connection. Any answer but a 200 is a failure:
/// refusals are quick, and would pass for speed.
pub fn load(host: &str, paths: &[String]) -> Outcome<Loaded> {
    if paths.is_empty() {
        return Err(Failure::new("nothing to ask for"));
    }
    let (recording, over) = (AtomicBool::new(false), AtomicBool::new(false));
    let next = AtomicUsize::new(0);
    let one_connection = || -> Outcome<(Vec<Duration>, usize)> {
        let mut connection = Connection::open(host)?;
        let (mut times, mut bytes) = (Vec::with_capacity(1 << 16), 0);
        while !over.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let path = &paths[number % paths.len()];
            let path = if path.contains(NUMBER) { &path.replace(NUMBER, &number.to_string()) } else { path };
            let asked = Instant::now();
            let answer = connection.ask(Request::get(path))?;
            let took = asked.elapsed();
            if answer.status != 200 {
                over.store(true, Ordering::Relaxed);
                return Err(Failure::new(format!("{path} answered {} under load", answer.status)));
            }
            if recording.load(Ordering::Relaxed) {
                times.push(took);
                bytes += answer.body.len();
            }
        }
        Ok((times, bytes))
    };
    let results = thread::scope(|scope| {
        let threads: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(one_connection)).collect();
        thread::sleep(WARM_UP);
        recording.store(true, Ordering::Relaxed);
        let begun = Instant::now();
        while begun.elapsed() < MEASURED && !over.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(20));
        }
        let took = begun.elapsed();
        over.store(true, Ordering::Relaxed);
        let results: Vec<_> = threads.into_iter().map(thread::ScopedJoinHandle::join).collect();
        (results, took)
    });
    let (threads, took) = results;
    let (mut times, mut bytes) = (Vec::new(), 0);
    for thread in threads {
        let (of_thread, its_bytes) = thread.map_err(|_| Failure::new("a connection's thread panicked"))??;
        times.extend(of_thread);
        bytes += its_bytes;
    }
    times.sort_unstable();
    Ok(Loaded {
        per_second: times.len() as f64 / took.as_secs_f64(),
        median: percentile(&times, 50),
        p99: percentile(&times, 99),
        mean_bytes: bytes / times.len().max(1),
    })
}

/// The time within which so many of a hundred came; the times are in order.
pub fn percentile(times: &[Duration], of_hundred: usize) -> Duration {
    let place = (times.len() * of_hundred).div_ceil(100).saturating_sub(1);
    times.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_occurred() {
        let times: Vec<_> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!(percentile(&times, 50), Duration::from_millis(100));
        assert_eq!(percentile(&times, 99), Duration::from_millis(198));
        assert_eq!(percentile(&times[..1], 99), Duration::from_millis(1));
        assert_eq!(percentile(&[], 50), Duration::ZERO);
    }
}
