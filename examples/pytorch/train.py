#!/usr/bin/env python3
"""An external trainer in PyTorch: nets on Fashion-MNIST and CIFAR-10, and closed-form problems, under any optimizer of torch.optim.

The job's workload, optimizer, rates, stop rule and seed are those of an `assay` hypothesis or of its battery; the data are
files at the job's `dataPath`. `options` may say `device` (default cpu; auto takes a graphics card where there is one), `threads` (default 1) and `hessianProbes` (default none). Common random numbers: one seed gives the same initial weights and
the same order of examples whatever the arm, so arms are compared in pairs.

    pip install -r requirements.txt
"""

import hashlib
import json
import math
import sys
from pathlib import Path

import numpy
import torch
from torch import nn

import data
import nets

NAME, VERSION, PROTOCOL = "pytorch", f"1.2.0+torch{torch.__version__}", 1
torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)


def say(**answer):
    print(json.dumps(answer, allow_nan=False), flush=True)


def digest():
    """Of all that determines the numbers: these files, the optimizer's source, PyTorch, NumPy and the interpreter.

    torch.optim is hashed file by file, since it is what one edits to try a change; the rest of PyTorch goes by its version.
    """
    own = sorted(Path(__file__).parent.glob("*.py"))
    sources = [*own, *sorted(Path(torch.optim.__file__).parent.glob("*.py"))]
    parts = [hashlib.sha256(path.read_bytes()).hexdigest() for path in sources]
    return hashlib.sha256(repr([parts, torch.__version__, numpy.__version__, sys.version]).encode()).hexdigest()


class Quadratic(nn.Module):
    """L = 1/2 x'Hx, on a mini-batch x'Hx / 2 + x'noise with noise of covariance C / batch size; C is a diagonal."""

    def __init__(self, spec):
        super().__init__()
        if isinstance(spec["noiseCovariance"][0], list):
            raise ValueError("expected a noiseCovariance that is a diagonal, got rows")
        hessian = torch.tensor(spec["hessian"]).float()
        self.hessian = hessian if hessian.dim() == 2 else torch.diag(hessian)
        self.factor = torch.tensor(spec["noiseCovariance"]).float().sqrt()
        start = spec.get("start")
        self.x = nn.Parameter(torch.randn(len(self.hessian)) if start is None else torch.tensor(start).float())

    def loss(self, noise=None):
        value = 0.5 * self.x @ (self.hessian @ self.x)
        return value if noise is None else value + self.x @ noise

    def noise(self, batch, draws):
        return torch.randn(len(self.x), generator=draws) * self.factor / math.sqrt(batch)


class Rosenbrock(nn.Module):
    """L = sum_i 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2."""

    def __init__(self, spec):
        super().__init__()
        self.x = nn.Parameter(torch.tensor(spec.get("start") or [-1.2, 1.0]).float())

    def loss(self, noise=None):
        return (100 * (self.x[1:] - self.x[:-1] ** 2) ** 2 + (1 - self.x[:-1]) ** 2).sum()

    def noise(self, batch, draws):
        return None


LANDSCAPES = {"quadratic": Quadratic, "rosenbrock": Rosenbrock}


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
    if kind == "adamw":
        betas = (spec.get("beta1", 0.9), spec.get("beta2", 0.999))
        decay = spec.get("rate", 0.01)
        return torch.optim.AdamW(parameters, lr=rate, betas=betas, eps=spec.get("epsilon", 1e-8), weight_decay=decay)
    raise ValueError(f"expected an optimizer of sgd, heavy-ball, nesterov, adam, adamw; got {kind!r}")


CHUNK = 1_000


def chunks(x, y):
    return zip(x.split(CHUNK), y.split(CHUNK))


def hessian_trace(net, x, y, probes, seed):
    """Hutchinson's estimate of the trace of the Hessian of the mean loss, +-1 probes; normalization as in use."""
    parameters = list(net.parameters())
    draws = torch.Generator().manual_seed(seed)
    total = 0.0
    for _ in range(probes):
        vectors = [(torch.randint(0, 2, p.shape, generator=draws) * 2.0 - 1).to(p.device) for p in parameters]
        for part_x, part_y in chunks(x, y):
            loss = nn.functional.cross_entropy(net(part_x), part_y, reduction="sum") / len(x)
            gradients = torch.autograd.grad(loss, parameters, create_graph=True)
            products = torch.autograd.grad(gradients, parameters, grad_outputs=vectors)
            total += sum((v * h).sum().item() for v, h in zip(vectors, products))
    return total / probes


def evaluate(net, x, y):
    net.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for part_x, part_y in chunks(x, y):
            output = net(part_x)
            loss += nn.functional.cross_entropy(output, part_y, reduction="sum").item()
            right += (output.argmax(dim=1) == part_y).sum().item()
    net.train()
    return loss / len(x), right / len(x)


