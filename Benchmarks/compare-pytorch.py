#!/usr/bin/env python3
"""Times attack steps of PyTorch against `equipoise bench`, alternately on the same cores.

The network is built here from its description, with the weights, images and labels that
`equipoise bench` makes from the same seed; losses and gradient norm are compared first. Then every
round times every PyTorch variant in this process, and between rounds equipoise in a process of its
own. The ratio of a round is the variant's time over the mean of equipoise's before and after it;
the column "minima" has the ratio of the shortest times, the least disturbed by other work.

Variants, each one step of DGBA (forward, losses, gradient of the losses over their values, signed
step with projection):
  naive pgd    the published way: a backward pass per task, weight gradients included
  naive apgd   the same and a forward pass that scores the new point
  tuned        frozen weights, one weighted backward pass, channels-last
  tuned bf16   the same under bfloat16 autocast
A step of APGD takes the same passes as one of PGD in equipoise, so both naive variants have the same
counterpart.

Needs torch and numpy. Example, after `swift build -c release --product equipoise`:

    Benchmarks/compare-pytorch.py --output results/compare.json
"""

import argparse
import copy
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import time
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

CHANNEL_MEANS = (104.00698793, 116.66876762, 122.67891434)
RADIUS, STEP_SIZE = 8.0, 1.0
ATROUS_RATES = (6, 12, 18, 24)
PADDING = 255.0

# Required and aimed-at ratios of the full ResNet-34 DeepLab, all shared, batch 1.
FIGURES = {
    "naive pgd": (3.3, 4.2),
    "naive apgd": (4.8, 6.0),
    "tuned": (1.35, 1.7),
    "tuned bf16": (1.1, 1.3),
}


class ComparisonError(Exception):
    """Something that makes a comparison impossible or meaningless."""


# Numbers from names -------------------------------------------------------------------------------


def mix(z):
    """The output function of SplitMix64."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def uniforms(name, count, seed):
    """Numbers in [0, 1): SplitMix64, started at the FNV-1a hash of the name and the seed."""
    start = 0xCBF29CE484222325
    for byte in name.encode():
        start = ((start ^ byte) * 0x100000001B3) % 2**64
    with np.errstate(over="ignore"):
        start = np.uint64(start) ^ mix(np.uint64(seed))
        steps = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        return (mix(start + steps) >> np.uint64(40)).astype(np.float64) * 2.0**-24


# The network --------------------------------------------------------------------------------------


class Signal(NamedTuple):
    """What the weights' scale follows from: an estimate of the mean square, and the symmetry."""

    mean_square: float
    centred: bool

    def rectified(self):
        return Signal(self.mean_square / (2 if self.centred else 1), False)


UNIT = Signal(1.0, True)


def summed(*terms):
    """The signal of a sum: symmetric terms are independent, the others point the same way."""
    centred = sum(term.mean_square for term in terms if term.centred)
    others = sum(math.sqrt(term.mean_square) for term in terms if not term.centred)
    return Signal(centred + others**2, all(term.centred for term in terms))


class Weights:
    """Makes layers with the weights that equipoise gives an untrained network."""

    def __init__(self, seed):
        self.seed = seed
        self.count = 0

    def convolution(self, name, signal, inputs, outputs, kernel, **options):
        layer = nn.utils.skip_init(nn.Conv2d, inputs, outputs, kernel, **options)
        fan_in = layer.weight[0].numel()
        bound = math.sqrt(3 / (fan_in * signal.mean_square))
        values = -bound + 2 * bound * uniforms(name + ".weight", layer.weight.numel(), self.seed)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(values.astype(np.float32)).view_as(layer.weight))
            if layer.bias is not None:
                layer.bias.zero_()
                self.count += outputs
        self.count += layer.weight.numel()
        return layer

    def norm(self, channels):
        self.count += 4 * channels + 1
        return nn.BatchNorm2d(channels)


class Residual(nn.Module):
    """body(x) + shortcut(x), rectified or not."""

    def __init__(self, body, shortcut=None, rectifies=True):
        super().__init__()
        self.body, self.shortcut, self.rectifies = body, shortcut, rectifies

    def forward(self, x):
        y = self.body(x) + (x if self.shortcut is None else self.shortcut(x))
        return F.relu(y) if self.rectifies else y


