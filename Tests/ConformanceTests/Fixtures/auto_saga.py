"""What Auto-SAGA does on the narrow networks of the parity files, in PyTorch.

Without an option it writes auto-saga.json beside itself: the coefficients after the first step, from
the clean images of every sample, at some places, and the share of them that other runs of the
reference have apart, the median of six with weights multiplied by 1 +- 1e-7. First it makes sure that
ten steps give the coefficients that the parity files hold, bit for bit.

With --spread it prints how far these, and four steps of iterated FGSM with DGBA, move when the
weights are multiplied by 1 +- 1e-7 or 1e-6, with other convolution kernels, and in double precision:
the table in docs/attacks.md. Run with: python3 auto_saga.py PARITY_DIRECTORY [--spread]

Needs torch and h5py.
"""

import argparse
import json
import os
import statistics

import h5py
import torch
import torch.nn.functional as F

FAMILIES = ("nyuv2", "taskonomy")
RUN = "AS_MTL_s10_direct"
RADIUS, STEPS, RATE, DECAY, FITTING = 8.0, 10, 1e7, 0.5, 50
PLACES = 48


class Network:
    """A narrow ResNet-34 DeepLab with the weights, images and labels of a parity file."""

    def __init__(self, path, dtype=torch.float32, noise=0.0, seed=0):
        with h5py.File(path) as file:
            self.is_taskonomy = bytes(file.attrs["family"]) == b"taskonomy"
            self.tasks = json.loads(file.attrs["tasks"])
            layout = json.loads(file.attrs["fine_layout"])
            self.parameters = {
                name: torch.tensor(values[()]).to(dtype)
                for name, values in file["state_dict"].items() if "num_batches" not in name}
            self.images = torch.tensor(file["input"][()]).to(dtype)
            self.labels = {
                name: torch.tensor(values[()]).to(dtype) for name, values in file["labels"].items()}
            self.bounds = [
                torch.tensor(file[name][()]).to(dtype).view(1, 3, 1, 1)
                for name in ("clip_min", "clip_max")]
            self.class_weights = None
            if self.is_taskonomy:
                self.class_weights = torch.tensor(file["semseg_prior_factor"][()]).to(dtype)
        if noise:
            generator = torch.Generator().manual_seed(seed)
            for name, values in self.parameters.items():
                change = 2 * torch.rand(values.shape, generator=generator) - 1
                self.parameters[name] = values * (1 + noise * change)
        # Copies of blocks are numbered layer by layer, in the order of the sets.
        self.copies = []
        count = 0
        for sets in layout:
            self.copies.append({})
            for tasks in sets:
                self.copies[-1].update({task: count for task in tasks})
                count += 1

    def convolve(self, x, copy, node, **options):
        """A convolution with its batch norm; nodes are those of the layer descriptions."""
        prefix = f"backbone.mtl_blocks.{copy}."
        if self.is_taskonomy:
            weight, norm = (f"{prefix}compute_nodes.{node + n}.basicOp" for n in (0, 1))
        else:
            prefix += "residual_block."
            has_shortcut = f"{prefix}ds.0.weight" in self.parameters
            names = {0: ("block.conv1", "block.bn1"), 3: ("block.conv2", "block.bn2")}
            if has_shortcut:
                names = {0: ("ds.0", "ds.1"), 2: names[0], 5: names[3]}
            if copy == 0:
                names = {0: ("0", "1")}
            weight, norm = (prefix + name for name in names[node])
        p = self.parameters
        x = F.conv2d(x, p[weight + ".weight"], **options)
        return F.batch_norm(
            x, p[norm + ".running_mean"], p[norm + ".running_var"], p[norm + ".weight"],
            p[norm + ".bias"], False, 0, 1e-5)

    def block(self, x, number, copy):
        if number == 0:
            x = F.relu(self.convolve(x, copy, 0, stride=2, padding=3))
            return F.max_pool2d(x, 3, 2, 1, ceil_mode=True)
        stage = sum(number > last for last in (3, 7, 13))
        dilation, stride = (1, 1, 2, 4)[stage], 2 if number == 4 else 1
        shortcut, node = x, 0
        if number in (4, 8, 14):
            shortcut, node = self.convolve(x, copy, 0, stride=stride), 2
        options = {"padding": dilation, "dilation": dilation}
        y = F.relu(self.convolve(x, copy, node, stride=stride, **options))
        return F.relu(self.convolve(y, copy, node + 3, **options) + shortcut)

    def predict(self, x, task):
        for number, copies in enumerate(self.copies):
            x = self.block(x, number, copies[self.tasks.index(task)])
        total = 0
        for branch, rate in enumerate((6, 12, 18, 24)):
            layers = [f"heads.{task}.fc{branch + 1}.conv{n}" for n in (1, 2, 3)]
            y = x
            for layer, options in zip(layers, ({"padding": rate, "dilation": rate}, {}, {})):
                y = F.conv2d(
                    y, self.parameters[layer + ".weight"], self.parameters[layer + ".bias"],
                    **options)
                y = y if layer == layers[-1] else F.relu(y)
            total = total + y
        return total

    def loss(self, prediction, task, sample):
        def resized(name):
            values = self.labels[name][sample:sample + 1]
            return F.interpolate(values, size=prediction.shape[-2:])

        label = resized(task)
        mask = resized(task + "_mask").int() == 1 if task + "_mask" in self.labels else True
        if task == "segment_semantic":
            label = label.squeeze(1)
            losses = F.cross_entropy(
                prediction, label.long(), weight=self.class_weights, ignore_index=255,
                reduction="none")
            valid = label != 255
            if self.class_weights is not None:
                valid = self.class_weights[label.long()]
            return losses.sum() / valid.sum()
        if task == "normal":
            valid = (label.max(1)[0] < 255) & (mask if mask is True else mask[:, 0])
            cosines = F.cosine_similarity(F.normalize(prediction), F.normalize(label))
            return 1 - (cosines * valid).sum() / valid.sum()
        if task == "depth_zbuffer" and not self.is_taskonomy:
            valid = label > 3e-5
        else:
            valid = label != 255
        if task == "depth_zbuffer":
            valid = valid & mask
        return ((prediction - label).abs() * valid).sum() / valid.sum()

    def share(self, x, task, sample):
        """grad L / L of a task."""
        x = x.detach().requires_grad_(True)
        loss = self.loss(self.predict(x, task), task, sample)
        return torch.autograd.grad(loss, x)[0] / loss.detach()

    def project(self, x, clean):
        x = torch.max(clean - RADIUS, torch.min(clean + RADIUS, x))
        return torch.max(self.bounds[0], torch.min(self.bounds[1], x))


