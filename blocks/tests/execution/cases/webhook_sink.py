# The server of the reference hands blocks a list of tasks for the background, which here nobody does.
from inference.core.workflows.core_steps.sinks.webhook.v1 import WebhookSinkBlockV1

WebhookSinkBlockV1.__init__ = lambda self, **_: setattr(self, "_last_notification_fired", None)
WebhookSinkBlockV1._background_tasks = mock.MagicMock()

SEND = {"type": "roboflow_core/webhook_sink@v1", "url": "https://hook.invalid", "method": "POST"}

case("sent", step={**SEND, "json_payload": {"text": "hello"}})
case(
    "disabled",
    step={**SEND, "json_payload": {"n": "$inputs.n"}, "disable_sink": "$inputs.off"},
    inputs={"n": batch("integer", 1, 2, 3), "off": parameter(True, "boolean")},
)
case(
    "first_of_a_batch",
    step={**SEND, "form_data": {"n": "$inputs.n"}, "method": "PUT"},
    inputs={"n": batch("integer", 1, 2, 3)},
)
case(
    "no_cooldown",
    step={**SEND, "json_payload": {"n": "$inputs.n"}, "cooldown_seconds": 0},
    inputs={"n": batch("integer", 1, 2, 3)},
)
case(
    "cooldown_in_a_stream",
    step={
        **SEND,
        "multi_part_encoded_files": {"image": "$inputs.image"},
        "multi_part_encoded_files_operations": {"image": [{"type": "ConvertImageToJPEG"}]},
        "cooldown_seconds": "$inputs.pause",
    },
    runs=[{"image": images(frame(number)), "pause": parameter(3, "integer")} for number in range(20)],
)
case(
    "operation_fails",
    step={
        **SEND,
        "json_payload": {"n": "$inputs.n"},
        "json_payload_operations": {"n": [{"type": "StringToUpperCase"}]},
    },
    inputs={"n": parameter(1)},
)
