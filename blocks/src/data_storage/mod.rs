//! Keeping and sending results.

mod csv_formatter;

use block_runtime::block::{Entry, block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[block::<csv_formatter::CsvFormatter>()];
