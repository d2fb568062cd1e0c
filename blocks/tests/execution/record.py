#!/usr/bin/env python3
"""Runs the cases of `cases/` in the reference and writes down what it gives back, into `recorded/`.

The reference is the PyPI package inference-core 1.3.3 for Python 3.11, with the versions of its libraries pinned:

    python3.11 -m venv venv
    venv/bin/pip install inference-core==1.3.3 supervision==0.29.1 trackers==2.4.0 pycocotools time-machine
    venv/bin/python blocks/tests/execution/record.py            # all cases
    venv/bin/python blocks/tests/execution/record.py delta      # cases of the files whose name begins so

A file of `cases/` is Python that calls the functions below `What cases are written with`. Its cases go to a folder of
the file's name in `recorded/`: one JSON file a case, and PNG files for the images that come out.
"""

import base64
import datetime
import importlib.abc
import importlib.machinery
import json
import math
import os
import shutil
import sys
import tempfile
import types
from pathlib import Path
from unittest import mock

HERE = Path(__file__).resolve().parent
START = datetime.datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=datetime.timezone.utc)
SCRATCH = Path(tempfile.mkdtemp())

os.environ.update(
    TZ="UTC",
    WORKFLOW_BLOCKS_WRITE_DIRECTORY=str(SCRATCH),
    ALLOW_WORKFLOW_BLOCKS_ACCESSING_LOCAL_STORAGE="True",
    LOG_LEVEL="CRITICAL",
    WORKFLOWS_STEP_EXECUTION_MODE="local",
)

# ----------------------------------------------------------------------------------------------------------------------
# Models are not needed, so what they stand on is not installed.


class Absent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    NAMES = {"torch", "torchvision", "inference_models", "transformers", "onnxruntime"}

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.NAMES:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        module = Hollow(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module):
        pass


