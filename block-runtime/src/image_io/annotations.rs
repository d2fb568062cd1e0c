//! What an image object says beside the image: where it comes from, and which frame of a video it is.

use std::sync::Arc;

use crate::value::{Ancestor, FieldError, Map, Members, Origin, Picture, Place, VideoMetadata};

/// The optional members of an image object.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    parent_id: Option<Arc<str>>,
    parent_origin: Option<Origin>,
    root: Option<(Arc<str>, Option<Origin>)>,
    video: Option<VideoMetadata>,
}

impl Annotations {
    pub(super) fn read(object: &Map) -> Result<Self, FieldError> {
        let object = Members::whole(object);
        let parent_id = object.identifier("parent_id")?;
        let parent_origin = object.origin("parent_origin")?;
        let root = match object.identifier("root_parent_id")? {
            Some(id) => Some((id, object.origin("root_parent_origin")?)),
            None => None,
        };
        let place = Place::Member(&Place::Whole, "video_metadata");
        let video = object.get("video_metadata").map(|video| VideoMetadata::read(video, place)).transpose()?;
        Ok(Self { parent_id, parent_origin, root, video })
    }

    /// Adds to a picture, which stands alone so far, what the object said about it.
    pub(super) fn apply(self, picture: Picture) -> Picture {
        let whole = Origin::whole(picture.width(), picture.height());
        let parent = Ancestor {
            id: self.parent_id.unwrap_or_else(|| Arc::clone(&picture.parent().id)),
            origin: self.parent_origin.unwrap_or(whole),
        };
        let root = match self.root {
            Some((id, origin)) => Ancestor { id, origin: origin.unwrap_or(whole) },
            None => parent.clone(),
        };
        let picture = picture.with_lineage(parent, root);
        match self.video {
            Some(video) => picture.with_video_metadata(video),
            None => picture,
        }
    }
}
