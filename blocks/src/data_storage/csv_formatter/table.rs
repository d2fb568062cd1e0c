//! Rows as a CSV document, by the rules of pandas, whose documents people have scripts for.
//!
//! What a cell looks like depends on its whole column, as a column of pandas has one type: whole numbers beside
//! fractions or holes become fractions, and points in time without an offset are written to the precision that one of
//! them needs.

use block_runtime::prelude::*;
use block_runtime::value::Map;
use csv::{Terminator, WriterBuilder};
use jiff::civil;
use jiff::tz::Offset;

/// A document could not be put together.
#[derive(Debug, thiserror::Error)]
pub(super) enum TableError {
    #[error("the table would have more than {MAX_BYTES} bytes; write fewer columns, or less into them")]
    TooLarge,
    #[error("the table cannot be written: {0}")]
    Unwritable(String),
}

/// How long a document may be, marks around cells aside. Without a limit, documents of documents would grow without end.
const MAX_BYTES: usize = 64 << 20;

/// The document of rows that all have the same columns.
pub(super) fn csv(rows: &[Map]) -> Result<String, TableError> {
    let names: Vec<&str> = rows.iter().take(1).flat_map(Map::keys).map(String::as_str).collect();
    let cells = |name: &str| rows.iter().filter_map(|row| row.get(name)).collect::<Vec<_>>();
    let columns: Vec<Column> = names.iter().map(|name| Column::of(&cells(name))).collect();
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    let failed = |error: csv::Error| TableError::Unwritable(error.to_string());
    writer.write_record(&names).map_err(failed)?;
    let mut left = MAX_BYTES;
    for row in rows {
        for (column, name) in columns.iter().zip(&names) {
            let cell = row.get(*name).map_or_else(String::new, |cell| column.cell(cell));
            left = left.checked_sub(cell.len()).ok_or(TableError::TooLarge)?;
            writer.write_field(cell).map_err(failed)?;
        }
        writer.write_record(None::<&[u8]>).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| TableError::Unwritable(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| TableError::Unwritable(error.to_string()))
}

/// How the cells of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Each by itself.
    Mixed,
    /// Numbers, all of them as fractions.
    Fractions,
    /// Points in time without an offset.
    LocalTimes(Precision),
}

/// How much of a point in time is written; what is less precise comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precision {
    Days,
    Seconds,
    Milliseconds,
    Microseconds,
}

impl Column {
    pub(super) fn of(cells: &[&Value]) -> Self {
        let filled = || cells.iter().copied().filter(|cell| !is_hole(cell));
        let is_whole = |cell: &Value| matches!(cell, Value::Integer(_));
        if filled().next().is_none() {
            return Self::Mixed;
        }
        if filled().all(|cell| matches!(cell, Value::Integer(_) | Value::Float(_))) {
            return if cells.iter().all(|cell| is_whole(cell)) { Self::Mixed } else { Self::Fractions };
        }
        let precisions: Option<Vec<Precision>> = filled().map(local_precision).collect();
        match precisions.and_then(|all| all.into_iter().max()) {
            Some(precision) => Self::LocalTimes(precision),
            None => Self::Mixed,
        }
    }

    pub(super) fn cell(self, cell: &Value) -> String {
        match (self, cell) {
            (_, hole) if is_hole(hole) => String::new(),
            #[expect(clippy::cast_precision_loss, reason = "columns of pandas with holes or fractions are doubles too")]
            (Self::Fractions, Value::Integer(number)) => Value::from(*number as f64).python().to_string(),
            (Self::LocalTimes(precision), Value::DateTime(time)) => precision.spelt(time.civil()),
            (_, other) => other.python().to_string(),
        }
    }
}

fn is_hole(cell: &Value) -> bool {
    match cell {
        Value::Null => true,
        Value::Float(number) => number.is_nan(),
        _ => false,
    }
}

/// How precise a point in time without an offset is. None for all else, and for times that pandas does not have in such
/// columns: those before 1678 and after 2261.
fn local_precision(cell: &Value) -> Option<Precision> {
    let Value::DateTime(time) = cell else { return None };
    let civil = time.civil();
    let instant = Offset::UTC.to_timestamp(civil).ok()?;
    if time.offset().is_some() || i64::try_from(instant.as_nanosecond()).is_err() {
        return None;
    }
    Some(match civil.subsec_nanosecond() / 1000 {
        0 if civil.time() == civil::Time::midnight() => Precision::Days,
        0 => Precision::Seconds,
        microseconds if microseconds % 1000 == 0 => Precision::Milliseconds,
        _ => Precision::Microseconds,
    })
}

impl Precision {
    fn spelt(self, time: civil::DateTime) -> String {
        let microseconds = time.subsec_nanosecond() / 1000;
        let seconds = format!("{} {:02}:{:02}:{:02}", time.date(), time.hour(), time.minute(), time.second());
        match self {
            Self::Days => time.date().to_string(),
            Self::Seconds => seconds,
            Self::Milliseconds => format!("{seconds}.{:03}", microseconds / 1000),
            Self::Microseconds => format!("{seconds}.{microseconds:06}"),
        }
    }
}
