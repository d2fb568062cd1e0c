def inner(name, definition, **bindings):
    return {
        "type": "roboflow_core/inner_workflow@v1",
        "name": name,
        "workflow_definition": definition,
        "parameter_bindings": bindings,
    }


def change(name, data, *operations):
    return {
        "type": "roboflow_core/property_definition@v1",
        "name": name,
        "data": data,
        "operations": list(operations),
    }


def workflow(inputs, steps, **outputs):
    outputs = [{"type": "JsonField", "name": name, "selector": selector} for name, selector in outputs.items()]
    return {"version": "1.0", "inputs": inputs, "steps": steps, "outputs": outputs}


DATA = {"type": "WorkflowBatchInput", "name": "data", "kind": ["*"]}
UPPER = {"type": "StringToUpperCase"}
LENGTH = {"type": "SequenceLength"}

loud = workflow([DATA], [change("upper", "$inputs.data", UPPER)], text="$steps.upper.output")

case(
    "once",
    steps=[inner("loud", loud, data="$inputs.data"), change("length", "$steps.loud.text", LENGTH)],
    inputs={"data": batch("string", "a", "bcd")},
    outputs={"text": "$steps.loud.text", "length": "$steps.length.output"},
)
case(
    "twice",
    steps=[
        inner("loud", loud, data="$inputs.data"),
        inner("again", loud, data="$steps.loud.text"),
        change("upper", "$steps.again.text", LENGTH),
    ],
    inputs={"data": batch("string", "a", "bcd")},
    outputs={"first": "$steps.loud.text", "second": "$steps.again.text", "length": "$steps.upper.output"},
)
case(
    "nested_with_defaults",
    steps=[
        inner(
            "outer",
            workflow(
                [DATA, {"type": "WorkflowParameter", "name": "word", "default_value": "default"}],
                [
                    inner("loud", loud, data="$inputs.data"),
                    {
                        "type": "roboflow_core/first_non_empty_or_default@v1",
                        "name": "first",
                        "data": ["$steps.loud.text"],
                        "default": "none",
                    },
                    {
                        "type": "roboflow_core/csv_formatter@v1",
                        "name": "report",
                        "columns_data": {"text": "$steps.first.output", "word": "$inputs.word"},
                    },
                ],
                text="$steps.first.output",
                report="$steps.report.csv_content",
            ),
            data="$inputs.data",
        )
    ],
    inputs={"data": batch("string", "a", "bcd")},
    outputs={"text": "$steps.outer.text", "report": "$steps.outer.report"},
)
case(
    "an_input_that_is_not_bound",
    steps=[inner("loud", loud)],
    inputs={"data": batch("string", "a")},
    outputs={"text": "$steps.loud.text"},
)
