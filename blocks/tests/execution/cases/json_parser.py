def parse(name, fields, *texts):
    case(
        name,
        step={"type": "roboflow_core/json_parser@v1", "raw_json": "$inputs.text", "expected_fields": fields},
        inputs={"text": batch("language_model_output", *texts)},
    )


parse(
    "objects",
    ["a", "b"],
    '{"a": 1, "b": [true, null, {"c": 2.5}]}',
    '{"a": null, "b": ""}',
    '{"a": "only"}',
    '{"b": 1, "b": 2, "a": 3}',
    "{}",
    ' \n{"a": "\\u00e4\\ud83d\\ude00 \\n", "b": 1e3, "c": 1}\t',
)
parse(
    "what_is_no_object",
    ["a"],
    "[1, 2]",
    '"a"',
    '["a"]',
    "5",
    "null",
    "",
    "no JSON",
    "{'a': 1}",
    '{"a": 1,}',
    '{"a": 1} {"a": 2}',
    '{"a": 01}',
    '{"a": "line\nbreak"}',
    '\ufeff{"a": 1}',
    '{"a": .5}',
    '{"a": +1}',
    '{"a": -}',
    '{"a": 1 /* why */}',
)
parse(
    "code_blocks",
    ["a"],
    '```json\n{"a": 1}\n```',
    'Here:\n```JSON{"a": 2}``` and\n```json\n{"a": 3}\n```',
    '```\n{"a": 4}\n```',
    '```json\n{"a": 5}',
    'x ```json5\n{"a": 6}\n```',
    '```json```{"a": 7}',
    '{"a": "```json [1] ```"}',
)
parse(
    "numbers_of_python",
    ["n", "i", "b", "e", "z"],
    '{"n": NaN, "i": -Infinity, "b": 9223372036854775807, "e": 1e999, "z": -0.0}',
    '{"n": nan, "i": 1, "b": 1, "e": 1, "z": 1}',
    '{"n": 1.0, "i": 0.1, "b": -9223372036854775808, "e": 1E-7, "z": 5e-324}',
)
parse("no_fields", [], "{}", "[1]", "5", "{")
