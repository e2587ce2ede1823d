"""1-SAM on two-layer ReLU networks in JAX: a compiled step, called for every sample, or compiled epochs (lax.scan).

Usage: jax_sam.py <no-bias|bias|sim-ln> [epochs a round] [rounds] [width] [dimension]

Prints one JSON object: microseconds of processor time a step, of each round, both ways, and the final losses. Rounds go
on where the one before ended: here a step takes as long at the start of training as at its end.
"""

import json
import os
import sys
import time
from functools import partial

# One thread, before JAX starts.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp

SAMPLES = 100
# Of the paper's figures 1b, 4b and 6a: bias, layer normalization, learning rate, rho, scale of the first layer.
SETTINGS = {
    "no-bias": (False, False, 0.01, 0.05, 1.0),
    "bias": (True, False, 0.01, 0.05, 1.0),
    "sim-ln": (True, True, 0.1, 0.1, 0.01),
}


def output(parameters, x, normalized):
    hidden = parameters["W1"] @ x
    if "b1" in parameters:
        hidden = hidden + parameters["b1"]
    hidden = jax.nn.relu(hidden)
    f = parameters["W2"] @ hidden
    if normalized:
        f = f / jnp.sqrt(jnp.maximum(hidden @ hidden, 1e-10))
    return f


def sam_step(parameters, x, y, normalized, rate, rho):
    gradient = jax.grad(lambda at: (output(at, x, normalized) - y) ** 2)
    g = gradient(parameters)
    norm = jnp.sqrt(sum(jnp.vdot(part, part) for part in g.values()))
    perturbed = jax.tree.map(lambda p, part: p + rho / (norm + 1e-12) * part, parameters, g)
    return jax.tree.map(lambda p, part: p - rate * part, parameters, gradient(perturbed))


def start(name, width, dimension):
    bias, _, _, _, scale = SETTINGS[name]
    inputs, first, shift, second = jax.random.split(jax.random.key(0), 4)
    x = jax.random.rademacher(inputs, (SAMPLES, dimension), dtype=jnp.float32)
    bound = scale / dimension**0.5
    parameters = {
        "W1": jax.random.uniform(first, (width, dimension), minval=-bound, maxval=bound),
        "W2": jax.random.uniform(second, (width,), minval=-(width**-0.5), maxval=width**-0.5),
    }
    if bias:
        parameters["b1"] = jax.random.uniform(shift, (width,), minval=-bound, maxval=bound)
    return x, x[:, 0] * x[:, 1], parameters


def main(name, epochs=10, rounds=5, width=500, dimension=30):
    _, normalized, rate, rho, _ = SETTINGS[name]
    x, y, initial = start(name, width, dimension)
    step = partial(sam_step, normalized=normalized, rate=rate, rho=rho)

    @partial(jax.jit, donate_argnums=0)
    def one_step(parameters, i):
        return step(parameters, x[i], y[i])

    @partial(jax.jit, donate_argnums=0)
    def one_epoch(parameters, key):
        order = jax.random.permutation(key, SAMPLES)
        return jax.lax.scan(lambda at, i: (step(at, x[i], y[i]), None), parameters, order)[0]

    def epoch_of_steps(parameters, key):
        for i in jax.random.permutation(key, SAMPLES):
            parameters = one_step(parameters, i)
        return parameters

    def measure(epoch):
        parameters = jax.tree.map(jnp.copy, initial)
        key = jax.random.key(1)
        microseconds = []
        for round_ in range(rounds + 1):
            started = time.process_time()
            for _ in range(epochs):
                key, own = jax.random.split(key)
                parameters = epoch(parameters, own)
            jax.block_until_ready(parameters)
            # The first round compiles.
            if round_ > 0:
                microseconds.append(1e6 * (time.process_time() - started) / (epochs * SAMPLES))
        loss = jnp.mean((jax.vmap(lambda row: output(parameters, row, normalized))(x) - y) ** 2)
        return {"microseconds": microseconds, "loss": float(loss)}

    result = {"net": name, "steps": epochs * SAMPLES, "step": measure(epoch_of_steps), "scan": measure(one_epoch)}
    print(json.dumps({"version": jax.__version__, **result}))


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in SETTINGS:
        sys.exit(__doc__)
    main(sys.argv[1], *map(int, sys.argv[2:]))
