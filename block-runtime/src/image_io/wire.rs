//! The JSON in which images leave a workflow.

use std::sync::Arc;

use jiff::Timestamp;
use schemas::{Text, kinds as wire};

use crate::value::{EncodeError, Picture, VideoMetadata};

impl Picture {
    /// The image as an object that [`ImageReader`](super::ImageReader) reads again: `type`, `value` and
    /// `video_metadata` (made up of the parent's name and the time `now` for an image that is no frame of a video),
    /// and for an image that was cut out of another one the four members of its lineage.
    ///
    /// # Errors
    /// [`EncodeError`] when the image has to be written as JPEG and does not fit into one.
    pub fn to_wire(&self, now: Timestamp) -> Result<wire::Image, EncodeError> {
        let video_metadata = match self.video_metadata() {
            Some(video) => video.to_wire(),
            None => VideoMetadata::still(self.parent().id.as_ref(), now).to_wire(),
        };
        let lineage = self.is_derived().then(|| (self.parent(), self.root()));
        let text = |text: &Arc<str>| Text(Arc::clone(text));
        Ok(wire::Image {
            type_: Some("base64".to_owned()),
            value: Text(self.base64()?.into()),
            video_metadata: Some(video_metadata),
            parent_id: lineage.map(|(parent, _)| text(&parent.id)),
            parent_origin: lineage.map(|(parent, _)| parent.origin.to_wire()),
            root_parent_id: lineage.map(|(_, root)| text(&root.id)),
            root_parent_origin: lineage.map(|(_, root)| root.origin.to_wire()),
        })
    }
}
