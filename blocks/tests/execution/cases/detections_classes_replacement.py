def found(*names):
    return predictions(*[detection(30 + 40 * place, 50, 30, 20, name) for place, name in enumerate(names)])


def identifier(place, name="dog"):
    return f"{name}-0-{30 + 40 * place}-50"


def single(place, top, *listed, name="dog"):
    listed = [{"class": one, "class_id": number, "confidence": confidence} for one, number, confidence in listed]
    confidence = max([one["confidence"] for one in listed], default=0.0)
    return {
        "image": {"width": 30, "height": 20},
        "predictions": listed,
        "top": top,
        "confidence": confidence,
        "parent_id": identifier(place, name),
    }


def several(place, predicted, **listed):
    listed = {one: {"class_id": number, "confidence": confidence} for one, (number, confidence) in listed.items()}
    return {
        "image": {"width": 30, "height": 20},
        "predictions": listed,
        "predicted_classes": predicted,
        "parent_id": identifier(place),
    }


def replaced(name, detections, classes, kind="classification_prediction", **more):
    case(
        name,
        step={
            "type": "roboflow_core/detections_classes_replacement@v1",
            "object_detection_predictions": "$inputs.detections",
            "classification_predictions": "$inputs.classes",
            **more,
        },
        inputs={
            "detections": batch("object_detection_prediction", *detections),
            "classes": nested(kind, 2, classes),
        },
    )


PUG = single(0, "pug", ("husky", 4, 0.25), ("pug", 3, 0.75))
NOTHING = single(1, "")
FALLBACK = {"fallback_class_name": "unknown", "fallback_class_id": 77}

replaced("single", [found("dog", "dog")], [[PUG, single(1, "husky", ("husky", 4, 0.5))]])
replaced(
    "several",
    [found("dog", "dog", "dog", "dog")],
    [
        [
            several(0, ["wet"], wet=(1, 0.75), old=(2, 0.25)),
            several(1, ["wet"], wet=(1, 0.25), old=(2, 0.5)),
            several(2, [], wet=(1, 0.25)),
            several(3, ["wet"], wet=(1, 0.0)),
        ]
    ],
)
replaced(
    "two_images",
    [found("dog", "dog"), found("dog")],
    [[single(1, "husky", ("husky", 4, 0.5)), PUG], [single(0, "pug", ("pug", 3, 0.5))]],
)
replaced("dropped", [found("dog", "dog", "cat")], [[PUG, NOTHING]])
replaced("fallback", [found("dog", "dog", "cat")], [[PUG, NOTHING]], **FALLBACK)
replaced("fallback_below_0", [found("dog", "dog")], [[PUG, NOTHING]], **{**FALLBACK, "fallback_class_id": -5})
replaced("fallback_where_none_is_classified", [found("dog", "dog")], [[NOTHING]], **FALLBACK)
replaced("text", [found("dog", "dog", "dog")], [["K 1", "K 2"]], kind="string")
replaced("text_and_fallback", [found("dog", "dog", "dog")], [["K 1", "K 2"]], kind="string", **FALLBACK)
replaced(
    "text_and_fallback_without_a_number",
    [found("dog", "dog", "dog")],
    [["K 1", "K 2"]],
    kind="string",
    fallback_class_name="unknown",
)
replaced("too_many_texts", [found("dog")], [["K 1", "K 2"]], kind="string")
replaced("lists", [found("dog", "dog", "dog")], [[["K 1", "K 2"], [], [5]]], kind="list_of_values")
replaced("lists_and_fallback", [found("dog", "dog", "dog")], [[["K 1", "K 2"], [], [5]]], kind="list_of_values", **FALLBACK)
replaced("top_class_that_is_not_listed", [found("dog")], [[single(0, "cat", ("pug", 3, 0.5))]])
replaced("top_class_that_is_listed_twice", [found("dog")], [[single(0, "pug", ("pug", 3, 0.5), ("pug", 4, 0.25))]])

ANSWER = '{"detections": [{"x_min": 0, "y_min": 0, "x_max": 0.5, "y_max": 0.5, "class_name": "dog"}]}'
case(
    "an_image_without_detections",
    steps=[
        {
            "type": "roboflow_core/vlm_as_detector@v2",
            "name": "detector",
            "image": "$inputs.image",
            "vlm_output": "$inputs.answer",
            "classes": ["dog"],
            "model_type": "openai",
            "task_type": "object-detection",
        },
        {
            "type": "roboflow_core/detections_classes_replacement@v1",
            "name": "step",
            "object_detection_predictions": "$steps.detector.predictions",
            "classification_predictions": "$inputs.classes",
        },
    ],
    outputs={"predictions": "$steps.step.predictions"},
    inputs={
        "image": images(photo("coins"), photo("coffee")),
        "answer": batch("language_model_output", "No dog here.", ANSWER),
        "classes": nested("string", 2, [["K 1"], ["K 2"]]),
    },
)
