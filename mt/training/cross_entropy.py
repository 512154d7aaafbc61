"""Smoothed cross-entropy of a network's last layer, without a table of all pieces' scores by all words.

A batch of 4,000 pieces against a vocabulary of 8,000 is 32 million scores: written, normalised and read back several
times they cost a processor more than the matrix products they come from, and a graphics card most of its memory. So
the scores are made, used and given up a few rows at a time, and with them the gradients, while they are still at hand
(as in Wijmans et al. 2024, "Cut Your Losses", https://arxiv.org/abs/2411.09009, and Liger Kernel).
"""

from __future__ import annotations

from functools import cache
from typing import Any

_ROWS = {"cpu": 512, "cuda": 8192}  # pieces whose scores exist at a time
_MULTIPLE = 64  # columns: a graphics card's products are fast with it, so blank pieces fill the vocabulary up
_NEVER = -1e4  # a blank piece's score


def cross_entropy(hidden: Any, weight: Any, bias: Any, target: Any, smoothing: float = 0.0) -> Any:
    """The mean over all pieces of what `torch.nn.functional.cross_entropy` gives for `hidden @ weight.T + bias`.

    Inside autocast products and scores are of its lower precision; softmax and sums are float32.

    Args:
        hidden: what the last layer is given, (pieces, width).
        weight: of the last layer, (vocabulary, width).
        bias: of the last layer, (vocabulary,); it gets no gradient.
        target: the right piece of each row.
        smoothing: share of the probability that is spread over the whole vocabulary.
    """
    return _function().apply(hidden, weight, bias, target, smoothing)


def _loss(logs: Any, right: Any, smoothing: float) -> Any:
    """The sum of the rows' losses, given the logarithms of all pieces' probabilities."""
    return -((1 - smoothing) * logs.gather(1, right) + smoothing * logs.mean(1, keepdim=True)).sum()


def _slope(logs: Any, right: Any, smoothing: float, size: int, kind: Any) -> Any:
    """The gradient of the loss by the scores: what is expected less what is aimed at; `logs` are used up."""
    slope = logs.exp_().to(kind).sub_(smoothing / size)
    return slope.scatter_add_(1, right, slope.new_full(right.shape, smoothing - 1))


@cache
def _function() -> Any:
    """The autograd function, made when torch is there."""
    import torch
    from torch.nn import functional

    class CrossEntropy(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, hidden: Any, weight: Any, bias: Any, target: Any, smoothing: float) -> Any:
            device = hidden.device.type
            lowered = torch.is_autocast_enabled(device)
            kind = torch.get_autocast_dtype(device) if lowered else weight.dtype
            size, blank = len(weight), -len(weight) % _MULTIPLE
            narrow = functional.pad(weight.to(kind), (0, 0, 0, blank))
            wide, bias = narrow.T.contiguous(), functional.pad(bias, (0, blank), value=_NEVER).to(kind)
            total = hidden.new_zeros((), dtype=torch.float32)
            gradients = [torch.zeros_like(part) for part in (hidden, weight)] if any(ctx.needs_input_grad) else []
            with torch.autocast(device, enabled=False):
                for start in range(0, len(target), _ROWS[device]):
                    rows = slice(start, start + _ROWS[device])
                    some, right = hidden[rows].to(kind), target[rows, None]
                    logs = torch.addmm(bias, some, wide).log_softmax(1, dtype=torch.float32)
                    total += _loss(logs[:, :size], right, smoothing)
                    if gradients:
                        slope = _slope(logs, right, smoothing, size, kind)
                        gradients[0][rows] = slope @ narrow
                        gradients[1] += (slope.T @ some)[:size]
            count = max(len(target), 1)
            ctx.save_for_backward(*(gradient.div_(count) for gradient in gradients))
            return total / count

        @staticmethod
        def backward(ctx: Any, upstream: Any) -> Any:
            hidden_gradient, weight_gradient = ctx.saved_tensors
            return hidden_gradient * upstream, weight_gradient * upstream, None, None, None

    return CrossEntropy
