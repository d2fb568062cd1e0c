CROP = {"type": "roboflow_core/dynamic_crop@v1", "images": "$inputs.image", "predictions": "$inputs.predictions"}
DETECTIONS = [
    "object_detection_prediction",
    "instance_segmentation_prediction",
    "keypoint_detection_prediction",
]
BLOB = [{"x": x, "y": y} for x, y in [(40, 30), (90, 25), (110, 70), (80, 95), (45, 85)]]
RING = [{"x": x, "y": y} for x, y in [(120, 90), (170, 90), (170, 140), (120, 140)]]


def joint(x, y, name):
    return {"x": x, "y": y, "confidence": 0.5, "class": name, "class_id": 0}


def found(kind, *sets):
    return batch(kind, *sets)


case(
    "boxes",
    step=CROP,
    inputs={
        "image": images(photo("coins"), photo("coins"), photo("coffee")),
        "predictions": found(
            "object_detection_prediction",
            predictions(
                detection(60.5, 40, 33, 50.5, tracker_id=3),
                detection(195, 150, 30, 40, "coin", 1, 0.25, tracker_id=5),
                detection(60, 60, 0.4, 20, "speck", 2, tracker_id=1),
                width=200,
            ),
            predictions(width=200),
            predictions(detection(20, 20, 8, 8, "coin", 1), width=240),
        ),
    },
)

case(
    "own_coordinates",
    step=CROP,
    inputs={
        "image": images(photo("coins")),
        "predictions": found("object_detection_prediction", predictions(detection(60, 40, 30, 50), width=200)),
    },
    outputs={"predictions": {"selector": "$steps.step.predictions", "coordinates_system": "own"}},
)

case(
    "keypoints",
    step=CROP,
    inputs={
        "image": images(photo("astronaut")),
        "predictions": found(
            "keypoint_detection_prediction",
            predictions(
                detection(90, 60, 80, 70, keypoints=[joint(75, 40.5, "eye"), joint(120, 90, "hand")]),
                detection(50, 50, 20, 30, keypoints=[joint(50, 50, "eye"), joint(45, 60.5, "hand")]),
            ),
        ),
    },
)

for name, opacity, colour, kinds in [
    ("covered", 1.0, "#1e90ff", ["string"]),
    ("shining_through", 0.6, "(200, 120, 0)", ["string"]),
    ("short_colour", 0.25, "#f0a", ["string"]),
    ("uncovered", 0.0, "#1e90ff", ["string"]),
]:
    case(
        name,
        step={**CROP, "mask_opacity": opacity, "background_color": "$inputs.colour"},
        inputs={
            "image": images(photo("astronaut")),
            "predictions": found(
                "instance_segmentation_prediction",
                predictions(
                    detection(75, 60, 70, 70, points=BLOB),
                    detection(145, 115, 40, 40, "helmet", 1, points=RING),
                ),
            ),
            "colour": parameter(colour, *kinds),
        },
    )

case(
    "colour_in_the_step",
    step={**CROP, "mask_opacity": 0.8, "background_color": [18, 17, 67]},
    inputs={
        "image": images(photo("astronaut")),
        "predictions": found(
            "instance_segmentation_prediction", predictions(detection(75, 60, 70, 70, points=BLOB))
        ),
    },
)

case(
    "no_colour",
    step={**CROP, "mask_opacity": 0.8, "background_color": "$inputs.colour"},
    inputs={
        "image": images(photo("astronaut")),
        "predictions": found(
            "instance_segmentation_prediction", predictions(detection(75, 60, 70, 70, points=BLOB))
        ),
        "colour": parameter("orange", "string"),
    },
)

case(
    "crops_of_crops",
    steps=[
        {**CROP, "name": "outer"},
        {
            "type": "roboflow_core/dynamic_crop@v1",
            "name": "inner",
            "images": "$steps.outer.crops",
            "predictions": "$steps.outer.predictions",
        },
        {"type": "roboflow_core/convert_grayscale@v1", "name": "grey", "image": "$steps.inner.crops"},
    ],
    inputs={
        "image": images(frame(1, "coffee")),
        "predictions": found(
            "object_detection_prediction",
            predictions(detection(60, 40, 30, 50), detection(120, 80, 61, 40), width=240),
        ),
    },
    outputs={
        "predictions": "$steps.inner.predictions",
        "own": {"selector": "$steps.inner.predictions", "coordinates_system": "own"},
        "grey": "$steps.grey.image",
    },
)

# Corners between pixels, in front of the image too; all outputs of the step as one.
case(
    "corners_between_pixels",
    step={**CROP, "mask_opacity": 1.0},
    inputs={
        "image": images(photo("coffee")),
        "predictions": found(
            "instance_segmentation_prediction",
            predictions(
                detection(75, 60, 70.5, 70.5, points=[{"x": x, "y": y} for x, y in [(40.2, 30.7), (90.9, 25.1), (110.5, 70.5)]]),
                detection(20, 20, 40, 40, "edge", 1, points=[{"x": x, "y": y} for x, y in [(-0.9, 0.6), (30.51, -7.7), (22.5, 39.9)]]),
                width=240,
            ),
        ),
    },
    outputs={"all": "$steps.step.*"},
)
