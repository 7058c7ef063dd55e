#!/usr/bin/env python3
"""Measures what the tolerances and the seed of mnist_mlp.py rest on; README.md draws the conclusions.

usage: mnist_mlp_study.py [DATA] [--find-seed LAST]
Without an option: trains the same run in float32 in several orders of summation, and with disturbances, and prints
how far each ends from float64. --find-seed repeats the search for the seed over 1 to LAST.
Needs numpy (Debian: python3-numpy). Takes about a minute; the search over 1,500 seeds a few.
"""

import argparse
import pathlib
import sys

import numpy as np

from mlp import KERNELS_AND_BIASES, Adam
import mnist_mlp

UNIT = 2.0**-24  # float32's unit roundoff


def one_after_another(order):
    """A product that adds the terms one at a time, as one chain does."""

    def matmul(a, b):
        total = np.zeros((a.shape[0], b.shape[1]), np.result_type(a, b))
        for k in range(a.shape[1])[::order]:
            total += a[:, k, None] * b[k]
        return total

    return matmul


def shuffled(seed):
    """A product whose terms come in a new random order each time."""
    random = np.random.default_rng(seed)

    def matmul(a, b):
        order = random.permutation(a.shape[1])
        return a[:, order] @ b[order]

    return matmul


def disturbed(relative, seed):
    """A product each of whose elements is off by up to the given relative error."""
    random = np.random.default_rng(seed)

    def matmul(a, b):
        product = a @ b
        return product * (1 + relative * random.uniform(-1, 1, product.shape)).astype(product.dtype)

    return matmul


class CorrectedEpsilonAdam(Adam):
    """The textbook's Adam, epsilon beside the corrected root: the likeliest mistake."""

    def update(self, parameters, gradient):
        epsilon = self.epsilon
        self.epsilon = epsilon * (1 - self.beta_2 ** (self.step + 1)) ** 0.5
        super().update(parameters, gradient)
        self.epsilon = epsilon


class Run:
    """One training run: its losses (the mean taken in float64, or in dtype one row after another), its values before
    the relu and its final parameters."""

    def __init__(self, images, labels, dtype, matmul=np.matmul, optimizer=None, pixels=None):
        self.parameters = {name: array.astype(dtype) for name, array in mnist_mlp.initial_parameters().items()}
        x = (images.astype(dtype) / dtype(255) if pixels is None else pixels).astype(dtype)
        exact, summed, before_relu = [], [], []
        for loss_of_rows, values in mnist_mlp.train(self.parameters, x, labels, matmul, optimizer):
            exact.append(loss_of_rows.mean(dtype=np.float64))
            summed.append(np.cumsum(loss_of_rows)[-1] / len(loss_of_rows))
            before_relu.append(values)
        self.losses, self.summed_losses = np.array(exact), np.array(summed, np.float64)
        self.before_relu = np.array(before_relu, np.float64)

    def print_distance(self, name, reference):
        corners = np.abs(reference.before_relu) < 1e-3
        distances = [
            np.abs(self.losses - reference.losses).max(),
            np.abs(self.summed_losses - reference.losses).max(),
            *(np.abs(self.parameters[n] - reference.parameters[n]).max() for n in KERNELS_AND_BIASES),
            np.abs((self.parameters["kernel_1"] - reference.parameters["kernel_1"]).sum(axis=1)).max(),
            np.abs(self.before_relu - reference.before_relu)[corners].max(),
        ]
        crossed = ((self.before_relu > 0) != (reference.before_relu > 0)).sum()
        print(f"{name:36}" + "".join(f"{distance:10.1e}" for distance in distances) + f"{crossed:10d}", flush=True)


def compare(images, labels):
    reference = Run(images, labels, np.float64)
    columns = ["loss", "summed", *KERNELS_AND_BIASES, "row sums", "near 0", "crossed"]
    print(f"{'largest distance from float64':36}" + "".join(f"{column:>10}" for column in columns))

    def report(name, **arguments):
        Run(images, labels, **arguments).print_distance(name, reference)

    single = np.float32
    report("float32, library product", dtype=single)
    report("float32, one term after another", dtype=single, matmul=one_after_another(1))
    report("float32, the same backwards", dtype=single, matmul=one_after_another(-1))
    for seed in (1, 2, 3):
        report(f"float32, shuffled terms {seed}", dtype=single, matmul=shuffled(seed))
    for seed in (1, 2, 3):
        report(f"float32, products off by 4 units {seed}", dtype=single, matmul=disturbed(4 * UNIT, seed))
    report("float32, pixels times 1/255", dtype=single, pixels=images.astype(single) * single(1 / 255))
    report("float64, one term after another", dtype=np.float64, matmul=one_after_another(1))
    report("float64, products off by 2^-24", dtype=np.float64, matmul=disturbed(2.0**-24, 1))
    report("float64, products off by 2^-34", dtype=np.float64, matmul=disturbed(2.0**-34, 1))
    print("mistakes")
    report("epsilon beside the corrected root", dtype=np.float64, optimizer=CorrectedEpsilonAdam())
    report("epsilon 1e-8", dtype=np.float64, optimizer=Adam(epsilon=1e-8))
    report("pixels over 256", dtype=np.float64, pixels=images / 256)
    largest = [f"{name} {np.abs(reference.parameters[name]).max():.3f}" for name in KERNELS_AND_BIASES]
    print("largest final weights:", ", ".join(largest))


def find_seed(images, labels, last):
    """Prints each seed whose run stays farther from every relu's corner than the runs of the seeds before it."""
    farthest = 0.0
    for seed in range(1, last + 1):
        nearest = np.inf
        for _, before_relu in mnist_mlp.train(mnist_mlp.initial_parameters(seed), images / 255, labels):
            nearest = min(nearest, np.abs(before_relu).min())
            if nearest <= farthest:
                break
        else:
            farthest = nearest
            print(f"seed {seed}: {nearest:.3e}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = pathlib.Path(__file__).resolve().parents[2] / "samples/Mnist/data"
    parser.add_argument("data", nargs="?", default=default, help="folder of MNIST")
    parser.add_argument("--find-seed", type=int, metavar="LAST", help="search the seeds from 1 to LAST")
    arguments = parser.parse_args()
    images, labels = mnist_mlp.load(arguments.data)
    if arguments.find_seed:
        find_seed(images, labels, arguments.find_seed)
    else:
        compare(images, labels)


if __name__ == "__main__":
    sys.exit(main())
