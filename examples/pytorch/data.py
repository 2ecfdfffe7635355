"""The data sets of a workload, read from the files at the job's `dataPath`: images `[count, channels, height, width]` in [0, 1]."""

import gzip
import json
from pathlib import Path

import numpy
import torch

CACHE = {}
KNOWN = {"kind", "train", "test", "downsample", "standardize"}


def read_idx(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as stream:
        data = stream.read()
    dimensions = data[3]
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(dimensions)]
    return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * dimensions).reshape(shape)


def fashion_mnist(directory, part):
    prefix = "train" if part == "train" else "t10k"
    images = next(Path(directory).glob(f"{prefix}*images*"))
    labels = next(Path(directory).glob(f"{prefix}*labels*"))
    return read_idx(images)[:, None], read_idx(labels)


def cifar_10(directory, part):
    """The binary version: records of a label and 32 x 32 bytes each of red, green and blue."""
    places = [Path(directory), *(Path(directory) / name for name in ("cifar-10-batches-bin", "cifar-10"))]
    place = next((each for each in places if (each / "test_batch.bin").exists()), None)
    if place is None:
        raise ValueError(f"expected test_batch.bin in {' or '.join(map(str, places))}, got none")
    names = [f"data_batch_{i}.bin" for i in range(1, 6)] if part == "train" else ["test_batch.bin"]
    records = numpy.concatenate([numpy.fromfile(place / name, numpy.uint8).reshape(-1, 3073) for name in names])
    return records[:, 1:].reshape(-1, 3, 32, 32), records[:, 0]


READERS = {"fashion-mnist": fashion_mnist, "cifar-10": cifar_10}


def load(directory, spec):
    """Images and labels by part, with the subset, the pooling and the standardization that the workload declares."""
    key = (directory, json.dumps(spec, sort_keys=True))
    if key not in CACHE:
        unknown = {name for name, value in spec.items() if name not in KNOWN and value is not None}
        if spec["kind"] not in READERS or unknown:
            raise ValueError(f"expected data of {sorted(READERS)} with {sorted(KNOWN)}, got {spec}")
        parts = {part: one_part(directory, spec, part) for part in ("train", "test")}
        if spec.get("standardize"):
            mean, deviation = parts["train"][0].mean(), parts["train"][0].std()
            parts = {part: ((x - mean) / deviation, y) for part, (x, y) in parts.items()}
        CACHE[key] = parts
    return CACHE[key]


def one_part(directory, spec, part):
    images, labels = READERS[spec["kind"]](directory, part)
    count = spec.get(part) or len(images)
    x = images[:count].astype(numpy.float32) / 255.0
    side = spec.get("downsample")
    if side:
        k = x.shape[2] // side
        x = x.reshape(len(x), x.shape[1], side, k, side, k).mean(axis=(3, 5))
    return torch.from_numpy(numpy.ascontiguousarray(x)), torch.from_numpy(labels[:count].astype(numpy.int64))
