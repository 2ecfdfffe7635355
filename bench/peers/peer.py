#!/usr/bin/env python3
"""The peers of the benchmark: the same work in PyTorch and JAX, asked for a stretch at a time.

`npm run bench -- --peers` talks to this process in JSON lines, so that every repetition of ours stands beside one of
theirs in the same run:

    → {"row": "mlp-784-64-64-10/32", "variant": "torch-eager", "steps": 200}
    ← {"seconds": 0.123}            or {"error": "…"}

A row is prepared (and compiled) at its first question; that time is not counted. The process serves one thread count,
given by --threads.
"""

import argparse
import json
import os
import sys
import time

ARGUMENTS = argparse.ArgumentParser()
ARGUMENTS.add_argument("--threads", type=int, default=1)
THREADS = ARGUMENTS.parse_args().threads
os.environ["OMP_NUM_THREADS"] = str(THREADS)
os.environ["XLA_FLAGS"] = "" if THREADS > 1 else "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import numpy as np

EXAMPLES = 8192
RATE = 0.01

# row → what it is
MLPS = {
    "mlp-784-64-64-10/8": ([784, 64, 64, 10], 8),
    "mlp-784-64-64-10/32": ([784, 64, 64, 10], 32),
    "mlp-784-64-64-10/128": ([784, 64, 64, 10], 128),
    "mlp-784-128-128-10/32": ([784, 128, 128, 10], 32),
    "mlp-196-64-64-10/8": ([196, 64, 64, 10], 8),
    "mlp-196-64-64-10/32": ([196, 64, 64, 10], 32),
    "mlp-196-64-64-10/128": ([196, 64, 64, 10], 128),
}
TOY = ("toy-16-16-16-4/64-replicates", [16, 16, 16, 4], 16, 64)
CNN = ("cnn-28-16-32-10/32", 32)  # two 3×3 convolutions (16, 32 channels, ReLU), 2×2 max pooling each, dense to 10
HUTCHINSON = ("hutchinson-784-64-64-10/16-probes", [784, 64, 64, 10], 1024, 16)  # one "step" is all 16 probes
QUADRATIC = ("noisy-quadratic/1000-replicates", 16, 1000)


def weights(sizes, draws):
    return [(draws.standard_normal((a, b)).astype("f4") * (2 / a) ** 0.5, np.zeros(b, "f4")) for a, b in zip(sizes, sizes[1:])]


def batches(draws, steps, batch, replicates=None):
    shape = (steps, batch) if replicates is None else (replicates, steps, batch)
    return draws.integers(0, EXAMPLES, shape).astype("i4")


# ---------------------------------------------------------------- PyTorch


