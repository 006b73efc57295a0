"""Reference numbers for attacks that the parity files do not follow point by point.

Writes reference.json beside itself: the momentum iterative method, projected gradient ascent from a
random start, and Auto-SAGA with its coefficients, on a quadratic model with two tasks, in NumPy, with
the arithmetic of 32-bit floats in the points. Run with: python3 reference.py
"""

import json
import os

import numpy as np

F = np.float32
MASK = (1 << 64) - 1
INCREMENT = 0x9E3779B97F4A7C15


def mix(z):
    z &= MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def uniform(seed, image, restart, counter):
    state = mix(seed + INCREMENT)
    state = mix((state ^ image) + INCREMENT)
    state = mix((state ^ restart) + INCREMENT)
    return F(mix(state + (counter + 1) * INCREMENT) >> 40) * F(2.0**-24)


class Model:
    """L_t = offset_t + sum a_t,i (x_i - b_t,i)^2 / 2."""

    def __init__(self, generator, size):
        self.offset = [0.5, 20.0]
        self.a = [np.round(generator.uniform(0.5, 2, size), 3) * s for s in (1e-4, 4e-3)]
        self.b = [np.round(generator.uniform(-60, 60, size), 2) for _ in range(2)]

    def losses(self, x):
        x = x.astype(np.float64)
        return [o + np.sum(a * (x - b) ** 2) / 2 for o, a, b in zip(self.offset, self.a, self.b)]

    def gradient(self, x, weights):
        x = x.astype(np.float64)
        return sum(w * a * (x - b) for w, a, b in zip(weights, self.a, self.b)).astype(F)


def weights(strategy, losses):
    return [1 / l for l in losses] if strategy == "balanced" else [1.0, 1.0]


def project(x, clean, radius, low, high):
    x = np.maximum(np.minimum(x, clean + F(radius)), clean - F(radius))
    return np.maximum(np.minimum(x, high), low)


def momentum(model, strategy, clean, radius, steps, decay, low, high):
    x, m = clean.copy(), np.zeros_like(clean)
    for _ in range(steps):
        g = model.gradient(x, weights(strategy, model.losses(x)))
        m = F(decay) * m + g / F(np.sum(np.abs(g.astype(np.float64))))
        x = project(x + F(radius / steps) * np.sign(m), clean, radius, low, high)
    return x


def random_start(model, strategy, clean, radius, steps, size, key, low, high):
    noise = np.array([uniform(*key, i) for i in range(len(clean))], dtype=F)
    x = project(clean + F(radius) * (F(2) * noise - F(1)), clean, radius, low, high)
    start = x
    for _ in range(steps):
        g = model.gradient(x, weights(strategy, model.losses(x)))
        x = project(x + F(size * radius) * np.sign(g), clean, radius, low, high)
    return start, x


def self_attention(model, strategy, clean, radius, steps, rate, decay, stale, low, high):
    x, fitting, size = clean.copy(), 50.0, radius / steps
    alpha = np.ones((2, len(clean)))
    accumulated = np.zeros(len(clean))

    def shares(point):
        w = weights(strategy, model.losses(point))
        return [model.gradient(point, [w[0], 0]).astype(np.float64),
                model.gradient(point, [0, w[1]]).astype(np.float64)]

    for _ in range(steps):
        parts = shares(x)
        combined = alpha[0] * parts[0] + alpha[1] * parts[1]
        ahead = project(x + F(size) * np.sign(combined).astype(F), clean, radius, low, high)
        ahead_parts = shares(ahead)
        slope = 2 * ahead_parts[1] if stale else ahead_parts[0] + ahead_parts[1]
        sech = 1 / np.cosh(np.clip(fitting * combined, -300, 300))
        for task in range(2):
            alpha[task] += rate * slope * (fitting * size * parts[task] * sech * sech)
        accumulated = decay * accumulated + alpha[0] * parts[0] + alpha[1] * parts[1]
        x = project(x + F(size) * np.sign(accumulated).astype(F), clean, radius, low, high)
    return alpha, x


def main():
    generator = np.random.default_rng(2024)
    size = 24
    means = np.tile(np.array([104.0, 116.5, 122.75], dtype=F), size // 3)
    low, high = -means, F(255) - means
    clean = generator.integers(0, 256, size).astype(F) - means
    model = Model(generator, size)
    result = {
        "clean": clean.tolist(),
        "offset": model.offset,
        "a": [a.tolist() for a in model.a],
        "b": [b.tolist() for b in model.b],
        "runs": [],
    }
    for strategy in ("total", "balanced"):
        for decay in (0.0, 0.5, 1.0):
            x = momentum(model, strategy, clean, 16.0, 8, decay, low, high)
            result["runs"].append(
                {"method": "mim", "strategy": strategy, "decay": decay, "points": x.tolist(),
                 "losses": model.losses(x)})
        for image, restart in ((0, 0), (7, 0), (7, 2)):
            start, x = random_start(
                model, strategy, clean, 16.0, 5, 0.25, (99, image, restart), low, high)
            result["runs"].append(
                {"method": "pgd", "strategy": strategy, "image": image, "restart": restart,
                 "start": start.tolist(), "points": x.tolist(), "losses": model.losses(x)})
        for stale in (False, True):
            for rate, decay in ((10.0, 0.0), (1e4, 0.5)):
                alpha, x = self_attention(
                    model, strategy, clean, 16.0, 6, rate, decay, stale, low, high)
                result["runs"].append(
                    {"method": "saga", "strategy": strategy, "stale": stale, "rate": rate,
                     "sagaDecay": decay, "alpha": alpha.ravel().tolist(), "points": x.tolist(),
                     "losses": model.losses(x)})
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference.json")
    with open(path, "w") as file:
        json.dump(result, file, indent=1)


main()
