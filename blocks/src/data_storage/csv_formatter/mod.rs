//! CSV Formatter.

mod table;

use std::borrow::Cow;

use block_runtime::prelude::*;
use block_runtime::query::{Chain, Scope};
use block_runtime::step::Check;
use block_runtime::value::Map;

use crate::operated::operated;

/// Write data as a CSV document, one row for each element.
///
/// `columns_data` names the columns and says where their data come from: steps, inputs, or a fixed value that is the
/// same in every row. `columns_operations` change the data of a column before they are written, to extract the classes of
/// detections, for example. Columns that differ from row to row come first, those with one value for all rows behind
/// them, each in the order in which they are declared; the last column is `timestamp`, the time of writing in UTC.
///
/// A batch becomes one document: `csv_content` of its last element has all rows, that of the others is `null`. Steps
/// that read it, such as a *Local File Sink*, so run once for a batch.
///
/// ## Cells
///
/// | Data | Written as |
/// | --- | --- |
/// | text | itself; in quotation marks where it contains a comma, a quotation mark or a line break |
/// | `true`, `false` | `True`, `False` |
/// | whole numbers | `3`; as `3.0` where the column has fractions or holes as well |
/// | other numbers | the shortest digits that mean the same number: `0.1`, `1e-05`, `inf` |
/// | `null`, NaN | nothing |
/// | lists and objects | in Python's spelling: `"['cat', 'dog']"` |
/// | points in time | `2024-10-18 14:09:57.622297+00:00` |
/// | images, detections | `<an image>`, `<detections>`: give them operations that make text or numbers of them |
///
/// Elements for which one of the columns has no data are left out of the document. The first line has the names of the
/// columns; lines end in a line feed.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/csv_formatter@v1",
    name = "CSV Formatter",
    section = DataStorage,
    block_type = Formatter,
    outputs = Document,
    batch,
    check = time_has_its_own_column,
    engine = ">=1.3.0,<2.0.0",
    icon = "fal fa-file-csv",
    priority = 2,
    ui(popular = true)
)]
pub(crate) struct CsvFormatter {
    /// Columns: names, each with a reference to its data or a fixed value. `timestamp` cannot be one of them.
    #[block(example = { "predictions": "$steps.model.predictions", "camera": "entrance" })]
    columns_data: IndexMap<String, Either<InMixed<Wildcard>, Scalar>>,

    /// Operations that change the data of columns before they are written, by the name of the column. Operations of one
    /// column cannot refer to others.
    #[block(
        default,
        operates_on = columns_data,
        example = { "predictions": [{ "type": "DetectionsPropertyExtract", "property_name": "class_name" }] }
    )]
    columns_operations: IndexMap<String, Chain>,
}

#[derive(Debug, Outputs)]
pub(crate) struct Document {
    /// The document, for the last element of a batch; nothing for the others.
    csv_content: Option<Out<Str>>,
}

/// The column that every document has.
const TIME: &str = "timestamp";

fn time_has_its_own_column(check: &mut Check<'_>) {
    for property in ["columns_data", "columns_operations"] {
        if check.step.json(property).get(TIME).is_some() {
            let message = format!("`{property}` has a column `{TIME}`, which every document has already");
            check.report(property, message, "give the column another name");
        }
    }
}

/// Two columns have batches of different sizes.
#[derive(Debug, thiserror::Error)]
#[error(
    "column `{column}` has {found} elements where others have {expected}; take data of the same batch for all columns"
)]
struct UnevenColumns {
    column: String,
    found: usize,
    expected: usize,
}

impl Run for CsvFormatter {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<Vec<Document>, BlockError> {
        let scope = Scope::new(context.environment());
        let rows = self.rows()?.into_iter().map(|row| {
            let mut row = operated(&row, &self.columns_operations, &scope)?;
            row.insert(TIME.to_owned(), Value::from(DateTime::from(context.now()).to_string()));
            Ok(row)
        });
        let rows = rows.collect::<Result<Vec<Map>, BlockError>>()?;
        let mut documents: Vec<Document> = rows.iter().map(|_| Document { csv_content: None }).collect();
        if let Some(last) = documents.last_mut() {
            last.csv_content = Some(Out(table::csv(&rows)?));
        }
        Ok(documents)
    }
}

impl CsvFormatter {
    /// The data of each row: one for each element of the batches, or a single one where there is no batch. Columns of
    /// batches come first.
    fn rows(&self) -> Result<Vec<Map>, UnevenColumns> {
        let mut columns: Vec<(&String, Cow<'_, Mixed<Value>>)> = self
            .columns_data
            .iter()
            .map(|(name, data)| {
                let data = match data {
                    Either::First(data) => Cow::Borrowed(&**data),
                    Either::Second(literal) => Cow::Owned(Mixed::One(literal.clone().into())),
                };
                (name, data)
            })
            .collect();
        columns.sort_by_key(|(_, data)| matches!(data.as_ref(), Mixed::One(_)));
        let expected = columns
            .iter()
            .filter_map(|(_, data)| match data.as_ref() {
                Mixed::Batch(batch) => Some(batch.len()),
                Mixed::One(_) => None,
            })
            .max()
            .unwrap_or(1);
        let mut rows = vec![Map::with_capacity(columns.len() + 1); expected];
        for (name, data) in columns {
            let cells: &mut dyn Iterator<Item = &Value> = match data.as_ref() {
                Mixed::One(value) => &mut std::iter::repeat(value),
                Mixed::Batch(batch) if batch.len() == expected => &mut batch.iter(),
                Mixed::Batch(batch) if batch.len() == 1 => &mut batch.iter().cycle(),
                Mixed::Batch(batch) => {
                    return Err(UnevenColumns { column: name.clone(), found: batch.len(), expected });
                }
            };
            for (row, cell) in rows.iter_mut().zip(cells) {
                row.insert(name.clone(), cell.clone());
            }
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests;
