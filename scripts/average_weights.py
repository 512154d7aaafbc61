"""The plain mean of several checkpoints of one model, as a model of its own.

    python scripts/average_weights.py CHECKPOINT CHECKPOINT... --out MODEL

What one run leaves at the ends of several rounds of its schedule, each with the rate brought up and down again, differs
in what it gets wrong, and the mean of the weights is better than any of them (Izmailov et al. 2018). Everything but the
weights is the last checkpoint's.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

WEIGHTS = "model.safetensors"


def average(folders: list[Path], out: Path) -> int:
    """Write the mean of the weights in `folders` to `out`; how many tensors there are.

    Raises:
        ValueError: if they are not of one shape.
    """
    every = [load_file(folder / WEIGHTS) for folder in folders]
    shapes = [{name: tensor.shape for name, tensor in weights.items()} for weights in every]
    if any(shape != shapes[0] for shape in shapes):
        raise ValueError("the checkpoints are not of one model: their tensors differ in name or shape")
    mean = {
        name: np.mean([weights[name].astype(np.float64) for weights in every], axis=0).astype(tensor.dtype)
        for name, tensor in every[-1].items()
    }
    shutil.copytree(folders[-1], out)
    with safe_open(folders[-1] / WEIGHTS, "np") as last:
        save_file(mean, out / WEIGHTS, metadata=last.metadata())
    return len(mean)


def main() -> int:
    """Average the checkpoints of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="a folder that is not there yet")
    chosen = parser.parse_args()
    if chosen.out.exists():
        parser.error(f"{chosen.out} is there already")
    try:
        count = average(chosen.checkpoints, chosen.out)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    print(f"{count} tensors, the mean of {len(chosen.checkpoints)}: {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
