#!/usr/bin/env python3
"""An external trainer in nothing but Python's standard library.

It trains the noisy quadratic L(x) = 1/2 sum_i h_i x_i^2, whose mini-batch gradient is h_i x_i + noise_i with noise of
variance c_i / batch size, by SGD, heavy ball or Adam. Use it as the skeleton of your own trainer: what is specific to
it is `train`; the rest is the protocol (docs/external-trainers.md).
"""

import json
import math
import random
import sys

NAME, VERSION, PROTOCOL = "python-stdlib-quadratic", "1.0.0", 1


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


def train(job):
    model, options = job["workload"]["model"], job.get("options") or {}
    if model["kind"] != "quadratic":
        raise ValueError(f"expected a workload of kind 'quadratic', got {model['kind']!r}")
    spec = job["optimizer"]
    if spec["kind"] not in OPTIMIZERS:
        raise ValueError(f"expected an optimizer of {sorted(OPTIMIZERS)}, got {spec['kind']!r}")
    if job["stop"]["kind"] != "steps":
        raise ValueError(f"expected a stop rule of kind 'steps', got {job['stop']['kind']!r}")

    h, c = model["hessian"], model["noiseCovariance"]
    x = list(model.get("start") or [1.0] * len(h))
    rate, batch, steps = job["learningRate"], job["batchSize"], job["stop"]["steps"]
    draws = random.Random(job["seed"])
    optimizer = OPTIMIZERS[spec["kind"]](spec, len(h))
    every = options.get("metricsEvery", max(1, steps // 20))
    tail = options.get("tailFraction", 0.5)
    total, count = 0.0, 0
    for step in range(1, steps + 1):
        gradient = [a * b + draws.gauss(0.0, math.sqrt(v / batch)) for a, b, v in zip(h, x, c)]
        x = optimizer.step(x, gradient, rate)
        loss = 0.5 * sum(a * b * b for a, b in zip(h, x))
        if not math.isfinite(loss) or loss > 1e30:
            return say(type="diverged", id=job["id"], step=step)
        if step > (1 - tail) * steps:
            total, count = total + loss, count + 1
        if step % every == 0:
            say(type="metrics", id=job["id"], step=step, values={"trainLoss": loss})
    final = {"trainLoss": loss, "meanTailLoss": total / count if count else loss}
    say(type="done", id=job["id"], steps=steps, final=final, parameters={"x": x})


def main():
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "hello":
            say(type="hello", protocol=PROTOCOL, name=NAME, version=VERSION)
        elif message["type"] == "bye":
            return
        elif message["type"] == "job":
            try:
                train(message)
            except (KeyError, TypeError, ValueError) as problem:
                say(type="error", id=message["id"], message=f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
