LOOK = {
    "type": "roboflow_core/openrouter@v1",
    "name": "look",
    "images": "$inputs.image",
    "model_id": "qwen/qwen3.6-27b",
    "api_key": "sk-or-any",
}
IMAGE = {"image": images(photo("coffee"))}
FOUND = {
    "detections": [
        {"x_min": 0.2, "y_min": 0.25, "x_max": 0.8, "y_max": 0.75, "class_name": "cup", "confidence": 0.9},
        {"x_min": 0.1, "y_min": 0.6, "x_max": 0.5, "y_max": 0.9, "class_name": "spoon", "confidence": 0.4},
    ]
}
ANSWER = {"output": "$steps.look.output", "classes": "$steps.look.classes"}

case(
    "open_prompt",
    steps=[{**LOOK, "task_type": "unconstrained", "prompt": "$inputs.prompt"}],
    inputs={"image": images(photo("coffee"), photo("coins")), "prompt": parameter("What is this?", "string")},
    outputs=ANSWER,
    said="A cup of coffee – with milk.",
)
case("caption", steps=[{**LOOK, "task_type": "caption"}], inputs=IMAGE, outputs=ANSWER, said="A cup on a table.")
case(
    "classes_to_a_classifier",
    steps=[
        {**LOOK, "task_type": "classification", "classes": ["cup", "spoon"]},
        {
            "type": "roboflow_core/vlm_as_classifier@v2",
            "name": "read",
            "image": "$inputs.image",
            "vlm_output": "$steps.look.output",
            "classes": "$steps.look.classes",
        },
    ],
    inputs=IMAGE,
    outputs={**ANSWER, "predictions": "$steps.read.predictions", "error": "$steps.read.error_status"},
    said='```json\n{"class_name": "spoon", "confidence": 0.8}\n```',
)
case(
    "objects_to_a_detector",
    steps=[
        {**LOOK, "task_type": "object-detection", "classes": "$inputs.classes"},
        {
            "type": "roboflow_core/vlm_as_detector@v2",
            "name": "read",
            "image": "$inputs.image",
            "vlm_output": "$steps.look.output",
            "classes": "$steps.look.classes",
            "model_type": "openai",
            "task_type": "object-detection",
        },
    ],
    inputs={**IMAGE, "classes": parameter(["cup", "spoon"], "list_of_values")},
    outputs={**ANSWER, "predictions": "$steps.read.predictions", "error": "$steps.read.error_status"},
    said=json.dumps(FOUND),
)
case(
    "nothing_said",
    steps=[{**LOOK, "task_type": "caption"}],
    inputs=IMAGE,
    outputs=ANSWER,
    said="",
)
