"""JAX at the MNIST job on one GPU: 784-128-relu-dropout 0.2-10, Adam 1e-3, TF32, one jitted scan over each epoch.

The last partial batch is left out (a scan has one shape), so it does 58 of 59 steps; figures are per step.
"""
from functools import partial

import jax
import jax.numpy as jnp
import optax

import mnist

options = mnist.arguments(__doc__)
jax.config.update("jax_default_matmul_precision", "tensorfloat32")
x_train, y_train = (jnp.asarray(a) for a in mnist.train_set(options.data))
x_test, y_test = (jnp.asarray(a) for a in mnist.test_set(options.data))
batch = options.batch_size
steps = len(x_train) // batch
optimizer = optax.adam(1e-3)


def initialise(key):
    first, second = jax.random.split(key)
    glorot = jax.nn.initializers.glorot_uniform()
    return {
        "w1": glorot(first, (784, 128)), "b1": jnp.zeros(128),
        "w2": glorot(second, (128, 10)), "b2": jnp.zeros(10),
    }


def logits(weights, x, key=None):
    hidden = jax.nn.relu(x.astype(jnp.float32) / 255 @ weights["w1"] + weights["b1"])
    if key is not None:
        hidden = jnp.where(jax.random.bernoulli(key, 0.8, hidden.shape), hidden / 0.8, 0)
    return hidden @ weights["w2"] + weights["b2"]


def loss(weights, x, y, key):
    return optax.softmax_cross_entropy_with_integer_labels(logits(weights, x, key), y).mean()


@partial(jax.jit, donate_argnums=(0, 1))
def epoch(weights, state, key, x_train, y_train):
    order_key, drop_key = jax.random.split(key)
    order = jax.random.permutation(order_key, len(x_train))[:steps * batch].reshape(steps, batch)

    def step(carry, inputs):
        weights, state = carry
        rows, key = inputs
        value, gradient = jax.value_and_grad(loss)(weights, x_train[rows], y_train[rows], key)
        updates, state = optimizer.update(gradient, state)
        return (optax.apply_updates(weights, updates), state), value

    (weights, state), losses = jax.lax.scan(step, (weights, state), (order, jax.random.split(drop_key, steps)))
    return weights, state, losses.mean()


class Run:
    key = jax.random.key(42)
    weights = initialise(jax.random.key(1))
    state = optimizer.init(weights)


def run_epoch():
    Run.key, key = jax.random.split(Run.key)
    Run.weights, Run.state, mean = epoch(Run.weights, Run.state, key, x_train, y_train)
    mean.block_until_ready()


def evaluate():
    return float((logits(Run.weights, x_test).argmax(1) == y_test).mean())


mnist.measure("jax jit, scan over an epoch", options, run_epoch, evaluate, steps)
