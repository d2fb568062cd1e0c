import random

VIDEO = "object_detection_prediction"


def step(**properties):
    return {
        "type": "roboflow_core/trackers_bytetrack@v1",
        "image": "$inputs.image",
        "detections": "$inputs.detections",
        **properties,
    }


def seen(person, number, x, y, confidence, name="person", class_id=0, **more):
    """An object of a frame, under an identifier that does not depend on its place."""
    found = detection(round(x, 3), round(y, 3), 24.5, 40.25, name, class_id, confidence, **more)
    return {**found, "detection_id": f"{person}-{number}"}


def street(number):
    """People who cross, hide behind each other, stand still twice in one place, and turn into bicycles."""
    chance = random.Random(number)
    sway = lambda: chance.uniform(-1.5, 1.5)  # noqa: E731
    people = []
    if number not in (9, 10, 11):
        # Half hidden now and then, so that the model is not sure.
        people.append(seen("left", number, 10 + 6 * number + sway(), 60 + sway(), 0.4 if number % 7 == 5 else 0.9))
    if not 12 <= number < 16:
        people.append(seen("right", number, 170 - 6 * number + sway(), 64 + sway(), 0.85))
    # Two boxes in one place: which is which is a tie.
    people.append(seen("twin", number, 100, 120, 0.8))
    if number % 3:
        people.append(seen("other-twin", number, 100, 120, 0.8))
    name, class_id = ("bicycle", 1) if number > 10 else ("person", 0)
    people.append(seen("rider", number, 30 + sway(), 110 + 0.1 * number**2, 0.65 + 0.02 * (number % 10), name, class_id))
    if number % 8 == 2:
        people.append(seen("ghost", number, chance.uniform(10, 180), 20, 0.95))
    chance.shuffle(people)
    return predictions(*people) if number != 6 else predictions()


case(
    "street",
    step=step(lost_track_buffer=9),
    runs=[{"image": images(frame(number)), "detections": batch(VIDEO, street(number))} for number in range(26)],
)

# Two cameras in one batch, with parameters that change when it is too late, and a memory for one object.
case(
    "two_cameras",
    step=step(
        minimum_iou_threshold="$inputs.iou",
        minimum_consecutive_frames="$inputs.frames",
        lost_track_buffer="$inputs.buffer",
        track_activation_threshold="$inputs.activation",
        high_conf_det_threshold="$inputs.high",
        instances_cache_size=1,
    ),
    runs=[
        {
            "image": images(frame(number, video="a", fps=60), frame(number, video="b", fps=30)),
            "detections": batch(
                VIDEO,
                predictions(
                    *(seen(f"a{place}", number, 40 + 50 * place + 3 * number, 60, 0.8) for place in range(2 if number != 3 else 0))
                ),
                predictions(*(seen(f"b{place}", number, 60 + 50 * place, 50 + number, 0.55) for place in range(2))),
            ),
            "iou": parameter(0.2 if number < 4 else 0.99, "float_zero_to_one"),
            "frames": parameter(3 if number < 4 else 1, "integer"),
            "buffer": parameter(2 if number < 4 else 0, "integer"),
            "activation": parameter(0.5, "float_zero_to_one"),
            "high": parameter(0.5, "float_zero_to_one"),
        }
        for number in range(7)
    ],
)

# What is not a box stays with the box. The rate is not known.
case(
    "masks",
    step=step(minimum_consecutive_frames=1),
    runs=[
        {
            "image": images(frame(number, fps=None, seconds=number)),
            "detections": batch(
                "instance_segmentation_prediction",
                predictions(
                    *(
                        seen(
                            place,
                            number,
                            60 + 50 * place + number,
                            60,
                            0.9,
                            points=[{"x": 60 + 50 * place + dx, "y": 60 + dy} for dx, dy in ((-9, -9), (9, -9), (0, 12))],
                        )
                        for place in ((1, 0) if number % 2 else (0, 1))
                    )
                ),
            ),
        }
        for number in range(4)
    ],
)

case(
    "keypoints",
    step=step(),
    runs=[
        {
            "image": images(frame(number)),
            "detections": batch(
                "keypoint_detection_prediction",
                predictions(
                    seen("dancer", number, 60 + number, 60, 0.9, keypoints=[
                        {"x": 55.0 + number, "y": 50.0, "confidence": 0.7, "class_id": 0, "class": "hand"},
                    ]),
                    seen("other", number, 130 - number, 70, 0.95, keypoints=[
                        {"x": 128.0, "y": 66.5 + number, "confidence": 0.6, "class_id": 1, "class": "foot"},
                    ]),
                ),
            ),
        }
        for number in range(3)
    ],
)
