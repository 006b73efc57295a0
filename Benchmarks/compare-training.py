#!/usr/bin/env python3
"""Times iterations of adversarial training in PyTorch against `training-steps`, on the same cores.

An iteration makes adversarial images of a batch in evaluation mode (one step of FGSM with DGBA, or
several of PGD) and takes a step of Adam on them in training mode, with dropout. Networks, weights,
images and labels are those of compare-pytorch.py, from the same seed. Before anything is timed, the
losses of two steps on clean images without dropout are compared.

Variants of PyTorch:
  published  the attack takes a backward pass per task, weight gradients included, as the published
             code does; the step is as usual
  tuned      the attack takes one weighted backward pass with frozen weights; channels-last

Rounds alternate; the ratio of a round is PyTorch's time over the mean of equipoise's before and after
it.

Needs torch and numpy. Example, after `swift build -c release --product training-steps`:

    Benchmarks/compare-training.py --size 161
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "../.build/release/training-steps")
REQUIRED, AIM = 1.1, 1.3
WIDTHS = {"full": [64, 128, 256, 512], "narrow": [16, 32, 64, 128]}
HEAD_WIDTHS = {"full": 1024, "narrow": 256}


def load_attack_comparison():
    """The module of compare-pytorch.py, which has the network."""
    spec = importlib.util.spec_from_file_location(
        "compare_pytorch", os.path.join(HERE, "compare-pytorch.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


attacks = load_attack_comparison()


def workload(options):
    """What compare-pytorch.py's network and batch are made of."""
    return {
        "model": "resnet34-deeplab", "widths": WIDTHS[options.width],
        "headWidth": HEAD_WIDTHS[options.width], "seed": 0, "batch": options.batch,
        "height": options.size, "width": options.size,
        "tasks": ["segment_semantic", "normal", "depth_zbuffer"], "outputChannels": [40, 3, 1],
        "layout": json.dumps([[[0, 1, 2]]] * 17),
    }


class Network(attacks.MultiTaskNetwork):
    """The network without the count of parameters that equipoise bench reports."""

    def __init__(self, described):
        count = ParameterCount()
        super().__init__({**described, "parameterCount": count})


class ParameterCount:
    """Equal to whatever was counted."""

    def __ne__(self, other):
        return False


class Pooled:
    """A label of a task, with its loss over all valid pixels of the batch."""

    def __init__(self, described, index, size):
        self.target = attacks.Target(described, index, size)
        self.shares = self.target.count / self.target.count.sum()

    def loss(self, prediction):
        return (self.target.loss(prediction) * self.shares).sum()


class Training:
    """A network in training on one batch."""

    def __init__(self, described, options, is_tuned, dropout=None):
        self.model = Network(described)
        if dropout is not None:
            for layer in self.model.modules():
                if isinstance(layer, torch.nn.Dropout):
                    layer.p = dropout
        self.images = attacks.make_images(described)
        if is_tuned:
            self.model = self.model.to(memory_format=torch.channels_last)
            self.images = self.images.to(memory_format=torch.channels_last)
        with torch.no_grad():
            sizes = [tuple(output.shape[2:]) for output in self.model(self.images)]
        self.targets = [attacks.Target(described, i, size) for i, size in enumerate(sizes)]
        self.pooled = [Pooled(described, i, size) for i, size in enumerate(sizes)]
        self.optimizer = torch.optim.Adam(
            self.model.parameters(), lr=1e-4, betas=(0.5, 0.999), weight_decay=1e-4,
            fused=is_tuned)
        self.steps, self.is_tuned = options.attack_steps, is_tuned

    def attack(self):
        """Images after the attack, in evaluation mode."""
        self.model.eval()
        attack = attacks.Attack(self.images, self.targets)
        radius = attacks.RADIUS
        for _ in range(self.steps):
            x = attack.point.detach().requires_grad_(True)
            if self.is_tuned:
                self.model.requires_grad_(False)
                losses = attack.losses(self.model(x))
                sum((loss / loss.detach()).sum() for loss in losses).backward()
                self.model.requires_grad_(True)
                direction = x.grad
            else:
                losses = attack.losses(self.model(x))
                direction = torch.zeros_like(x)
                for index, loss in enumerate(losses):
                    x.grad = None
                    loss.sum().backward(retain_graph=index + 1 < len(losses))
                    direction += x.grad / loss.detach().view(-1, 1, 1, 1)
            with torch.no_grad():
                moved = attack.point + radius / self.steps * direction.sign()
                attack.point = torch.minimum(torch.maximum(moved, attack.lower), attack.upper)
        return attack.point

    def step(self, images):
        """A step of training; the losses before it."""
        self.model.train()
        self.optimizer.zero_grad()
        losses = [t.loss(output) for t, output in zip(self.pooled, self.model(images))]
        sum(losses).backward()
        self.optimizer.step()
        return [loss.item() for loss in losses]

    def iterate(self):
        self.step(self.attack() if self.steps else self.images)


