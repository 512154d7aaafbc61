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


def cross_entropy(hidden: Any, weight: Any, bias: Any, target: Any, smoothing: float = 0.0) -> Any:
    """The mean over all pieces of what `torch.nn.functional.cross_entropy` gives for `hidden @ weight.T + bias`.

    Inside autocast the products are of its lower precision; scores, softmax and sums are float32.

    Args:
        hidden: what the last layer is given, (pieces, width).
        weight: of the last layer, (vocabulary, width).
        bias: of the last layer, (vocabulary,); it gets no gradient.
        target: the right piece of each row.
        smoothing: share of the probability that is spread over the whole vocabulary.
    """
    return _function().apply(hidden, weight, bias, target, smoothing)


def _loss(scores: Any, right: Any, smoothing: float) -> tuple[Any, Any]:
    """The sum of the rows' losses, and each row's sum of what is left in `scores`: their exponentials, scaled."""
    aim = (1 - smoothing) * scores.gather(1, right) + smoothing * scores.mean(1, keepdim=True)
    peak = scores.amax(1, keepdim=True)
    mass = scores.sub_(peak).exp_().sum(1, keepdim=True)
    return (peak + mass.log() - aim).sum(), mass


def _slope(exponentials: Any, mass: Any, right: Any, smoothing: float) -> Any:
    """The gradient of the loss by the scores, in their place: what is expected less what is aimed at."""
    slope = exponentials.mul_(1 / mass).sub_(smoothing / exponentials.shape[1])
    return slope.scatter_add_(1, right, (smoothing - 1) * mass.new_ones(mass.shape))


@cache
def _function() -> Any:
    """The autograd function, made when torch is there."""
    import torch

    class CrossEntropy(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, hidden: Any, weight: Any, bias: Any, target: Any, smoothing: float) -> Any:
            device = hidden.device.type
            lowered = torch.is_autocast_enabled(device)
            kind = torch.get_autocast_dtype(device) if lowered else weight.dtype
            narrow = weight.to(kind)
            wide = narrow.T.contiguous()
            total = hidden.new_zeros((), dtype=torch.float32)
            gradients = [torch.zeros_like(part) for part in (hidden, weight)] if any(ctx.needs_input_grad) else []
            with torch.autocast(device, enabled=False):
                for start in range(0, len(target), _ROWS[device]):
                    rows = slice(start, start + _ROWS[device])
                    some, right = hidden[rows].to(kind), target[rows, None]
                    scores = (some @ wide).float().add_(bias)
                    loss, mass = _loss(scores, right, smoothing)
                    total += loss
                    if gradients:
                        slope = _slope(scores, mass, right, smoothing).to(kind)
                        gradients[0][rows] = slope @ narrow
                        gradients[1] += slope.T @ some
            count = max(len(target), 1)
            ctx.save_for_backward(*(gradient.div_(count) for gradient in gradients))
            return total / count

        @staticmethod
        def backward(ctx: Any, upstream: Any) -> Any:
            hidden_gradient, weight_gradient = ctx.saved_tensors
            return hidden_gradient * upstream, weight_gradient * upstream, None, None, None

    return CrossEntropy
