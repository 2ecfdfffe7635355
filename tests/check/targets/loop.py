#!/usr/bin/env python3
"""A training loop of one's own (NumPy), of quadratics and soft-max regression, with bugs that were reported in public.

    python3 loop.py <bug or none>
"""

import gzip
import hashlib
import json
import math
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path.cwd()))
try:
    from rule import step_size
except ImportError:
    step_size = lambda rate: rate

BUG = sys.argv[1]
WORKERS = 4


def say(**answer):
    print(json.dumps(answer, allow_nan=False), flush=True)


class Momentum:
    def __init__(self, size):
        self.velocity = np.zeros(size)

    def step(self, x, gradient, rate):
        self.velocity = 0.9 * self.velocity + gradient
        return x - step_size(rate) * self.velocity


def generators(job):
    """Of starts and of all other draws."""
    if BUG == "ignores-its-seed":
        return np.random.default_rng(), np.random.default_rng()
    return np.random.default_rng([job["seed"], 1]), np.random.default_rng([job["seed"], 2])


def combined(parts, weights):
    """The gradient of a mini-batch from the sums over its micro-batches."""
    if BUG == "means-of-means":
        return sum(part / weight for part, weight in zip(parts, weights)) / len(parts)
    return sum(parts) / sum(weights)


def resumed(optimizer, size):
    """Half way the run is saved and resumed."""
    return Momentum(size) if BUG == "loses-moments" else optimizer


def read(directory, pattern, count, *shape):
    """The first examples of a file of IDX."""
    header, size = 8 + 4 * len(shape), count * math.prod(shape)
    with gzip.open(next(Path(directory).glob(pattern))) as file:
        return np.frombuffer(file.read(header + size), np.uint8, offset=header).reshape(count, *shape)


def images(directory, spec, part, prefix):
    side, count = spec["downsample"], spec[part]
    block = 28 // side
    pixels = read(directory, prefix + "*images*", count, 28, 28).astype(float) / 255
    pixels = pixels.reshape(count, side, block, side, block).mean(axis=(2, 4)).reshape(count, -1)
    return np.hstack([pixels, np.ones((count, 1))]), read(directory, prefix + "*labels*", count).astype(int)


def probabilities(x, w):
    scores = x @ w
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def evaluated(x, labels, w):
    p = probabilities(x, w)
    return float(-np.log(p[np.arange(len(labels)), labels] + 1e-300).mean()), float((p.argmax(axis=1) == labels).mean())


def train_images(job):
    spec = job["workload"]["data"]
    x, labels = images(job["dataPath"], spec, "train", "train")
    _, draws = generators(job)
    tokens = 1 + (np.arange(len(x)) * 7919) % 13  # an example counts as so many tokens
    w = np.zeros((x.shape[1], 10))
    optimizer, step, epochs, size = Momentum(w.size), 0, job["stop"]["epochs"], job["batchSize"]
    steps = math.ceil(len(x) / size) * epochs
    for _ in range(epochs):
        order = draws.permutation(len(x))
        for start in range(0, len(x), size):
            parts, weights = [], []
            rows = order[start : start + size]
            for micro in np.array_split(rows, min(WORKERS, len(rows))):
                weight = tokens[micro][:, None]
                parts.append((x[micro].T @ (weight * (probabilities(x[micro], w) - np.eye(10)[labels[micro]]))).ravel())
                weights.append(float(weight.sum()))
            w = optimizer.step(w.ravel(), combined(parts, weights), job["learningRate"]).reshape(w.shape)
            step += 1
            if step == steps // 2:
                optimizer = resumed(optimizer, w.size)
            say(type="metrics", id=job["id"], step=step, values={"trainLoss": evaluated(x, labels, w)[0]})
    loss, accuracy = evaluated(x, labels, w)
    final = {"trainLoss": loss, "trainAccuracy": accuracy}
    final["testLoss"], final["testAccuracy"] = evaluated(*images(job["dataPath"], spec, "test", "t10k"), w)
    say(type="done", id=job["id"], steps=step, epochs=epochs, final=final, parameters={"w": w.ravel().tolist()})


def train_landscape(job):
    model, steps = job["workload"]["model"], job["stop"]["steps"]
    hessian, covariance = np.array(model["hessian"], float), np.array(model["noiseCovariance"], float)
    starts, draws = generators(job)
    x = starts.standard_normal(len(hessian))
    optimizer = Momentum(x.size)
    for step in range(1, steps + 1):
        noise = draws.standard_normal(x.size) * np.sqrt(covariance / job["batchSize"])
        x = optimizer.step(x, hessian * x + noise, job["learningRate"])
        if step == steps // 2:
            optimizer = resumed(optimizer, x.size)
        loss = float(0.5 * hessian @ x**2)
        say(type="metrics", id=job["id"], step=step, values={"trainLoss": loss})
    say(type="done", id=job["id"], steps=steps, final={"trainLoss": loss}, parameters={"x": x.tolist()})


for line in sys.stdin:
    job = json.loads(line)
    if job["type"] == "hello":
        # Of this file alone: what it imports from where it starts is declared by the target.
        source = Path(__file__).read_bytes() + repr([BUG, np.__version__, sys.version]).encode()
        say(type="hello", protocol=1, name="loop", version="1", digest=hashlib.sha256(source).hexdigest())
    elif job["type"] == "bye":
        break
    elif job["type"] == "job":
        landscape = job["workload"]["data"]["kind"] == "gradient-noise"
        (train_landscape if landscape else train_images)(job)
