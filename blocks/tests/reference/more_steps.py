"""Steps of blocks of which the reference's own list has few that it accepts. `record_steps.py` asks it about each."""

GREATER = {
    "type": "StatementGroup",
    "statements": [
        {
            "type": "BinaryStatement",
            "left_operand": {"type": "DynamicOperand", "operand_name": "left"},
            "comparator": {"type": "(Number) >"},
            "right_operand": {"type": "StaticOperand", "value": 3},
        }
    ],
}
FIXED = {"type": "StaticCaseResult", "value": "low"}
MOVING = {"type": "DynamicCaseResult", "parameter_name": "left", "operations": [{"type": "ToString"}]}
CHILD = {
    "version": "1.0",
    "inputs": [{"type": "WorkflowImage", "name": "image"}],
    "steps": [],
    "outputs": [{"type": "JsonField", "name": "image", "selector": "$inputs.image"}],
}

STEPS = {
    "roboflow_core/delta_filter@v1": {
        "value of a step": {"image": "$inputs.image", "value": "$steps.count.output", "next_steps": ["$steps.next"]},
        "value of an input": {"image": "$inputs.image", "value": "$inputs.value", "next_steps": ["$steps.next"]},
        "nothing follows": {"image": "$steps.crop.crops", "value": "$inputs.value", "next_steps": []},
        "two steps follow": {"image": "$inputs.image", "value": "$inputs.value", "next_steps": ["$steps.a", "$steps.b"]},
        "literal value": {"image": "$inputs.image", "value": 3, "next_steps": ["$steps.next"]},
        "an output follows": {"image": "$inputs.image", "value": "$inputs.value", "next_steps": ["$inputs.next"]},
        "no image": {"value": "$inputs.value", "next_steps": ["$steps.next"]},
    },
    "roboflow_core/rate_limiter@v1": {
        "of one thing": {"depends_on": "$steps.model.predictions", "next_steps": ["$steps.sink"]},
        "by frames": {
            "depends_on": "$inputs.image",
            "next_steps": ["$steps.sink"],
            "cooldown_seconds": 0.5,
            "video_reference_image": "$inputs.image",
        },
        "pause by parameter": {"depends_on": "$inputs.a", "next_steps": ["$steps.sink"], "cooldown_seconds": "$inputs.pause"},
        "no pause": {"depends_on": "$inputs.image", "next_steps": ["$steps.sink"], "cooldown_seconds": 0},
        "negative pause": {"depends_on": "$inputs.image", "next_steps": ["$steps.sink"], "cooldown_seconds": -1},
        "depends on nothing": {"next_steps": ["$steps.sink"]},
        "depends on a literal": {"depends_on": "image", "next_steps": ["$steps.sink"]},
    },
    "roboflow_core/inner_workflow@v1": {
        "written out": {"workflow_definition": CHILD, "parameter_bindings": {"image": "$inputs.image"}},
        "saved": {"workflow_workspace_id": "team", "workflow_id": "count", "parameter_bindings": {"image": "$inputs.image"}},
        "saved, one version": {
            "workflow_workspace_id": "team",
            "workflow_id": "count",
            "workflow_version_id": "12",
            "parameter_bindings": {"image": "$inputs.image"},
        },
        "nothing bound": {"workflow_definition": CHILD, "parameter_bindings": {}},
        "literal bound": {"workflow_definition": CHILD, "parameter_bindings": {"image": "$inputs.image", "limit": 3}},
        "bindings left out": {"workflow_definition": CHILD},
        "both": {"workflow_definition": CHILD, "workflow_workspace_id": "team", "workflow_id": "count", "parameter_bindings": {}},
        "neither": {"parameter_bindings": {"image": "$inputs.image"}},
        "no workspace": {"workflow_id": "count", "parameter_bindings": {}},
        "bindings in a list": {"workflow_definition": CHILD, "parameter_bindings": ["$inputs.image"]},
    },
    "roboflow_core/expression@v1": {
        "fixed results": {
            "data": {"left": "$inputs.count"},
            "switch": {
                "type": "CasesDefinition",
                "cases": [{"type": "CaseDefinition", "condition": GREATER, "result": FIXED}],
                "default": FIXED,
            },
        },
        "moving results": {
            "data": {"left": "$steps.model.predictions"},
            "switch": {
                "type": "CasesDefinition",
                "cases": [{"type": "CaseDefinition", "condition": GREATER, "result": MOVING}],
                "default": MOVING,
            },
            "data_operations": {"left": [{"type": "SequenceLength"}]},
        },
        "no cases": {"data": {"left": "$inputs.left"}, "switch": {"type": "CasesDefinition", "cases": [], "default": FIXED}},
        "no default": {"data": {"left": "$inputs.left"}, "switch": {"type": "CasesDefinition", "cases": []}},
        "literal data": {
            "data": {"left": 3},
            "switch": {"type": "CasesDefinition", "cases": [], "default": FIXED},
        },
        "no data": {"switch": {"type": "CasesDefinition", "cases": [], "default": FIXED}},
        "unknown result": {
            "data": {"left": "$inputs.left"},
            "switch": {"type": "CasesDefinition", "cases": [], "default": {"type": "Result", "value": 3}},
        },
        "unknown operation": {
            "data": {"left": "$inputs.left"},
            "switch": {"type": "CasesDefinition", "cases": [], "default": FIXED},
            "data_operations": {"left": [{"type": "Length"}]},
        },
    },
    "roboflow_core/dimension_collapse@v1": {
        "of a step": {"data": "$steps.ocr.predictions"},
        "of an input": {"data": "$inputs.values"},
        "of crops": {"data": "$steps.crop.crops"},
        "literal": {"data": [1, 2]},
        "of a step as such": {"data": "$steps.ocr"},
        "nothing": {},
    },
    "roboflow_core/cache_set@v1": {
        "fixed key": {"image": "$inputs.image", "key": "seen", "value": "$steps.count.output"},
        "key by parameter": {"image": "$inputs.image", "key": "$inputs.key", "value": "$steps.count.output"},
        "for a crop": {"image": "$steps.crop.crops", "key": "seen", "value": "$steps.count.output"},
        "value of an input": {"image": "$inputs.image", "key": "seen", "value": "$inputs.value"},
        "literal value": {"image": "$inputs.image", "key": "seen", "value": 3},
        "number as key": {"image": "$inputs.image", "key": 3, "value": "$inputs.value"},
        "no value": {"image": "$inputs.image", "key": "seen"},
        "no image": {"key": "seen", "value": "$inputs.value"},
    },
    "roboflow_core/cache_get@v1": {
        "fixed key": {"image": "$inputs.image", "key": "seen"},
        "no key": {"image": "$inputs.image"},
        "list as key": {"image": "$inputs.image", "key": ["seen"]},
    },
    "roboflow_core/vlm_as_classifier@v2": {
        "fixed classes": {"image": "$inputs.image", "vlm_output": "$steps.vlm.output", "classes": ["cat", "dog"]},
        "classes of a step": {"image": "$inputs.image", "vlm_output": "$steps.vlm.output", "classes": "$steps.vlm.classes"},
        "classes by parameter": {"image": "$inputs.image", "vlm_output": "$inputs.text", "classes": "$inputs.classes"},
        "one class without a list": {"image": "$inputs.image", "vlm_output": "$steps.vlm.output", "classes": "cat"},
        "literal answer": {"image": "$inputs.image", "vlm_output": "{}", "classes": ["cat"]},
        "no classes": {"image": "$inputs.image", "vlm_output": "$steps.vlm.output"},
    },
    "roboflow_core/vlm_as_detector@v2": {
        **{
            f"{model} {task}": {
                "image": "$inputs.image",
                "vlm_output": "$steps.vlm.output",
                "classes": ["cat", "dog"],
                "model_type": model,
                "task_type": task,
            }
            for model in ["openai", "google-gemini", "anthropic-claude", "florence-2", "qwen"]
            for task in ["object-detection", "open-vocabulary-object-detection", "ocr-with-text-detection", "caption"]
        },
        "no classes": {
            "image": "$inputs.image",
            "vlm_output": "$steps.vlm.output",
            "model_type": "openai",
            "task_type": "object-detection",
        },
        "classes not needed": {
            "image": "$inputs.image",
            "vlm_output": "$steps.vlm.output",
            "model_type": "florence-2",
            "task_type": "ocr-with-text-detection",
        },
        "model by parameter": {
            "image": "$inputs.image",
            "vlm_output": "$steps.vlm.output",
            "classes": ["cat"],
            "model_type": "$inputs.model",
            "task_type": "object-detection",
        },
    },
    "roboflow_core/trackers_bytetrack@v1": {
        "least": {"image": "$inputs.image", "detections": "$steps.model.predictions"},
        "all": {
            "image": "$inputs.image",
            "detections": "$steps.model.predictions",
            "minimum_iou_threshold": 0.2,
            "minimum_consecutive_frames": 3,
            "lost_track_buffer": 20,
            "track_activation_threshold": 0.5,
            "high_conf_det_threshold": 0.5,
            "instances_cache_size": 100,
        },
        "by parameters": {
            "image": "$inputs.image",
            "detections": "$inputs.detections",
            "minimum_iou_threshold": "$inputs.iou",
            "lost_track_buffer": "$inputs.frames",
        },
        "overlap over 1": {"image": "$inputs.image", "detections": "$steps.model.predictions", "minimum_iou_threshold": 1.5},
        "no cache": {"image": "$inputs.image", "detections": "$steps.model.predictions", "instances_cache_size": 0},
        "no detections": {"image": "$inputs.image"},
    },
    "roboflow_core/webhook_sink@v1": {
        "least": {"url": "https://example.com/hook", "method": "GET"},
        "parameters": {"url": "$inputs.url", "method": "POST", "json_payload": {"count": "$steps.count.output", "note": "x"}},
        "operations": {
            "url": "https://example.com/hook",
            "method": "PUT",
            "json_payload": {"count": "$steps.model.predictions"},
            "json_payload_operations": {"count": [{"type": "SequenceLength"}]},
            "headers": {"api_key": "$inputs.key"},
            "cooldown_seconds": 0,
            "request_timeout": 30,
            "fire_and_forget": False,
        },
        "unknown method": {"url": "https://example.com/hook", "method": "PATCH"},
        "address is no text": {"url": 3, "method": "GET"},
        "no method": {"url": "https://example.com/hook"},
        "list as payload": {"url": "https://example.com/hook", "method": "POST", "json_payload": ["x"]},
    },
}
