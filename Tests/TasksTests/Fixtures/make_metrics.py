"""Writes metrics.json: the published metrics of small predictions, and relative performances.

Every task is evaluated twice, a clean and an attacked prediction of the same images, in batches of
one image and with the precisions of PyTorch and NumPy: what is averaged over images is of single
precision for each, angles are single throughout, and rounding is NumPy's. Arrays are NHWC, flat.

    python3 make_metrics.py > metrics.json
"""

import json

import numpy
import torch
from torch.nn import functional

IMAGES, PREDICTION, LABEL = 3, (5, 4), (15, 13)
WEIGHTS = [0.3, 1.2, 0.0, 2.0, 1.0, 0.7]
random = numpy.random.default_rng(20240611)
f32 = numpy.float32


def tensor(values):
    return torch.from_numpy(numpy.ascontiguousarray(values, dtype="float32"))


def mean_of_images(values):
    return numpy.array(values, dtype=f32).astype("float64").sum() / len(values)


def segmentation(benchmark, predictions, labels, _):
    classes = predictions.shape[1]
    confusion = numpy.zeros((classes, classes))
    accuracies, errors = [], []
    weight = tensor(WEIGHTS) if benchmark == "taskonomy" else None
    for prediction, label in zip(predictions, labels):
        scores = functional.interpolate(tensor(prediction)[None], size=LABEL)
        truth = torch.from_numpy(label[0]).long()
        error = functional.cross_entropy(scores, truth[None], weight, ignore_index=255)
        errors.append(error.item())
        found, valid = scores.argmax(dim=1)[0], truth != 255
        accuracies.append((found == truth)[valid].float().mean().item())
        numpy.add.at(confusion, (truth[valid].numpy(), found[valid].numpy()), 1)
    if benchmark == "taskonomy":
        return {"err": mean_of_images(errors)}
    right = numpy.diag(confusion)
    union = confusion.sum(0) + confusion.sum(1) - right
    ratios = (right / numpy.maximum(union, 1))[right > 0]
    return {"mIoU": ratios.sum() / len(ratios), "Pixel Acc": mean_of_images(accuracies)}


def normals(benchmark, predictions, labels, masks):
    cosines = []
    for index, (prediction, label) in enumerate(zip(predictions, labels)):
        found = functional.normalize(
            functional.interpolate(tensor(prediction)[None], size=LABEL), dim=1)
        truth = functional.normalize(tensor(label)[None], dim=1)
        valid = label.max(axis=0) != 255
        if masks is not None:
            valid = valid & (masks[index][0].astype(int) == 1)
        cosine = functional.cosine_similarity(truth, found)[0].numpy()
        cosines.append(cosine[valid])
    cosines = numpy.clip(numpy.concatenate(cosines), -1, 1)
    if benchmark == "taskonomy":
        return {"cosine_similarity": cosines.mean()}
    angles = numpy.arccos(cosines) / numpy.pi * 180.0
    assert angles.dtype == f32
    shares = {f"Angle {limit:g}": numpy.mean(angles <= limit) * 100 for limit in (11.25, 22.5, 30)}
    return {"Angle Mean": numpy.mean(angles), "Angle Median": numpy.median(angles), **shares}


def depth(benchmark, predictions, labels, masks):
    absolute, relative, ratios = [], [], []
    for index, (prediction, label) in enumerate(zip(predictions, labels)):
        found = functional.interpolate(tensor(prediction)[None], size=LABEL)[0, 0].numpy()
        truth = label[0].astype(f32)
        valid = truth > f32(3e-5)
        if masks is not None:
            valid = (truth != 255) & (masks[index][0].astype(int) == 1)
        found, truth = found[valid], truth[valid]
        difference = numpy.abs(found - truth)
        absolute.append(difference.mean(dtype="float64"))
        relative.append((difference / truth).mean(dtype="float64"))
        ratios.append(numpy.maximum(found / truth, truth / found))
    ratios = numpy.concatenate(ratios)
    result = {"abs_err": mean_of_images(absolute)}
    if benchmark == "nyuv2":
        result["rel_err"] = mean_of_images(relative)
        for name, limit in (("", 1.25), ("^2", 1.25**2), ("^3", 1.25**3)):
            result[f"sigma_1.25{name}"] = numpy.mean(ratios <= limit) * 100
    return result