def attend(network, sample, count=STEPS):
    """The first steps of the published attack, with its stale task.

    Returns the point and the coefficients.
    """
    clean = network.images[sample:sample + 1]
    x, accumulated = clean, torch.zeros_like(clean)
    alpha = torch.ones(len(network.tasks), *clean.shape, dtype=clean.dtype)
    size = RADIUS / STEPS

    def combined(shares):
        total = torch.zeros_like(clean)
        for coefficient, share in zip(alpha, shares):
            total = total + coefficient * share
        return total

    for _ in range(count):
        shares = [network.share(x, task, sample) for task in network.tasks]
        total = combined(shares)
        ahead = network.project(x + size * total.sign(), clean)
        gradient = network.share(ahead, network.tasks[-1], sample)
        slope = torch.zeros_like(clean)
        for _ in network.tasks:
            slope = slope - gradient
        power = torch.exp(2 * FITTING * total)
        sech_squared = 4 * power / ((power + 1) * (power + 1))
        changes = [slope * (FITTING * size * share * sech_squared) for share in shares]
        alpha = alpha - torch.stack(changes) * RATE
        accumulated = DECAY * accumulated + combined(shares)
        x = network.project(x + size * accumulated.sign(), clean)
    return x, alpha[:, 0]


def iterate(network, count=4):
    """Iterated FGSM with DGBA's direction on every sample: the points."""
    points = []
    for sample in range(len(network.images)):
        x = clean = network.images[sample:sample + 1]
        for _ in range(count):
            direction = sum(network.share(x, task, sample) for task in network.tasks)
            x = network.project(x + RADIUS / count * direction.sign(), clean)
        points.append(x)
    return torch.cat(points)


