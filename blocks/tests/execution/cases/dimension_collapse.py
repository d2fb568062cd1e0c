def collapse(name, given):
    case(name, step={"type": "roboflow_core/dimension_collapse@v1", "data": "$inputs.data"}, inputs={"data": given})


collapse("two_levels", nested("*", 2, [["a", "b"], ["c"], [{"d": [1, 2.5]}, "e", "f"]]))
collapse("one_level", batch("*", 1, "two", None, [3]))
case(
    "crops",
    steps=[
        {
            "type": "roboflow_core/property_definition@v1",
            "name": "length",
            "data": "$inputs.data",
            "operations": [{"type": "SequenceLength"}],
        },
        {"type": "roboflow_core/dimension_collapse@v1", "name": "lengths", "data": "$steps.length.output"},
        {"type": "roboflow_core/dimension_collapse@v1", "name": "all", "data": "$steps.lengths.output"},
    ],
    inputs={"data": nested("string", 2, [["one", "three"], ["", "seven"]])},
    outputs={"lengths": "$steps.lengths.output", "all": "$steps.all.output"},
)
