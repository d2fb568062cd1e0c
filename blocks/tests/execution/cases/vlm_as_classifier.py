import json

MULTIPLE = [
    {"class": "fox", "confidence": 0.5},
    {"class": "cat", "confidence": 0.25},
    {"class": "fox", "confidence": "3"},
    {"class": "cat", "confidence": 0.125},
]

for name, answer in [
    ("single", {"class_name": "dog", "confidence": 0.75}),
    ("single_unknown", {"class_name": "fox", "confidence": 12}),
    ("single_in_a_code_block", 'Sure:\n```json\n{"class_name": "bird", "confidence": -1}\n```'),
    ("single_before_several", {"class_name": "dog", "confidence": True, "predicted_classes": []}),
    ("several", {"predicted_classes": MULTIPLE}),
    ("several_without_a_name_of_its_own", {"class_name": "dog", "predicted_classes": MULTIPLE[:1]}),
    ("none_of_several", {"predicted_classes": []}),
    ("unreadable_text", "It is a dog."),
    ("unreadable_confidence", {"class_name": "dog", "confidence": "high"}),
    ("unreadable_members", {"label": "dog"}),
    ("unreadable_list", [{"class_name": "dog", "confidence": 1}]),
    ("unreadable_choice", {"predicted_classes": ["dog"]}),
    ("unreadable_choice_without_confidence", {"predicted_classes": [{"class": "dog"}]}),
]:
    case(
        name,
        step={
            "type": "roboflow_core/vlm_as_classifier@v2",
            "image": "$inputs.image",
            "vlm_output": "$inputs.answer",
            "classes": ["cat", "dog", "bird", "cat"],
        },
        inputs={
            "image": images(photo("coins")),
            "answer": batch("language_model_output", answer if isinstance(answer, str) else json.dumps(answer)),
        },
    )
