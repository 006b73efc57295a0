"""Writes training.json: iterations of adversarial training of a small network, by PyTorch.

Two iterations of a step on the clean batch and a step on its adversarial version, made in
evaluation mode by iterated FGSM with the balanced direction. Everything is computed in double
precision from inputs that are exact in single precision. Images are NHWC, parameters in PyTorch's
order, all flat.

    python3 make_training.py > training.json
"""

import json

import torch
from torch import nn
from torch.nn import functional

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)
MEANS = torch.tensor([104.00698793, 116.66876762, 122.67891434]).float().double()
RADIUS, ATTACK_STEPS, ITERATIONS, BATCH, SIZE = 8.0, 2, 2, 3, 7


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(6)
        self.segment_semantic = nn.Conv2d(6, 40, 1)
        self.normal = nn.Conv2d(6, 3, 1)
        self.depth_zbuffer = nn.Conv2d(6, 1, 1)

    def forward(self, images):
        features = functional.relu(self.norm(self.conv(images)))
        return [head(features) for head in (self.segment_semantic, self.normal, self.depth_zbuffer)]


def resized(label, prediction):
    return functional.interpolate(label, size=prediction.shape[2:], mode="nearest")


def pixel_losses(predictions, labels):
    """For every task the losses of all pixels and which of them count."""
    segmentation, normals, depth = (resized(l, p) for l, p in zip(labels, predictions))
    classes = segmentation[:, 0].long()
    cross = functional.cross_entropy(predictions[0], classes, ignore_index=255, reduction="none")
    cosine = functional.cosine_similarity(
        functional.normalize(predictions[1]), functional.normalize(normals))
    distance = (predictions[2] - depth)[:, 0].abs()
    return [
        (cross, classes != 255), (1 - cosine, (normals < 255).all(dim=1)),
        (distance, depth[:, 0] > 3e-5),
    ]


def pooled(predictions, labels):
    return [loss[valid].mean() for loss, valid in pixel_losses(predictions, labels)]


def own(predictions, labels):
    return [
        torch.stack([loss[i][valid[i]].mean() for i in range(BATCH)])
        for loss, valid in pixel_losses(predictions, labels)
    ]


def attack(model, images, labels):
    model.eval()
    low, high = (-MEANS).view(1, 3, 1, 1), (255 - MEANS).view(1, 3, 1, 1)
    low, high = low.float().double(), high.float().double()
    point = images.clone()
    for _ in range(ATTACK_STEPS):
        point = point.detach().requires_grad_()
        losses = own(model(point), labels)
        (gradient,) = torch.autograd.grad(sum((l / l.detach()).sum() for l in losses), point)
        point = point.detach() + RADIUS / ATTACK_STEPS * gradient.sign()
        point = torch.minimum(torch.maximum(point, images - RADIUS), images + RADIUS)
        point = torch.minimum(torch.maximum(point, low), high)
    model.train()
    return point.detach()


def nhwc(tensor):
    return [float(value) for value in tensor.permute(0, 2, 3, 1).reshape(-1)]


def exact(tensor):
    return tensor.float().double()


def state(model):
    return {name: [float(v) for v in value.reshape(-1)] for name, value in model.state_dict().items()}


def make_batch():
    pixels = torch.randint(0, 256, (BATCH, 3, SIZE, SIZE)).double()
    images = exact(pixels - MEANS.view(1, 3, 1, 1))
    classes = torch.randint(0, 40, (BATCH, 1, SIZE, SIZE)).double()
    classes[torch.rand(classes.shape) < 0.1] = 255
    normals = torch.randint(0, 256, (BATCH, 3, SIZE, SIZE)).double()
    depth = exact(torch.rand(BATCH, 1, SIZE, SIZE) * 9)
    depth[torch.rand(depth.shape) < 0.2] = 0
    return images, [classes, normals, depth]


def main():
    model = Network()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(exact(parameter))
        model.conv.weight.mul_(0.125)
    optimizer = torch.optim.Adam(
        model.parameters(), lr=1e-3, betas=(0.5, 0.999), eps=1e-8, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.5)
    result = {
        "batch": BATCH, "size": SIZE, "radius": RADIUS, "attackSteps": ATTACK_STEPS,
        "start": state(model), "iterations": [],
    }
    for _ in range(ITERATIONS):
        images, labels = make_batch()
        record = {"images": nhwc(images), "labels": [nhwc(label) for label in labels], "steps": []}
        for is_clean in (True, False):
            seen = images if is_clean else attack(model, images, labels)
            losses = pooled(model(seen), labels)
            optimizer.zero_grad()
            sum(losses).backward()
            gradients = {n: [float(v) for v in p.grad.reshape(-1)] for n, p in model.named_parameters()}
            optimizer.step()
            record["steps"].append({
                "images": nhwc(seen), "losses": [loss.item() for loss in losses],
                "gradients": gradients, "state": state(model),
            })
        schedule.step()
        result["iterations"].append(record)
    print(json.dumps(result, default=float).replace(" ", ""))


main()