class ResNet34:
    """Builds the blocks of a ResNet-34 with dilations: output stride 8."""

    lengths, strides, dilations = (3, 4, 6, 3), (1, 2, 1, 1), (1, 1, 2, 4)

    def __init__(self, widths):
        self.seed_width, self.output_channels = widths[0], widths[-1]
        # A block: channels in and out, stride, dilation, whether the shortcut is a projection.
        self.blocks = [None]
        channels = widths[0]
        for stage, width in enumerate(widths):
            for index in range(self.lengths[stage]):
                stride = self.strides[stage] if index == 0 else 1
                projects = stage > 0 and index == 0
                self.blocks.append((channels, width, stride, self.dilations[stage], projects))
                channels = width

    def build(self, block, prefix, weights, signal):
        prefix += ".residual_block."
        if block == 0:
            layers = nn.Sequential(
                weights.convolution(prefix + "0", signal, 3, self.seed_width, 7, stride=2,
                                    padding=3, bias=False),
                weights.norm(self.seed_width), nn.ReLU(), nn.MaxPool2d(3, 2, 1, ceil_mode=True))
            # The mean square of the largest of nine values is taken as three times theirs.
            return layers, Signal(3 * UNIT.rectified().mean_square, False)
        channels, width, stride, dilation, projects = self.blocks[block]
        body = nn.Sequential(
            weights.convolution(prefix + "block.conv1", signal, channels, width, 3, stride=stride,
                                padding=dilation, dilation=dilation, bias=False),
            weights.norm(width), nn.ReLU(),
            weights.convolution(prefix + "block.conv2", UNIT.rectified(), width, width, 3,
                                padding=dilation, dilation=dilation, bias=False),
            weights.norm(width))
        shortcut = None
        if projects:
            shortcut = nn.Sequential(
                weights.convolution(prefix + "ds.0", signal, channels, width, 1, stride=stride,
                                    bias=False),
                weights.norm(width))
        return Residual(body, shortcut), summed(UNIT if projects else signal, UNIT).rectified()


