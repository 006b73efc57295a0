#!/usr/bin/env python3
"""Compares the throughput of an evaluation on one rank and on several, one thread each.

    swift build -c release --product equipoise
    Benchmarks/scale-ranks.py

The job is a PGD attack with DGBA on the full-width ResNet-34 DeepLab, weights from a seed, on
synthetic rooms at 321x321. Runs alternate between one rank and several; ratios are of runs that
follow each other, their median counts. The time is that from the first unit to the last report, from
run.json; the whole run with start and results is shown besides, and where the workers' and the
coordinator's time went.

Exit status 0 when the median ratio reaches what is required (0.95 for each rank).
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REQUIRED, AIM = 0.95, 0.985  # of perfect; 1.9 and 1.97 for two ranks

JOB = """\
name: scale-ranks
data: {{file: {folder}/rooms.h5, kind: nyuv2, height: {size}, width: {size}}}
model: {{backbone: resnet34-deeplab, normals: decoded, weights-seed: 1}}
attacks: [{{method: pgd, steps: {steps}, strategy: balanced, radius: 8}}]
bootstrap: {{replicates: 100}}
threads: 1
output: {folder}/unused
"""


def environment():
    """What scripts/environment sets."""
    script = f'. "{PROJECT}/scripts/environment" && env -0'
    found = subprocess.run(["bash", "-c", script], capture_output=True, check=True)
    pairs = found.stdout.decode().rstrip("\0").split("\0")
    return dict(pair.split("=", 1) for pair in pairs)


def evaluate(options, folder, ranks, number):
    """The last attempt in run.json of a run on so many ranks, each bound to a core."""
    output = f"{folder}/run{number}"
    subprocess.run(
        ["mpirun", "-n", str(ranks), "--bind-to", options.bind_to, options.program, "run",
         f"{folder}/job.yml", "--quiet", "--output", output],
        env=environment(), check=True, stdout=subprocess.DEVNULL)
    with open(f"{output}/run.json", encoding="utf-8") as file:
        return json.load(file)["attempts"][-1]


def shares(attempt):
    """Where time went, as shares of the time from the first unit to the last report."""
    seconds, workers = attempt["coordinator"]["seconds"], attempt["workers"]
    total = seconds * len(workers)
    parts = {
        name: sum(worker[f"{name}Seconds"] for worker in workers) / total
        for name in ["compute", "read", "wait", "delivery"]
    }
    parts["coordinator"] = 1 - attempt["coordinator"]["idleSeconds"] / seconds
    parts["journal"] = attempt["coordinator"]["journalSeconds"] / seconds
    return "  ".join(f"{name} {100 * share:.2f} %" for name, share in parts.items())


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=f"{PROJECT}/.build/release/equipoise")
    parser.add_argument("--ranks", type=int, default=2, help="against one (%(default)s)")
    parser.add_argument("--images", type=int, default=16, help="(%(default)s)")
    parser.add_argument("--steps", type=int, default=2, help="of the attack (%(default)s)")
    parser.add_argument("--size", type=int, default=321, help="rows and columns (%(default)s)")
    parser.add_argument("--rounds", type=int, default=2, help="(%(default)s)")
    parser.add_argument("--bind-to", default="core", help="of mpirun (%(default)s)")
    options = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    if cores < options.ranks:
        sys.exit(f"scale-ranks: expected {options.ranks} cores, found {cores}")
    with tempfile.TemporaryDirectory(prefix="scale-ranks.") as folder:
        subprocess.run(
            [options.program, "synthesize", "--count", str(options.images), "--output",
             f"{folder}/rooms.h5"], check=True, stdout=subprocess.DEVNULL)
        with open(f"{folder}/job.yml", "w", encoding="utf-8") as file:
            file.write(JOB.format(folder=folder, size=options.size, steps=options.steps))
        ratios, whole = [], []
        for number in range(options.rounds):
            one = evaluate(options, folder, 1, 2 * number)
            many = evaluate(options, folder, options.ranks, 2 * number + 1)
            ratios.append(one["coordinator"]["seconds"] / many["coordinator"]["seconds"])
            whole.append(one["seconds"] / many["seconds"])
            for ranks, attempt in [(1, one), (options.ranks, many)]:
                rate = options.images / attempt["coordinator"]["seconds"]
                print(f"{ranks} ranks  {rate:.3f} images/s  {shares(attempt)}", flush=True)
            print(f"round {number + 1}: ratio {ratios[-1]:.3f}, whole run {whole[-1]:.3f}")
    ratio = statistics.median(ratios)
    required, aim = REQUIRED * options.ranks, AIM * options.ranks
    print(
        f"ratio {ratio:.3f} ({min(ratios):.3f} to {max(ratios):.3f}), whole run "
        f"{statistics.median(whole):.3f}; required {required:.2f}, aim {aim:.2f}: "
        f"{'ok' if ratio >= required else 'FAILS'}")
    return 0 if ratio >= required else 1


if __name__ == "__main__":
    sys.exit(main())