def run_equipoise(options, *more):
    command = [
        options.program, "--size", str(options.size), "--batch", str(options.batch), "--widths",
        ",".join(map(str, WIDTHS[options.width])), "--head-width",
        str(HEAD_WIDTHS[options.width]), "--threads", str(options.threads), *more]
    try:
        result = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise attacks.ComparisonError(f"{options.program}: {error.strerror}") from error
    if result.returncode != 0:
        raise attacks.ComparisonError(f"{' '.join(command)}\n{result.stderr.strip()}")
    return json.loads(result.stdout)


def equipoise_seconds(options):
    report = run_equipoise(
        options, "--attack-steps", str(options.attack_steps), "--iterations", str(options.steps))
    return report["seconds"]["median"]


def check(options, described):
    """Holds the losses of two clean steps against each other.

    The first step of Adam is as long where a gradient is nothing but rounding as elsewhere, so the
    second losses agree far less than the first ones: as far as PyTorch's with other kernels, if that
    is more than a hundredth.
    """
    report = run_equipoise(
        options, "--attack-steps", "0", "--dropout", "0", "--warm-ups", "0", "--iterations", "2")
    runs = []
    for is_tuned in [False, True]:
        training = Training(described, options, is_tuned, dropout=0)
        runs.append([training.step(training.images) for _ in range(2)])

    def apart(losses):
        return [max(abs(a / b - 1) for a, b in zip(x, y)) for x, y in zip(runs[0], losses)]

    differences, own = apart(report["losses"]), apart(runs[1])
    print(f"  relative differences of losses: first step {differences[0]:.1e}, second "
          f"{differences[1]:.1e}; PyTorch's with other kernels: {own[0]:.1e}, {own[1]:.1e}")
    if not (differences[0] < 1e-4 and differences[1] < max(1e-2, own[1])):
        raise attacks.ComparisonError("PyTorch and equipoise do not compute the same")


def compare(options):
    described = workload(options)
    print(f"{options.width} ResNet-34 DeepLab, {options.batch} x {options.size}x{options.size}, "
          f"{options.attack_steps} attack steps, {options.threads} threads, PyTorch "
          f"{torch.__version__}")
    check(options, described)
    variants = {name: Training(described, options, name == "tuned") for name in options.variants}
    for training in variants.values():
        training.iterate()
    here = {name: [] for name in variants}
    there = [equipoise_seconds(options)]
    for _ in range(options.rounds):
        for name, training in variants.items():
            here[name].append(attacks.timed(training.iterate))
        there.append(equipoise_seconds(options))
    print(f"  {'equipoise':<11}{statistics.median(there):8.3f} s")
    result = {"workload": described, "equipoise": attacks.summary(there), "variants": {}}
    for name, samples in here.items():
        ratios = [t / ((a + b) / 2) for t, a, b in zip(samples, there, there[1:])]
        verdict = "met" if statistics.median(ratios) >= REQUIRED else "MISSED"
        print(f"  {name:<11}{statistics.median(samples):8.3f} s   ratio "
              f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}), "
              f"required {REQUIRED}, aim {AIM}: {verdict}")
        result["variants"][name] = {
            "seconds": attacks.summary(samples), "ratio": attacks.summary(ratios)}
    return result


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=PROGRAM)
    parser.add_argument("--width", choices=list(WIDTHS), default="full")
    parser.add_argument("--variants", choices=["published", "tuned"], nargs="+",
                        default=["published", "tuned"])
    parser.add_argument("--size", type=int, default=321, help="rows and columns (%(default)s)")
    parser.add_argument("--batch", type=int, default=2, help="(%(default)s)")
    parser.add_argument("--attack-steps", type=int, default=1, help="(%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="alternations (%(default)s)")
    parser.add_argument("--steps", type=int, default=1,
                        help="equipoise's iterations between rounds; their median counts")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--output", help="JSON file to write")
    return parser.parse_args()


def main():
    options = parse_arguments()
    torch.set_num_threads(options.threads)
    result = compare(options)
    if options.output:
        with open(options.output, "w", encoding="utf-8") as file:
            json.dump(result, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    try:
        main()
    except attacks.ComparisonError as error:
        sys.exit(f"compare-training: {error}")