class MobileNetV2:
    """Builds the blocks of a MobileNetV2; a bottleneck without shortcut is a block per convolution."""

    lengths, strides, expansion = (1, 2, 3, 4, 3, 3, 1), (1, 2, 2, 2, 1, 2, 1), 6

    def __init__(self, widths):
        stem, *stages, last = widths
        self.output_channels = last
        # A block: its convolutions as (inputs, outputs, kernel, stride, groups, is rectified), and
        # whether its input is added.
        self.blocks = [([(3, stem, 3, 2, 1, True)], False)]
        channels = stem
        for stage, width in enumerate(stages):
            for index in range(self.lengths[stage]):
                stride = self.strides[stage] if index == 0 else 1
                inner = channels * (1 if stage == 0 else self.expansion)
                convolutions = [(inner, inner, 3, stride, inner, True),
                                (inner, width, 1, 1, 1, False)]
                if stage > 0:
                    convolutions.insert(0, (channels, inner, 1, 1, 1, True))
                if index > 0:
                    self.blocks.append((convolutions, True))
                else:
                    self.blocks += [([convolution], False) for convolution in convolutions]
                channels = width
        self.blocks.append(([(channels, last, 1, 1, 1, True)], False))

    def build(self, block, prefix, weights, signal):
        convolutions, adds_input = self.blocks[block]
        layers = []
        state = signal
        for inputs, outputs, kernel, stride, groups, is_rectified in convolutions:
            name = f"{prefix}.compute_nodes.{len(layers)}.basicOp"
            layers += [
                weights.convolution(name, state, inputs, outputs, kernel, stride=stride,
                                    padding=kernel // 2, groups=groups, bias=False),
                weights.norm(outputs)]
            state = UNIT
            if is_rectified:
                layers.append(nn.ReLU())
                state = state.rectified()
        body = nn.Sequential(*layers)
        if not adds_input:
            return body, state
        return Residual(body, rectifies=False), summed(signal, state)


class AtrousHead(nn.Module):
    """Four branches of atrous convolutions, summed."""

    def __init__(self, prefix, weights, signal, inputs, width, outputs):
        super().__init__()
        self.branches = nn.ModuleList()
        for index, rate in enumerate(ATROUS_RATES):
            name = f"{prefix}.fc{index + 1}.conv"
            self.branches.append(nn.Sequential(
                weights.convolution(name + "1", signal, inputs, width, 3, padding=rate,
                                    dilation=rate),
                nn.ReLU(), nn.Dropout(0.5),
                weights.convolution(name + "2", UNIT.rectified(), width, width, 1),
                nn.ReLU(), nn.Dropout(0.5),
                weights.convolution(name + "3", UNIT.rectified(), width, outputs, 1)))

    def forward(self, x):
        first, *others = [branch(x) for branch in self.branches]
        for other in others:
            first = first + other
        return first


class MultiTaskNetwork(nn.Module):
    """A backbone whose blocks are shared as a layout says, with a head for every task."""

    def __init__(self, workload):
        super().__init__()
        weights = Weights(workload["seed"])
        kind = {"resnet34-deeplab": ResNet34, "mobilenetv2": MobileNetV2}[workload["model"]]
        backbone = kind(workload["widths"])
        self.layout = json.loads(workload["layout"])
        if len(self.layout) != len(backbone.blocks):
            raise ComparisonError(f"{len(self.layout)} blocks laid out of {len(backbone.blocks)}")
        self.copies = nn.ModuleList()
        # The root mean square of an image that has the channels' means subtracted is taken as 64.
        signals = [Signal(64.0**2, True)] * len(workload["tasks"])
        for block, sets in enumerate(self.layout):
            for tasks in sets:
                prefix = f"backbone.mtl_blocks.{len(self.copies)}"
                layers, signal = backbone.build(block, prefix, weights, signals[tasks[0]])
                self.copies.append(layers)
                for task in tasks:
                    signals[task] = signal
        self.heads = nn.ModuleList(
            AtrousHead(f"heads.{task}", weights, signals[index], backbone.output_channels,
                       workload["headWidth"], workload["outputChannels"][index])
            for index, task in enumerate(workload["tasks"]))
        if weights.count != workload["parameterCount"]:
            raise ComparisonError(
                f"{weights.count} parameters here, {workload['parameterCount']} in equipoise")
        self.eval()

    def forward(self, x):
        features = [x] * len(self.heads)
        copies = iter(self.copies)
        for sets in self.layout:
            for tasks in sets:
                y = next(copies)(features[tasks[0]])
                for task in tasks:
                    features[task] = y
        return [head(y) for head, y in zip(self.heads, features)]


# Images, labels, losses ---------------------------------------------------------------------------


def planes(values):
    """An NHWC array as an NCHW tensor."""
    return torch.from_numpy(values.astype(np.float32)).permute(0, 3, 1, 2).contiguous()


def make_images(workload):
    shape = (workload["batch"], workload["height"], workload["width"], 3)
    values = np.rint(255 * uniforms("image", math.prod(shape), workload["seed"])).reshape(shape)
    return planes(values.astype(np.float32) - np.array(CHANNEL_MEANS, dtype=np.float32))


def make_label(workload, task, classes):
    """The label of a task, and 1 where it is valid."""
    channels = 3 if task == "normal" else 1
    grid = (workload["batch"], workload["height"], workload["width"])
    u = uniforms(task, math.prod(grid) * channels, workload["seed"]).reshape(*grid, channels)
    valid = uniforms(task + ".valid", math.prod(grid), workload["seed"]).reshape(*grid, 1) >= 1 / 16
    is_nyuv2 = len(workload["tasks"]) == 3
    if task == "segment_semantic":
        values = np.floor(classes * u)
    elif task == "normal":
        values = np.floor(255 * u) if is_nyuv2 else 2 * u - 1
    elif task == "depth_zbuffer":
        values = 0.5 + 9 * u if is_nyuv2 else u
    else:
        values = 2 * u - 1
    return planes(np.where(valid, values, PADDING)), planes(valid)


class Target:
    """A label at the prediction's resolution, with the task's loss."""

    def __init__(self, workload, index, size):
        self.task = workload["tasks"][index]
        label, valid = make_label(workload, self.task, workload["outputChannels"][index])
        self.label = F.interpolate(label, size=size, mode="nearest")
        self.valid = F.interpolate(valid, size=size, mode="nearest")[:, 0]
        self.count = self.valid.sum((1, 2))
        if self.task == "segment_semantic":
            self.label = torch.where(self.valid > 0, self.label[:, 0], -100).long()

    def loss(self, prediction):
        """The mean over an image's valid pixels, for every image."""
        prediction = prediction.float()
        if self.task == "segment_semantic":
            values = F.cross_entropy(prediction, self.label, reduction="none")
        elif self.task == "normal":
            values = 1 - F.cosine_similarity(
                F.normalize(prediction, dim=1), F.normalize(self.label, dim=1), dim=1)
        else:
            values = (prediction - self.label).abs()[:, 0]
        return (values * self.valid).sum((1, 2)) / self.count


# Attack steps -------------------------------------------------------------------------------------


class Attack:
    """Images under attack: the box around the originals, and the current point."""

    def __init__(self, images, targets):
        means = torch.tensor(CHANNEL_MEANS).view(1, 3, 1, 1)
        self.lower = torch.maximum(images - RADIUS, -means)
        self.upper = torch.minimum(images + RADIUS, 255 - means)
        self.point, self.targets = images.clone(), targets

    def move(self, direction):
        with torch.no_grad():
            moved = self.point + STEP_SIZE * direction.sign()
            self.point = torch.minimum(torch.maximum(moved, self.lower), self.upper)

    def losses(self, outputs):
        return [target.loss(output) for target, output in zip(self.targets, outputs)]


def naive_step(model, attack, scores=False):
    """A backward pass for every task, weight gradients included; maybe a scoring forward pass."""
    x = attack.point.detach().requires_grad_(True)
    losses = attack.losses(model(x))
    model.zero_grad()
    direction = torch.zeros_like(x)
    for index, loss in enumerate(losses):
        x.grad = None
        loss.sum().backward(retain_graph=index + 1 < len(losses))
        direction += x.grad / loss.detach().view(-1, 1, 1, 1)
    attack.move(direction)
    if scores:
        with torch.no_grad():
            attack.losses(model(attack.point))
    return losses, direction


def tuned_step(model, attack, dtype=None):
    """One backward pass of the weighted sum of losses; weights are frozen."""
    x = attack.point.detach().to(memory_format=torch.channels_last).requires_grad_(True)
    with torch.autocast("cpu", dtype=dtype or torch.bfloat16, enabled=dtype is not None):
        outputs = model(x)
    losses = attack.losses(outputs)
    sum((loss / loss.detach()).sum() for loss in losses).backward()
    attack.move(x.grad)
    return losses, x.grad


def timed(step):
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


# Comparison ---------------------------------------------------------------------------------------


def run_equipoise(options, *more):
    command = [options.equipoise, "bench", "--json", "--model", options.current_model,
               "--size", options.size, "--batch", str(options.batch), "--tasks", str(options.tasks),
               "--threads", str(options.threads), *more]
    for flag, value in (("--layout", options.layout), ("--widths", options.widths),
                        ("--head-width", options.head_width)):
        if value is not None:
            command += [flag, str(value)]
    try:
        result = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise ComparisonError(f"{options.equipoise}: {error.strerror}") from error
    if result.returncode != 0:
        raise ComparisonError(f"{' '.join(command)}\n{result.stderr.strip()}")
    return json.loads(result.stdout)


def equipoise_seconds(options, precision):
    report = run_equipoise(options, "--no-profile", "--repetitions", str(options.steps),
                           "--precision", precision)
    return report["steps"][0]["seconds"]["median"]


def has_bfloat16(options):
    try:
        run_equipoise(options, "--no-profile", "--repetitions", "1", "--warm-ups", "0",
                      "--precision", "bf16")
    except ComparisonError as error:
        if "precision: expected" in str(error):
            return False
        raise
    return True


def check(report, model, images, targets):
    """Relative differences of losses and gradient norm, which must be rounding."""
    losses, gradient = naive_step(model, Attack(images, targets))
    model.zero_grad()
    reference = report["reference"]
    differences = {
        task: max(abs(a / b - 1) for a, b in zip(here.tolist(), there))
        for task, here, there in zip(report["workload"]["tasks"], losses, reference["losses"])}
    differences["gradient norm"] = abs(gradient.norm().item() / reference["gradientNorm"] - 1)
    print("  relative differences: " + ", ".join(f"{k} {v:.1e}" for k, v in differences.items()))
    wrong = {name: value for name, value in differences.items() if not value < 1e-3}
    if wrong:
        raise ComparisonError(f"PyTorch and equipoise do not compute the same: {wrong}")
    return differences


def summary(samples):
    return {"median": statistics.median(samples), "minimum": min(samples), "maximum": max(samples),
            "samples": samples}


def is_reference_case(workload):
    """Whether the figures to reach were set for this workload."""
    return (workload["model"] == "resnet34-deeplab" and workload["widths"] == [64, 128, 256, 512]
            and workload["headWidth"] == 1024 and len(workload["tasks"]) == 3
            and (workload["height"], workload["width"], workload["batch"]) == (321, 321, 1)
            and all(len(sets) == 1 for sets in json.loads(workload["layout"])))


def compare(options):
    report = run_equipoise(options, "--strategy", "total", "--repetitions", str(options.steps + 1))
    workload = report["workload"]
    print(f"{workload['model']}, {workload['parameterCount'] / 1e6:.1f} M parameters, "
          f"{len(workload['tasks'])} tasks, {workload['batch']} x {workload['height']}x"
          f"{workload['width']}, {options.threads} threads; oneDNN "
          f"{report['environment']['oneDNN']}, PyTorch {torch.__version__}")
    model = MultiTaskNetwork(workload)
    images = make_images(workload)
    with torch.no_grad():
        sizes = [tuple(output.shape[2:]) for output in model(images)]
    targets = [Target(workload, index, size) for index, size in enumerate(sizes)]
    differences = check(report, model, images, targets)
    frozen = copy.deepcopy(model).requires_grad_(False).to(memory_format=torch.channels_last)
    steps = {
        "naive pgd": lambda attack: naive_step(model, attack),
        "naive apgd": lambda attack: naive_step(model, attack, scores=True),
        "tuned": lambda attack: tuned_step(frozen, attack),
        "tuned bf16": lambda attack: tuned_step(frozen, attack, torch.bfloat16),
    }
    steps = {name: step for name, step in steps.items() if name in options.variants}
    attacks = {name: Attack(images, targets) for name in steps}
    for name, step in steps.items():
        step(attacks[name])
    precisions = ["f32"]
    if "tuned bf16" in steps and has_bfloat16(options):
        precisions.append("bf16")
    here = {name: [] for name in steps}
    there = {precision: [equipoise_seconds(options, precision)] for precision in precisions}
    for _ in range(options.rounds):
        for name, step in steps.items():
            here[name].append(timed(lambda: step(attacks[name])))
        for precision in precisions:
            there[precision].append(equipoise_seconds(options, precision))
    return {
        "workload": workload,
        "differences": differences,
        "equipoise": {precision: summary(samples) for precision, samples in there.items()},
        "variants": {
            name: ratios(name, here[name], there, is_reference_case(workload)) for name in steps},
        "engine": engine_figures(report),
    }


def ratios(name, samples, there, has_figures):
    wanted = "bf16" if name.endswith("bf16") else "f32"
    precision = wanted if wanted in there else "f32"
    around = there[precision]
    values = [t / ((a + b) / 2) for t, a, b in zip(samples, around, around[1:])]
    result = {"seconds": summary(samples), "ratio": summary(values),
              "ratioOfMinima": min(samples) / min(around), "equipoisePrecision": precision}
    if has_figures and precision == wanted:
        result["required"], result["aim"] = FIGURES[name]
    return result


def engine_figures(report):
    """What `equipoise bench` alone says about the other figures of a step."""
    balanced, total = report["steps"]
    profile, memory = report["profile"], report["memory"]
    return {
        "shareOutsideConvolution": 1 - profile["convolutionShare"]["median"],
        "stepToFloor": profile["stepToFloor"],
        "gigaflopPerSecond": profile["gigaflopPerSecond"],
        "balancedToTotal": balanced["seconds"]["median"] / total["seconds"]["median"],
        "heapGrowth": balanced["heapGrowth"],
        "pageFaults": balanced["pageFaults"],
        "peakResidentBytes": memory["peakResidentBytes"],
        "residentBytesLimit": 2.5 * memory["parameterBytes"] + 400e6,
    }


def show(result):
    def cells(values, width, digits):
        return "".join(f"{values[key]:>{width}.{digits}f}"
                       for key in ("median", "minimum", "maximum"))

    def verdict(entry):
        if entry["ratio"]["median"] < entry["required"]:
            return "MISSED"
        return "met" if entry["ratio"]["minimum"] >= entry["required"] else "met in the median only"

    print(f"  {'':<15}{'median s':>9}{'min':>9}{'max':>9}{'ratio':>8}{'min':>8}{'max':>8}"
          f"{'minima':>8}{'required':>10}{'aim':>6}")
    for precision, seconds in result["equipoise"].items():
        print(f"  {'equipoise ' + precision:<15}{cells(seconds, 9, 3)}")
    for name, entry in result["variants"].items():
        line = (f"  {name:<15}{cells(entry['seconds'], 9, 3)}{cells(entry['ratio'], 8, 2)}"
                f"{entry['ratioOfMinima']:>8.2f}")
        if "required" in entry:
            line += f"{entry['required']:>10.2f}{entry['aim']:>6.2f}  {verdict(entry)}"
        if name.endswith("bf16") and entry["equipoisePrecision"] != "bf16":
            line += "  (against f32: this build has no bf16)"
        print(line)
    for precision, seconds in result["equipoise"].items():
        if seconds["maximum"] > 1.25 * seconds["minimum"]:
            print(f"  NOISY: equipoise's {precision} steps spread by "
                  f"{seconds['maximum'] / seconds['minimum']:.1f}; a busy machine decides nothing")
    engine = result["engine"]
    print(f"  outside convolution {100 * engine['shareOutsideConvolution']:.1f} % "
          f"(required 8, aim 4); step over floor {engine['stepToFloor']:.2f}; "
          f"DGBA over TOTAL {engine['balancedToTotal']:.3f} (required 1.05)")
    print(f"  heap growth of a step {engine['heapGrowth']} bytes, page faults "
          f"{engine['pageFaults']}; peak {engine['peakResidentBytes'] / 1e6:.0f} MB "
          f"(weights x 2.5 + 400 MB: {engine['residentBytesLimit'] / 1e6:.0f})")


def parse_arguments():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--equipoise", default=os.path.join(here, "../.build/release/equipoise"))
    parser.add_argument("--model", choices=["resnet34-deeplab", "mobilenetv2"], nargs="+",
                        default=["resnet34-deeplab", "mobilenetv2"])
    parser.add_argument("--variants", choices=list(FIGURES), nargs="+", default=list(FIGURES))
    parser.add_argument("--rounds", type=int, default=7, help="alternations (default 7)")
    parser.add_argument("--steps", type=int, default=2,
                        help="steps of equipoise between rounds, of which the median counts")
    parser.add_argument("--size", default="321", help="as for equipoise bench")
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--tasks", type=int, choices=[3, 5], default=3)
    parser.add_argument("--layout", help="as for equipoise bench; all shared by default")
    parser.add_argument("--widths", help="as for equipoise bench")
    parser.add_argument("--head-width", type=int, help="as for equipoise bench")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--output", help="JSON file to write")
    options = parser.parse_args()
    if min(options.rounds, options.steps, options.threads, options.batch) < 1:
        parser.error("rounds, steps, threads and batch start at 1")
    return options


def main():
    options = parse_arguments()
    torch.set_num_threads(options.threads)
    results = []
    for options.current_model in options.model:
        results.append(compare(options))
        show(results[-1])
    if options.output:
        document = {
            "schema": "equipoise-compare-pytorch-1",
            "torch": torch.__version__, "numpy": np.__version__,
            "python": platform.python_version(), "machine": platform.platform(),
            "threads": options.threads, "rounds": options.rounds, "results": results,
        }
        os.makedirs(os.path.dirname(os.path.abspath(options.output)), exist_ok=True)
        with open(options.output, "w") as file:
            json.dump(document, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    try:
        main()
    except ComparisonError as error:
        sys.exit(f"compare-pytorch: {error}")
