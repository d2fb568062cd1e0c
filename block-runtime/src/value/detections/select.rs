//! Taking detections out of a set, and putting sets together.

use std::sync::Arc;

use indexmap::IndexMap;

use super::gathered::Selection;
use super::{Column, Columns, Detections, NoSuchPlace};
use crate::value::Value;

/// Sets that do not know the same about their detections cannot become one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "detections with the column `{column}` cannot be merged with others that lack it; add it to all sets, or leave it out of all"
)]
pub struct MergeError {
    /// A column that not all sets have.
    pub column: String,
}

impl Detections {
    /// The detections at these places, counted from 0, in this order; a place may come several times.
    ///
    /// Takes some ten bytes a detection, however much is known about each: only numbers are copied, everything else is
    /// shared.
    ///
    /// # Errors
    /// [`NoSuchPlace`] where there is no detection.
    pub fn select(&self, places: &[usize]) -> Result<Self, NoSuchPlace> {
        if places.len() == self.len() && places.iter().enumerate().all(|(index, place)| index == *place) {
            return Ok(self.clone());
        }
        let columns = &*self.0;
        let mut selection = Selection::new(places);
        Ok(Self(Arc::new(Columns {
            bounds: Arc::new(selection.of(&columns.bounds)?),
            confidences: Arc::new(selection.of(&columns.confidences)?),
            class_ids: Arc::new(selection.of(&columns.class_ids)?),
            class_names: columns.class_names.select(&mut selection)?,
            ids: columns.ids.select(&mut selection)?,
            provenances: columns.provenances.select(&mut selection)?,
            tracker_ids: columns.tracker_ids.as_ref().map(|tracks| selection.of(tracks).map(Arc::new)).transpose()?,
            masks: columns.masks.as_ref().map(|masks| masks.select(&mut selection)).transpose()?,
            run_length_masks: columns
                .run_length_masks
                .as_ref()
                .map(|masks| masks.select(&mut selection))
                .transpose()?,
            keypoints: columns.keypoints.as_ref().map(|points| points.select(&mut selection)).transpose()?,
            data: columns
                .data
                .iter()
                .map(|(name, values)| Ok((Arc::clone(name), values.select(&mut selection)?)))
                .collect::<Result<_, _>>()?,
        })))
    }

    /// The detections of all sets, one set after the other. Empty sets count for nothing.
    ///
    /// # Errors
    /// [`MergeError`] when one set has tracks, masks, key points or a column of data that another lacks.
    pub fn merge(sets: impl IntoIterator<Item = Self>) -> Result<Self, MergeError> {
        let mut sets: Vec<Self> = sets.into_iter().filter(|set| !set.is_empty()).collect();
        if sets.len() < 2 {
            return Ok(sets.pop().unwrap_or_default());
        }
        let sets: Vec<&Columns> = sets.iter().map(|set| &*set.0).collect();
        Ok(Self(Arc::new(Columns {
            bounds: Arc::new(joined(&sets, |set| &set.bounds)),
            confidences: Arc::new(joined(&sets, |set| &set.confidences)),
            class_ids: Arc::new(joined(&sets, |set| &set.class_ids)),
            class_names: chained(sets.iter().map(|set| &set.class_names)),
            ids: chained(sets.iter().map(|set| &set.ids)),
            provenances: chained(sets.iter().map(|set| &set.provenances)).repeated(),
            tracker_ids: shared("tracker_id", &sets, |set| set.tracker_ids.as_deref())?
                .map(|tracks| Arc::new(tracks.into_iter().flatten().copied().collect())),
            masks: shared("mask", &sets, |set| set.masks.as_ref())?.map(chained),
            run_length_masks: shared("rle_mask", &sets, |set| set.run_length_masks.as_ref())?.map(chained),
            keypoints: shared("keypoints", &sets, |set| set.keypoints.as_ref())?.map(chained),
            data: merged_data(&sets)?,
        })))
    }
}

fn joined<'a, T: Copy + 'a>(sets: &[&'a Columns], column: impl Fn(&'a Columns) -> &'a Vec<T>) -> Vec<T> {
    sets.iter().flat_map(|set| column(set)).copied().collect()
}

fn chained<'a, T: Clone + 'a>(columns: impl IntoIterator<Item = &'a Column<T>>) -> Column<T> {
    columns.into_iter().flat_map(Column::iter).cloned().collect()
}

/// A column of all sets, nothing when no set has it.
fn shared<'a, T: ?Sized>(
    name: &str,
    sets: &[&'a Columns],
    column: impl Fn(&'a Columns) -> Option<&'a T>,
) -> Result<Option<Vec<&'a T>>, MergeError> {
    let columns: Vec<&T> = sets.iter().filter_map(|set| column(set)).collect();
    match columns.len() {
        0 => Ok(None),
        len if len == sets.len() => Ok(Some(columns)),
        _ => Err(MergeError { column: name.to_owned() }),
    }
}

fn merged_data(sets: &[&Columns]) -> Result<IndexMap<Arc<str>, Column<Value>>, MergeError> {
    let mut merged = IndexMap::new();
    for name in sets.iter().flat_map(|set| set.data.keys()) {
        if !merged.contains_key(name)
            && let Some(columns) = shared(name, sets, |set| set.data.get(name))?
        {
            merged.insert(Arc::clone(name), chained(columns));
        }
    }
    Ok(merged)
}
