//! First Non Empty Or Default.

use block_runtime::prelude::*;

/// Take the first of several data that has a value, or a default.
///
/// Behind a branch of a workflow there is no data for elements that took another branch. This block joins the branches
/// again: name their outputs in `data`, the preferred one first, and continue with `output`.
///
/// Only data that is missing counts as empty: that of a branch not taken, of an element that a step filtered out, or
/// `null`. `0`, `false`, empty text, empty lists and detections without rows are values, and come out.
///
/// Where all are empty, `default` comes out. It is `null` if left out, and steps that read it are then skipped for that
/// element.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/first_non_empty_or_default@v1",
    alias = "FirstNonEmptyOrDefault",
    section = Advanced,
    block_type = Formatter,
    outputs = Chosen,
    accepts_empty,
    engine = ">=1.3.0,<2.0.0",
    icon = "fal fa-empty-set",
    priority = 7,
    ui(inDevelopment = true)
)]
pub(crate) struct FirstNonEmptyOrDefault {
    /// Data to choose from, the preferred one first.
    #[block(
        min_len = 1,
        example = ["$steps.branch_a.output", "$steps.branch_b.output"],
        example = ["$steps.model.predictions"]
    )]
    data: Vec<In<Wildcard>>,

    /// What comes out where all data are empty: any JSON. Nothing by default, so that the lack can be seen further on.
    #[block(default = None, example = "N/A", example = 0, example = [])]
    default: Value,
}

#[derive(Debug, Outputs)]
pub(crate) struct Chosen {
    /// The first of the data that is not empty, or the default.
    output: Out<Wildcard>,
}

impl Run for FirstNonEmptyOrDefault {
    fn run(&self, _: &mut Context<'_, ()>) -> Result<Chosen, BlockError> {
        let first = self.data.iter().find(|data| !data.is_null());
        Ok(Chosen { output: Out(first.map_or_else(|| self.default.clone(), |data| data.0.clone())) })
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;

    use super::*;

    fn chosen(data: impl IntoIterator<Item = Value>) -> String {
        let block = FirstNonEmptyOrDefault { data: data.into_iter().map(In::new).collect(), default: "none".into() };
        let chosen = block.run(&mut Context::new(&mut (), &Environment::default())).unwrap();
        chosen.output.python().to_string()
    }

    #[test]
    fn only_missing_values_are_empty() {
        for value in [Value::from(0), Value::from(false), Value::from(""), Value::from(Vec::<i64>::new())] {
            assert_eq!(chosen([Value::Null, value.clone(), Value::from("later")]), value.python().to_string());
        }
    }

    #[test]
    fn the_default_stands_in_for_all() {
        assert_eq!(chosen([Value::Null, Value::Null]), "none");
    }
}
