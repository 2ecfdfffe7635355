#!/usr/bin/env python3
"""An external trainer in nothing but Python's standard library.

It trains two closed-form problems by SGD, heavy ball or Adam: the noisy quadratic L(x) = 1/2 x'Hx, whose mini-batch
gradient is Hx + noise with noise_i of variance c_i / batch size, and Rosenbrock's valley. Use it as the skeleton of your
own trainer: what is specific to it is above `train`; the rest is the protocol (docs/external-trainers.md).
"""

import hashlib
import json
import math
import pickle
import random
import sys

NAME, VERSION, PROTOCOL = "python-stdlib", "1.1.0", 1


def digest():
    """Of all that determines the numbers here: this file and the interpreter. Yours also hashes the modules it imports."""
    with open(__file__, "rb") as source:
        return hashlib.sha256(source.read() + sys.version.encode()).hexdigest()


def say(**answer):
    # allow_nan=False: a number that is not finite is an error here, not garbage on the wire.
    print(json.dumps(answer, allow_nan=False), flush=True)


class Sgd:
    def __init__(self, spec, size):
        self.momentum = spec.get("momentum", 0.0)
        self.dampening = spec.get("dampening", 0.0)
        self.velocity = None

    def step(self, x, gradient, rate):
        if self.momentum == 0.0:
            return [a - rate * g for a, g in zip(x, gradient)]
        if self.velocity is None:
            self.velocity = list(gradient)
        else:
            self.velocity = [self.momentum * v + (1 - self.dampening) * g for v, g in zip(self.velocity, gradient)]
        return [a - rate * v for a, v in zip(x, self.velocity)]


class Adam:
    def __init__(self, spec, size):
        self.beta1, self.beta2 = spec.get("beta1", 0.9), spec.get("beta2", 0.999)
        self.epsilon = spec.get("epsilon", 1e-8)
        self.first, self.second, self.count = [0.0] * size, [0.0] * size, 0

    def step(self, x, gradient, rate):
        self.count += 1
        self.first = [self.beta1 * m + (1 - self.beta1) * g for m, g in zip(self.first, gradient)]
        self.second = [self.beta2 * v + (1 - self.beta2) * g * g for v, g in zip(self.second, gradient)]
        c1, c2 = 1 - self.beta1**self.count, 1 - self.beta2**self.count
        return [a - rate * (m / c1) / (math.sqrt(v / c2) + self.epsilon) for a, m, v in zip(x, self.first, self.second)]


OPTIMIZERS = {"sgd": Sgd, "heavy-ball": Sgd, "adam": Adam}


def quadratic(model, draws):
    """Start, gradient and loss of 1/2 (x - m)'H(x - m), m = 0 unless a minimum is given; H and the noise's covariance are given by diagonals, H also by its rows."""
    h, c = model["hessian"], model["noiseCovariance"]
    rows = h if isinstance(h[0], list) else None
    if isinstance(c[0], list):
        raise ValueError("expected a noiseCovariance that is a diagonal, got rows")
    x = list(model.get("start") or [draws.gauss(0.0, 1.0) for _ in h])

    minimum = model.get("minimum") or [0.0] * len(h)

    def product(x):
        if rows is None:
            return [a * (b - m) for a, b, m in zip(h, x, minimum)]
        return [sum(a * (b - m) for a, b, m in zip(row, x, minimum)) for row in rows]

    def gradient(x, batch):
        exact = product(x)
        if not any(c):
            return exact
        return [a + draws.gauss(0.0, math.sqrt(v / batch)) for a, v in zip(exact, c)]

    return x, gradient, lambda x: 0.5 * sum((a - m) * b for a, b, m in zip(x, product(x), minimum))


def rosenbrock(model, draws):
    """Start, gradient and loss of sum_i 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2."""

    def gradient(x, batch):
        slope = [0.0] * len(x)
        for i in range(len(x) - 1):
            valley = x[i + 1] - x[i] ** 2
            slope[i] += -400.0 * x[i] * valley - 2.0 * (1.0 - x[i])
            slope[i + 1] += 200.0 * valley
        return slope

    def loss(x):
        return sum(100.0 * (b - a * a) ** 2 + (1.0 - a) ** 2 for a, b in zip(x, x[1:]))

    return list(model.get("start") or [-1.2, 1.0]), gradient, loss


PROBLEMS = {"quadratic": quadratic, "rosenbrock": rosenbrock}


def train(job):
    model, spec, options = job["workload"]["model"], job["optimizer"], job.get("options") or {}
    if model["kind"] not in PROBLEMS:
        raise ValueError(f"expected a model of {sorted(PROBLEMS)}, got {model['kind']!r}")
    if spec["kind"] not in OPTIMIZERS:
        raise ValueError(f"expected an optimizer of {sorted(OPTIMIZERS)}, got {spec['kind']!r}")
    if job["stop"]["kind"] != "steps":
        raise ValueError(f"expected a stop rule of kind 'steps', got {job['stop']['kind']!r}")

    steps, schedule = job["stop"]["steps"], job.get("schedule") or {}
    # What is not constant comes with its value at every step.
    rates = schedule.get("learningRate") or [job["learningRate"]] * steps
    batches = schedule.get("batchSize") or [job["batchSize"]] * steps
    draws = random.Random(job["seed"])
    x, gradient, loss_at = PROBLEMS[model["kind"]](model, draws)
    optimizer = OPTIMIZERS[spec["kind"]](spec, len(x))
    every = job.get("metricsEvery") or options.get("metricsEvery", max(1, steps // 20))
    tail = options.get("tailFraction", 0.5)
    total, count, done, checkpoint = 0.0, 0, 0, job.get("checkpoint") or {}
    if checkpoint.get("resume"):
        with open(checkpoint["path"], "rb") as saved:
            x, optimizer, state, total, count, done = pickle.load(saved)
        draws.setstate(state)
    for step in range(done + 1, checkpoint.get("saveAt", steps) + 1):
        try:
            x = optimizer.step(x, gradient(x, batches[step - 1]), rates[step - 1])
            loss = loss_at(x)
        except OverflowError:
            loss = math.inf
        if not math.isfinite(loss) or loss > 1e30:
            return say(type="diverged", id=job["id"], step=step)
        if step > (1 - tail) * steps:
            total, count = total + loss, count + 1
        if step % every == 0:
            say(type="metrics", id=job["id"], step=step, values={"trainLoss": loss})
    if "saveAt" in checkpoint:
        with open(checkpoint["path"], "wb") as saved:
            pickle.dump((x, optimizer, draws.getstate(), total, count, step), saved)
    final = {"trainLoss": loss, "meanTailLoss": total / count if count else loss}
    say(type="done", id=job["id"], steps=step, final=final, parameters={"x": x})


def main():
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "hello":
            known = {"models": sorted(PROBLEMS), "data": ["gradient-noise"], "resumes": True}
            say(type="hello", protocol=PROTOCOL, name=NAME, version=VERSION, digest=digest(), **known)
        elif message["type"] == "bye":
            return
        elif message["type"] == "job":
            try:
                train(message)
            except (KeyError, TypeError, ValueError) as problem:
                say(type="error", id=message["id"], message=f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