def torch_row(row, variant):
    import torch
    from torch import nn
    from torch.func import functional_call, grad, stack_module_state, vmap

    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    draws = np.random.default_rng(0)

    def net(sizes):
        layers = []
        for a, b in zip(sizes, sizes[1:]):
            layers += [nn.Linear(a, b), nn.ReLU()]
        return nn.Sequential(*layers[:-1])

    def timed_loop(model, x, y, batch):
        optimizer = torch.optim.SGD(model.parameters(), lr=RATE)

        def loss_of(rows):
            return nn.functional.cross_entropy(model(x[rows]), y[rows])

        # The loss and its gradient are compiled: a graph of the whole step would break at `backward` and is slower.
        entropy = torch.compile(loss_of) if variant == "torch-compile" else loss_of

        def step(rows):
            loss = entropy(rows)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            return loss.detach()

        def run(steps):
            index = torch.from_numpy(batches(draws, steps, batch)).long()
            start = time.perf_counter()
            losses = [step(index[k]) for k in range(steps)]
            float(losses[-1])
            return time.perf_counter() - start

        return run

    if row in MLPS or row == CNN[0]:
        if variant == "torch-vmap":
            raise ValueError("a row of one replicate has no vmap")
        if row in MLPS:
            sizes, batch = MLPS[row]
            model, x = net(sizes), torch.rand(EXAMPLES, sizes[0])
        else:
            batch = CNN[1]
            model = nn.Sequential(
                nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                nn.Flatten(), nn.Linear(32 * 49, 10),
            )
            x = torch.rand(EXAMPLES, 1, 28, 28)
        return timed_loop(model, x, torch.randint(0, 10, (EXAMPLES,)), batch)

    if row == TOY[0]:
        _, sizes, batch, replicates = TOY
        x, y = torch.rand(EXAMPLES, sizes[0]), torch.randint(0, sizes[-1], (EXAMPLES,))
        models = [net(sizes) for _ in range(replicates)]
        if variant == "torch-eager":
            loops = [timed_loop(model, x, y, batch) for model in models]
            return lambda steps: sum(loop(steps) for loop in loops)
        parameters, _ = stack_module_state(models)
        base = models[0]

        def loss(p, features, labels):
            return nn.functional.cross_entropy(functional_call(base, p, (features,)), labels)

        def step(p, rows):
            gradients = vmap(grad(loss))(p, x[rows], y[rows])
            return {name: value - RATE * gradients[name] for name, value in p.items()}

        body = torch.compile(step) if variant == "torch-compile" else step
        state = {name: value.detach() for name, value in parameters.items()}

        def run(steps):
            nonlocal state
            index = torch.from_numpy(batches(draws, steps, batch, replicates)).long()
            start = time.perf_counter()
            for k in range(steps):
                state = body(state, index[:, k])
            next(iter(state.values())).sum().item()
            return time.perf_counter() - start

        return run

    if row == HUTCHINSON[0]:
        _, sizes, examples, probes = HUTCHINSON
        model = net(sizes)
        p = {name: value.detach() for name, value in model.named_parameters()}
        x, y = torch.rand(examples, sizes[0]), torch.randint(0, 10, (examples,))

        def loss(q):
            return nn.functional.cross_entropy(functional_call(model, q, (x,)), y)

        if variant == "torch-eager":
            leaves = [value.clone().requires_grad_() for value in p.values()]

            def draw():
                return [[torch.randint(0, 2, q.shape).float() * 2 - 1 for q in leaves] for _ in range(probes)]

            def once(drawn):
                value = nn.functional.cross_entropy(functional_call(model, dict(zip(p, leaves)), (x,)), y)
                gradients = torch.autograd.grad(value, leaves, create_graph=True)
                total = 0.0
                for v in drawn:
                    products = torch.autograd.grad(gradients, leaves, v, retain_graph=True)
                    total += sum((a * b).sum() for a, b in zip(v, products))
                return float(total)
        else:
            from torch.func import jvp

            def product(v):
                _, out = jvp(grad(loss), (p,), (v,))
                return sum((v[name] * out[name]).sum() for name in v)

            body = vmap(product)
            if variant == "torch-compile":
                body = torch.compile(body)

            def draw():
                return {name: torch.randint(0, 2, (probes, *q.shape)).float() * 2 - 1 for name, q in p.items()}

            def once(v):
                return float(body(v).sum())

        def run(steps):
            drawn = [draw() for _ in range(steps)]
            start = time.perf_counter()
            for v in drawn:
                once(v)
            return time.perf_counter() - start

        return run

    if row == QUADRATIC[0]:
        _, size, replicates = QUADRATIC
        h = torch.linspace(0.1, 1.0, size)

        def step(x, noise):
            loss = 0.5 * (h * x * x).sum(1)
            return x - RATE * (h * x + noise), loss

        body = torch.compile(step) if variant == "torch-compile" else step

        def run(steps):
            x, noise = torch.ones(replicates, size), torch.randn(steps, replicates, size)
            start = time.perf_counter()
            losses = []
            for k in range(steps):
                x, loss = body(x, noise[k])
                losses.append(loss)
            float(x.sum() + torch.stack(losses).sum())
            return time.perf_counter() - start

        return run
    raise ValueError(f"unknown row {row}")


# ---------------------------------------------------------------- JAX


