//! Profiles: where the time of compiling and running a workflow goes, as a Chrome trace.
//!
//! A [`Profiler`] collects spans from all threads. Their names and categories are those that clients of the reference
//! know; <https://ui.perfetto.dev> and `chrome://tracing` show them.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Map, Value as Json, json};

/// How many events are kept, unless said otherwise; about 100 bytes each.
pub const EVENTS: usize = 1_000_000;

/// What a span is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// The engine itself.
    Engine,
    /// A block at work.
    Block,
}

impl Category {
    fn as_str(self) -> &'static str {
        match self {
            Self::Engine => "execution_engine_operation",
            Self::Block => "workflow_block_operation",
        }
    }
}

/// Collects what has taken how long. The events that come first are kept; later ones than fit are only counted.
pub struct Profiler {
    origin: Instant,
    capacity: usize,
    record: Mutex<Record>,
}

#[derive(Default)]
struct Record {
    events: Vec<Event>,
    /// Spans that have not ended, by the numbers that they carry.
    open: HashMap<u64, Event>,
    begun: u64,
    left_out: usize,
    /// Tracks of calls that wait, taken or free: they overlap, so none of them may lie on the track of a thread.
    lanes: Vec<bool>,
}

#[derive(Clone)]
struct Event {
    name: &'static str,
    category: Category,
    start: Duration,
    duration: Duration,
    track: u32,
    arguments: Map<String, Json>,
}

impl Event {
    fn to_json(&self, process: u32) -> Json {
        json!({
            "name": self.name,
            "cat": self.category.as_str(),
            "ph": "X",
            "ts": microseconds(self.start),
            "dur": microseconds(self.duration),
            "pid": process,
            "tid": self.track,
            "args": self.arguments,
        })
    }
}

impl fmt::Debug for Profiler {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Profiler").field("events", &self.record().events.len()).finish_non_exhaustive()
    }
}

impl Default for Profiler {
    fn default() -> Self {
        Self::with_capacity(EVENTS)
    }
}

/// Tracks from here on are those of calls that wait.
const FIRST_LANE: u32 = 10_000;

impl Profiler {
    /// A profiler that keeps this many events.
    pub fn with_capacity(events: usize) -> Self {
        Self { origin: Instant::now(), capacity: events, record: Mutex::default() }
    }

