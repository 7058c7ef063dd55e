"""Puts our runs on a GPU beside the peers': microseconds a step, and how many times as fast we are.

Usage: compare.py FOLDER, the results folder of eng/gpu/run.sh. Ours are the reports of whole trainings of many epochs, warm-up
included; the peers' are their medians of epochs after the first two.
"""
import glob
import json
import statistics
import sys


def read(path):
    with open(path) as file:
        return json.load(file)


def main(folder):
    reports = [read(path) for path in sorted(glob.glob(f"{folder}/mnist-gpu-100-*.json"))]
    peers = [read(path) for name in ("torch-eager", "torch-compiled", "jax") for path in glob.glob(f"{folder}/{name}.json")]
    if not reports or not peers:
        print(f"{folder} holds {len(reports)} runs of ours and {len(peers)} of peers: nothing to compare.")
        return 1
    batch = reports[0]["global_batch"]
    ours = statistics.median(report["train_seconds"] / report["steps_run"] * 1e6 for report in reports)
    print("| | microseconds a step | of ours | test accuracy |")
    print("|---|---|---|---|")
    print(f"| Mirrored, {len(reports)} runs | {ours:.1f} | | {reports[0]['test_accuracy']:.4f} |")
    for peer in peers:
        if peer["batch_size"] != batch:
            raise SystemExit(f"{peer['peer']} ran with batches of {peer['batch_size']}, ours with {batch}.")
        time = peer["microseconds_per_step"]
        print(f"| {peer['peer']} | {time:.1f} | {time / ours:.1f} | {peer['test_accuracy']:.4f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
