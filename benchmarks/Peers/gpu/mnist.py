"""The MNIST job's data and figures, shared by the peers: bytes on the device, whole epochs timed, the first one apart."""
import argparse
import gzip
import json
import statistics
import time

EPOCHS_TIMED_FROM = 2  # The first epochs compile, tune and warm up.


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", default="samples/Mnist/data", help="folder of the four IDX files, gzip")
    parser.add_argument("--batch-size", type=int, default=1024)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--device", default="cuda", help="PyTorch's; cpu only shows that the script runs")
    parser.add_argument("--json", help="file to write the figures to")
    return parser.parse_args()


def load(folder, images, labels):
    """Returns images (n, 784) and labels (n) as numpy uint8."""
    import numpy as np
    with gzip.open(f"{folder}/{images}") as file:
        x = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)
    with gzip.open(f"{folder}/{labels}") as file:
        y = np.frombuffer(file.read(), np.uint8, offset=8)
    return x, y


def train_set(folder):
    return load(folder, "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")


def test_set(folder):
    return load(folder, "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")


def measure(name, options, run_epoch, evaluate, steps):
    """Runs and times all epochs; run_epoch must return only when the device is done."""
    seconds = []
    for _ in range(options.epochs):
        start = time.perf_counter()
        run_epoch()
        seconds.append(time.perf_counter() - start)
    steady = seconds[EPOCHS_TIMED_FROM:]
    figures = {
        "peer": name,
        "batch_size": options.batch_size,
        "epochs": options.epochs,
        "microseconds_per_step": statistics.median(steady) / steps * 1e6,
        "fastest_microseconds_per_step": min(steady) / steps * 1e6,
        "first_epoch_seconds": seconds[0],
        "test_accuracy": float(evaluate()),
    }
    print(json.dumps(figures))
    if options.json:
        with open(options.json, "w") as file:
            json.dump(figures, file, indent=2)
