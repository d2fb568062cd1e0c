#!/usr/bin/env python3
"""Asks the reference whether it accepts the steps of `more_steps.py`, and writes down what it says.

It needs what `../execution/record.py` needs:

    venv/bin/python blocks/tests/reference/record_steps.py
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "execution"))

from record import MANIFESTS  # noqa: E402
from pydantic import ValidationError  # noqa: E402


def accepted(step):
    try:
        MANIFESTS[step["type"]].model_validate(step)
    except ValidationError:
        return False
    return True


names = {}
exec(compile((HERE / "more_steps.py").read_text(), "more_steps.py", "exec"), names)
lines = []
for block, steps in names["STEPS"].items():
    for what, properties in steps.items():
        step = {"type": block, "name": "step_1", **properties}
        line = {"type": block, "what": what, "step": step, "runtime": accepted(step)}
        lines.append(json.dumps(line, ensure_ascii=False))
(HERE / "more_steps.jsonl").write_text("\n".join(lines) + "\n")
