//! The JSON in which images leave a workflow.

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use crate::value::{EncodeError, Picture, VideoMetadata};

impl Picture {
    /// The image as an object that [`ImageReader`](super::ImageReader) reads again: `type`, `value` and
    /// `video_metadata` (made up of the parent's name and the time `now` for an image that is no frame of a video),
    /// and for an image that was cut out of another one the four members of its lineage.
    ///
    /// # Errors
    /// [`EncodeError`] when the image has to be written as JPEG and does not fit into one.
    pub fn to_wire(&self, now: Timestamp) -> Result<Json, EncodeError> {
        let video_metadata = match self.video_metadata() {
            Some(video) => video.to_json(),
            None => VideoMetadata::still(self.parent().id.as_ref(), now).to_json(),
        };
        let mut object = json!({
            "type": "base64",
            "value": self.base64()?,
            "video_metadata": video_metadata,
        });
        if self.is_derived() {
            let (parent, root) = (self.parent(), self.root());
            object["parent_id"] = parent.id.as_ref().into();
            object["parent_origin"] = parent.origin.to_json();
            object["root_parent_id"] = root.id.as_ref().into();
            object["root_parent_origin"] = root.origin.to_json();
        }
        Ok(object)
    }
}
