# Relative folders begin where files may be written.
os.chdir(SCRATCH)

KEEP = {
    "type": "roboflow_core/local_file_sink@v1",
    "content": "$inputs.content",
    "target_directory": "reports",
    "file_name_prefix": "$inputs.prefix",
}


def contents(*texts):
    return {"content": batch("string", *texts), "prefix": parameter("kept", "string")}


case("separate", step={**KEEP, "output_mode": "separate_files"}, inputs=contents("a,b\n1,2\n", "", "ü"))
case(
    "log",
    step={**KEEP, "output_mode": "append_log", "max_entries_per_file": 3},
    runs=[contents(f"a,b\n{number},2\n") for number in range(20)],
)
case(
    "json_log",
    step={**KEEP, "output_mode": "append_log", "file_type": "json"},
    inputs=contents('{"a": [1, 2.5]}', "7", "\n[]\n"),
)
case(
    "text_log",
    step={**KEEP, "output_mode": "append_log", "file_type": "txt", "target_directory": "reports/../notes"},
    inputs=contents("one", "two"),
)
case(
    "elsewhere",
    step={**KEEP, "output_mode": "separate_files", "target_directory": "/elsewhere"},
    inputs=contents("a"),
)
