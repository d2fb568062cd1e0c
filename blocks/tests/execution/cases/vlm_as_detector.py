import json


def detector(name, model, task, answer, classes=("cat", "dog"), picture="coins"):
    case(
        name,
        step={
            "type": "roboflow_core/vlm_as_detector@v2",
            "image": "$inputs.image",
            "vlm_output": "$inputs.answer",
            "classes": list(classes) if classes is not None else None,
            "model_type": model,
            "task_type": task,
        },
        inputs={
            "image": images(photo(picture)),
            "answer": batch("language_model_output", answer if isinstance(answer, str) else json.dumps(answer)),
        },
    )


RELATIVE = [
    {"x_min": 0.013, "y_min": 0.127, "x_max": 0.313, "y_max": 0.627, "class_name": "dog", "confidence": 0.5},
    {"x_min": 0, "y_min": 0, "x_max": 1, "y_max": 1, "class_name": "Dog", "confidence": 87},
    {"x_min": 0.8, "y_min": 0.6, "x_max": 0.4, "y_max": 1.2, "class_name": "cat", "confidence": "0.25"},
    {"x_min": -0.1, "y_min": True, "x_max": 0.03125, "y_max": 0.078125, "class_name": "cat"},
]
THOUSANDTHS = [
    {"box_2d": [100, 250, 505, 1000], "label": "cat"},
    {"box_2d": [333.3, 0, 333, 1], "class_name": None, "class": "fox", "confidence": -1},
    {"box_2d": [0, 0, 1000, 1000], "label": 7},
    {"box_2d": [1, 2, 3, 4]},
]

detector("openai", "openai", "object-detection", {"detections": RELATIVE})
detector(
    "claude_in_a_code_block",
    "anthropic-claude",
    "object-detection",
    "Two animals:\n```JSON\n" + json.dumps({"detections": RELATIVE[:2]}) + "\n```\nor\n```json\n{}\n```",
)
detector("gemini_relative", "google-gemini", "object-detection", {"detections": RELATIVE})
detector("gemini_thousandths", "google-gemini", "object-detection", THOUSANDTHS, picture="coffee")
detector("gemini_list_in_an_object", "google-gemini", "object-detection", {"detections": THOUSANDTHS[:1]})
detector("repeated_classes", "openai", "object-detection", {"detections": RELATIVE}, classes=["cat", "dog", "cat"])
detector("nothing_found", "openai", "object-detection", {"detections": []})
detector("nothing_found_in_an_object", "google-gemini", "object-detection", {"detections": {}})

for name, answer in [
    ("not_json", "I see two dogs."),
    ("cut_off", '```json\n{"detections": [{"x_min": 0.1'),
    ("a_number", "42"),
    ("a_list", json.dumps(RELATIVE)),
    ("without_a_class", {"detections": [RELATIVE[0], {"x_min": 0, "y_min": 0, "x_max": 1, "y_max": 1}]}),
    ("null_confidence", {"detections": [{**RELATIVE[0], "confidence": None}]}),
    ("text_for_a_side", {"detections": [{**RELATIVE[0], "x_min": "0.1"}]}),
    ("thousandths", {"detections": THOUSANDTHS}),
]:
    detector(f"unreadable_{name}", "openai", "object-detection", answer)
for name, answer in [
    ("three_sides", [{"box_2d": [1, 2, 3], "label": "cat"}]),
    ("no_object", ["cat"]),
    ("null", {"detections": None}),
]:
    detector(f"unreadable_gemini_{name}", "google-gemini", "object-detection", answer)

BOXES = [[10.25, 20.125, 130.5, 90.1], [0, 0, 192, 160], [50.7, 60.3, 20.2, 10.9]]
QUADS = [[10.5, 20, 60, 18.25, 62, 40, 11, 42], [100, 100, 150, 90, 155, 110, 105, 120]]
detector("florence_objects", "florence-2", "object-detection", {"bboxes": BOXES, "labels": ["car", "wheel", "größe"]})
detector(
    "florence_phrases",
    "florence-2",
    "phrase-grounded-object-detection",
    {"bboxes": BOXES[:2], "labels": ["a red car", "a red car"]},
    classes=None,
)
detector(
    "florence_captions",
    "florence-2",
    "object-detection-and-caption",
    {"bboxes": BOXES[:2], "labels": ["a car", "the street"]},
    classes=None,
)
detector(
    "florence_classes",
    "florence-2",
    "open-vocabulary-object-detection",
    {"bboxes": BOXES, "bboxes_labels": ["dog", "fox", "cat"], "polygons": [], "polygons_labels": []},
)
detector("florence_regions", "florence-2", "region-proposal", {"bboxes": BOXES[:2], "labels": ["", ""]}, classes=None)
detector("florence_text", "florence-2", "ocr-with-text-detection", {"quad_boxes": QUADS, "labels": ["EXIT", "</s>OPEN"]})
detector("florence_nothing", "florence-2", "object-detection", {"bboxes": [], "labels": []})
detector("florence_without_classes", "florence-2", "open-vocabulary-object-detection", {"bboxes": BOXES, "bboxes_labels": ["a", "b", "c"]}, classes=None)
detector("florence_missing_labels", "florence-2", "object-detection", {"bboxes": BOXES})
detector("florence_too_few_labels", "florence-2", "object-detection", {"bboxes": BOXES, "labels": ["car"]})
