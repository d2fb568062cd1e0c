//! A workflow that has something of everything, in both notations.

use block_runtime::document::Notation;

pub const JSON: &str = r#"{
  "version": "1.0",
  "inputs": [
    {"type": "WorkflowImage", "name": "image"},
    {"type": "WorkflowParameter", "name": "size", "kind": ["integer"], "default_value": 5}
  ],
  "steps": [
    {"type": "test/merge@v1", "name": "keep", "numbers": [2, "$steps.count.count"]},
    {"type": "test/count@v1", "name": "count", "predictions": "$steps.again.predictions"},
    {"type": "test/detect@v1", "name": "again", "image": "$steps.cut.crops", "model_id": "m"},
    {"type": "test/detect@v2", "name": "find", "image": "$inputs.image", "model_id": "m"},
    {"type": "test/crop@v1", "name": "cut", "image": "$inputs.image", "predictions": "$steps.find.predictions"},
    {"type": "roboflow_core/inner_workflow@v1", "name": "inner", "workflow_definition": {
      "version": "1.0",
      "inputs": [{"type": "WorkflowImage", "name": "picture"}, {"type": "WorkflowParameter", "name": "side"}],
      "steps": [
        {"type": "test/blur@v1", "name": "twice", "image": "$steps.once.image", "blur_type": "average"},
        {"type": "test/blur@v1", "name": "once", "image": "$inputs.picture", "kernel_size": "$inputs.side"}
      ],
      "outputs": [{"type": "JsonField", "name": "soft", "selector": "$steps.twice.image"}]
    }, "parameter_bindings": {"picture": "$steps.cut.crops", "side": "$inputs.size"}}
  ],
  "outputs": [
    {"type": "JsonField", "name": "found", "selector": "$steps.find.*"},
    {"type": "JsonField", "name": "soft", "selector": "$steps.inner.soft", "coordinates_system": "own"}
  ]
}
"#;

pub const YAML: &str = r#"version: "1.0"
inputs:
  - type: WorkflowImage
    name: image
  - {type: WorkflowParameter, name: size, kind: [integer], default_value: 5}
steps:
  - type: test/merge@v1
    name: keep
    numbers:
      - 2
      - $steps.count.count
  - type: test/count@v1
    name: count
    predictions: $steps.again.predictions
  - type: test/detect@v1
    name: again
    image: "$steps.cut.crops"
    model_id: m
  - type: test/detect@v2
    name: find
    image: $inputs.image
    model_id: m
  - type: test/crop@v1
    name: cut
    image: $inputs.image
    predictions: '$steps.find.predictions'
  - type: roboflow_core/inner_workflow@v1
    name: inner
    workflow_definition:
      version: "1.0"
      inputs:
        - type: WorkflowImage
          name: picture
        - type: WorkflowParameter
          name: side
      steps:
        - type: test/blur@v1
          name: twice
          image: $steps.once.image
          blur_type: average
        - type: test/blur@v1
          name: once
          image: $inputs.picture
          kernel_size: $inputs.side
      outputs:
        - type: JsonField
          name: soft
          selector: $steps.twice.image
    parameter_bindings:
      picture: $steps.cut.crops
      side: $inputs.size
outputs:
  - type: JsonField
    name: found
    selector: $steps.find.*
  - type: JsonField
    name: soft
    selector: $steps.inner.soft
    coordinates_system: own
"#;

pub const BOTH: [(&str, Notation); 2] = [(JSON, Notation::Json), (YAML, Notation::Yaml)];
