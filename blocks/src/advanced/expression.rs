//! Expression.

use block_runtime::prelude::*;
use block_runtime::query::{CasesDefinition, Chain, Scope};

use crate::operated::operated;

/// Choose a value by conditions about other data.
///
/// `data` gives names to data of other steps and to inputs: the variables. `switch` lists cases, each a condition about
/// the variables and a result. The result of the first case whose condition holds comes out as `output`; where none
/// holds, the `default` does.
///
/// ## Conditions
///
/// A condition is a `StatementGroup` of the query language, in which a `DynamicOperand` with the `operand_name` of a
/// variable stands for its value. `data_operations` change variables before the first condition looks at them: they
/// make a count of detections, for example, which a condition can then compare with a number.
///
/// ## Results
///
/// | Result | What comes out |
/// | --- | --- |
/// | `StaticCaseResult` | its `value`, any JSON |
/// | `DynamicCaseResult` | the variable `parameter_name`, after `data_operations` and then after `operations` of its own, which may use every variable as a parameter |
///
/// The block runs once for each element. Elements for which one of the variables has no value are skipped; to give them
/// one, put a [First Non Empty Or Default](block:first_non_empty_or_default) block before this one. Names that no variable has, and data that a condition
/// or an operation cannot be applied to, stop the step with an error that says where.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/expression@v1",
    alias = "Expression",
    section = Advanced,
    block_type = Formatter,
    outputs = Outcome,
    engine = ">=1.3.0,<2.0.0",
    icon = "fal fa-code",
    priority = 1,
    ui(inDevelopment = true)
)]
pub(crate) struct Expression {
    /// Variables: names, each with a reference to its data.
    #[block(example = { "predictions": "$steps.model.predictions", "reference": "$inputs.reference_class_names" })]
    data: IndexMap<String, In<Wildcard>>,

    /// Operations that change variables before anything else looks at them, by the name of the variable. Operations of
    /// one variable cannot refer to others.
    #[block(
        default,
        operates_on = data,
        example = { "predictions": [{ "type": "DetectionsPropertyExtract", "property_name": "class_name" }] }
    )]
    data_operations: IndexMap<String, Chain>,

    /// Cases in the order in which they are tried, and the result where no condition holds.
    #[block(title = "Logic Definition", example = {
        "type": "CasesDefinition",
        "cases": [{
            "type": "CaseDefinition",
            "condition": {
                "type": "StatementGroup",
                "statements": [{
                    "type": "BinaryStatement",
                    "left_operand": { "type": "DynamicOperand", "operand_name": "predictions" },
                    "comparator": { "type": "==" },
                    "right_operand": { "type": "DynamicOperand", "operand_name": "reference" }
                }]
            },
            "result": { "type": "StaticCaseResult", "value": "PASS" }
        }],
        "default": { "type": "StaticCaseResult", "value": "FAIL" }
    })]
    switch: CasesDefinition,
}

#[derive(Debug, Outputs)]
pub(crate) struct Outcome {
    /// The result of the first case whose condition holds, or the default.
    output: Out<Wildcard>,
}

impl Run for Expression {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<Outcome, BlockError> {
        let scope = Scope::new(context.environment());
        let variables = operated(&self.data, &self.data_operations, &scope)?;
        let output = self.switch.value(&scope.with_parameters(&variables))?;
        Ok(Outcome { output: Out(output) })
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use block_runtime::query::QueryError;
    use serde_json::{Value as JsonValue, json};

    use super::*;

    fn is_above(name: &str, limit: i64, result: &JsonValue) -> JsonValue {
        let statement = json!({
            "type": "BinaryStatement",
            "left_operand": { "type": "DynamicOperand", "operand_name": name },
            "comparator": { "type": "(Number) >" },
            "right_operand": { "type": "StaticOperand", "value": limit }
        });
        json!({
            "type": "CaseDefinition",
            "condition": { "type": "StatementGroup", "statements": [statement] },
            "result": result
        })
    }

    fn choose(count: i64, data_operations: &JsonValue, switch: &JsonValue) -> Result<String, BlockError> {
        let data = [("count", Value::from(count)), ("name", Value::from("cat"))];
        let block = Expression {
            data: data.into_iter().map(|(name, value)| (name.to_owned(), In::new(value))).collect(),
            data_operations: serde_json::from_value(data_operations.clone()).unwrap(),
            switch: serde_json::from_value(switch.clone()).unwrap(),
        };
        let outcome = block.run(&mut Context::new(&mut (), &Environment::default()))?;
        Ok(outcome.output.python().to_string())
    }

    fn fixed(value: &str) -> JsonValue {
        json!({ "type": "StaticCaseResult", "value": value })
    }

    #[test]
    fn first_case_that_holds_decides() {
        let cases = [is_above("count", 5, &fixed("many")), is_above("count", 1, &fixed("some"))];
        let switch = json!({ "type": "CasesDefinition", "cases": cases, "default": fixed("few") });
        for (count, expected) in [(6, "many"), (5, "some"), (1, "few")] {
            assert_eq!(choose(count, &json!({}), &switch).unwrap(), expected, "{count}");
        }
        let multiplied = json!({ "count": [{ "type": "Multiply", "other": 4 }] });
        assert_eq!(choose(2, &multiplied, &switch).unwrap(), "many");
    }

    #[test]
    fn dynamic_results_are_variables_after_all_operations() {
        let result = json!({
            "type": "DynamicCaseResult",
            "parameter_name": "name",
            "operations": [{ "type": "StringToUpperCase" }]
        });
        let switch = json!({ "type": "CasesDefinition", "cases": [is_above("count", 0, &result)],
            "default": { "type": "DynamicCaseResult", "parameter_name": "count" } });
        assert_eq!(choose(1, &json!({}), &switch).unwrap(), "CAT");
        let negated = json!({ "count": [{ "type": "Multiply", "other": -2 }] });
        assert_eq!(choose(1, &negated, &switch).unwrap(), "-2");
    }

    #[test]
    fn names_that_no_variable_has_are_errors_of_the_query() {
        let missing = json!({ "type": "DynamicCaseResult", "parameter_name": "colour" });
        let switch = json!({ "type": "CasesDefinition", "cases": [], "default": missing });
        let error = choose(1, &json!({}), &switch).unwrap_err();
        assert!(error.downcast_ref::<QueryError>().unwrap().message.contains("`colour`"), "{error}");
    }
}
