#!/bin/sh
# Serves a tiny vision-language model with random weights on 127.0.0.1, for the tests in live.rs.
#
#     serve.sh FOLDER [PORT]
#
# The first run makes a Python environment and the model in FOLDER. PyPI's torch for Linux brings CUDA along, so that
# takes about 5 GB of disk; later runs start within seconds. Then, beside the running server:
#
#     BLOCKS_LIVE_URL=http://127.0.0.1:PORT/v1 BLOCKS_LIVE_MODEL=FOLDER/model \
#         cargo test -p blocks --test llm live -- --ignored
set -eu

[ $# -ge 1 ] || { echo "usage: $0 FOLDER [PORT]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
port=${2:-8123}

if [ ! -e "$folder/installed" ]; then
    python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" install --quiet torch torchvision pillow 'transformers[serving]>=5.23,<6'
    touch "$folder/installed"
fi
[ -e "$folder/model/config.json" ] || "$folder/venv/bin/python" "$here/make_model.py" "$folder/model"

export HF_HUB_OFFLINE=1
exec "$folder/venv/bin/transformers" serve "$folder/model" --device cpu --host 127.0.0.1 --port "$port"
