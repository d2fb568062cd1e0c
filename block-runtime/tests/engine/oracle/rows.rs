//! What a workflow gives back: an object for each row.

use serde_json::{Map, Value as Json};

use super::definition::{Selection, Source};
use super::run::State;
use super::{Index, Lineage, ROWS};

pub fn rows(state: &State<'_>) -> Vec<Map<String, Json>> {
    let outputs = &state.workflow.outputs;
    let lineages: Vec<Lineage> = outputs
        .iter()
        .map(|output| match &output.selection {
            Selection::One(source) => state.flow.lineage(source),
            Selection::All(step) => state.flow.courses[step].lineage.clone(),
        })
        .collect();
    let belongs_to_rows = |lineage: &Lineage| lineage.first().is_some_and(|level| level == ROWS);
    let count = if lineages.iter().any(belongs_to_rows) { count(state, ROWS) } else { 1 };
    let mut rows = vec![Map::new(); count];
    for (place, row) in rows.iter_mut().enumerate() {
        for wants_batch in [false, true] {
            for (output, lineage) in outputs.iter().zip(&lineages) {
                if lineage.is_empty() == wants_batch {
                    continue;
                }
                let value = match lineage.first() {
                    None => value(state, &output.selection, &Index::new()),
                    Some(level) if level == ROWS => nested(state, &output.selection, lineage, &vec![place]),
                    Some(level) => {
                        let elements = 0..self::count(state, level);
                        elements.map(|place| nested(state, &output.selection, lineage, &vec![place])).collect()
                    }
                };
                row.insert(output.name.clone(), value);
            }
        }
    }
    rows
}

/// How many elements the outermost level of a batch has.
fn count(state: &State<'_>, level: &str) -> usize {
    state
        .places
        .get(&vec![level.to_owned()])
        .map_or(0, |places| places.iter().map(|index| index[0] + 1).max().unwrap_or(0))
}

/// What belongs to a place of an outer level, as lists in lists.
fn nested(state: &State<'_>, selection: &Selection, lineage: &Lineage, index: &Index) -> Json {
    if index.len() == lineage.len() {
        let exists = state.places.get(lineage).is_some_and(|places| places.contains(index));
        return if exists { value(state, selection, index) } else { Json::Null };
    }
    let inner = state.places.get(lineage).into_iter().flatten().filter(|place| place.starts_with(index));
    let Some(last) = inner.map(|place| place[index.len()]).max() else {
        let lists = lineage.len() - index.len();
        return (1..lists).fold(Json::Array(Vec::new()), |list, _| Json::Array(vec![list]));
    };
    (0..=last).map(|place| nested(state, selection, lineage, &[index.as_slice(), &[place]].concat())).collect()
}

fn value(state: &State<'_>, selection: &Selection, index: &Index) -> Json {
    match selection {
        Selection::One(source) => state.value(source, index),
        Selection::All(step) => {
            let outputs = state.workflow.steps[*step].outputs.iter();
            let value = |name: &String| state.value(&Source::Output(*step, name.clone()), index);
            Json::Object(outputs.map(|(name, _)| (name.clone(), value(name))).collect())
        }
    }
}
