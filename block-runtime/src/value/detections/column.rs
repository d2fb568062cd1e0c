//! Columns of data that results show, under the names that they have there. Blocks may add columns of any other name;
//! those travel with the detections and stay within the workflow.

/// How far the object is from the path that it should follow, in pixels.
pub const PATH_DEVIATION: &str = "path_deviation";
/// How long the object has been in a zone, in seconds.
pub const TIME_IN_ZONE: &str = "time_in_zone";
/// A simplified outline: a list of points.
pub const POLYGON: &str = "polygon";
/// The four corners of the smallest rotated rectangle around the object.
pub const RECT: &str = "rect";
/// The width of that rectangle.
pub const WIDTH: &str = "width";
/// The height of that rectangle.
pub const HEIGHT: &str = "height";
/// How far that rectangle is turned, in degrees.
pub const ANGLE: &str = "angle";
/// The text of a code.
pub const DATA: &str = "data";
/// Velocity as x and y.
pub const VELOCITY: &str = "velocity";
/// Length of the velocity.
pub const SPEED: &str = "speed";
/// Velocity as x and y, averaged over time.
pub const SMOOTHED_VELOCITY: &str = "smoothed_velocity";
/// Length of the averaged velocity.
pub const SMOOTHED_SPEED: &str = "smoothed_speed";
/// Area in pixels.
pub const AREA_PX: &str = "area_px";
/// Area in a unit of the user's.
pub const AREA_CONVERTED: &str = "area_converted";
/// Distance to the nearest object of another set; null where there is none.
pub const NEAREST_TARGET_DISTANCE: &str = "nearest_target_distance";
/// The four corners of an oriented box: a list of points. Results do not show it.
pub const ORIENTED_BOX: &str = "xyxyxyxy";
/// Identifier of the request to a model that has found the object. Results do not show it.
pub const INFERENCE_ID: &str = "inference_id";
