//! Moving detections into the pixels of the image that entered the workflow.

use std::sync::Arc;

use super::scale::map_points;
use super::{Column, Columns, Detections, ImageSize, Mask, MaskTooLarge, Point, Provenance, Scale, column};
use crate::limits::MAX_NESTING;
use crate::value::{Origin, Value};

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
        Value::Detection(entry) => entry.alone().moved_to_root()?.get(0).map(Value::from),
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
        let Point { x, y } = if self.scale.is_one() { point } else { self.scale.inverse().point(point) };
        #[expect(clippy::cast_precision_loss, reason = "no image is that large")]
        let (offset_x, offset_y) = (self.root.offset_x as f64, self.root.offset_y as f64);
        Point { x: x + offset_x, y: y + offset_y }
    }

    fn mask(&self, mask: &Mask) -> Result<Mask, MaskTooLarge> {
        let image = ImageSize { width: self.root.width, height: self.root.height };
        let (x, y) = (self.root.offset_x, self.root.offset_y);
        let scaled = if self.scale.is_one() { mask } else { &self.scale.inverse().mask(mask)? };
        Ok(scaled.shifted(x, y, image))
    }
}

impl Detections {
    /// The detections in the pixels of the images that entered the workflow: boxes, key points, masks and the columns
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
fn moves(provenances: &Column<Arc<Provenance>>) -> Vec<Option<Arc<Move>>> {
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
        for (bounds, way) in Arc::make_mut(&mut self.bounds).iter_mut().zip(moves) {
            if let Some(way) = way {
                *bounds = bounds.map(|corner| way.point(corner));
            }
        }
        self.provenances = moved_along(&self.provenances, moves, |_, way| Arc::clone(&way.arrived)).repeated();
        if let Some(keypoints) = &mut self.keypoints {
            *keypoints = moved_along(keypoints, moves, |points, way| {
                points.iter().map(|keypoint| keypoint.map(|point| way.point(point))).collect()
            });
        }
        // Masks are too large where the scale is not one that an image was shown to a model at; the boxes remain.
        self.masks = self.masks.take().and_then(|masks| {
            let on_root = masks.iter().zip(moves).map(|(mask, way)| match way {
                Some(way) => way.mask(mask),
                None => Ok(mask.clone()),
            });
            on_root.collect::<Result<_, _>>().ok()
        });
        for name in [column::POLYGON, column::ORIENTED_BOX] {
            if let Some(points) = self.data.get_mut(name) {
                *points = moved_along(points, moves, |points, way| map_points(points, |point| way.point(point)));
            }
        }
    }
}

/// The column after the values of those detections were changed that have a way to go.
fn moved_along<T: Clone>(
    column: &Column<T>,
    moves: &[Option<Arc<Move>>],
    change: impl Fn(&T, &Move) -> T,
) -> Column<T> {
    column.map(|(place, value)| match moves.get(place) {
        Some(Some(way)) => change(value, way),
        _ => value.clone(),
    })
}
