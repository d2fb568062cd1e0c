#!/usr/bin/env python3
"""Runs the reference's webhook block against a server of its own and writes down the requests that it sends.

    python3.11 -m venv venv
    venv/bin/pip install inference-core==1.3.3 supervision==0.29.1
    venv/bin/python blocks/tests/sink/record.py

Each case is what a step says beside its URL and method. A case whose request the reference cannot make has `error`.
"""

import json
import sys
import threading
import warnings
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

warnings.simplefilter("ignore")

from inference.core.workflows.core_steps.common.query_language.entities.operations import OperationsChain  # noqa: E402
from inference.core.workflows.core_steps.sinks.webhook.v1 import WebhookSinkBlockV1  # noqa: E402

UPPER = [{"type": "StringToUpperCase"}]
MIXED = {"text": "ä b", "whole": 3, "half": 0.5, "one": 1.0, "yes": True, "list": [1, "two", 3.5, False, None]}

CASES = {
    "nothing": {},
    "nothing_get": {"method": "GET"},
    "json": {"json_payload": {**MIXED, "nested": {"a": [{"b": None}], "ü": "\u2028\U0001F600\x7f\x01\"\\/"}}},
    "json_get": {"method": "GET", "json_payload": {"a": 1}},
    "json_put": {"method": "PUT", "json_payload": {"a": 1}},
    "json_numbers": {"json_payload": {"n": [0.1, -0.0, 1e16, 1e-7, 123456789.125, 9007199254740993, 1e22, 5e-324]}},
    "json_operations": {
        "json_payload": {"a": "low", "b": "low"},
        "json_payload_operations": {"a": UPPER, "b": [], "missing": UPPER},
    },
    "query": {"query_parameters": {k: v for k, v in MIXED.items() if k != "list"}},
    "query_lists": {"query_parameters": {"q": [1, "a&b=c", 2.5, True], "empty": [], "text": ""}},
    "query_characters": {"query_parameters": {"a b": "~*-._!'()+/?#%&=;:@,€", "": "x"}},
    "query_beside_one": {"path": "/hook?given=a%20b", "query_parameters": {"more": "x"}},
    "query_null": {"query_parameters": {"a": None, "b": "x"}},
    "path_characters": {"path": "/a b/ü?x=ö y#part"},
    "headers": {"headers": {"X-Token": "abc", "Content-Type": "application/vnd.test+json"}, "json_payload": {"a": 1}},
    "headers_spaces": {"headers": {"X-Inner": "a  b"}},
    "headers_null": {"headers": {"X-None": None}},
    "headers_number": {"headers": {"X-Count": 5}},
    "headers_boolean": {"headers": {"X-Yes": True}},
    "headers_line_break": {"headers": {"X-Two": "a\r\nX-Three: b"}},
    "headers_latin": {"headers": {"X-Name": "Jürgen"}},
    "headers_beyond_latin": {"headers": {"X-Name": "€"}},
    "form": {"form_data": MIXED},
    "form_get": {"method": "GET", "form_data": {"a": "b"}},
    "form_put": {"method": "PUT", "form_data": {"a": "b"}},
    "form_before_json": {"form_data": {"a": "b"}, "json_payload": {"c": 1}},
    "form_nested": {"form_data": {"lists": [[1, 2], ["x", None]], "null": None, "empty": []}},
    "form_object": {"form_data": {"object": {"a": 1, "b": 2}}},
    "form_operations": {"form_data": {"a": "low"}, "form_data_operations": {"a": UPPER}},
    "files": {"multi_part_encoded_files": {"notes": "first\nsecond", "count": 5, "yes": True}},
    "files_get": {"method": "GET", "multi_part_encoded_files": {"a": "b"}},
    "files_put": {"method": "PUT", "multi_part_encoded_files": {"a": "b"}},
    "files_beside_form": {
        "multi_part_encoded_files": {"a": "file"},
        "form_data": {"b": "field", "list": [1, None, 2.0, True], "float": 1.5},
        "json_payload": {"c": 1},
    },
    "files_names": {"multi_part_encoded_files": {'a"b\\c\r\nd ü': "x"}},
    "files_named": {"multi_part_encoded_files": {"a": ["report.csv", "x,y"], "b": ["p.txt", "text", "text/plain"]}},
    "files_headers": {"multi_part_encoded_files": {"a": ["p.txt", "t", "text/plain", {"X-Part": "1"}]}},
    "files_null": {"multi_part_encoded_files": {"a": None, "b": "x"}},
    "files_float": {"multi_part_encoded_files": {"a": 1.5}},
    "files_object": {"multi_part_encoded_files": {"a": {"b": 1}}},
    "files_operations": {
        "multi_part_encoded_files": {"a": "low"},
        "multi_part_encoded_files_operations": {"a": UPPER},
    },
    "redirect_see_other": {"path": "/303", "json_payload": {"a": 1}},
    "redirect_found": {"path": "/302", "json_payload": {"a": 1}},
    "redirect_kept": {"path": "/307", "json_payload": {"a": 1}},
    "status_400": {"path": "/400"},
    "status_503": {"path": "/503"},
    "status_204": {"path": "/204"},
    "no_time": {"request_timeout": 0},
}

requests = []


class Recorder(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode("latin-1")
        kept = {k.lower(): v for k, v in self.headers.items()}
        for name in ("host", "user-agent", "accept", "accept-encoding", "connection", "content-length"):
            kept.pop(name, None)
        boundary = kept.get("content-type", "").partition("boundary=")[2]
        if boundary:
            body = body.replace(boundary, "BOUNDARY")
            kept["content-type"] = kept["content-type"].replace(boundary, "BOUNDARY")
        # Bytes are written as the characters of Latin-1.
        requests.append({"method": self.command, "target": self.path, "headers": kept, "body": body})
        last = self.path.partition("?")[0].strip("/")
        self.send_response(int(last) if last.isdigit() else 200)
        if last in ("302", "303", "307"):
            self.send_header("location", "/landed")
        self.send_header("content-length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Recorder)
threading.Thread(target=server.serve_forever, daemon=True).start()

recorded = []
for name, given in CASES.items():
    properties = {"method": "POST", **given}
    path = properties.pop("path", "/hook")
    requests.clear()
    maps = ("query_parameters", "headers", "json_payload", "multi_part_encoded_files", "form_data")
    operated = ("json_payload", "multi_part_encoded_files", "form_data")
    members = {member: properties.get(member, {}) for member in maps}
    for member in operated:
        chains = properties.get(f"{member}_operations", {})
        members[f"{member}_operations"] = {
            key: OperationsChain.model_validate({"operations": chain}).operations for key, chain in chains.items()
        }
    outcome = WebhookSinkBlockV1(background_tasks=None, thread_pool_executor=None).run(
        url=f"http://127.0.0.1:{server.server_port}{path}",
        method=properties["method"],
        **members,
        request_timeout=properties.get("request_timeout", 2),
        fire_and_forget=False,
        disable_sink=False,
        cooldown_seconds=5,
    )
    case = {"name": name, "path": path, "step": properties, "requests": list(requests)}
    if outcome["error_status"]:
        case["error"] = outcome["message"].replace(str(server.server_port), "PORT")
    recorded.append(case)

target = Path(__file__).with_name("requests.jsonl")
target.write_text("".join(json.dumps(case) + "\n" for case in recorded))
print(f"{len(recorded)} cases", file=sys.stderr)
