#!/usr/bin/env bash
# Opt-in: installs current CPU releases of the peers (PyTorch, JAX) into .venv/peers, for `npm run bench -- --peers`.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo "Cannot install the peers: python3 is not on the PATH" >&2; exit 2; }
python3 -m venv .venv/peers
.venv/peers/bin/pip install --quiet --disable-pip-version-check -r bench/peers/requirements.txt
.venv/peers/bin/python -c 'import torch, jax; print("torch", torch.__version__, "jax", jax.__version__)'
