#!/usr/bin/env python3
"""Writes spread.json: how far repeated runs of one training part in PyTorch, in single precision.

Adam turns rounding into whole steps where gradients vanish, so runs that differ in the order of sums
alone have different losses after some iterations. This trains the network of TrainingProbe many times
on the same batches, each time with another number of threads, another memory format, another order of
the images in the batch and weights that are changed by about one rounding (a relative 1e-7), and
keeps the least and the largest loss of every task in every iteration.

Needs torch and numpy. With `--show` it says how wide the spread is and writes nothing.
"""

import argparse
import importlib.util
import json
import os

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
RUNS, ITERATIONS, BATCH, SIZE, SEED = 100, 20, 4, 20, 3
TASKS, CHANNELS = ["segment_semantic", "normal", "depth_zbuffer"], [40, 3, 1]


def load_comparison():
    """The script that has the numbers from seeds and the losses."""
    path = os.path.join(HERE, "../../../Benchmarks/compare-pytorch.py")
    spec = importlib.util.spec_from_file_location("compare_pytorch", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


common = load_comparison()


class Network(nn.Module):
    """The network of TrainingProbe."""

    def __init__(self):
        super().__init__()
        weights = common.Weights(SEED)
        image, features = common.Signal(64.0**2, True), common.UNIT.rectified()
        self.trunk = nn.Sequential(
            weights.convolution("stem", image, 3, 16, 3, stride=2, padding=1,
                                bias=False),
            nn.BatchNorm2d(16), nn.ReLU(),
            weights.convolution("body", features, 16, 32, 3, padding=1, bias=False),
            nn.BatchNorm2d(32), nn.ReLU())
        self.heads = nn.ModuleList(
            weights.convolution(task, features, 32, channels, 1)
            for task, channels in zip(TASKS, CHANNELS))

    def forward(self, x):
        features = self.trunk(x)
        return [head(features) for head in self.heads]


def described(sample):
    """A batch of one sample, made from its number."""
    return {"batch": 1, "height": SIZE, "width": SIZE, "seed": sample, "tasks": TASKS,
            "outputChannels": CHANNELS}


def make_batches():
    """Images and labels of all iterations."""
    batches = []
    for iteration in range(ITERATIONS):
        samples = range(iteration * BATCH, (iteration + 1) * BATCH)
        images = torch.cat([common.make_images(described(sample)) for sample in samples])
        targets = [[common.Target(described(sample), task, (SIZE // 2, SIZE // 2))
                    for sample in samples] for task in range(len(TASKS))]
        batches.append((images, targets))
    return batches


def train(batches, generator, run):
    """The losses of a run, iteration by iteration."""
    torch.set_num_threads(1 + run % 2)
    model = Network()
    with torch.no_grad():
        for parameter in model.parameters():
            noise = torch.from_numpy(generator.uniform(-1e-7, 1e-7, parameter.shape))
            parameter.mul_((1 + noise).float() if run > 0 else 1.0)
    if run // 2 % 2 == 1:
        model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.5, 0.999),
                                 weight_decay=1e-4)
    curve = []
    for images, targets in batches:
        order = generator.permutation(BATCH) if run > 0 else np.arange(BATCH)
        outputs = model(images[torch.from_numpy(order)])
        losses = []
        for output, task in zip(outputs, targets):
            parts = [task[image] for image in order]
            count = sum(part.count.sum() for part in parts)
            losses.append(sum(
                part.loss(output[i:i + 1]).sum() * part.count.sum()
                for i, part in enumerate(parts)) / count)
        optimizer.zero_grad()
        sum(losses).backward()
        optimizer.step()
        curve.append([loss.item() for loss in losses])
    return curve


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    batches = make_batches()
    generator = np.random.default_rng(1)
    curves = np.array([train(batches, generator, run) for run in range(RUNS)])
    least, largest = curves.min(axis=0), curves.max(axis=0)
    for iteration in (0, 1, 2, 5, 10, ITERATIONS - 1):
        widths = (largest - least)[iteration] / curves.mean(axis=0)[iteration]
        print(f"iteration {iteration}: relative width of the spread "
              + ", ".join(f"{task} {width:.1e}" for task, width in zip(TASKS, widths)))
    if not options.show:
        content = {"runs": RUNS, "torch": torch.__version__, "least": least.tolist(),
                   "largest": largest.tolist()}
        with open(os.path.join(HERE, "spread.json"), "w", encoding="utf-8") as file:
            json.dump(content, file)
            file.write("\n")


if __name__ == "__main__":
    main()
