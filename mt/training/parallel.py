"""One step's batch in parts, a thread for each: what a processor's cores do better than to share every operation.

The operations of a small network take a tenth of a millisecond, too little to be worth sharing, so two cores are hardly
faster than one. Each thread computes the loss and the gradients of its own rows by itself (PyTorch leaves the
interpreter alone meanwhile); their mean, weighted by pieces and added up in order, is the gradient of the batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

from mt.training.losses import Losses, Objective

_FEWEST = 1000  # padded tokens of a part


def parts_for(device: str, batch_tokens: int) -> int:
    """In how many parts a batch is computed: one for each thread that PyTorch has, if there is enough for each."""
    import torch

    return 1 if device != "cpu" else max(1, min(torch.get_num_threads(), batch_tokens // _FEWEST))


class Parallel:
    """Losses and gradients of batches, computed in parts."""

    def __init__(self, model: Any, objective: Objective, pad: int, parts: int) -> None:
        """Each part's operations have the cores that are left to it."""
        import torch

        self._threads = torch.get_num_threads()
        torch.set_num_threads(max(1, self._threads // parts))
        self._weights = [part for part in model.parameters() if part.requires_grad]
        self._objective, self._pad = objective, pad
        self._pool = ThreadPoolExecutor(parts)
        self.parts = parts

    def step(self, inputs: Mapping[str, Any]) -> Losses:
        """The batch's losses; the gradients are left with the weights."""
        import torch

        rows = len(inputs["target"])
        edges = [rows * part // self.parts for part in range(self.parts + 1)]
        parts = [
            {name: tensor[start:end] for name, tensor in inputs.items()}
            for start, end in pairwise(edges)
            if end > start
        ]
        pieces = [int((part["target"] != self._pad).sum()) for part in parts]
        shares = [count / max(sum(pieces), 1) for count in pieces]
        done = list(self._pool.map(self._gradients, parts))
        with torch.no_grad():
            for weight, *own in zip(self._weights, *(gradients for _, gradients in done), strict=True):
                if own[0] is not None:  # a weight that the loss does not use has none
                    weight.grad = sum(share * gradient for share, gradient in zip(shares, own, strict=True))
        sums = (sum(share * loss for share, loss in zip(shares, losses, strict=True) if loss is not None)
                for losses in zip(*(losses for losses, _ in done), strict=True))  # fmt: skip
        total, words, links = sums
        return Losses(total, words, links if "wanted" in inputs else None)

    def _gradients(self, part: Mapping[str, Any]) -> tuple[Losses, tuple[Any, ...]]:
        import torch

        losses = self._objective(part["input_ids"], part["target"], part.get("wanted"))
        gradients = torch.autograd.grad(losses.total, self._weights, allow_unused=True)
        return Losses(losses.total.detach(), losses.words, losses.links), gradients

    def close(self) -> None:
        """Let the threads end, and give the cores back."""
        import torch

        self._pool.shutdown()
        torch.set_num_threads(self._threads)
