"""Writes losses.json: losses and gradients of small predictions by PyTorch's differentiation.

Everything is computed in double precision from inputs that are exact in single precision. Arrays
are NHWC, flat. An image without a valid pixel has loss 0 and gradient 0, where a mean is 0/0.

    python3 make_losses.py > losses.json
"""

import json

import numpy
import torch
from torch.nn import functional

PREDICTION = (3, 4)
LABEL = (7, 9)
random = numpy.random.default_rng(20240307)


def resized(label):
    return functional.interpolate(label, size=PREDICTION, mode="nearest")


def pixel_losses(case, prediction, label, mask):
    """Loss, weight of every pixel (N, H, W); the weight is 0 where the pixel does not count."""
    label = resized(label)
    unmasked = torch.ones_like(label[:, 0])
    if mask is not None:
        unmasked = (resized(mask)[:, 0].int() == 1).double()
    if case["task"] == "segment_semantic":
        classes = label[:, 0].long()
        loss = functional.cross_entropy(prediction, classes, ignore_index=255, reduction="none")
        table = torch.tensor(case["weights"] or [1.0] * case["classes"], dtype=torch.float64)
        weight = table[classes.clamp(max=case["classes"] - 1)]
        return loss, torch.where(classes == 255, 0.0, weight)
    if case["task"] == "normal":
        directions = functional.normalize(prediction), functional.normalize(label)
        valid = (label < 255).all(dim=1).double() * unmasked
        return 1 - functional.cosine_similarity(*directions), valid
    loss = (prediction - label)[:, 0].abs()
    valid = label[:, 0] > 3e-5 if case["encoding"] == "metres" else label[:, 0] != 255
    return loss, valid.double() * unmasked


def nhwc(tensor):
    return [float(value) for value in tensor.permute(0, 2, 3, 1).reshape(-1)]


def finished(case, prediction, label, mask=None):
    prediction = torch.from_numpy(prediction.astype("float32")).double().requires_grad_()
    label = torch.from_numpy(label.astype("float32")).double()
    if mask is not None:
        mask = torch.from_numpy(mask.astype("float32")).double()
    loss, weight = pixel_losses(case, prediction, label, mask)
    counted = torch.where(weight > 0, loss, 0.0) * weight
    own_weights = weight.sum(dim=(1, 2))
    own = counted.sum(dim=(1, 2)) / torch.where(own_weights > 0, own_weights, 1.0)
    pooled = counted.sum() / weight.sum()
    (own_gradient,) = torch.autograd.grad(own.sum(), prediction, retain_graph=True)
    (pooled_gradient,) = torch.autograd.grad(pooled, prediction)
    return case | {
        "batch": prediction.shape[0], "predictionSize": PREDICTION, "labelSize": LABEL,
        "prediction": nhwc(prediction.detach()), "label": nhwc(label),
        "mask": None if mask is None else nhwc(mask),
        "validCounts": [int(count) for count in (weight > 0).sum(dim=(1, 2))],
        "losses": own.tolist(), "pooledLoss": pooled.item(),
        "gradients": nhwc(own_gradient), "pooledGradient": nhwc(pooled_gradient),
    }


def case(name, task, encoding=None, classes=0, weights=None):
    return {
        "name": name, "task": task, "encoding": encoding, "classes": classes, "weights": weights,
    }


def holes(label, value, share):
    label[:, :, random.random(LABEL) < share] = value
    return label


def segmentation(name, classes, weights):
    label = holes(random.integers(0, classes, (3, 1, *LABEL)).astype("float32"), 255, 0.3)
    label[1] = 255
    prediction = random.normal(0, 3, (3, classes, *PREDICTION))
    return finished(case(name, "segment_semantic", None, classes, weights), prediction, label)


def raw_normals():
    label = holes(random.integers(0, 255, (3, 3, *LABEL)).astype("float32"), 0, 0.2)
    label[0, 1, random.random(LABEL) < 0.3] = 255
    label[1, 2] = 255
    prediction = random.normal(60, 80, (3, 3, *PREDICTION))
    prediction[2, :, 0, 0] = 0
    prediction[2, :, 1, 1] = 1e-13
    label[2, :, 0, 0] = 200, 100, 50
    label[2, :, 2, 2] = 30, 220, 90
    return finished(case("normals, raw bytes", "normal", "raw-bgr"), prediction, label)


def decoded_normals():
    label = holes(random.uniform(-1, 1, (3, 3, *LABEL)), 255, 0.2)
    mask = random.choice([0, 0.5, 1, 1, 1.5, 255], (3, 1, *LABEL))
    mask[1] = 0
    prediction = random.normal(0, 1, (3, 3, *PREDICTION))
    return finished(case("normals, decoded", "normal", "decoded"), prediction, label, mask)


def metric_depth():
    label = holes(random.uniform(0.5, 8, (3, 1, *LABEL)), 2e-5, 0.3)
    label[1] = 0
    prediction = random.uniform(0, 9, (3, 1, *PREDICTION))
    prediction[2, 0, 0, 0] = numpy.float32(label[2, 0, 0, 0])
    return finished(case("depth in metres", "depth_zbuffer", "metres"), prediction, label)


def logarithmic_depth():
    label = holes(random.uniform(0, 1, (3, 1, *LABEL)), 255, 0.2)
    mask = random.choice([0, 1, 1.5, 255], (3, 1, *LABEL))
    mask[1] = 0
    prediction = random.uniform(0, 1, (3, 1, *PREDICTION))
    described = case("depth, logarithmic", "depth_zbuffer", "logarithmic")
    return finished(described, prediction, label, mask)


def response(task):
    label = holes(random.uniform(-1, 1, (3, 1, *LABEL)), 255, 0.3)
    label[1] = 255
    return finished(case(task, task), random.uniform(-1, 1, (3, 1, *PREDICTION)), label)


class_weights = [0.5, 1, 2, 0.25, 3, 1, 0, 1.5, 2, 1, 0.75]
cases = [
    segmentation("segmentation, 5 classes", 5, None),
    segmentation("segmentation, 11 classes, weighted", 11, class_weights),
    raw_normals(), decoded_normals(), metric_depth(), logarithmic_depth(),
    response("keypoints2d"), response("edge_texture"),
]
print("[\n" + ",\n".join(json.dumps(each) for each in cases) + "\n]")
