"""Writes optimizers.json: parameters after steps of PyTorch's optimizers, as bits.

    python3 make_optimizers.py > optimizers.json
"""

import json

import numpy
import torch

COUNT, STEPS = 19, 4
torch.set_num_threads(1)
adam, sgd = torch.optim.Adam, torch.optim.SGD
CASES = {
    "adam": (adam, dict(lr=1e-3, betas=(0.5, 0.999), weight_decay=1e-4, fused=False)),
    "adam_default": (adam, dict(lr=3e-3, fused=False)),
    "sgd": (sgd, dict(lr=1e-2, momentum=0.9, weight_decay=5e-4)),
    "sgd_nesterov": (sgd, dict(lr=1e-2, momentum=0.9, nesterov=True)),
    "sgd_damped": (sgd, dict(lr=1e-2, momentum=0.8, dampening=0.25)),
}


def bits(tensor):
    return tensor.detach().numpy().copy().view(numpy.uint32).tolist()


def run(kind, settings):
    torch.manual_seed(3)
    parameters = torch.randn(COUNT)
    parameters[3] = 0
    parameters.requires_grad_()
    optimizer = kind([parameters], foreach=False, **settings)
    record = {"start": bits(parameters), "gradients": [], "results": []}
    for step in range(STEPS):
        gradient = torch.randn(COUNT) * 10.0 ** -step
        gradient[5] = 0
        record["gradients"].append(bits(gradient))
        parameters.grad = gradient.clone()
        optimizer.step()
        record["results"].append(bits(parameters))
    return record


print(json.dumps({name: run(*case) for name, case in CASES.items()}))