def apart(values, reference):
    """Share of coefficients that differ by more than a hundredth."""
    limit = 0.01 * reference.abs().clamp(min=1)
    return float(((values - reference).abs() > limit).double().mean())


def comparison(alpha, reference):
    """Coefficients apart; over the tasks the furthest median change, and changes of another sign."""
    values, expected = (alpha - 1).double().flatten(1), (reference - 1).double().flatten(1)
    medians = values.abs().median(1)[0] / expected.abs().median(1)[0] - 1
    signs = (values.sign() != expected.sign()).double().mean(1)
    return apart(alpha, reference), float(medians.abs().max()), float(signs.max())


def first_step(network, sample, pixels):
    """Coefficients after one step, of tasks, pixels and channels."""
    alpha = attend(network, sample, 1)[1].flatten(2)
    return alpha[:, :, pixels].transpose(1, 2).flatten().tolist()


def changes_apart(values, reference):
    """Share of changes that differ by more than a hundredth, or a hundredth of a hundredth."""
    apart = [abs(a - b) > 0.01 * max(abs(b - 1), 0.01) for a, b in zip(values, reference)]
    return sum(apart) / len(apart)


def print_spread(path, reference, points):
    def line(name, network):
        shares = comparison(attend(network, 0)[1], reference)
        moved = ((iterate(network).double() - points).abs() > 1e-3).double().mean()
        print(f"{name:<28} {shares[0]:.3f} {shares[1]:.3f} {shares[2]:.3f}  {moved:.3f}", flush=True)

    print(f"{'':<28} apart median signs  four steps of IFGSM apart")
    line("double precision", Network(path, torch.float64))
    torch.backends.mkldnn.enabled = False
    line("other convolution kernels", Network(path))
    torch.backends.mkldnn.enabled = True
    for noise in (1e-7, 1e-6):
        for seed in range(5):
            line(f"weights * (1 +- {noise:g}), {seed}", Network(path, noise=noise, seed=seed))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--spread", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    result = {}
    for family in FAMILIES:
        path = os.path.join(arguments.directory, f"{family}_narrow")
        with h5py.File(path + "_attacks.h5") as file:
            reference = torch.tensor(file[RUN]["alpha_sample0"][()])
            points = torch.tensor(file["IFGSM_MTL_s4"]["adv"][()])
        network = Network(path + ".h5")
        if not torch.equal(attend(network, 0)[1], reference):
            raise SystemExit(f"{family}: not the coefficients of the parity file")
        if float((iterate(network) - points).abs().max()) > 1e-3:
            raise SystemExit(f"{family}: not the images of the parity file")
        if arguments.spread:
            print(family)
            print_spread(path + ".h5", reference, points)
            continue
        count = reference[0].numel() // 3
        pixels = [count * place // PLACES + place % 7 for place in range(PLACES)]
        samples, spreads = [], []
        others = [Network(path + ".h5", noise=1e-7, seed=seed) for seed in range(6)]
        for sample in range(len(network.images)):
            chosen = first_step(network, sample, pixels)
            shares = [changes_apart(first_step(other, sample, pixels), chosen) for other in others]
            samples.append([round(value, 6) for value in chosen])
            spreads.append(round(statistics.median(shares), 3))
        result[family] = {"pixels": pixels, "coefficients": samples, "spread": spreads}
    if not arguments.spread:
        target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "auto-saga.json")
        with open(target, "w", encoding="utf-8") as file:
            json.dump(result, file)
            file.write("\n")


main()
