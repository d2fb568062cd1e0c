//! What an image object says beside the image: where it comes from, and which frame of a video it is.

use std::sync::Arc;

use super::error::{FieldProblem, ImageError};
use crate::value::{Ancestor, Origin, VideoMetadata};
use crate::value::{ConversionError, DateTime, FromValue, Map, Picture, Value};

/// The optional members of an image object.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    parent_id: Option<Arc<str>>,
    parent_origin: Option<Origin>,
    root: Option<(Arc<str>, Option<Origin>)>,
    video: Option<VideoMetadata>,
}

impl Annotations {
    pub(super) fn read(object: &Map) -> Result<Self, ImageError> {
        let object = Members { members: object, place: "" };
        let parent_id = object.identifier("parent_id")?;
        let parent_origin = object.origin("parent_origin")?;
        let root = match object.identifier("root_parent_id")? {
            Some(id) => Some((id, object.origin("root_parent_origin")?)),
            None => None,
        };
        let video = object.members.get("video_metadata").map(read_video_metadata).transpose()?;
        Ok(Self { parent_id, parent_origin, root, video })
    }

    /// Adds to a picture, which stands alone so far, what the object said about it.
    pub(super) fn apply(self, picture: Picture) -> Picture {
        let whole = Origin::whole(picture.pixels());
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

fn read_video_metadata(value: &Value) -> Result<VideoMetadata, ImageError> {
    let object = Members::of(value, "video_metadata")?;
    let FrameTime(frame_timestamp) = object.required("frame_timestamp")?;
    Ok(VideoMetadata {
        video_identifier: object.required("video_identifier")?,
        frame_number: object.required("frame_number")?,
        frame_timestamp,
        fps: object.optional("fps")?,
        measured_fps: object.optional("measured_fps")?,
        comes_from_video_file: object.optional("comes_from_video_file")?,
    })
}

/// When a frame was taken: ISO 8601 or a Unix time.
struct FrameTime(DateTime);

impl FromValue for FrameTime {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        let time = match value {
            Value::Text(text) => match text.trim().parse() {
                Ok(number) => DateTime::from_unix(number),
                Err(_) => text.parse().ok(),
            },
            Value::Integer(_) | Value::Float(_) => DateTime::from_unix(f64::from_value(value)?),
            _ => None,
        };
        let expected = "a date and time like `2024-08-21T11:13:44+02:00`, or a Unix time";
        time.map(Self).ok_or_else(|| ConversionError::wrong_type(expected, value))
    }
}

/// A side of an image: at least one pixel.
struct Side(u32);

impl FromValue for Side {
    fn from_value(value: &Value) -> Result<Self, ConversionError> {
        let side = i64::from_value(value)?;
        u32::try_from(side).ok().filter(|side| *side > 0).map(Self).ok_or_else(|| ConversionError::OutOfRange {
            limit: "an image is 1 to 4294967295 pixels wide and high".to_owned(),
            found: side.to_string(),
        })
    }
}

/// The members of an object that stands at `place` in the image object.
#[derive(Clone, Copy)]
struct Members<'a> {
    members: &'a Map,
    place: &'a str,
}

impl<'a> Members<'a> {
    fn of(value: &'a Value, place: &'a str) -> Result<Self, ImageError> {
        let members = value.as_map().ok_or_else(|| ImageError::Field {
            field: place.to_owned(),
            problem: ConversionError::wrong_type("an object", value).into(),
        })?;
        Ok(Self { members, place })
    }

    fn problem(self, name: &str, problem: impl Into<FieldProblem>) -> ImageError {
        let field = if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) };
        ImageError::Field { field, problem: problem.into() }
    }

    /// A member that may be missing or null.
    fn optional<T: FromValue>(self, name: &str) -> Result<Option<T>, ImageError> {
        match self.members.get(name) {
            Some(value) => Option::from_value(value).map_err(|error| self.problem(name, error)),
            None => Ok(None),
        }
    }

    fn required<T: FromValue>(self, name: &str) -> Result<T, ImageError> {
        let value = self.members.get(name).ok_or_else(|| self.problem(name, FieldProblem::Missing))?;
        T::from_value(value).map_err(|error| self.problem(name, error))
    }

    /// An identifier; empty text is none.
    fn identifier(self, name: &str) -> Result<Option<Arc<str>>, ImageError> {
        Ok(self.optional::<String>(name)?.filter(|id| !id.is_empty()).map(Arc::from))
    }

    fn origin(self, name: &str) -> Result<Option<Origin>, ImageError> {
        let Some(value) = self.members.get(name).filter(|value| !value.is_null()) else { return Ok(None) };
        let origin = Members::of(value, name)?;
        let Side(width) = origin.required("width")?;
        let Side(height) = origin.required("height")?;
        let (offset_x, offset_y) = (origin.required("offset_x")?, origin.required("offset_y")?);
        Ok(Some(Origin { offset_x, offset_y, width, height }))
    }
}
