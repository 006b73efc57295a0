"""Writes the golden files of the checkpoint tests, beside this script.

All numbers come from `values`; FixtureValues.swift has the same formula. The files were made with
PyTorch 2.9.1. Running the script again changes bytes only where PyTorch changed its writer.
"""

import collections
import json
import pathlib
import struct
import sys
import types

import torch

HERE = pathlib.Path(__file__).parent


def values(shape, seed, dtype=torch.float32):
    """(37 i + 11 seed) mod 64, minus 32, over 8: exact in every type of float."""
    count = 1
    for extent in shape:
        count *= extent
    numbers = [((i * 37 + seed * 11) % 64 - 32) / 8 for i in range(count)]
    return torch.tensor(numbers, dtype=torch.float64).to(dtype).reshape(shape)


def integers(shape, seed, dtype):
    """(37 i + 11 seed) mod 64, minus 32 for signed types."""
    count = 1
    for extent in shape:
        count *= extent
    low = 0 if dtype in (torch.uint8, torch.uint16) else 32
    numbers = [(i * 37 + seed * 11) % 64 - low for i in range(count)]
    return torch.tensor(numbers, dtype=torch.int64).to(dtype).reshape(shape)


def plain():
    state = collections.OrderedDict()
    state["conv.weight"] = values((4, 3, 2, 2), 1)
    state["bn.weight"] = values((4,), 2)
    state["bn.num_batches_tracked"] = torch.tensor(7)
    state["head.bias"] = values((), 3)
    state["none"] = values((0, 5), 4)
    state._metadata = collections.OrderedDict({"": {"version": 1}})
    return state


def write_safetensors(path, tensors, metadata):
    names = {torch.float32: "F32", torch.int64: "I64"}
    header, data = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        content = tensor.contiguous().numpy().tobytes()
        header[name] = {
            "dtype": names[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(content)],
        }
        data += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def layout():
    """A layout as the trainer stores it: coarse blocks repeated by reference."""
    module = types.ModuleType("main.layout")

    class Layout:
        pass

    Layout.__module__, Layout.__qualname__ = "main.layout", "Layout"
    module.Layout = Layout
    sys.modules["main"], sys.modules["main.layout"] = types.ModuleType("main"), module
    shared = [{0, 1, 2}]
    stored = Layout()
    stored.T, stored.B = 3, 5
    stored.state = [shared, shared, [{1}, {0, 2}], [{1}, {0, 2}], [{1}, {2}, {0}]]
    return stored


def nested():
    model = torch.nn.Linear(3, 2)
    with torch.no_grad():
        model.weight.copy_(values((2, 3), 5))
        model.bias.copy_(values((2,), 6))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001, betas=(0.5, 0.999))
    model.weight.grad, model.bias.grad = values((2, 3), 7), values((2,), 8)
    optimizer.step()
    state = {k: v.clone() for k, v in model.state_dict().items()}
    state["weight"].copy_(values((2, 3), 5))
    state["bias"].copy_(values((2,), 6))
    return {
        "iter": 12,
        "state_dict": collections.OrderedDict(state),
        "layout": layout(),
        "optimizer": optimizer.state_dict(),
        "scheduler": {"gamma": 0.5, "last_epoch": 12, "_is_initial": False},
        "big": 2**40,
        "negative": -3,
        "raw": b"\x00\xff",
        "nothing": None,
        "pair": (1, "two"),
        "frozen": frozenset([4]),
        "size": torch.Size([2, 3]),
    }


def strided():
    whole = values((6, 4), 9)
    return {
        "whole": whole,
        "transposed": whole.t(),
        "slice": whole[1:6:2, 1:3],
        "offset": whole[4],
        "parameter": torch.nn.Parameter(values((3,), 10)),
        "one": values((1, 1), 11).as_strided((1, 1), (2**61, 2**62)),
    }


def scalar_types():
    state = {}
    for name in ("float64", "float32", "float16", "bfloat16"):
        state[name] = values((5,), 12, getattr(torch, name))
    for name in ("int64", "int32", "int16", "int8", "uint8", "uint16"):
        state[name] = integers((5,), 13, getattr(torch, name))
    state["bool"] = torch.tensor([True, False, True])
    state["half_edges"] = torch.tensor(
        [0.0, -0.0, 2.0**-24, -(2.0**-14), 65504.0, float("inf"), float("nan")],
        dtype=torch.float16,
    )
    return state


def main():
    torch.save(plain(), HERE / "plain.pt")
    torch.save(plain(), HERE / "protocol5.pt", pickle_protocol=5)
    torch.save(plain(), HERE / "legacy.pt", _use_new_zipfile_serialization=False)
    torch.save(nested(), HERE / "nested.pt")
    torch.save(strided(), HERE / "strided.pt")
    torch.save(scalar_types(), HERE / "types.pt")
    write_safetensors(HERE / "plain.safetensors", plain(), {"note": "t\u00e4st \"quoted\"\n"})


if __name__ == "__main__":
    main()
