//! Cache Set.

use block_runtime::prelude::*;

use crate::cache::Cache;

/// Put a value aside under a key.
///
/// *Cache Get* steps of the same workflow fetch it again, in this run or in a later one, such as that for the next frame.
/// A value that is put down under the same key later takes its place. What is given back is the value itself.
///
/// Each video has keys of its own; videos without an identifier share one set of keys, and images that are no frames of
/// a video have those of their input. Values are kept as long as the session: the processing of a video, or a single
/// request. Of more than 1,024 videos those are forgotten that have not been seen for longest, of more than 1,024 values
/// of a video, or of more than 1 GiB, those that were put down first.
///
/// **Order.** Steps run as soon as what they refer to is there. A *Cache Get* that should find the value of this run has
/// to come after this step: bind one of its properties to something that comes from here, or let a gate that depends on
/// `output` stand before it. Otherwise it may find the value of the run before.
///
/// Typical uses: remember the first frame of a video, or carry a count over from frame to frame.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/cache_set@v1",
    section = Advanced,
    block_type = Fusion,
    engine = ">=1.3.0,<2.0.0",
    icon = "far fa-memory",
    outputs = Kept,
    state = Shared<Cache>,
    restriction(
        severity = Hard,
        note = "Values are kept in the memory of the machine that runs the workflow, which steps that run elsewhere cannot reach",
        execution(Remote)
    )
)]
pub(crate) struct CacheSet {
    /// Frame that says which video the value belongs to.
    #[block(origin = WorkflowImage, example = "$inputs.image")]
    image: In<Image>,

    /// Name under which the value is kept. Capital and small letters differ.
    #[block(example = "my_cache_key", example = "detections", example = "$inputs.cache_key")]
    key: Or<String>,

    /// Value to keep, of any type.
    #[block(example = "$steps.detection.predictions", example = "$inputs.metadata")]
    value: In<Any<(Wildcard, ListOfValues)>>,
}

/// What has been put aside.
#[derive(Debug, Outputs)]
pub(crate) struct Kept {
    /// The value.
    output: Out<Wildcard>,
}

impl Run for CacheSet {
    fn run(&self, context: &mut Context<'_, Shared<Cache>>) -> Result<Kept, BlockError> {
        context.state.lock().set(&self.image, &self.key, self.value.0.clone());
        Ok(Kept { output: Out(self.value.0.clone()) })
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;

    use super::*;

    #[test]
    fn the_value_is_kept_and_given_back() {
        let mut cache = Shared::new(Cache::default());
        let frame = Picture::from_pixels(image::GrayImage::new(1, 1), "video");
        let block =
            CacheSet { image: In::new(frame.clone()), key: "k".to_owned().into(), value: In::new(Value::from("a")) };
        let kept = block.run(&mut Context::new(&mut cache, &Environment::default())).unwrap();
        assert!(kept.output.equals(&Value::from("a")));
        assert!(cache.lock().get(&frame, "k").is_some_and(|value| value.equals(&Value::from("a"))));
    }
}
