//! Rate Limiter.

use block_runtime::prelude::*;

use block_runtime::value::VideoMetadata;
use jiff::Timestamp;

/// Run further steps at most once in so many seconds.
///
/// The first time, the steps in `next_steps` run. After that they are left out until `cooldown_seconds` have passed since
/// they last ran. All elements and all videos that pass through the step share this limit.
///
/// Without `video_reference_image` the time is that of the clock. With it, the time is the place of the frame in its
/// video, its number divided by the frames a second, so that a file that is processed faster than it plays is limited as
/// if it were playing. Where the image is no frame of a video, or the video does not say how many frames a second it has,
/// the clock counts again. The two times are kept apart: each is compared with the last run by the same one.
///
/// Typical uses: at most one notification in five minutes, or one upload of an image each second.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/rate_limiter@v1",
    section = FlowControl,
    block_type = FlowControl,
    engine = ">=1.3.0,<2.0.0",
    icon = "far fa-clock",
    priority = 2,
    flow,
    state = LastRuns,
    restriction(
        severity = Soft,
        note = "Where each request is answered on its own, earlier runs are not known, so nothing is held back",
        runtimes(HostedServerless, DedicatedDeployment),
        execution(Remote)
    ),
    ui(popular = true)
)]
pub(crate) struct RateLimiter {
    /// Seconds that have to pass between two runs of the further steps; 0 lets everything pass.
    #[block(default = 1.0, min = 0.0, example = 1.0, always_visible)]
    cooldown_seconds: f64,

    /// Data of the step that comes before this one. Only that it is there counts, not what it is.
    #[block(example = "$steps.model.predictions")]
    #[expect(dead_code, reason = "the engine reads it, to know what comes first")]
    depends_on: In<Wildcard>,

    /// Steps that run where enough time has passed, at least one.
    #[block(example = ["$steps.upload"])]
    next_steps: Vec<StepRef>,

    /// Frame of a video whose time counts in place of the clock.
    #[block(origin = WorkflowImage, example = "$inputs.image")]
    video_reference_image: Option<In<Image>>,
}

/// When the further steps ran last, by either time.
#[derive(Debug, Default)]
pub(crate) struct LastRuns {
    by_clock: Option<Timestamp>,
    by_video: Option<Timestamp>,
}

impl Run for RateLimiter {
    fn run(&self, context: &mut Context<'_, LastRuns>) -> Result<Flow, BlockError> {
        let frame = self.video_reference_image.as_ref().and_then(|image| image.video_metadata());
        let (now, last) = match frame.and_then(time_in_video) {
            Some(time) => (time, &mut context.state.by_video),
            None => (context.now(), &mut context.state.by_clock),
        };
        let is_early = |last: Timestamp| now.duration_since(last).as_secs_f64() < self.cooldown_seconds;
        if last.is_some_and(is_early) {
            return Ok(Flow::default());
        }
        *last = Some(now);
        Ok(Flow(self.next_steps.clone()))
    }
}

/// The place of a frame in its video, as the time since the start, to the microsecond.
fn time_in_video(frame: &VideoMetadata) -> Option<Timestamp> {
    /// The last microsecond that a time may have, so that sums with it do not overflow either.
    const LIMIT: f64 = 1e17;
    let fps = frame.fps.filter(|fps| *fps != 0.0)?;
    #[expect(clippy::cast_precision_loss, reason = "frame numbers are far below 2^53")]
    let microseconds = (1.0 / fps * frame.frame_number as f64 * 1e6).round_ties_even();
    #[expect(clippy::cast_possible_truncation, reason = "numbers within the limit fit")]
    let whole = (microseconds.abs() <= LIMIT).then_some(microseconds as i64)?;
    Timestamp::from_microsecond(whole).ok()
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use image::GrayImage;

    use super::*;
    use crate::fake_clock::FakeClock;

    fn limiter(cooldown_seconds: f64, frame: Option<(Option<f64>, i64)>) -> RateLimiter {
        let now = Timestamp::UNIX_EPOCH;
        let picture = |(fps, frame_number)| {
            let metadata = VideoMetadata { fps, frame_number, ..VideoMetadata::still("video", now) };
            In::new(Picture::from_pixels(GrayImage::new(1, 1), "image").with_video_metadata(metadata))
        };
        RateLimiter {
            cooldown_seconds,
            depends_on: In::new(Value::Null),
            next_steps: vec![StepRef("$steps.next".to_owned())],
            video_reference_image: frame.map(picture),
        }
    }

    fn passes(limiter: &RateLimiter, last: &mut LastRuns, environment: &Environment) -> bool {
        limiter.run(&mut Context::new(last, environment)).unwrap() == Flow(limiter.next_steps.clone())
    }

    #[test]
    fn the_clock_counts_without_a_video() {
        let (clock, environment) = FakeClock::environment();
        let mut last = LastRuns::default();
        let seconds = [0.0, 0.5, 0.499, 0.001, 1.0, 0.0];
        let found = seconds.map(|pause| {
            clock.advance(pause);
            passes(&limiter(1.0, None), &mut last, &environment)
        });
        assert_eq!(found, [true, false, false, true, true, false]);
    }

    #[test]
    fn no_cooldown_lets_everything_pass() {
        let (_, environment) = FakeClock::environment();
        let mut last = LastRuns::default();
        assert!((0..3).all(|_| passes(&limiter(0.0, None), &mut last, &environment)));
    }

    #[test]
    fn frames_of_a_video_are_as_far_apart_as_they_play() {
        let (_, environment) = FakeClock::environment();
        let mut last = LastRuns::default();
        let passed: Vec<i64> = (0..100)
            .filter(|frame| passes(&limiter(1.0, Some((Some(30.0), *frame))), &mut last, &environment))
            .collect();
        assert_eq!(passed, [0, 30, 60, 90]);
    }

    #[test]
    fn the_clock_counts_where_a_video_does_not_say_how_fast_it_is() {
        let (clock, environment) = FakeClock::environment();
        let mut last = LastRuns::default();
        for fps in [None, Some(0.0), Some(f64::NAN), Some(1e-300)] {
            let limiter = limiter(1.0, Some((fps, 7)));
            assert!(passes(&limiter, &mut last, &environment), "{fps:?}");
            assert!(!passes(&limiter, &mut last, &environment), "{fps:?}");
            clock.advance(1.0);
        }
    }

    #[test]
    fn still_images_are_limited_by_the_clock() {
        let (clock, environment) = FakeClock::environment();
        let mut limiter = limiter(1.0, None);
        limiter.video_reference_image = Some(In::new(Picture::from_pixels(GrayImage::new(1, 1), "image")));
        let mut last = LastRuns::default();
        let found = [0.0, 0.5, 0.5].map(|pause| {
            clock.advance(pause);
            passes(&limiter, &mut last, &environment)
        });
        assert_eq!(found, [true, false, true]);
    }

    #[test]
    fn the_times_of_clock_and_video_are_kept_apart() {
        let (_, environment) = FakeClock::environment();
        let mut last = LastRuns::default();
        assert!(passes(&limiter(1.0, None), &mut last, &environment));
        assert!(passes(&limiter(1.0, Some((Some(10.0), 0))), &mut last, &environment));
        assert!(!passes(&limiter(1.0, None), &mut last, &environment));
        assert!(passes(&limiter(1.0, Some((Some(10.0), 10))), &mut last, &environment));
    }
}
