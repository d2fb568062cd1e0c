# The reference keeps values for the whole process, so each case has videos of its own.


def get(name="get", key="last"):
    return {"type": "roboflow_core/cache_get@v1", "name": name, "image": "$inputs.image", "key": key}


def put(name="set", key="last", value="$inputs.value"):
    return {"type": "roboflow_core/cache_set@v1", "name": name, "image": "$inputs.image", "key": key, "value": value}


def after(first, then):
    """Lets one step wait for another."""
    return {
        "type": "roboflow_core/continue_if@v1",
        "name": f"{first}_before_{then}",
        "condition_statement": {
            "type": "StatementGroup",
            "statements": [
                {
                    "type": "UnaryStatement",
                    "operand": {"type": "DynamicOperand", "operand_name": "it"},
                    "operator": {"type": "Exists"},
                }
            ],
        },
        "evaluation_parameters": {"it": f"$steps.{first}.output"},
        "next_steps": [f"$steps.{then}"],
    }


OUTPUTS = {"got": "$steps.get.output", "set": "$steps.set.output"}
VALUES = [7, "a", 2.5, True, [1, 2], {"a": [None]}, 0, False, "", []] * 2


def one(number, **more):
    return {"image": images(frame(number, **more)), "value": batch("*", VALUES[number])}


case(
    "last_frame",
    steps=[get(), after("get", "set"), put()],
    outputs=OUTPUTS,
    runs=[one(n, video="first") for n in range(20)],
)
case(
    "this_frame",
    steps=[put(), after("set", "get"), get()],
    outputs=OUTPUTS,
    runs=[one(n, video="second") for n in range(20)],
)
case(
    "two_videos",
    steps=[get(), after("get", "set"), put()],
    outputs=OUTPUTS,
    runs=[one(n, video="ab"[n % 3 % 2]) for n in range(20)],
)
case(
    "batches",
    steps=[get(), after("get", "set"), put()],
    outputs=OUTPUTS,
    runs=[
        {
            "image": images(frame(n, video="left"), frame(n, video="right"), frame(n, video="left")),
            "value": batch("integer", n, 100 + n, 200 + n),
        }
        for n in range(20)
    ],
)
case(
    "keys",
    steps=[get(key="$inputs.key"), after("get", "set"), put(key="$inputs.key"), get("other", "b")],
    outputs={**OUTPUTS, "other": "$steps.other.output"},
    runs=[{**one(n, video="third"), "key": parameter("acBc"[n % 4], "string")} for n in range(20)],
)
case(
    "stills",
    steps=[get(), after("get", "set"), put()],
    outputs=OUTPUTS,
    runs=[{"image": images(photo()), "value": batch("integer", n)} for n in range(3)],
)
case(
    "video_without_identifier",
    steps=[get(), after("get", "set"), put()],
    outputs=OUTPUTS,
    runs=[one(n, video="") for n in range(3)],
)
case("nothing_there", step={k: v for k, v in get().items() if k != "name"}, inputs={"image": images(frame(0, video="fourth"))})
