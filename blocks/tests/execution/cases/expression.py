def operand(name, *operations):
    return {"type": "DynamicOperand", "operand_name": name, "operations": list(operations)}


def static(value):
    return {"type": "StaticOperand", "value": value}


def statement(left, comparator, right, **more):
    return {
        "type": "BinaryStatement",
        "left_operand": left,
        "comparator": {"type": comparator},
        "right_operand": right,
        **more,
    }


def when(*statements, then, operator="and"):
    condition = {"type": "StatementGroup", "operator": operator, "statements": list(statements)}
    return {"type": "CaseDefinition", "condition": condition, "result": then}


def fixed(value):
    return {"type": "StaticCaseResult", "value": value}


def variable(name, *operations):
    result = {"type": "DynamicCaseResult", "parameter_name": name}
    return {**result, "operations": list(operations)} if operations else result


def choose(title, inputs, cases, default, **operations):
    case(
        title,
        step={
            "type": "roboflow_core/expression@v1",
            "data": {name: f"$inputs.{name}" for name in inputs},
            "data_operations": operations,
            "switch": {"type": "CasesDefinition", "cases": cases, "default": default},
        },
        inputs=inputs,
    )


LENGTH = {"type": "SequenceLength"}

choose(
    "first_case_that_holds",
    {"count": batch("integer", 0, 1, 3, 9), "limit": parameter(2, "integer")},
    [
        when(statement(operand("count"), "(Number) >", static(5)), then=fixed("many")),
        when(statement(operand("count"), "(Number) >", operand("limit")), then=fixed({"some": [1, None]})),
        when(statement(operand("count"), "==", static(1)), then=fixed(None)),
    ],
    fixed(0.5),
)
choose(
    "detections_counted",
    {
        "found": batch(
            "object_detection_prediction",
            predictions(detection(40, 50, 20, 30, "car", 2), detection(100, 60, 41, 31, "dog", 1)),
            predictions(),
        ),
        "wanted": parameter(["dog", "cat"], "list_of_values"),
    },
    [
        when(
            statement(operand("found", LENGTH), "==", static(2)),
            statement(operand("wanted"), "any in (Sequence)", operand("found")),
            then=variable("found", LENGTH),
        )
    ],
    variable("wanted"),
    found=[{"type": "DetectionsPropertyExtract", "property_name": "class_name"}],
)
choose(
    "results_change_variables",
    {"name": batch("string", "cat", "dog"), "other": parameter("DOG", "string")},
    [
        when(
            statement(operand("name"), "==", operand("other")),
            statement(operand("other"), "(String) startsWith", static("X")),
            operator="or",
            then=variable("name", {"type": "StringSubSequence", "start": 0, "end": 1}),
        )
    ],
    variable("other", {"type": "StringToLowerCase"}, {"type": "LookupTable", "lookup_table": {"dog": "hound"}}),
    name=[{"type": "StringToUpperCase"}],
)
choose("a_variable_that_is_not_there", {"name": parameter("cat")}, [], variable("nobody"))
