//! When to send a request again, and after how long a pause.

use std::time::Duration;

use block_runtime::block::Retries;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// True for statuses that tell of a failure in passing: the request was too slow, in conflict or one too many, or the
/// server itself failed.
pub fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 409 | 429 | 500..)
}

/// How long to wait after the failed attempt of this number, counted from 1; nothing when it was the last, or when the
/// server asks for more patience than is allowed.
///
/// `luck`, from 0 to 1, shortens the pause by up to a quarter, so that requests that failed together do not all come
/// back together.
pub fn pause(retries: &Retries, attempt: u32, asked: Option<Duration>, luck: f64) -> Option<Duration> {
    if attempt >= retries.attempts {
        return None;
    }
    if let Some(asked) = asked {
        return (asked <= retries.longest_asked_pause).then_some(asked);
    }
    let doubled = retries.first_pause.saturating_mul(1 << attempt.saturating_sub(1).min(16));
    Some(doubled.min(retries.longest_pause).mul_f64(1.0 - 0.25 * luck.clamp(0.0, 1.0)))
}

/// The pause that a `Retry-After` header asks for: seconds, or a date.
pub fn asked_pause(header: &str, now: Timestamp) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let until = DateTimeParser::new().parse_timestamp(header).ok()?;
    // A date that has passed asks for no pause.
    Some(Duration::try_from(until.duration_since(now)).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let retries = Retries { attempts: 8, ..Retries::default() };
        let pauses = (1..=7).map(|attempt| pause(&retries, attempt, None, 0.0).unwrap().as_millis());
        assert_eq!(pauses.collect::<Vec<_>>(), [500, 1000, 2000, 4000, 8000, 8000, 8000]);
        assert_eq!(pause(&retries, 8, None, 0.0), None, "the last attempt has no pause");
    }

    #[test]
    fn luck_shortens_a_pause_by_a_quarter_at_most() {
        let pause = |luck| pause(&Retries::default(), 1, None, luck).unwrap().as_millis();
        assert_eq!([pause(0.0), pause(0.5), pause(1.0)], [500, 437, 375]);
    }

    #[test]
    fn servers_may_ask_for_a_pause_but_not_for_any() {
        let retries = Retries::default();
        assert_eq!(pause(&retries, 1, Some(Duration::from_mins(1)), 1.0), Some(Duration::from_mins(1)));
        assert_eq!(pause(&retries, 1, Some(Duration::from_secs(61)), 1.0), None);
    }

    #[test]
    fn the_header_holds_seconds_or_a_date() {
        let now = Timestamp::from_second(784_111_777).unwrap();
        let asked = |header| asked_pause(header, now).map(|pause| pause.as_secs());
        assert_eq!(asked("120"), Some(120));
        assert_eq!(asked(" 0 "), Some(0));
        assert_eq!(asked("Sun, 06 Nov 1994 08:49:57 GMT"), Some(20));
        assert_eq!(asked("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0));
        for nonsense in ["soon", "-1", "nan", "1e300", ""] {
            assert_eq!(asked(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn only_passing_failures_are_worth_a_second_try() {
        let again = (100..600).filter(|status| may_pass(*status));
        assert!(again.eq([408, 409, 429].into_iter().chain(500..600)));
    }
}
