def limiter(**more):
    return {
        "type": "roboflow_core/rate_limiter@v1",
        "name": "limiter",
        "depends_on": "$inputs.value",
        "next_steps": ["$steps.follow"],
        **more,
    }


FOLLOW = {
    "type": "roboflow_core/cache_set@v1",
    "name": "follow",
    "image": "$inputs.image",
    "key": "any",
    "value": "$inputs.value",
}


def sequence(name, runs, every=1.0, **more):
    case(name, steps=[limiter(**more), FOLLOW], outputs={"passed": "$steps.follow.output"}, runs=runs, every=every)


def frames(**more):
    return [{"image": images(frame(number, **more)), "value": batch("integer", number)} for number in range(20)]


BY_VIDEO = {"video_reference_image": "$inputs.image"}
sequence("by_clock", frames(), every=0.4)
sequence("by_clock_on_the_second", frames(), every=0.5)
sequence("no_cooldown", frames(), every=0.1, cooldown_seconds=0)
sequence("by_video", frames(fps=10), every=0.01, cooldown_seconds=0.5, **BY_VIDEO)
sequence("by_video_of_odd_speed", frames(fps=29.97), every=0.01, cooldown_seconds=0.1001, **BY_VIDEO)
sequence("thirds", frames(fps=3), every=0.01, cooldown_seconds=1, **BY_VIDEO)
sequence("by_camera", frames(fps=5, file=False), every=3, cooldown_seconds=0.6, **BY_VIDEO)
sequence(
    "speed_unknown",
    [
        {
            "image": images(
                photo(
                    video_identifier="video",
                    frame_number=number,
                    frame_timestamp=START.isoformat(),
                    fps=0,
                    comes_from_video_file=True,
                )
            ),
            "value": batch("integer", number),
        }
        for number in range(20)
    ],
    every=0.3,
    **BY_VIDEO,
)
sequence(
    "batches",
    [
        {
            "image": images(frame(number, video="a"), frame(number + 7, video="b")),
            "value": batch("integer", number, -number),
        }
        for number in range(20)
    ],
    cooldown_seconds=0.3,
    **BY_VIDEO,
)
sequence(
    "from_the_beginning",
    [{"image": images(frame(number % 8)), "value": batch("integer", number)} for number in range(20)],
    cooldown_seconds=0.3,
    **BY_VIDEO,
)
