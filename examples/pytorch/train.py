#!/usr/bin/env python3
"""An external trainer in PyTorch: an MLP on Fashion-MNIST under any optimizer of torch.optim.

The job's workload, optimizer, rates, stop rule and seed are those of an `assay` hypothesis; the data are the IDX files
that `assay` ships, read from the job's `dataPath`. Common random numbers: one seed gives the same initial weights and
the same order of examples whatever the arm, so arms are compared in pairs.

    pip install -r requirements.txt
"""

import gzip
import json
import math
import sys
from pathlib import Path

import numpy
import torch
from torch import nn

PROTOCOL = 1
torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)


def say(**answer):
    print(json.dumps(answer, allow_nan=False), flush=True)


def read_idx(path):
    with gzip.open(path) as stream:
        data = stream.read()
    dimensions = data[3]
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(dimensions)]
    return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * dimensions).reshape(shape)


CACHE = {}


def load(directory, spec):
    """Features in [0, 1], flat, and labels; the subset and the pooling that the workload declares."""
    key = (directory, json.dumps(spec, sort_keys=True))
    if key not in CACHE:
        known = {"kind", "train", "test", "downsample", "standardize"}
        unknown = {name for name, value in spec.items() if name not in known and value is not None}
        if spec["kind"] != "fashion-mnist" or unknown:
            raise ValueError(f"expected data 'fashion-mnist' with {sorted(known)}, got {spec}")
        parts = {}
        for part in ("train", "test"):
            images = next(Path(directory).glob(f"{'train' if part == 'train' else 't10k'}*images*"))
            labels = next(Path(directory).glob(f"{'train' if part == 'train' else 't10k'}*labels*"))
            x, y = read_idx(images).astype(numpy.float32) / 255.0, read_idx(labels).astype(numpy.int64)
            count = spec.get(part) or len(x)
            x, y = x[:count], y[:count]
            side = spec.get("downsample")
            if side:
                k = x.shape[1] // side
                x = x.reshape(len(x), side, k, side, k).mean(axis=(2, 4))
            parts[part] = (torch.from_numpy(numpy.ascontiguousarray(x.reshape(len(x), -1))), torch.from_numpy(y))
        if spec.get("standardize"):
            mean, deviation = parts["train"][0].mean(), parts["train"][0].std()
            parts = {part: ((x - mean) / deviation, y) for part, (x, y) in parts.items()}
        CACHE[key] = parts
    return CACHE[key]


def mlp(spec, inputs, outputs):
    if spec["kind"] != "mlp":
        raise ValueError(f"expected a model of kind 'mlp', got {spec['kind']!r}")
    activation = {"relu": nn.ReLU, "tanh": nn.Tanh, "gelu": nn.GELU}[spec.get("activation", "relu")]
    layers, width = [], inputs
    for hidden in spec["hidden"]:
        layers += [nn.Linear(width, hidden), activation()]
        width = hidden
    layers.append(nn.Linear(width, outputs))
    for layer in layers:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight)
            nn.init.zeros_(layer.bias)
    return nn.Sequential(*layers)


def build_optimizer(spec, parameters, rate):
    kind = spec["kind"]
    if kind == "sgd":
        return torch.optim.SGD(parameters, lr=rate)
    if kind == "heavy-ball":
        return torch.optim.SGD(parameters, lr=rate, momentum=spec["momentum"], dampening=spec.get("dampening", 0))
    if kind == "nesterov":
        return torch.optim.SGD(parameters, lr=rate, momentum=spec["momentum"], nesterov=True)
    if kind == "adam":
        betas = (spec.get("beta1", 0.9), spec.get("beta2", 0.999))
        return torch.optim.Adam(parameters, lr=rate, betas=betas, eps=spec.get("epsilon", 1e-8))
    raise ValueError(f"expected an optimizer of sgd, heavy-ball, nesterov, adam; got {kind!r}")


def hessian_trace(net, x, y, probes, seed):
    """Hutchinson's estimate of the trace of the Hessian of the mean loss, ±1 probes."""
    parameters = list(net.parameters())
    draws = torch.Generator().manual_seed(seed)
    loss = nn.functional.cross_entropy(net(x), y)
    gradients = torch.autograd.grad(loss, parameters, create_graph=True)
    total = 0.0
    for _ in range(probes):
        vectors = [torch.randint(0, 2, p.shape, generator=draws, dtype=torch.float32) * 2 - 1 for p in parameters]
        products = torch.autograd.grad(gradients, parameters, grad_outputs=vectors, retain_graph=True)
        total += sum((v * h).sum().item() for v, h in zip(vectors, products))
    return total / probes


def evaluate(net, x, y):
    with torch.no_grad():
        output = net(x)
        loss = nn.functional.cross_entropy(output, y).item()
        return loss, (output.argmax(dim=1) == y).float().mean().item()


def train(job):
    parts = load(job["dataPath"], job["workload"]["data"])
    (x, y), (test_x, test_y) = parts["train"], parts["test"]
    torch.manual_seed(job["seed"])
    net = mlp(job["workload"]["model"], x.shape[1], int(y.max()) + 1)
    optimizer = build_optimizer(job["optimizer"], net.parameters(), job["learningRate"])
    order = torch.Generator().manual_seed(job["seed"])
    batch, stop, options = job["batchSize"], job["stop"], job.get("options") or {}
    per_epoch = math.ceil(len(x) / batch)
    cap = {"epochs": lambda: stop["epochs"] * per_epoch, "steps": lambda: stop["steps"],
           "trainLoss": lambda: stop["maxEpochs"] * per_epoch}[stop["kind"]]()
    check = max(1, round(stop["checkEvery"] * per_epoch)) if stop["kind"] == "trainLoss" else per_epoch
    step = 0
    while step < cap:
        permutation = torch.randperm(len(x), generator=order)
        for start in range(0, len(x), batch):
            rows = permutation[start : start + batch]
            loss = nn.functional.cross_entropy(net(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
            if step % check == 0 or step == cap:
                value, _ = evaluate(net, x, y)
                if not math.isfinite(value):
                    return say(type="diverged", id=job["id"], step=step)
                say(type="metrics", id=job["id"], step=step, values={"trainLoss": value})
                if stop["kind"] == "trainLoss" and value < stop["below"]:
                    cap = step
            if step >= cap:
                break
    train_loss, train_accuracy = evaluate(net, x, y)
    test_loss, test_accuracy = evaluate(net, test_x, test_y)
    final = {"trainLoss": train_loss, "trainAccuracy": train_accuracy, "testLoss": test_loss, "testAccuracy": test_accuracy}
    if not all(math.isfinite(value) for value in final.values()):
        return say(type="diverged", id=job["id"], step=step)
    probes = options.get("hessianProbes", 0)
    if probes:
        final["hessianTrace"] = hessian_trace(net, x, y, probes, job["seed"])
    say(type="done", id=job["id"], steps=step, epochs=step / per_epoch, final=final)


def main():
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "hello":
            say(type="hello", protocol=PROTOCOL, name="pytorch-mlp", version=f"1.0.0+torch{torch.__version__}")
        elif message["type"] == "bye":
            return
        elif message["type"] == "job":
            try:
                train(message)
            except Exception as problem:  # whatever it is, the other side is told and the next job may still run
                say(type="error", id=message["id"], message=f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
