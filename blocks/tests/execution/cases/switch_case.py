def follow(name):
    return {
        "type": "roboflow_core/cache_set@v1",
        "name": name,
        "image": "$inputs.image",
        "key": name,
        "value": "$inputs.data",
    }


def switch(name, cases, value, default=("$steps.other",), **more):
    """A switch whose cases lead to steps called `case_0`, `case_1` and so on."""
    steps = [follow(f"case_{number}") for number in range(len(cases))]
    case(
        name,
        steps=[
            {
                "type": "roboflow_core/switch_case@v1",
                "name": "switch",
                "value": value if isinstance(value, str) else "$inputs.value",
                "cases": {text: f"$steps.case_{number}" for number, text in enumerate(cases)},
                "default_next_steps": list(default),
                **more,
            },
            *steps,
            follow("other"),
        ],
        outputs={step["name"]: f"$steps.{step['name']}.output" for step in [*steps, follow("other")]},
        inputs={
            "image": images(*[photo()] * 4),
            "data": batch("integer", 1, 2, 3, 4),
            **({} if isinstance(value, str) else {"value": value}),
        },
    )


switch("text", ["red", "blue"], batch("string", "red", "green", "blue", "Red"))
switch("letter_case_ignored", ["Red", "BLUE"], batch("string", "RED", "green", "blue", "rED"), case_insensitive=True)
switch("no_default", ["red", "blue"], batch("string", "red", "green", "blue", "RED"), default=())
switch("elements_without_a_value", ["red", "None"], batch("string", "red", None, "None", "blue"))
switch("numbers", ["1", "1.0", "-2", "1e-07"], batch("float", 1, 1.0, -2, 1e-07))
switch("large_numbers", ["1e+16", "1000000000000000.0", "nan"], batch("float", 1e16, 1e15, 12.5, 0))
switch("booleans", ["True", "False", "1"], batch("boolean", True, False, True, False))
switch("lists", ["[1, 'a']", "['it\"s', None]"], batch("list_of_values", [1, "a"], ['it"s', None], [], [1, "b"]))
switch("objects", ["{'a': 1.5}", "{}"], batch("dictionary", {"a": 1.5}, {}, {"a": 2}, {"b": True}))
switch("one_value_for_all", ["night", "day"], parameter("day"))
switch("written_out", ["night", "day"], "night")
