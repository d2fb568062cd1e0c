def only(name, data, comparator, value):
    """The data where the condition holds, nothing elsewhere."""
    return {
        "type": "roboflow_core/expression@v1",
        "name": name,
        "data": {"value": data},
        "switch": {
            "type": "CasesDefinition",
            "cases": [
                {
                    "type": "CaseDefinition",
                    "condition": {
                        "type": "StatementGroup",
                        "statements": [
                            {
                                "type": "BinaryStatement",
                                "left_operand": {"type": "DynamicOperand", "operand_name": "value"},
                                "comparator": {"type": comparator},
                                "right_operand": {"type": "StaticOperand", "value": value},
                            }
                        ],
                    },
                    "result": {"type": "DynamicCaseResult", "parameter_name": "value"},
                }
            ],
            "default": {"type": "StaticCaseResult", "value": None},
        },
    }


def change(name, data, *operations):
    return {
        "type": "roboflow_core/property_definition@v1",
        "name": name,
        "data": data,
        "operations": list(operations),
    }


def first(data, **more):
    return {"type": "roboflow_core/first_non_empty_or_default@v1", "name": "step", "data": data, **more}


for name, default in [("branches_joined", {"default": "neither"}), ("branches_joined_without_default", {})]:
    case(
        name,
        steps=[
            only("large", "$inputs.number", "(Number) >", 10),
            only("negative", "$inputs.number", "(Number) <", 0),
            change("multiplied", "$steps.large.output", {"type": "Multiply", "other": 10}),
            change("text", "$steps.negative.output", {"type": "ToString"}),
            first(["$steps.multiplied.output", "$steps.text.output"], **default),
        ],
        inputs={"number": batch("integer", 11, 3, -4)},
        outputs={"output": "$steps.step.output"},
    )

case(
    "only_null_is_empty",
    step={k: v for k, v in first(["$inputs.a", "$inputs.b"], default=["default"]).items() if k != "name"},
    inputs={"a": batch("*", None, 0, "", None, False, []), "b": batch("*", 1, 2, 3, None, 5, 6)},
)
case(
    "parameters",
    step={k: v for k, v in first(["$inputs.a", "$inputs.b"]).items() if k != "name"},
    inputs={"a": parameter(None), "b": parameter({"x": [1, 2.5]})},
)
