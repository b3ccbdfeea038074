//! How long a promotion lasts. The page says the day; in the browser the time runs.

use crate::boot::use_locale;
use crate::prelude::*;
use crate::ui::{Glyph, Icon};
use crate::words;
use std::time::Duration;

/// The end of a promotion.
#[component]
pub(super) fn Countdown(
    /// Milliseconds since 1970.
    ends_at: i64,
) -> impl IntoView {
    let l = use_locale();
    let left = RwSignal::new(None::<i64>);
    // Effects run in the browser only: server and browser first draw the same.
    Effect::new(move |_| {
        let tick = move || {
            #[allow(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
            let now = js_sys::Date::now() as i64;
            left.set(Some((ends_at - now).max(0) / 1000));
        };
        tick();
        if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || handle.clear());
        }
    });
    view! {
        <p class="countdown">
            <Icon name=Glyph::Clock />
            <time datetime=words::iso_day_of(ends_at)>{words::home::until(l, words::day_of(l, ends_at))}</time>
            <span class="countdown-left" role="timer" aria-live="off" hidden=move || left.get().is_none()>
                {move || left.get().map(|seconds| parts(l, seconds))}
            </span>
        </p>
    }
}

fn parts(l: giano_commerce::Locale, seconds: i64) -> String {
    if seconds == 0 {
        return words::home::ended(l).to_owned();
    }
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let clock = format!("{:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60);
    match u64::try_from(days) {
        Ok(days) if days > 0 => format!("{} {clock}", words::home::days(l, days)),
        _ => clock,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use giano_commerce::Locale;

    #[test]
    fn time_left_reads_as_days_and_a_clock() {
        assert_eq!(parts(Locale::En, 2 * 86_400 + 3 * 3600 + 4 * 60 + 5), "2 days 03:04:05");
        assert_eq!(parts(Locale::It, 86_400), "1 giorno 00:00:00");
        assert_eq!(parts(Locale::En, 59), "00:00:59");
        assert_eq!(parts(Locale::En, 0), words::home::ended(Locale::En));
    }
}
