def table(name, inputs, columns=None, at=None, **operations):
    case(
        name,
        step={
            "type": "roboflow_core/csv_formatter@v1",
            "columns_data": columns or {name: f"$inputs.{name}" for name in inputs},
            "columns_operations": operations,
        },
        inputs=inputs,
        at=at,
    )


# The reference puts columns of batches into the order of a Python set, and those of one value, so these have one of each.
for name, cells in {
    "whole_numbers": [1, -2, 9223372036854775807],
    "whole_numbers_and_holes": [1, None, 9007199254740993],
    "fractions": [1, 2.5, 1e16, 1e15, 0.00001, 0.1],
    "truth": [True, False],
    "truth_and_holes": [True, None],
    "truth_and_numbers": [True, 1, 2.5],
    "text": ["plain", "a,b", 'say "x"', "two\nlines", " spaces ", "", "it's", "äö"],
    "text_and_holes": ["a", None, "", 1, 2.5, False],
    "lists": [[1, "a", None, [True]], [], {"k": 1.0, "l": "it's"}],
    "nothing": [None, None],
}.items():
    case(
        name,
        steps=[
            # Elements without a value do not reach the formatter, so that holes are made within it.
            {
                "type": "roboflow_core/csv_formatter@v1",
                "name": "step",
                "columns_data": {"column": "$inputs.data"},
                "columns_operations": {
                    "column": [{"type": "LookupTable", "lookup_table": {str(place): cell for place, cell in enumerate(cells)}}]
                },
            }
        ],
        inputs={"data": batch("string", *[str(place) for place in range(len(cells))])},
        outputs={"csv_content": "$steps.step.csv_content"},
    )
table(
    "detections",
    {
        "found": batch(
            "object_detection_prediction",
            predictions(detection(40, 50, 20, 30, "car", 2), detection(100, 60, 41, 31, "dog", 1, 0.5)),
            predictions(),
        )
    },
    {"found": "$inputs.found"},
    found=[{"type": "DetectionsPropertyExtract", "property_name": "class_name"}],
)
table(
    "literals_and_parameters",
    {"limit": parameter(0.25, "float"), "tags": parameter(["a", "b"], "list_of_values")},
    {"limit": "$inputs.limit", "camera": "entrance, north", "line": 3, "share": 1.0, "on": True, "tags": "$inputs.tags"},
    tags=[{"type": "SequenceLength"}],
)
table("whole_seconds", {"a": parameter(1)}, at=START.replace(microsecond=0))
table("a_batch_beside_a_parameter", {"a": batch("string", "x", "y")}, {"a": "$inputs.a"})
table("elements_without_data", {"a": batch("string", "x", None, "z")}, {"a": "$inputs.a"})
table("two_levels", {"a": nested("string", 2, [["x", "y"], ["z"]])}, {"a": "$inputs.a"})
table("an_operation_that_does_not_fit", {"a": parameter(5)}, a=[{"type": "StringToUpperCase"}])
table(
    "a_fixed_value_before_a_batch",
    {"a": batch("string", "x", "y")},
    {"camera": "entrance", "a": "$inputs.a"},
)
