//! Moving detections into the pixels of the image that entered the workflow.

use std::sync::Arc;

use super::{BoundingBox, Columns, Detections, ImageSize, Keypoint, Masks, Point, Provenance, Scale, column};
use crate::limits::MAX_NESTING;
use crate::value::{FromValue, Origin, Value};

impl Value {
    /// The value with all detections in it, also inside lists and objects, in the pixels of the images that entered the
    /// workflow. A cheap clone where nothing has to be moved.
    #[must_use]
    pub fn in_root_coordinates(&self) -> Self {
        moved(self, MAX_NESTING).unwrap_or_else(|| self.clone())
    }
}

/// Nothing when the value stays as it is. What lies deeper than so many lists and objects is not looked at; results do
/// not show it either.
fn moved(value: &Value, levels: usize) -> Option<Value> {
    let inner = |value: &Value| moved(value, levels.checked_sub(1)?);
    match value {
        Value::Detections(detections) => detections.moved_to_root().map(Value::from),
        Value::List(items) => {
            let changed: Vec<_> = items.iter().map(inner).collect();
            let is_changed = changed.iter().any(Option::is_some);
            let pairs = changed.into_iter().zip(items.iter());
            is_changed.then(|| pairs.map(|(new, old)| new.unwrap_or_else(|| old.clone())).collect())
        }
        Value::Map(members) => {
            let changed: Vec<_> = members.values().map(inner).collect();
            let is_changed = changed.iter().any(Option::is_some);
            let pairs = changed.into_iter().zip(members.iter());
            is_changed
                .then(|| pairs.map(|(new, (name, old))| (name.clone(), new.unwrap_or_else(|| old.clone()))).collect())
        }
        _ => None,
    }
}

/// The way from the pixels of an image to those of the one that entered the workflow.
struct Move {
    scale: Scale,
    root: Origin,
    /// The provenance of what has been moved.
    arrived: Arc<Provenance>,
}

impl Move {
    /// Nothing when the pixels are the same, or the way is not known.
    fn from(provenance: &Provenance) -> Option<Self> {
        let root = provenance.root_origin?;
        let scale = provenance.root_scale;
        let image = ImageSize { width: root.width, height: root.height };
        if (root.offset_x, root.offset_y) == (0, 0) && image == provenance.image && scale.is_one() {
            return None;
        }
        let whole = Some(Origin { offset_x: 0, offset_y: 0, ..root });
        let arrived = Arc::new(Provenance {
            image,
            parent_id: Arc::clone(&provenance.root_id),
            parent_origin: whole,
            parent_scale: Scale::ONE,
            root_id: Arc::clone(&provenance.root_id),
            root_origin: whole,
            root_scale: Scale::ONE,
        });
        Some(Self { scale, root, arrived })
    }

    /// Scaling ends on whole pixels.
    fn point(&self, point: Point) -> Point {
        let Point { x, y } = if self.scale.is_one() {
            point
        } else {
            let factor = self.scale.factor().recip();
            Point { x: point.x * factor, y: point.y * factor }.rounded()
        };
        #[expect(clippy::cast_precision_loss, reason = "no image is that large")]
        let (offset_x, offset_y) = (self.root.offset_x as f64, self.root.offset_y as f64);
        Point { x: x + offset_x, y: y + offset_y }
    }

    fn bounds(&self, bounds: &mut BoundingBox) {
        let first = self.point(Point { x: bounds.x_min, y: bounds.y_min });
        let last = self.point(Point { x: bounds.x_max, y: bounds.y_max });
        *bounds = BoundingBox { x_min: first.x, y_min: first.y, x_max: last.x, y_max: last.y };
    }

    fn keypoint(&self, keypoint: &mut Keypoint) {
        let Point { x, y } = self.point(Point { x: keypoint.x.into(), y: keypoint.y.into() });
        #[expect(clippy::cast_possible_truncation, reason = "key points are as exact as models are")]
        let (x, y) = (x as f32, y as f32);
        (keypoint.x, keypoint.y) = (x, y);
    }

    /// Moves a list of points; what is none stays.
    fn points(&self, points: &Value) -> Value {
        let Value::List(items) = points else { return points.clone() };
        let moved = |item: &Value| {
            let (x, y) = match item {
                Value::List(pair) => match pair.as_ref() {
                    [x, y] => (f64::from_value(x).ok()?, f64::from_value(y).ok()?),
                    _ => return None,
                },
                _ => return None,
            };
            let Point { x, y } = self.point(Point { x, y });
            Some([Value::from(x), Value::from(y)].into_iter().collect())
        };
        items.iter().map(|item| moved(item).unwrap_or_else(|| item.clone())).collect()
    }
}

impl Detections {
    /// The detections in the pixels of the images that entered the workflow: boxes, key points, outlines and the columns
    /// [`POLYGON`](column::POLYGON) and [`ORIENTED_BOX`](column::ORIENTED_BOX). Run-length masks and other columns stay as
    /// they are, as in the reference. A cheap clone where nothing has to be moved.
    #[must_use]
    pub fn in_root_coordinates(&self) -> Self {
        self.moved_to_root().unwrap_or_else(|| self.clone())
    }

    /// Nothing when all detections stay where they are.
    fn moved_to_root(&self) -> Option<Self> {
        let moves = moves(&self.0.provenances);
        moves.iter().any(Option::is_some).then(|| self.clone().change(|columns| columns.follow(&moves)))
    }
}

/// The way of each detection. Those of one image share theirs.
fn moves(provenances: &[Arc<Provenance>]) -> Vec<Option<Arc<Move>>> {
    let mut known: Option<(&Arc<Provenance>, Option<Arc<Move>>)> = None;
    let way = |provenance| match &known {
        Some((last, way)) if Arc::ptr_eq(last, provenance) => way.clone(),
        _ => {
            let way = Move::from(provenance).map(Arc::new);
            known = Some((provenance, way.clone()));
            way
        }
    };
    provenances.iter().map(way).collect()
}

impl Columns {
    fn follow(&mut self, moves: &[Option<Arc<Move>>]) {
        for (place, way) in moves.iter().enumerate() {
            let Some(way) = way else { continue };
            if let Some(bounds) = self.bounds.get_mut(place) {
                way.bounds(bounds);
            }
            if let Some(provenance) = self.provenances.get_mut(place) {
                *provenance = Arc::clone(&way.arrived);
            }
            for keypoint in self.keypoints.iter_mut().filter_map(|all| all.get_mut(place)).flatten() {
                way.keypoint(keypoint);
            }
            if let Some(Masks::Polygons(polygons)) = &mut self.masks
                && let Some(polygon) = polygons.get_mut(place)
                && let Some(moved) = polygon.map(|corner| way.point(corner))
            {
                *polygon = moved;
            }
            for name in [column::POLYGON, column::ORIENTED_BOX] {
                if let Some(points) = self.data.get_mut(name).and_then(|column| column.get_mut(place)) {
                    *points = way.points(points);
                }
            }
        }
    }
}
