//! Dimension Collapse.

use block_runtime::limits::{MAX_NESTING, MAX_RESULT_VALUES};
use block_runtime::prelude::*;

/// Gather all elements that belong together into one list.
///
/// A block that cuts out detections makes several elements of each image, and what follows, such as text recognition,
/// runs once for each of them. This block leads back: for each image it gives a list of what was found out about its
/// crops, in their order.
///
/// The outputs are one level above the data. Elements without a value, such as those behind a
/// gate that did not let them through, are left out of the list; if all members of an element are gone, its list is
/// empty. A workflow is refused where the data are the same for all elements: they have no level, so there is nothing to
/// gather.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/dimension_collapse@v1",
    alias = "DimensionCollapse",
    section = Advanced,
    block_type = Fusion,
    outputs = Collapsed,
    output_depth = -1,
    engine = ">=1.3.0,<2.0.0",
    icon = "fal fa-layer-minus",
    priority = 6,
    ui(inDevelopment = true)
)]
pub(crate) struct DimensionCollapse {
    /// Data to gather, one level deeper than the result: text of crops, their classes, the crops themselves.
    #[block(cast_to_batch, example = "$steps.ocr.text", example = "$steps.classifier.predictions")]
    data: InGroup<Wildcard>,
}

#[derive(Debug, Outputs)]
pub(crate) struct Collapsed {
    /// The data of all elements that belong together, in order.
    output: Out<ListOfValues>,
}

/// A list that is too large to go on with.
#[derive(Debug, thiserror::Error)]
#[error(
    "the list would have more than {MAX_RESULT_VALUES} values, or more than {MAX_NESTING} lists within each other; gather less"
)]
struct TooMuch;

impl Run for DimensionCollapse {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Collapsed, BlockError> {
        let gathered: Vec<Value> = self.data.iter().cloned().collect();
        // A list of lists that this block has made itself, over and over, grows without end.
        let list = Value::from(gathered.clone());
        if list.exceeds(MAX_RESULT_VALUES, MAX_NESTING) {
            Err(TooMuch.into())
        } else {
            Ok(Collapsed { output: Out(gathered) })
        }
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;

    use super::*;

    #[test]
    fn members_keep_their_order() {
        let block = DimensionCollapse { data: InGroup::new(["b", "a", "b"].into_iter().map(Value::from).collect()) };
        let collapsed = block.run(&mut Context::new(&mut (), &Environment::default())).unwrap();
        assert_eq!(Value::from(collapsed.output.0).python().to_string(), "['b', 'a', 'b']");
    }
}
