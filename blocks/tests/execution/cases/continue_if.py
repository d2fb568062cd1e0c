def compares(comparator, value, left="left", negate=False):
    return {
        "type": "BinaryStatement",
        "left_operand": {"type": "DynamicOperand", "operand_name": left},
        "comparator": {"type": comparator},
        "right_operand": {"type": "StaticOperand", "value": value},
        "negate": negate,
    }


def gate(*statements, operator="and", parameters=None, **more):
    return {
        "type": "roboflow_core/continue_if@v1",
        "name": "gate",
        "condition_statement": {"type": "StatementGroup", "operator": operator, "statements": list(statements)},
        "evaluation_parameters": parameters or {"left": "$inputs.left"},
        "next_steps": ["$steps.follow"],
        **more,
    }


FOLLOW = {
    "type": "roboflow_core/cache_set@v1",
    "name": "follow",
    "image": "$inputs.image",
    "key": "any",
    "value": "$inputs.left",
}
OUTPUTS = {"followed": "$steps.follow.output"}

case(
    "each_element",
    steps=[gate(compares("(Number) >", 2)), FOLLOW],
    outputs=OUTPUTS,
    inputs={"image": images(*[photo()] * 4), "left": batch("integer", 1, 3, 2, 7)},
)
case(
    "one_decision_for_all",
    steps=[gate(compares("==", "night", "mode"), parameters={"mode": "$inputs.mode"}), FOLLOW],
    outputs=OUTPUTS,
    inputs={"image": images(*[photo()] * 2), "left": batch("integer", 1, 3), "mode": parameter("night")},
)
case(
    "several_statements",
    steps=[
        gate(
            compares("(Number) >", 1),
            compares("in (Sequence)", ["a", "b"], "right", negate=True),
            parameters={"left": "$inputs.left", "right": "$inputs.right"},
        ),
        FOLLOW,
    ],
    outputs=OUTPUTS,
    inputs={
        "image": images(*[photo()] * 4),
        "left": batch("integer", 1, 2, 3, 4),
        "right": batch("string", "c", "a", "c", "d"),
    },
)
case(
    "elements_without_a_value",
    steps=[gate(compares("(Number) >", 2, negate=True)), FOLLOW],
    outputs=OUTPUTS,
    inputs={"image": images(*[photo()] * 3), "left": batch("integer", 1, None, 7)},
)
case(
    "unknown_name",
    steps=[gate(compares("(Number) >", 2, "missing")), FOLLOW],
    outputs=OUTPUTS,
    inputs={"image": images(photo()), "left": batch("integer", 1)},
)
COUNTS = [0, 0, 4, 0, 0, 0, 5, 6, 0, 3, 0, 0, 0, 0, 9, 0, 0, 0, 0, 8]
for name, delay, every in [("delay", 2.5, 1.0), ("delay_on_the_second", 2, 1.0), ("no_delay", None, 0.25)]:
    case(
        name,
        steps=[gate(compares("(Number) >", 2), **({"stop_delay": delay} if delay else {})), FOLLOW],
        outputs=OUTPUTS,
        runs=[{"image": images(frame(number)), "left": batch("integer", count)} for number, count in enumerate(COUNTS)],
        every=every,
    )
case(
    "delay_of_two_videos",
    steps=[gate(compares("(Number) >", 2), stop_delay=1.5), FOLLOW],
    outputs=OUTPUTS,
    runs=[
        {
            "image": images(frame(number, video="a"), frame(number, video="b")),
            "left": batch("integer", count, 0),
        }
        for number, count in enumerate(COUNTS)
    ],
)
