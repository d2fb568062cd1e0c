def statement(name, comparator, right, **more):
    return {
        "type": "BinaryStatement",
        "left_operand": {
            "type": "DynamicOperand",
            "operations": [{"type": "ExtractDetectionProperty", "property_name": name}],
        },
        "comparator": {"type": comparator},
        "right_operand": right,
        **more,
    }


def fixed(value):
    return {"type": "StaticOperand", "value": value}


def named(name, *operations):
    return {"type": "DynamicOperand", "operand_name": name, "operations": list(operations)}


def keep(*statements, operator="and"):
    group = {"type": "StatementGroup", "operator": operator, "statements": list(statements)}
    return {"type": "DetectionsFilter", "filter_operation": group}


FIRST = predictions(
    detection(30, 40, 20, 30, "person", 0, 0.9),
    detection(90, 80, 60, 50, "car", 2, 0.6),
    detection(150, 120, 10, 10, "person", 0, 0.3),
)
SECOND = predictions(detection(50, 60, 30, 30, "dog", 5, 0.8), detection(20, 20, 10, 10, "car", 2, 0.2))
OUTLINED = predictions(
    detection(40, 40, 40, 40, "person", 0, 0.9, points=[{"x": x, "y": y} for x, y in [(20, 20), (60, 20), (60, 60), (20, 60)]]),
    detection(100, 100, 20, 20, "car", 2, 0.7, points=[{"x": x, "y": y} for x, y in [(90, 90), (110, 90), (100, 110)]]),
)
KEYPOINTS = predictions(
    detection(40, 40, 40, 40, "person", 0, 0.9, keypoints=[{"x": 30, "y": 30, "confidence": 0.5, "class": "nose", "class_id": 0}]),
    detection(90, 40, 40, 40, "person", 0, 0.4, keypoints=[{"x": 80, "y": 30, "confidence": 0.7, "class": "nose", "class_id": 0}]),
)


def filtered(name, operations, data, kind="object_detection_prediction", **parameters):
    case(
        name,
        step={
            "type": "roboflow_core/detections_filter@v1",
            "predictions": "$inputs.predictions",
            "operations": operations,
            "operations_parameters": {name: f"$inputs.{name}" for name in parameters},
        },
        inputs={"predictions": batch(kind, *data), **parameters},
    )


filtered("class_in_a_list", [keep(statement("class_name", "in (Sequence)", fixed(["person", "dog"])))], [FIRST, SECOND])
filtered(
    "parameter_for_all",
    [keep(statement("class_name", "in (Sequence)", named("classes")))],
    [FIRST, SECOND],
    classes=parameter(["car"]),
)
filtered(
    "parameter_for_each",
    [keep(statement("confidence", "(Number) >=", named("threshold")))],
    [FIRST, SECOND],
    threshold=batch("float", 0.6, 0.2),
)
filtered(
    "both_kinds_of_parameters",
    [
        keep(
            statement("confidence", "(Number) >=", named("threshold")),
            statement("class_name", "in (Sequence)", named("classes"), negate=True),
        )
    ],
    [FIRST, SECOND],
    threshold=batch("float", 0.3, 0.1),
    classes=parameter(["dog"]),
)
filtered(
    "either_of_two",
    [keep(statement("size", "(Number) >", fixed(1000)), statement("class_name", "==", fixed("dog")), operator="or")],
    [FIRST, SECOND],
)
filtered(
    "in_a_zone",
    [
        keep(
            {
                "type": "BinaryStatement",
                "left_operand": {
                    "type": "DynamicOperand",
                    "operations": [{"type": "ExtractDetectionProperty", "property_name": "center"}],
                },
                "comparator": {"type": "(Detection) in zone"},
                "right_operand": named("zone"),
            }
        )
    ],
    [FIRST],
    zone=parameter([[0, 0], [100, 0], [100, 100], [0, 100]]),
)
filtered(
    "filter_and_more",
    [
        keep(statement("confidence", "(Number) <", fixed(0.85))),
        {"type": "SortDetections", "mode": "confidence", "ascending": True},
        {"type": "DetectionsOffset", "offset_x": 4, "offset_y": 6},
    ],
    [FIRST, SECOND],
)
filtered("none_remain", [keep(statement("class_name", "==", fixed("cat")))], [FIRST, predictions()])
filtered("outlines", [keep(statement("class_name", "==", fixed("car")))], [OUTLINED], kind="instance_segmentation_prediction")
filtered("keypoints", [keep(statement("confidence", "(Number) <", fixed(0.5)))], [KEYPOINTS], kind="keypoint_detection_prediction")
filtered("no_detections_come_out", [{"type": "SequenceLength"}], [FIRST])
filtered("unknown_parameter", [keep(statement("class_name", "in (Sequence)", named("classes")))], [FIRST])