class Run:
    """One job under way: rates and batch sizes by step, and the points of the loss curve that were asked for."""

    def __init__(self, job, parameters):
        self.job, self.schedule = job, job.get("schedule") or {}
        self.optimizer = build_optimizer(job["optimizer"], parameters, self.at("learningRate", 0))

    def at(self, name, step):
        return self.schedule[name][step] if name in self.schedule else self.job[name]

    def step(self, loss, step):
        for group in self.optimizer.param_groups:
            group["lr"] = self.at("learningRate", step)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()

    def tell(self, step, value):
        """Passes a point on; False where the run has diverged, which is told too."""
        if not math.isfinite(value):
            say(type="diverged", id=self.job["id"], step=step)
            return False
        say(type="metrics", id=self.job["id"], step=step, values={"trainLoss": value})
        return True


def train_landscape(job):
    torch.manual_seed(job["seed"])
    landscape = LANDSCAPES[job["workload"]["model"]["kind"]](job["workload"]["model"])
    if job["stop"]["kind"] != "steps":
        raise ValueError(f"expected a stop rule of kind 'steps', got {job['stop']['kind']!r}")
    steps = job["stop"]["steps"]
    run, draws = Run(job, landscape.parameters()), torch.Generator().manual_seed(job["seed"])
    every = job.get("metricsEvery") or max(1, steps // 20)
    for step in range(1, steps + 1):
        run.step(landscape.loss(landscape.noise(run.at("batchSize", step - 1), draws)), step - 1)
        if step % every == 0 or step == steps:
            with torch.no_grad():
                value = landscape.loss().item()
            if not run.tell(step, value):
                return
    parameters = {"x": landscape.x.detach().tolist()}
    say(type="done", id=job["id"], steps=steps, final={"trainLoss": value}, parameters=parameters)


def train_net(job):
    options = job.get("options") or {}
    device = options.get("device", "cpu")
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_num_threads(options.get("threads", 1))
    parts = data.load(job["dataPath"], job["workload"]["data"])
    (x, y), (test_x, test_y) = [[each.to(device) for each in parts[part]] for part in ("train", "test")]
    torch.manual_seed(job["seed"])
    net = nets.build(job["workload"]["model"], x.shape[1:], int(y.max()) + 1).to(device)
    order = torch.Generator().manual_seed(job["seed"])
    stop = job["stop"]
    cap = stop["steps"] if stop["kind"] == "steps" else math.inf
    epochs = {"epochs": stop.get("epochs"), "trainLoss": stop.get("maxEpochs"), "steps": math.inf}[stop["kind"]]
    run = Run(job, net.parameters())
    every = stop["checkEvery"] if stop["kind"] == "trainLoss" else job.get("metricsEvery", 1)
    step, seen, next_point = 0, 0, every

    def ended():
        return step >= cap or seen >= epochs * len(x) * (1 - 1e-12)

    while not ended():
        permutation, start = torch.randperm(len(x), generator=order), 0
        while start < len(x) and not ended():
            # A mini-batch never straddles an epoch: the last one is smaller where the size does not divide the data.
            batch = run.at("batchSize", step)
            rows = permutation[start : start + batch].to(device)
            run.step(nn.functional.cross_entropy(net(x[rows]), y[rows]), step)
            step, start, seen = step + 1, start + batch, seen + len(rows)
            if seen / len(x) >= next_point * (1 - 1e-12) or ended():
                next_point = (math.floor(seen / len(x) / every + 1e-9) + 1) * every
                value, _ = evaluate(net, x, y)
                if not run.tell(step, value):
                    return
                if stop["kind"] == "trainLoss" and value < stop["below"]:
                    cap = step
    train_loss, train_accuracy = evaluate(net, x, y)
    test_loss, test_accuracy = evaluate(net, test_x, test_y)
    final = {"trainLoss": train_loss, "trainAccuracy": train_accuracy, "testLoss": test_loss, "testAccuracy": test_accuracy}
    if not all(math.isfinite(value) for value in final.values()):
        return say(type="diverged", id=job["id"], step=step)
    probes = options.get("hessianProbes", 0)
    if probes:
        net.eval()
        final["hessianTrace"] = hessian_trace(net, x, y, probes, job["seed"])
        squares = sum(float((values.detach() ** 2).sum()) for values in net.parameters())
        final["scaledTrace"] = final["hessianTrace"] * squares
    parameters = {name: values.detach().flatten().tolist() for name, values in net.named_parameters()}
    say(type="done", id=job["id"], steps=step, epochs=seen / len(x), final=final, parameters=parameters)


def train(job):
    kind = job["workload"]["model"]["kind"]
    if kind in nets.KINDS:
        return train_net(job)
    if kind in LANDSCAPES:
        return train_landscape(job)
    raise ValueError(f"expected a model of {sorted([*nets.KINDS, *LANDSCAPES])}, got {kind!r}")


def main():
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "hello":
            known = {"models": sorted([*nets.KINDS, *LANDSCAPES]), "data": [*sorted(data.READERS), "gradient-noise"]}
            say(type="hello", protocol=PROTOCOL, name=NAME, version=VERSION, digest=digest(), **known)
        elif message["type"] == "bye":
            return
        elif message["type"] == "job":
            try:
                train(message)
            except Exception as problem:  # whatever it is, the other side is told and the next job may still run
                say(type="error", id=message["id"], message=f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
