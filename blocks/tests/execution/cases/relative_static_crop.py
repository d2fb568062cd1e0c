for name, x, y, width, height in [
    ("part", 0.3, 0.3, 0.3, 0.3),
    ("odd", 0.47, 0.61, 0.333, 0.129),
    ("whole", 0.5, 0.5, 1.0, 1.0),
    ("beyond_the_right", 0.9, 0.9, 0.5, 0.5),
    ("nothing", 0.5, 0.5, 0.001, 0.5),
]:
    case(
        name,
        step={
            "type": "roboflow_core/relative_statoic_crop@v1",
            "images": "$inputs.image",
            "x_center": "$inputs.x",
            "y_center": y,
            "width": "$inputs.width",
            "height": height,
        },
        inputs={
            "image": images(photo("coins"), photo("page")),
            "x": parameter(x, "float_zero_to_one"),
            "width": parameter(width, "float_zero_to_one"),
        },
    )

case(
    "frame",
    steps=[
        {
            "type": "RelativeStaticCrop",
            "name": "crop",
            "image": "$inputs.image",
            "x_center": 0.25,
            "y_center": 0.75,
            "width": 0.5,
            "height": 0.5,
        },
        {
            "type": "roboflow_core/dynamic_crop@v1",
            "name": "detail",
            "images": "$steps.crop.crops",
            "predictions": "$inputs.predictions",
        },
    ],
    inputs={
        "image": images(frame(4, "coffee")),
        "predictions": batch(
            "object_detection_prediction", predictions(detection(60, 40, 31, 20), width=120, height=80)
        ),
    },
    outputs={"crop": "$steps.crop.crops", "detail": "$steps.detail.crops"},
)
