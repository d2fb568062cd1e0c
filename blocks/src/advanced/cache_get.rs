//! Cache Get.

use block_runtime::prelude::*;

use crate::cache::Cache;

/// Fetch a value that was put aside under a key.
///
/// Finds what a *Cache Set* step of the same workflow has put down last under the same key and for the same video, in
/// this run or in an earlier one. Where there is nothing, the output is `false`, so that a condition can tell.
///
/// Each video has keys of its own; frames of a video without an identifier share theirs, and images that are no frames
/// of a video have those of their input. Values are kept as long as the session: the processing of a video, or a single
/// request.
///
/// **Order.** This step runs as soon as what it refers to is there. To find the value that *Cache Set* puts down in the
/// same run, it has to refer to something that comes from there, or stand behind a gate that does. Otherwise it may find
/// the value of the run before.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/cache_get@v1",
    section = Advanced,
    block_type = Fusion,
    engine = ">=1.3.0,<2.0.0",
    icon = "far fa-memory",
    outputs = Found,
    state = Shared<Cache>,
    restriction(
        severity = Hard,
        note = "Values are kept in the memory of the machine that runs the workflow, which steps that run elsewhere cannot reach",
        execution(Remote)
    )
)]
pub(crate) struct CacheGet {
    /// Frame that says which video the value belongs to.
    #[block(origin = WorkflowImage, example = "$inputs.image")]
    image: In<Image>,

    /// Name under which the value was put down. Capital and small letters differ.
    #[block(example = "my_cache_key", example = "detections", example = "$inputs.cache_key")]
    key: Or<String>,
}

/// What has been found.
#[derive(Debug, Outputs)]
pub(crate) struct Found {
    /// The value, or `false` where there is none.
    output: Out<Wildcard>,
}

impl Run for CacheGet {
    fn run(&self, context: &mut Context<'_, Shared<Cache>>) -> Result<Found, BlockError> {
        let value = context.state.lock().get(&self.image, &self.key);
        Ok(Found { output: Out(value.unwrap_or(Value::Bool(false))) })
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;

    use super::*;

    #[test]
    fn a_miss_is_false() {
        let cache = Shared::new(Cache::default());
        let frame = Picture::from_pixels(image::GrayImage::new(1, 1), "video");
        let block = CacheGet { image: In::new(frame.clone()), key: "k".to_owned().into() };
        let fetch = || block.run(&mut Context::new(&mut cache.clone(), &Environment::default())).unwrap().output.0;
        assert!(matches!(fetch(), Value::Bool(false)));
        cache.lock().set(&frame, "k", Value::Null);
        assert!(fetch().is_null());
    }
}
