STEP = {"type": "roboflow_core/image_preprocessing@v1", "image": "$inputs.image"}

for name, width, height in [
    ("half", 120, 80),
    ("third", 80, 40),
    ("area", 97, 61),
    ("larger", 301, 205),
    ("wider_and_lower", 333, 77),
    ("same", 240, 160),
    ("null", None, 10),
    ("no_width", 0, 10),
]:
    case(
        f"resize_{name}",
        step={**STEP, "task_type": "resize", "width": "$inputs.width", "height": "$inputs.height"},
        inputs={
            "image": images(photo("coffee")),
            "width": parameter(width, "integer"),
            "height": parameter(height, "integer"),
        },
    )

case("resize_default", step={**STEP, "task_type": "resize"}, inputs={"image": images(photo("page"))})

case(
    "resize_grey",
    steps=[
        {"type": "roboflow_core/convert_grayscale@v1", "name": "grey", "image": "$inputs.image"},
        {**STEP, "name": "small", "image": "$steps.grey.image", "task_type": "resize", "width": 77, "height": 50},
        {**STEP, "name": "large", "image": "$steps.grey.image", "task_type": "resize", "width": 300, "height": 170},
        {**STEP, "name": "turned", "image": "$steps.grey.image", "task_type": "rotate", "rotation_degrees": 12},
        {**STEP, "name": "flipped", "image": "$steps.grey.image", "task_type": "flip", "flip_type": "both"},
    ],
    inputs={"image": images(photo("coins"))},
    outputs={name: f"$steps.{name}.image" for name in ["grey", "small", "large", "turned", "flipped"]},
)

for degrees in [90, -90, 180, 270, 360, 0, 30, -135, 361]:
    name = str(degrees).replace("-", "minus_")
    case(
        f"rotate_{name}",
        step={**STEP, "task_type": "rotate", "rotation_degrees": "$inputs.degrees"},
        inputs={"image": images(photo("coins")), "degrees": parameter(degrees, "integer")},
    )

for kind in ["vertical", "horizontal", "both", "diagonal"]:
    case(
        f"flip_{kind}",
        step={**STEP, "task_type": "flip", "flip_type": "$inputs.ends"},
        inputs={"image": images(photo("astronaut")), "ends": parameter(kind, "string")},
    )
