//! How far a run has got, on standard error.

use block_runtime::execute::Observer;
use indicatif::{ProgressBar, ProgressStyle};

/// A progress bar for a single run, drawn only where standard error is a terminal.
pub fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{msg:20} {wide_bar} {pos}/{len} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Moves a progress bar on.
pub struct Progress(pub ProgressBar);

impl Observer for Progress {
    fn step_started(&self, step: &str, elements: usize) {
        self.0.inc_length(elements as u64);
        self.0.set_message(step.to_owned());
    }

    fn elements_done(&self, _: &str, elements: usize) {
        self.0.inc(elements as u64);
    }
}
