#!/usr/bin/env python3
"""Compares the strength of an attack whose passes run in bf16 with that of one in f32.

    swift build -c release --product equipoise
    Benchmarks/attack-strength.py

The job is PGD with DGBA on the ResNet-34 DeepLab, weights from a seed, on synthetic rooms. Both runs
start from the same images; every adversarial image is judged by a fresh pass in f32, whatever the
attack's precision. The strength is the mean relative change of the losses over tasks and images
(lossChange in summary.json). Exit status 0 when the two differ by at most what is required.
"""
import argparse
import json
import subprocess
import sys
import tempfile

REQUIRED = 0.02

JOB = """\
name: attack-strength
data: {{file: {folder}/rooms.h5, kind: nyuv2, height: {size}, width: {size}}}
model: {{backbone: {backbone}, normals: decoded, {model}}}
attacks: [{{method: pgd, steps: {steps}, strategy: balanced, radius: 8}}]
metrics: [strict]
bootstrap: {{replicates: 100}}
output: {folder}/unused
"""


def strength(options, folder, precision):
    """The losses' change that the attack with passes in `precision` reaches."""
    output = f"{folder}/{precision}"
    subprocess.run(
        [options.program, "run", f"{folder}/job.yml", "--quiet", "--output", output,
         "--precision", precision], check=True, stdout=subprocess.DEVNULL)
    with open(f"{output}/summary.json", encoding="utf-8") as file:
        return json.load(file)["attacks"][0]["lossChange"]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/equipoise")
    parser.add_argument("--backbone", default="resnet34-deeplab",
                        choices=["resnet34-deeplab", "mobilenetv2"])
    parser.add_argument("--checkpoint", help="weights; from a seed by default")
    parser.add_argument("--images", type=int, default=32)
    parser.add_argument("--size", type=int, default=321)
    parser.add_argument("--steps", type=int, default=10)
    options = parser.parse_args()
    model = f"checkpoint: {options.checkpoint}" if options.checkpoint else "weights-seed: 1"
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/job.yml", "w", encoding="utf-8") as file:
            file.write(JOB.format(folder=folder, size=options.size, steps=options.steps,
                                  backbone=options.backbone, model=model))
        subprocess.run(
            [options.program, "synthesize", "--count", str(options.images), "--size",
             f"{options.size}x{options.size}", "--output", f"{folder}/rooms.h5"],
            check=True, stdout=subprocess.DEVNULL)
        changes = {precision: strength(options, folder, precision) for precision in ("f32", "bf16")}
    difference = changes["bf16"] / changes["f32"] - 1
    print(f"{options.backbone}, {options.images} images of {options.size}x{options.size}, "
          f"{options.steps} steps")
    print(f"relative change of the losses: f32 {changes['f32']:.4f}, bf16 {changes['bf16']:.4f}; "
          f"bf16 is {100 * difference:+.2f} % (required: within {100 * REQUIRED:.0f} %)")
    return 0 if abs(difference) <= REQUIRED else 1


if __name__ == "__main__":
    sys.exit(main())