def response(name):
    def metrics(benchmark, predictions, labels, _):
        errors = []
        for prediction, label in zip(predictions, labels):
            found = functional.interpolate(tensor(prediction)[None], size=LABEL)[0, 0].numpy()
            truth = label[0].astype(f32)
            valid = truth != 255
            errors.append(numpy.abs(found - truth)[valid].mean(dtype="float64"))
        return {name: mean_of_images(errors)}

    return metrics


def short(array):
    """Of three decimals, so that the file is small."""
    return array.round(3).astype(f32)


def values(task, encoding):
    """Labels, masks and two predictions of one task, NCHW."""
    shape = (IMAGES, 1, *LABEL)
    masks = None
    if encoding in ("decoded", "logarithmic"):
        masks = (random.random(shape) < 0.8).astype(f32)
    if task == "segment_semantic":
        labels = random.integers(0, len(WEIGHTS) - 1, shape)
        labels[random.random(shape) < 0.1] = 255
        clean = random.normal(size=(IMAGES, len(WEIGHTS), *PREDICTION))
    elif task == "normal":
        raw = encoding == "raw-bgr"
        facing = numpy.array([0.1, 0.4, 0.8])[:, None, None]
        labels = random.normal(size=(IMAGES, 3, *LABEL)) * 0.3 + facing
        if raw:
            labels = numpy.clip(labels * 127 + 60, 0, 255).round()
        noise = random.normal(size=(IMAGES, 3, *PREDICTION)) * (40 if raw else 0.2)
        clean = labels[:, :, ::3, ::4][:, :, :5, :4] + noise
    else:
        low = 0.05 if task == "depth_zbuffer" else -1
        labels = random.uniform(low, 1, shape).astype(f32)
        hole = 0 if encoding == "metres" else 255
        labels[random.random(shape) < 0.1] = hole
        clean = random.uniform(low, 1, (IMAGES, 1, *PREDICTION))
        if task == "depth_zbuffer":
            clean[0, 0, 0, 0] = -0.3
    attacked = clean + random.normal(size=clean.shape) * numpy.abs(clean).mean() * 0.5
    return short(labels), masks, short(clean), short(attacked)


METRICS = {
    "segment_semantic": segmentation,
    "normal": normals,
    "depth_zbuffer": depth,
    "keypoints2d": response("key_err"),
    "edge_texture": response("edge_err"),
}
LOWER = {"err", "Angle Mean", "Angle Median", "abs_err", "rel_err", "key_err", "edge_err"}


def compared(task, clean, attacked):
    total = 0
    for name, value in attacked.items():
        base = clean[name]
        total += (base - value) / base if name in LOWER else (value - base) / base
    return round(total / len(attacked), 6)


def flat(array):
    return [float(str(value)) for value in numpy.moveaxis(array, 1, -1).reshape(-1)]


def rounded(metrics):
    return {name: round(value, 4) for name, value in metrics.items()}


def plain(metrics):
    return {name: float(value) for name, value in metrics.items()}


benchmarks = []
for benchmark, tasks in (
    ("nyuv2", [("segment_semantic", ""), ("normal", "raw-bgr"), ("depth_zbuffer", "metres")]),
    ("taskonomy", [("segment_semantic", ""), ("normal", "decoded"),
                   ("depth_zbuffer", "logarithmic"), ("keypoints2d", ""), ("edge_texture", "")]),
):
    cases, relative = [], []
    for task, encoding in tasks:
        labels, masks, *predictions = values(task, encoding)
        found = [METRICS[task](benchmark, prediction, labels, masks) for prediction in predictions]
        change = compared(task, *map(rounded, found))
        relative.append(change)
        cases.append({
            "task": task, "encoding": encoding, "label": flat(labels),
            "mask": None if masks is None else flat(masks),
            "predictions": [flat(prediction) for prediction in predictions],
            "unrounded": [plain(item) for item in found],
            "rounded": [plain(rounded(item)) for item in found],
            "relative": float(change),
        })
    average = 0
    for change in relative:
        average += change
    benchmarks.append({
        "benchmark": benchmark, "images": IMAGES, "predictionSize": PREDICTION, "labelSize": LABEL,
        "classes": len(WEIGHTS), "weights": WEIGHTS if benchmark == "taskonomy" else None,
        "tasks": cases, "average": float(round(average / len(relative), 4)),
    })
print(json.dumps(benchmarks))
