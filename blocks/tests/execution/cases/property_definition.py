def of(name, given, *chains):
    """One workflow with a step for each chain of operations."""
    steps = [
        {
            "type": "roboflow_core/property_definition@v1",
            "name": f"chain_{number}",
            "data": "$inputs.data",
            "operations": chain,
        }
        for number, chain in enumerate(chains)
    ]
    outputs = {step["name"]: f"$steps.{step['name']}.output" for step in steps}
    case(name, steps=steps, inputs={"data": given}, outputs=outputs)


def extract(name, *rest):
    return [{"type": "DetectionsPropertyExtract", "property_name": name}, *rest]


def filtered(comparator, property_name, value):
    return {
        "type": "DetectionsFilter",
        "filter_operation": {
            "type": "StatementGroup",
            "statements": [
                {
                    "type": "BinaryStatement",
                    "left_operand": {
                        "type": "DynamicOperand",
                        "operations": [{"type": "ExtractDetectionProperty", "property_name": property_name}],
                    },
                    "comparator": {"type": comparator},
                    "right_operand": {"type": "StaticOperand", "value": value},
                }
            ],
        },
    }


LENGTH = {"type": "SequenceLength"}
found = predictions(
    detection(40, 50, 20, 30, "car", 2, 0.5),
    detection(100, 60, 41, 31, "dog", 1, 0.875),
    detection(60, 90, 15, 10, "car", 2, 0.25),
)

of(
    "detections",
    batch("object_detection_prediction", found, predictions()),
    *[extract(name) for name in ["class_name", "confidence", "class_id", "x_min", "y_max", "size", "center"]],
    extract("class_name", LENGTH),
    extract("class_name", {"type": "SequenceElementsCount"}),
    [LENGTH],
    [],
)
of(
    "detections_filtered_and_sorted",
    batch("object_detection_prediction", found, predictions()),
    [filtered("==", "class_name", "car"), LENGTH],
    [filtered("(Number) >", "confidence", 0.3), *extract("class_name")],
    [{"type": "SortDetections", "mode": "confidence", "ascending": False}, *extract("class_name")],
    [{"type": "SortDetections", "mode": "size", "ascending": True}, *extract("confidence")],
    [{"type": "DetectionsShift", "shift_x": 5, "shift_y": -5}, *extract("x_min")],
    [{"type": "DetectionsOffset", "offset_x": 10, "offset_y": 20}, *extract("size")],
    [{"type": "DetectionsRename", "class_map": {"car": "vehicle"}, "strict": False}, *extract("class_name")],
    [{"type": "DetectionsToDictionary"}],
)
of(
    "values_of_all_detections",
    batch("object_detection_prediction", found),
    extract("confidence", {"type": "NumericSequenceAggregate", "function": "max"}),
    extract("confidence", {"type": "NumericSequenceAggregate", "function": "sum"}, {"type": "Multiply", "other": 100}),
    extract("class_name", {"type": "SequenceAggregate", "mode": "most_common"}),
    extract("class_name", {"type": "SequenceMap", "lookup_table": {"car": "vehicle", "dog": "animal"}}),
    extract(
        "confidence",
        {"type": "SequenceApply", "operations": [{"type": "Multiply", "other": 3}, {"type": "NumberRound", "decimal_digits": 0}]},
    ),
)
of(
    "classification",
    batch(
        "classification_prediction",
        {
            "image": {"width": 10, "height": 10},
            "predictions": [
                {"class": "cat", "class_id": 0, "confidence": 0.75},
                {"class": "dog", "class_id": 1, "confidence": 0.25},
            ],
            "top": "cat",
            "confidence": 0.75,
        },
        {
            "image": {"width": 10, "height": 10},
            "predictions": {"wet": {"confidence": 0.5, "class_id": 0}, "dark": {"confidence": 0.125, "class_id": 1}},
            "predicted_classes": ["wet"],
        },
    ),
    *[
        [{"type": "ClassificationPropertyExtract", "property_name": name}]
        for name in ["top_class", "top_class_confidence", "all_classes", "all_confidences"]
    ],
)
of(
    "image",
    images(photo("coins"), photo("page")),
    *[
        [{"type": "ExtractImageProperty", "property_name": name}]
        for name in ["size", "height", "width", "aspect_ratio"]
    ],
)
of(
    "text",
    batch("string", "Number 42", "no 1984 film", ""),
    [{"type": "StringToUpperCase"}],
    [{"type": "StringToLowerCase"}, {"type": "StringSubSequence", "start": 0, "end": 4}],
    [{"type": "StringSubSequence", "start": -4, "end": 100}],
    [LENGTH],
    [{"type": "LookupTable", "lookup_table": {"Number 42": 42, "no 1984 film": [1984], "": None}}],
)
of(
    "numbers",
    batch("*", 7, -2.5, True),
    [{"type": "Multiply", "other": 2}],
    [{"type": "Divide", "other": 4}],
    [{"type": "NumberRound", "decimal_digits": 0}],
    [{"type": "ToString"}],
    [{"type": "ToBoolean"}],
    [{"type": "ToNumber", "cast_to": "int"}],
)
of(
    "lists",
    batch("list_of_values", [3, 1, 3], ["b", "a"], []),
    [LENGTH],
    [{"type": "NumericSequenceAggregate", "function": "max", "neutral_value": "none"}],
    [{"type": "ToString"}],
    [{"type": "ToBoolean"}],
    [{"type": "SequenceElementsCount"}],
)
of("an_operation_that_does_not_fit", batch("*", 5), [{"type": "StringToUpperCase"}])
