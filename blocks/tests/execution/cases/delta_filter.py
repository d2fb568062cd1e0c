FILTER = {
    "type": "roboflow_core/delta_filter@v1",
    "name": "filter",
    "image": "$inputs.image",
    "value": "$inputs.value",
    "next_steps": ["$steps.follow"],
}
FOLLOW = {
    "type": "roboflow_core/cache_set@v1",
    "name": "follow",
    "image": "$inputs.image",
    "key": "any",
    "value": "$inputs.value",
}


def sequence(name, runs):
    case(name, steps=[FILTER, FOLLOW], outputs={"changed": "$steps.follow.output"}, runs=runs)


COUNTS = [0, 0, 1, 1, 1, 2, 1, 1, 0, 0, 5, 5, 5, 5, 6, 6, 5, 5, 0, 0]
sequence(
    "counts",
    [{"image": images(frame(number)), "value": batch("integer", count)} for number, count in enumerate(COUNTS)],
)
sequence(
    "two_videos",
    [
        {
            "image": images(frame(number, video="a"), frame(number, video="b"), frame(number, video="a")),
            "value": batch("integer", count, COUNTS[-number], 0),
        }
        for number, count in enumerate(COUNTS)
    ],
)
MIXED = [None, 1, 1.0, True, "1", "1", [1, "a"], [1.0, "a"], [1], {"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 1}]
MIXED += [False, 0, "", None, "", 0.1 + 0.2, 0.3]
sequence(
    "all_types",
    [{"image": images(frame(number)), "value": batch("*", value)} for number, value in enumerate(MIXED)],
)
sequence(
    "stills",
    [{"image": images(photo(), photo("coffee")), "value": batch("integer", 1, count)} for count in [1, 1, 2, 2]],
)