class Hollow(types.ModuleType):
    """A module that has everything, and in which nothing does anything."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (), {"__init__": lambda self, *a, **k: None}) if name[0].isupper() else mock.MagicMock(name=name)
        setattr(self, name, made)
        return made


sys.meta_path.insert(0, Absent())

import warnings  # noqa: E402

warnings.simplefilter("ignore")

import cv2  # noqa: E402
import numpy as np  # noqa: E402
import time_machine  # noqa: E402
from inference.core.workflows.core_steps.common import serializers  # noqa: E402
from inference.core.workflows.core_steps.common import deserializers  # noqa: E402
from inference.core.workflows.execution_engine.entities.base import WorkflowImageData  # noqa: E402
from trackers.utils.base_tracklet import BaseTracklet  # noqa: E402

PICTURES = []


def keep_picture(image):
    """Stands in for the writer of images, which loses pixels: JPEG."""
    PICTURES.append(np.array(image.numpy_image))
    return {"png": len(PICTURES)}


serializers.serialise_image = keep_picture

from inference.core.workflows.core_steps import loader  # noqa: E402
from inference.core.workflows.core_steps.common import openrouter  # noqa: E402

loader.KINDS_SERIALIZERS["image"] = keep_picture

from inference.core.workflows.execution_engine.core import ExecutionEngine  # noqa: E402

MANIFESTS = {}
for block in loader.load_blocks():
    manifest = block.get_manifest()
    for identifier in manifest.model_fields["type"].annotation.__args__:
        MANIFESTS[identifier] = manifest

# ----------------------------------------------------------------------------------------------------------------------
# What cases are written with.


class Given:
    """An input of a workflow: how it is declared, and what is given for it."""

    def __init__(self, declared, value):
        self.declared, self.value = declared, value


def photo(name="coins", **video_metadata):
    """A file of `images/`; with words, a frame of a video."""
    value = {"$image": f"images/{name}.png"}
    if video_metadata:
        value["video_metadata"] = video_metadata
    return value


def frame(number, name="coins", video="video", fps=10, file=True, seconds=None):
    """A frame of a video, taken `seconds` after the beginning."""
    taken = START + datetime.timedelta(seconds=number / fps if seconds is None else seconds)
    return photo(
        name,
        video_identifier=video,
        frame_number=number,
        frame_timestamp=taken.isoformat(),
        fps=fps,
        comes_from_video_file=file,
    )


def images(*pictures):
    """An input of images: one `photo` or `frame` for each element of the batch."""
    return Given({"type": "WorkflowImage"}, list(pictures))


def batch(kind, *values):
    """An input of other data: one value for each element of the batch."""
    kinds = [kind] if isinstance(kind, str) else kind
    return Given({"type": "WorkflowBatchInput", "kind": kinds}, list(values))


def nested(kind, dimensions, value):
    """An input of batches in batches."""
    return Given({"type": "WorkflowBatchInput", "kind": [kind], "dimensionality": dimensions}, value)


def parameter(value, *kinds):
    """A parameter of the run."""
    return Given({"type": "WorkflowParameter", "kind": list(kinds) or ["*"]}, value)


def detection(x, y, width, height, name="person", class_id=0, confidence=0.75, **more):
    """A detection by the middle of its box; `more` is what only some have, such as `tracker_id` and `points`."""
    return {
        "x": x,
        "y": y,
        "width": width,
        "height": height,
        "confidence": confidence,
        "class": name,
        "class_id": class_id,
        "detection_id": f"{name}-{class_id}-{x}-{y}",
        **more,
    }


def predictions(*detections, width=192, height=160):
    """What a model has found in an image."""
    return {"image": {"width": width, "height": height}, "predictions": list(detections)}


def case(name, step=None, inputs=None, runs=None, steps=None, outputs=None, at=None, every=1.0, said=None, **extra):
    """A workflow, run once (`inputs`) or again and again in one session (`runs`: a list of such inputs).

    `step` is the only step, called `step`, without its name; or else `steps` are all of them with names. Outputs are
    those of the only step unless `outputs` says selectors by name. The first run happens `at` a time (a moment of our
    own choice otherwise), further ones `every` so many seconds later. Language models always say what is `said`. `extra`
    goes into the definition.
    """
    CASES.append(Case(name, step, inputs, runs, steps, outputs, at, every, said, extra))


# ----------------------------------------------------------------------------------------------------------------------

CASES = []


class Case:
    def __init__(self, name, step, inputs, runs, steps, outputs, at, every, said, extra):
        self.name, self.said = name, said
        given = runs if runs is not None else [inputs or {}]
        self.steps = steps or [{"type": step["type"], "name": "step", **step}]
        if outputs is None:
            outputs = {output: f"$steps.step.{output}" for output in self.outputs_of_the_only_step()}
        declared = [
            {**given_input.declared, "name": name}
            for name, given_input in given[0].items()
        ]
        self.definition = {
            "version": "1.0",
            "inputs": declared,
            "steps": self.steps,
            "outputs": [
                {"type": "JsonField", "name": name, **({"selector": rest} if isinstance(rest, str) else rest)}
                for name, rest in outputs.items()
            ],
            **extra,
        }
        self.runs = [{name: one.value for name, one in run.items()} for run in given]
        self.at, self.every = at or START, every

    def answer(self, **_):
        message = types.SimpleNamespace(content=self.said, refusal=None, reasoning=None)
        choice = types.SimpleNamespace(message=message, finish_reason="stop", error=None)
        return types.SimpleNamespace(choices=[choice], error=None)

    def outputs_of_the_only_step(self):
        manifest = MANIFESTS[self.steps[0]["type"]].model_validate(self.steps[0])
        return [output.name for output in manifest.get_actual_outputs()]

    def record(self, folder):
        openrouter.OpenAI = lambda **_: mock.MagicMock(chat=mock.MagicMock(completions=mock.MagicMock(create=self.answer)))
        # One moment after another, so that nothing depends on how long things take.
        recorded, pictures = [], 0
        # Tracks are numbered in the whole process, but a case should not depend on those before it.
        for tracklet in BaseTracklet.__subclasses__():
            tracklet.count_id = 0
        with time_machine.travel(self.at, tick=False):
            engine, failure = attempt(lambda: make_engine(self.definition))
        for number, given in enumerate(self.runs):
            at = self.at + datetime.timedelta(seconds=number * self.every)
            run = {"at": at.isoformat(), "inputs": given}
            if engine is not None:
                PICTURES.clear()
                with time_machine.travel(at, tick=False):
                    inputs = revived(given)
                    result, failure = attempt(lambda: engine.run(runtime_parameters=inputs, serialize_results=True))
            if failure is not None:
                run["error"] = failure
            else:
                run["outputs"] = self.named(plain(result), folder, pictures)
                pictures += len(PICTURES)
            recorded.append(run)
            if engine is None:
                break
        blocks = [step["type"] for step in self.steps]
        written = {"type": blocks[0] if len(blocks) == 1 else blocks, "definition": self.definition, "runs": recorded}
        if self.said is not None:
            written["said"] = self.said
        text = json.dumps(written, indent=1, ensure_ascii=False, allow_nan=False)
        (folder / f"{self.name}.json").write_text(compact(text) + "\n")

    def named(self, value, folder, before):
        if isinstance(value, dict) and list(value) == ["png"]:
            name = f"{self.name}.{before + value['png']}.png"
            cv2.imwrite(str(folder / name), PICTURES[value["png"] - 1], [cv2.IMWRITE_PNG_COMPRESSION, 9])
            return {"png": name}
        if isinstance(value, dict):
            return {name: self.named(member, folder, before) for name, member in value.items()}
        if isinstance(value, list):
            return [self.named(item, folder, before) for item in value]
        return value


def make_engine(definition):
    return ExecutionEngine.init(
        workflow_definition=json.loads(json.dumps(definition)),
        init_parameters={
            "workflows_core.model_manager": mock.MagicMock(),
            "workflows_core.api_key": None,
            "workflows_core.background_tasks": None,
            "workflows_core.thread_pool_executor": None,
            "workflows_core.step_execution_mode": loader.StepExecutionMode("local"),
        },
    )


def attempt(work):
    """What the work yields, or the name of its error."""
    try:
        return work(), None
    except Exception as error:  # noqa: BLE001
        print(f"    {type(error).__name__}: {str(error)[:300]}")
        return None, type(error).__name__


def revived(value):
    """Inputs as the reference takes them: images as base64, times as times."""
    if isinstance(value, dict) and "$image" in value:
        data = base64.b64encode((HERE / value["$image"]).read_bytes()).decode()
        metadata = value.get("video_metadata")
        return {"type": "base64", "value": data, **({"video_metadata": metadata} if metadata else {})}
    if isinstance(value, dict):
        return {name: revived(member) for name, member in value.items()}
    if isinstance(value, list):
        return [revived(item) for item in value]
    return value


def plain(value):
    """JSON of what the engine gives back."""
    if isinstance(value, WorkflowImageData):
        return keep_picture(value)
    if isinstance(value, dict):
        return {str(name): plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return f"<{type(value).__name__}>"


def compact(text):
    """Lists of numbers on one line."""
    import re

    return re.sub(r"\[\s+([-\d.,\seE+]+?)\s+\]", lambda found: "[" + " ".join(found[1].split()) + "]", text)


def main():
    wanted = sys.argv[1:]
    for file in sorted((HERE / "cases").glob("*.py")):
        if wanted and not any(file.stem.startswith(prefix) for prefix in wanted):
            continue
        CASES.clear()
        names = {name: value for name, value in globals().items() if not name.startswith("_")}
        exec(compile(file.read_text(), str(file), "exec"), names)  # noqa: S102
        folder = HERE / "recorded" / file.stem
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for one in CASES:
            print(f"{file.stem}/{one.name}")
            one.record(folder)
    shutil.rmtree(SCRATCH, ignore_errors=True)


if __name__ == "__main__":
    main()
