#!/usr/bin/env python3
"""Makes tiny_net.json: every number of a network that is small enough to follow by hand, in float64.

usage: tiny_net.py [--output FILE]
Needs numpy (Debian: python3-numpy).

Before it writes, it compares the run with PUBLISHED, ten digits of the same cases worked out by other code from
Keras's rules, and the gradients with central differences.
"""

import argparse
import pathlib
import sys

import numpy as np

from golden_json import write_json
from mlp import KERNELS_AND_BIASES, Adam, Sgd, forward, gradients, row_losses, softmax

PARAMETERS = {
    "kernel_1": [[0.5, -0.3, 0.8], [-0.2, 0.6, 0.1]],
    "bias_1": [0.1, 0.0, -0.1],
    "kernel_2": [[0.4, -0.5], [0.3, 0.2], [-0.6, 0.7]],
    "bias_2": [0.0, 0.0],
}
X = np.array([[1, 2], [-1, 0.5], [0.5, -1.5], [2, 1]])
LABELS = np.array([0, 1, 1, 0])

# (case, name within the case, the first elements in row-major order)
PUBLISHED = [
    ("forward", "probabilities", [0.2890504974, 0.7109495026, 0.5149955016, 0.4850044984,
                                  0.5962826993, 0.4037173007, 0.2192572521, 0.7807427479]),
    ("forward", "row_losses", [1.2411538747, 0.7235971131, 0.9070403967, 1.5175095715]),
    ("forward", "mean_loss", [1.0973252390]),
    ("gradients", "kernel_2", [-0.1143186548, 0.1143186548, -0.0827143128, 0.0827143128, -0.4499001360, 0.4499001360]),
    ("gradients", "bias_2", [-0.0951035124, 0.0951035124]),
    ("gradients", "kernel_1", [-0.4442160710, -0.0306486251, 0.6416454359,
                               -0.6968398055, -0.0291100314, 1.0065463857]),
    ("gradients", "bias_1", [-0.2014671490, -0.0048988500, 0.2910081042]),
    ("sgd", "losses", [1.0973252390, 0.8591780391, 0.7151373371]),
    ("sgd", "kernel_2", [0.4416558443, -0.5416558443, 0.3160185884, 0.1839814116, -0.5130403378, 0.6130403378]),
    ("sgd", "bias_1", [0.1451038507, 0.0038923165, -0.1608330275]),
    ("adam", "losses", [1.0973252390, 1.0924262410, 1.0875549833]),
    ("adam", "bias_2", [0.0029977882, -0.0029977882]),
    ("adam", "kernel_1", [0.5029997476, -0.2970791708, 0.7970006212]),
    ("three_rows_keras_split", "bias_2", [0.2491528494, -0.2491528494]),
    ("three_rows_keras_split", "bias_1", [0.1083635766, -0.0048988500, -0.1565251662]),
    ("three_rows_keras_split", "loss", [0.9572637948]),
    ("three_rows_true_mean", "bias_2", [0.1334428994, -0.1334428994]),
    ("three_rows_true_mean", "bias_1", [-0.0344000410, -0.0065318000, 0.0496889481]),
    ("three_rows_true_mean", "loss", [0.9572637948]),
]


def initial():
    return {name: np.array(value, np.float64) for name, value in PARAMETERS.items()}


def training(optimizer):
    """The losses before each of three updates with all four rows, and the parameters after them."""
    parameters, losses = initial(), []
    for _ in range(3):
        gradient, loss_of_rows, _ = gradients(parameters, X, LABELS)
        losses.append(loss_of_rows.mean())
        optimizer.update(parameters, gradient)
    return {"losses": losses, **parameters}


def three_rows(row_weights):
    gradient, loss_of_rows, _ = gradients(initial(), X[:3], LABELS[:3], row_weights)
    return {"row_weights": row_weights, "loss": loss_of_rows.mean(), **gradient}


def cases():
    before_relu, logits = forward(initial(), X)
    loss_of_rows = row_losses(logits, LABELS)
    return {
        "forward": {
            "before_relu": before_relu,
            "logits": logits,
            "probabilities": softmax(logits),
            "row_losses": loss_of_rows,
            "mean_loss": loss_of_rows.mean(),
            "accuracy": (logits.argmax(axis=1) == LABELS).mean(),
        },
        "gradients": gradients(initial(), X, LABELS)[0],
        "sgd": {"learning_rate": 0.1, **training(Sgd(0.1))},
        "adam": {"learning_rate": 1e-3, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7, **training(Adam())},
        # Keras divides each replica's sum by that replica's rows, then by the replicas: 1/2/2, 1/2/2, 1/1/2.
        "three_rows_keras_split": three_rows([0.25, 0.25, 0.5]),
        "three_rows_true_mean": three_rows([1 / 3, 1 / 3, 1 / 3]),
    }


def check_published(computed):
    for case, name, published in PUBLISHED:
        values = np.ravel(computed[case][name])[: len(published)]
        worst = np.abs(values - published).max()
        # Half a unit of the tenth decimal, and a little for its own representation.
        if not worst <= 0.5001e-10:
            raise AssertionError(f"{case}.{name} is {values.tolist()}, published are {published}: {worst:.1e} apart")


def check_gradient(parameters, x, labels, positions, step, tolerance):
    """Compares dloss/dw with (loss(w + step) - loss(w - step)) / 2 step at (name, flat index) positions."""
    gradient = gradients(parameters, x, labels)[0]

    def loss_at(name, index, value):
        changed = {key: array.copy() for key, array in parameters.items()}
        changed[name].flat[index] += value
        return row_losses(forward(changed, x)[1], labels).mean()

    worst = 0.0
    for name, index in positions:
        numeric = (loss_at(name, index, step) - loss_at(name, index, -step)) / (2 * step)
        worst = max(worst, abs(numeric - gradient[name].flat[index]))
    if not worst <= tolerance:
        raise AssertionError(f"gradient and central differences are {worst:.1e} apart, {tolerance:.0e} allowed")
    return worst


def self_check():
    check_published(cases())
    every_position = [(name, index) for name in KERNELS_AND_BIASES for index in range(np.size(PARAMETERS[name]))]
    # Three rows: in the fourth the second unit is exactly at relu's corner, where a difference means nothing.
    # With a step of 1e-6 both the cut-off, step^2, and the rounding, 2^-53 / step, are of the order 1e-10 or less.
    worst = check_gradient(initial(), X[:3], LABELS[:3], every_position, step=1e-6, tolerance=1e-9)
    print(f"tiny net: {len(PUBLISHED)} published cases agree; gradient within {worst:.1e} of central differences")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", default=pathlib.Path(__file__).with_name("tiny_net.json"))
    output = parser.parse_args().output
    self_check()
    write_json(output, {"x": X, "labels": LABELS, "initial": initial(), **cases()})
    print(f"wrote {output}")


if __name__ == "__main__":
    sys.exit(main())