def jax_row(row, variant):
    import jax
    import jax.numpy as jnp
    from jax import lax

    draws = np.random.default_rng(0)

    def dense(p, x):
        for w, b in p[:-1]:
            x = jax.nn.relu(x @ w + b)
        w, b = p[-1]
        return x @ w + b

    def entropy(output, y):
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(output), y[:, None], axis=1))

    def descend(loss):
        def step(p, rows, x, y):
            value, gradients = jax.value_and_grad(loss)(p, x[rows], y[rows])
            return jax.tree.map(lambda a, g: a - RATE * g, p, gradients), value

        return step

    def scanned(step, p, x, y, batch, replicates=None):
        def loop(p, index, x, y):
            return lax.scan(lambda carry, rows: step(carry, rows, x, y), p, index)

        state = p
        if replicates is not None:
            if variant == "jax-vmap":
                loop = jax.vmap(loop, in_axes=(0, 0, None, None))
        body = jax.jit(loop, donate_argnums=(0,))

        def run(steps):
            nonlocal state
            index = jnp.asarray(batches(draws, steps, batch, replicates))
            if replicates is not None and variant != "jax-vmap":
                start = time.perf_counter()
                outs = [body(jax.tree.map(lambda a, r=r: a[r], state), index[r], x, y) for r in range(replicates)]
                jax.block_until_ready(outs)
                return time.perf_counter() - start
            start = time.perf_counter()
            state, losses = body(state, index, x, y)
            jax.block_until_ready((state, losses))
            return time.perf_counter() - start

        return run

    def arrays(sizes, examples=EXAMPLES):
        x = jnp.asarray(draws.random((examples, sizes[0]), dtype=np.float32))
        return x, jnp.asarray(draws.integers(0, sizes[-1], examples).astype("i4"))

    if row in MLPS:
        if variant == "jax-vmap":
            raise ValueError("a row of one replicate has no vmap")
        sizes, batch = MLPS[row]
        x, y = arrays(sizes)
        p = jax.tree.map(jnp.asarray, weights(sizes, draws))
        return scanned(descend(lambda p, x, y: entropy(dense(p, x), y)), p, x, y, batch)

    if row == CNN[0]:
        if variant == "jax-vmap":
            raise ValueError("a row of one replicate has no vmap")
        kernels = [(draws.standard_normal((3, 3, a, b)).astype("f4") * (2 / (9 * a)) ** 0.5, np.zeros(b, "f4")) for a, b in ((1, 16), (16, 32))]
        p = jax.tree.map(jnp.asarray, (kernels, weights([32 * 49, 10], draws)))

        def forward(p, x):
            for w, b in p[0]:
                x = lax.conv_general_dilated(x, w, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
                x = jax.nn.relu(x + b)
                x = lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
            return dense(p[1], x.reshape(x.shape[0], -1))

        x = jnp.asarray(draws.random((EXAMPLES, 28, 28, 1), dtype=np.float32))
        y = jnp.asarray(draws.integers(0, 10, EXAMPLES).astype("i4"))
        return scanned(descend(lambda p, x, y: entropy(forward(p, x), y)), p, x, y, CNN[1])

    if row == TOY[0]:
        _, sizes, batch, replicates = TOY
        x, y = arrays(sizes)
        p = [weights(sizes, draws) for _ in range(replicates)]
        stacked = jax.tree.map(lambda *a: jnp.stack(a), *p)
        return scanned(descend(lambda p, x, y: entropy(dense(p, x), y)), stacked, x, y, batch, replicates)

    if row == HUTCHINSON[0]:
        _, sizes, examples, probes = HUTCHINSON
        x, y = arrays(sizes, examples)
        p = jax.tree.map(jnp.asarray, weights(sizes, draws))
        loss = lambda q: entropy(dense(q, x), y)

        def draw(key):
            return [(jax.random.rademacher(jax.random.fold_in(key, 2 * i), w.shape, jnp.float32), jax.random.rademacher(jax.random.fold_in(key, 2 * i + 1), b.shape, jnp.float32)) for i, (w, b) in enumerate(p)]

        def product(v):
            _, out = jax.jvp(jax.grad(loss), (p,), (v,))
            return sum(jnp.vdot(a, b) for a, b in zip(jax.tree.leaves(v), jax.tree.leaves(out)))

        each = jax.vmap(product) if variant == "jax-vmap" else lambda drawn: lax.map(product, drawn)
        body = jax.jit(lambda drawn: jnp.sum(each(drawn)))
        draws_of = jax.jit(lambda key: jax.vmap(draw)(jax.random.split(key, probes)))

        def run(steps):
            drawn = jax.block_until_ready([draws_of(jax.random.key(k)) for k in range(steps)])
            start = time.perf_counter()
            for v in drawn:
                body(v).block_until_ready()
            return time.perf_counter() - start

        return run

    if row == QUADRATIC[0]:
        _, size, replicates = QUADRATIC
        h = jnp.linspace(0.1, 1.0, size)
        body = jax.jit(lambda x, noise: lax.scan(lambda x, n: (x - RATE * (h * x + n), 0.5 * jnp.sum(h * x * x, axis=1)), x, noise))

        def run(steps):
            x = jnp.ones((replicates, size))
            noise = jnp.asarray(draws.standard_normal((steps, replicates, size), dtype=np.float32))
            start = time.perf_counter()
            jax.block_until_ready(body(x, noise))
            return time.perf_counter() - start

        return run
    raise ValueError(f"unknown row {row}")


PREPARED = {}


def main():
    for line in sys.stdin:
        question = json.loads(line)
        key = (question["row"], question["variant"])
        try:
            if key not in PREPARED:
                make = torch_row if question["variant"].startswith("torch") else jax_row
                PREPARED[key] = make(*key)
                PREPARED[key](question["steps"])  # compiles and warms up
            print(json.dumps({"seconds": PREPARED[key](question["steps"])}), flush=True)
        except Exception as problem:
            print(json.dumps({"error": f"{type(problem).__name__}: {problem}"[:300]}), flush=True)


if __name__ == "__main__":
    main()
