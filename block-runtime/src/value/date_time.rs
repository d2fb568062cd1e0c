//! Points in time as JSON carries them: with an offset from UTC, or without one.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::civil::{self, ISOWeekDate};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// A date and time of day, in UTC or at another offset, or of unknown offset.
///
/// `Display` writes ISO 8601 with microseconds where there are any: `2024-08-21T11:13:44.313999+02:00`; without an
/// offset nothing stands behind the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime {
    civil: civil::DateTime,
    offset: Option<Offset>,
}

/// Text that is no date and time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("write a date and time like `2024-08-21T11:13:44.5+02:00`")]
pub struct InvalidDateTime;

impl DateTime {
    /// Above this, a Unix time counts milliseconds rather than seconds (the year 2603).
    const LAST_UNIX_SECOND: f64 = 2e10;

    /// The time in UTC of a Unix time in seconds or, where the number is very large, in milliseconds; nothing when it
    /// is beyond the calendar.
    pub fn from_unix(number: f64) -> Option<Self> {
        let seconds = if number.abs() > Self::LAST_UNIX_SECOND { number / 1000.0 } else { number };
        let since_epoch = SignedDuration::try_from_secs_f64(seconds).ok()?;
        Timestamp::from_duration(since_epoch).ok().map(Self::from)
    }

    /// The date and time of day that a clock on the wall shows.
    pub fn civil(&self) -> civil::DateTime {
        self.civil
    }

    /// The order of two times: by the instant where both offsets are known, by the clock on the wall where neither is;
    /// nothing where one of them is.
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        match (self.instant(), other.instant()) {
            (Some(one), Some(other)) => Some(one.cmp(&other)),
            (None, None) => Some(self.civil.cmp(&other.civil)),
            _ => None,
        }
    }

    /// The instant, when the offset is known.
    pub fn instant(&self) -> Option<Timestamp> {
        self.offset?.to_timestamp(self.civil).ok()
    }

    /// The offset from UTC, when it is known.
    pub fn offset(&self) -> Option<Offset> {
        self.offset
    }
}

impl From<Timestamp> for DateTime {
    fn from(instant: Timestamp) -> Self {
        Self { civil: instant.to_zoned(TimeZone::UTC).datetime(), offset: Some(Offset::UTC) }
    }
}

impl FromStr for DateTime {
    type Err = InvalidDateTime;

    /// Reads ISO 8601 (`T` or a space between date and time; a date alone is its midnight; the day may be given by its
    /// week).
    fn from_str(text: &str) -> Result<Self, InvalidDateTime> {
        let text = with_calendar_date(text.trim())?;
        let pieces = DateTimeParser::new().parse_pieces(text.as_ref()).map_err(|_| InvalidDateTime)?;
        if pieces.time_zone_annotation().is_some() {
            return Err(InvalidDateTime);
        }
        let time = pieces.time().unwrap_or(civil::Time::midnight());
        Ok(Self { civil: pieces.date().to_datetime(time), offset: pieces.to_numeric_offset() })
    }
}

/// The text with year, month and day in place of a year, a week and its day (`2024-W01-2`, `2024W012`) or its Monday
/// (`2024-W01`, `2024W01`).
fn with_calendar_date(text: &str) -> Result<Cow<'_, str>, InvalidDateTime> {
    let (date, time) = text.split_at(text.find(['T', 't', ' ']).unwrap_or(text.len()));
    if !date.contains('W') {
        return Ok(Cow::Borrowed(text));
    }
    let monday = match (date.len(), date.matches('-').count()) {
        (8, 1) => "-1",
        (7, 0) => "1",
        _ => "",
    };
    let day: ISOWeekDate = format!("{date}{monday}").parse().map_err(|_| InvalidDateTime)?;
    Ok(Cow::Owned(format!("{}{time}", day.date())))
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.civil;
        write!(formatter, "{:04}-{:02}-{:02}", at.year(), at.month(), at.day())?;
        write!(formatter, "T{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())?;
        let microseconds = at.subsec_nanosecond() / 1000;
        if microseconds != 0 {
            write!(formatter, ".{microseconds:06}")?;
        }
        let Some(offset) = self.offset else { return Ok(()) };
        let seconds = offset.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let seconds = seconds.unsigned_abs();
        write!(formatter, "{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
        if seconds % 60 == 0 { Ok(()) } else { write!(formatter, ":{:02}", seconds % 60) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_text_is_kept_as_it_was_meant() {
        for (text, expected) in [
            ("2024-08-21T11:13:44.313999", "2024-08-21T11:13:44.313999"),
            ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05+00:00"),
            ("2024-01-02 03:04", "2024-01-02T03:04:00"),
            ("2024-01-02", "2024-01-02T00:00:00"),
            ("2024-01-02T03:04:05.5-03:30", "2024-01-02T03:04:05.500000-03:30"),
            ("2024-01-02T03", "2024-01-02T03:00:00"),
            ("20240102T030405Z", "2024-01-02T03:04:05+00:00"),
            ("20240102", "2024-01-02T00:00:00"),
            ("2024-01-02T03:04:05,25+0100", "2024-01-02T03:04:05.250000+01:00"),
            ("2024-W01-2", "2024-01-02T00:00:00"),
            ("2024W012 03:04", "2024-01-02T03:04:00"),
            ("2024-W01T03:04Z", "2024-01-01T03:04:00+00:00"),
        ] {
            assert_eq!(text.parse::<DateTime>().map(|at| at.to_string()), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn other_text_is_no_time() {
        for text in ["", "x", "2024-13-01", "2024-W60", "Wé", "03:04", "2024-01-02T03:04:05[Europe/Paris]"] {
            assert_eq!(text.parse::<DateTime>(), Err(InvalidDateTime), "{text}");
        }
    }

    #[test]
    fn unix_times_count_seconds_or_milliseconds() {
        let shown = |number| DateTime::from_unix(number).map(|at| at.to_string());
        assert_eq!(shown(0.5).as_deref(), Some("1970-01-01T00:00:00.500000+00:00"));
        assert_eq!(shown(1_724_238_824.0), shown(1_724_238_824_000.0));
        for number in [f64::NAN, f64::INFINITY, 1e300, -1e300] {
            assert_eq!(shown(number), None, "{number}");
        }
    }
}
