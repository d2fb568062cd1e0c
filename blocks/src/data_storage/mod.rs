//! Keeping and sending results.

mod csv_formatter;
mod local_file_sink;
mod webhook_sink;

use block_runtime::block::{Entry, async_block, block};

/// The blocks of this section, in alphabetical order.
pub(crate) const BLOCKS: &[Entry] = &[
    block::<csv_formatter::CsvFormatter>(),
    block::<local_file_sink::LocalFileSink>(),
    async_block::<webhook_sink::WebhookSink>(),
];
