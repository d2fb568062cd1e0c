//! How far a run has got, on standard error.

use block_runtime::execute::Observer;
use indicatif::{ProgressBar, ProgressStyle};

/// A progress bar on standard error, drawn only where that is a terminal.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub fn new() -> Self {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{msg:20} {wide_bar} {pos}/{len} {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Observer for Progress {
    fn step_started(&self, step: &str, elements: usize) {
        self.bar.inc_length(elements as u64);
        self.bar.set_message(step.to_owned());
    }

    fn elements_done(&self, _: &str, elements: usize) {
        self.bar.inc(elements as u64);
    }
}