    /// Begins a span on the track of this thread. It ends when it is dropped, which should happen on the same thread.
    pub fn span(&self, name: &'static str, category: Category) -> Span<'_> {
        self.begin(name, category, thread_track())
    }

    /// Begins a span that may overlap others of its thread, as calls do that wait.
    pub fn waiting_span(&self, name: &'static str, category: Category) -> Span<'_> {
        let mut record = self.record();
        let lane = record.lanes.iter().position(|taken| !taken).unwrap_or(record.lanes.len());
        match record.lanes.get_mut(lane) {
            Some(taken) => *taken = true,
            None => record.lanes.push(true),
        }
        drop(record);
        self.begin(name, category, FIRST_LANE.saturating_add(u32::try_from(lane).unwrap_or(u32::MAX)))
    }

    fn begin(&self, name: &'static str, category: Category, track: u32) -> Span<'_> {
        let start = self.origin.elapsed();
        let event = Event { name, category, start, duration: Duration::ZERO, track, arguments: Map::new() };
        let mut record = self.record();
        let number = record.begun;
        record.begun += 1;
        record.open.insert(number, event);
        Span { profiler: self, number }
    }

    /// How many events did not fit.
    pub fn left_out(&self) -> usize {
        self.record().left_out
    }

    /// The events as a Chrome trace: a list of objects, times in microseconds. Spans that have not ended last until now
    /// and have the argument `unfinished`, as those of a step have that took too long.
    pub fn to_json(&self) -> Json {
        let (process, now) = (std::process::id(), self.origin.elapsed());
        let record = self.record();
        let mut open: Vec<(u64, Event)> = record.open.iter().map(|(number, event)| (*number, event.clone())).collect();
        open.sort_by_key(|(number, _)| *number);
        for (_, event) in &mut open {
            event.duration = now.saturating_sub(event.start);
            event.arguments.insert("unfinished".to_owned(), true.into());
        }
        let events = || record.events.iter().chain(open.iter().map(|(_, event)| event));
        let mut tracks: Vec<u32> = events().map(|event| event.track).collect();
        tracks.sort_unstable();
        tracks.dedup();
        let names = tracks.into_iter().map(|track| {
            let name = match track.checked_sub(FIRST_LANE) {
                Some(lane) => format!("waiting {}", lane + 1),
                None => format!("thread {track}"),
            };
            json!({"name": "thread_name", "ph": "M", "pid": process, "tid": track, "args": {"name": name}})
        });
        names.chain(events().map(|event| event.to_json(process))).collect()
    }

    fn end(&self, number: u64) {
        let now = self.origin.elapsed();
        let mut record = self.record();
        let Some(mut event) = record.open.remove(&number) else { return };
        event.duration = now.saturating_sub(event.start);
        if let Some(lane) = event.track.checked_sub(FIRST_LANE)
            && let Some(taken) = usize::try_from(lane).ok().and_then(|lane| record.lanes.get_mut(lane))
        {
            *taken = false;
        }
        if record.events.len() < self.capacity {
            record.events.push(event);
        } else {
            record.left_out += 1;
        }
    }

    /// Only whole events are added, so the record is sound even if a thread should have panicked.
    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn microseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The number of this thread; threads are numbered as they are met.
fn thread_track() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    thread_local! {
        static TRACK: u32 = NEXT.fetch_add(1, Ordering::Relaxed);
    }
    TRACK.with(|track| *track)
}

/// Something that is going on; it is written down when it ends.
#[derive(Debug)]
#[must_use = "a span ends when it is dropped"]
pub struct Span<'a> {
    profiler: &'a Profiler,
    number: u64,
}

impl Span<'_> {
    /// Adds a fact.
    pub fn with(self, name: &'static str, value: impl Into<Json>) -> Self {
        if let Some(event) = self.profiler.record().open.get_mut(&self.number) {
            event.arguments.insert(name.to_owned(), value.into());
        }
        self
    }
}

impl Drop for Span<'_> {
    fn drop(&mut self) {
        self.profiler.end(self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(profiler: &Profiler) -> Vec<Json> {
        let json = profiler.to_json();
        json.as_array().unwrap().iter().filter(|event| event["ph"] == "X").cloned().collect()
    }

    #[test]
    fn inner_spans_come_first_and_lie_within_the_outer_one() {
        let profiler = Profiler::default();
        let outer = profiler.span("workflow_run", Category::Engine);
        drop(profiler.span("step_execution", Category::Block).with("step", "$steps.a"));
        drop(outer);
        let [inner, outer] = &spans(&profiler)[..] else { panic!("two spans") };
        assert_eq!((&inner["name"], &inner["args"]["step"]), (&json!("step_execution"), &json!("$steps.a")));
        assert_eq!((&inner["cat"], &inner["tid"]), (&json!("workflow_block_operation"), &outer["tid"]));
        let end = |event: &Json| event["ts"].as_f64().unwrap() + event["dur"].as_f64().unwrap();
        assert!(inner["ts"].as_f64() >= outer["ts"].as_f64() && end(inner) <= end(outer));
    }

    #[test]
    fn spans_that_overlap_have_tracks_of_their_own() {
        let profiler = Profiler::default();
        let one = profiler.waiting_span("step_code_execution", Category::Block);
        let two = profiler.waiting_span("step_code_execution", Category::Block);
        drop(one);
        drop(profiler.waiting_span("step_code_execution", Category::Block));
        drop(two);
        let tracks: Vec<_> = spans(&profiler).iter().map(|event| event["tid"].clone()).collect();
        assert_eq!(tracks, [FIRST_LANE, FIRST_LANE, FIRST_LANE + 1]);
    }

    #[test]
    fn spans_that_have_not_ended_are_there_all_the_same() {
        let profiler = Profiler::default();
        let slow = profiler.span("step_code_execution", Category::Block).with("step_selector", "$steps.slow");
        let [open] = &spans(&profiler)[..] else { panic!("one span") };
        assert_eq!(open["args"], json!({"step_selector": "$steps.slow", "unfinished": true}));
        drop(slow);
        assert_eq!(spans(&profiler)[0]["args"], json!({"step_selector": "$steps.slow"}));
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let profiler = Profiler::with_capacity(1);
        for _ in 0..3 {
            drop(profiler.span("step_execution", Category::Engine));
        }
        assert_eq!((spans(&profiler).len(), profiler.left_out()), (1, 2));
    }
}
