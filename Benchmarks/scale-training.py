#!/usr/bin/env python3
"""Compares iterations of adversarial training on one rank and on several, one thread each.

    swift build -c release --product training-steps
    Benchmarks/scale-training.py

The ranks share the global batch that one rank has alone. Runs alternate between one rank and several;
ratios are of runs that follow each other, their median counts.

How much of the exchange hides behind the backward pass: the time that a rank spends on the sums of
gradients, during the backward pass and after it, against the time that the same sums take when
nothing is computed. Of the ranks the one with the least counts, since the others wait for the last
one to come.
"""
import argparse
import json
import os
import runpy
import statistics
import subprocess

PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
environment = runpy.run_path(f"{PROJECT}/Benchmarks/scale-ranks.py")["environment"]


def train(options, ranks):
    """The report of a run on so many ranks, each bound to a core."""
    command = [
        "mpirun", "-n", str(ranks), "--bind-to", options.bind_to, options.program, "--threads", "1",
        "--size", str(options.size), "--batch", str(options.batch), "--iterations",
        str(options.iterations), "--attack-steps", str(options.attack_steps)]
    if options.widths:
        command += ["--widths", options.widths, "--head-width", str(options.head_width)]
    for flag in ("sharded", "synchronised"):
        if getattr(options, flag):
            command.append(f"--{flag}")
    found = subprocess.run(
        command, env=environment(), check=True, capture_output=True, text=True)
    return json.loads(found.stdout)


def sums(report):
    """Seconds that the sums of gradients take a rank, of that with the least."""
    return min(a + b for a, b in zip(report["overlapped"], report["remainder"]))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=f"{PROJECT}/.build/release/training-steps")
    parser.add_argument("--ranks", type=int, default=2, help="against one (%(default)s)")
    parser.add_argument("--batch", type=int, default=2, help="images of all ranks (%(default)s)")
    parser.add_argument("--size", type=int, default=321, help="rows and columns (%(default)s)")
    parser.add_argument("--widths", help="as for training-steps")
    parser.add_argument("--head-width", type=int, default=1024, help="(%(default)s)")
    parser.add_argument("--attack-steps", type=int, default=1, help="(%(default)s)")
    parser.add_argument("--iterations", type=int, default=1, help="a run (%(default)s)")
    parser.add_argument("--rounds", type=int, default=2, help="(%(default)s)")
    parser.add_argument("--bind-to", default="core", help="of mpirun (%(default)s)")
    parser.add_argument("--sharded", action="store_true", help="every rank updates a part")
    parser.add_argument("--synchronised", action="store_true", help="batch norms over all ranks")
    options = parser.parse_args()
    ratios, hidden = [], []
    for number in range(options.rounds):
        alone, divided = train(options, 1), train(options, options.ranks)
        one, several = alone["seconds"]["median"], divided["seconds"]["median"]
        inside, outside = sums(divided["exchange"]), sums(divided["exchangeAlone"])
        ratios.append(one / several)
        hidden.append(1 - inside / outside)
        exchange = divided["exchange"]
        parts = "  ".join(
            f"{name} {max(exchange[name]):.2f} s"
            for name in ("overlapped", "remainder", "update", "parameters", "numbers"))
        print(f"round {number + 1}: 1 rank {one:.2f} s, {options.ranks} ranks {several:.2f} s, ratio "
              f"{one / several:.3f}; sums of gradients {inside:.2f} s a step, {outside:.2f} s without "
              f"a backward pass")
        print(f"  {parts}")
    print(f"ratio {statistics.median(ratios):.3f}; of the sums {100 * statistics.median(hidden):.0f} % "
          f"hide behind the backward pass")


if __name__ == "__main__":
    main()
