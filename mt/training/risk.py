"""The risk of what a model would say: what training by the right words alone does not see.

Cross-entropy teaches the next word after a right beginning; in translating the beginning is the model's own. Minimum
risk training (Shen et al. 2016, https://aclanthology.org/P16-1159) takes several of the model's own translations and
moves probability from those that cost much to those that cost little. The probabilities are of the mean log
probability of a piece, as Edunov et al. 2018 (https://aclanthology.org/N18-1033) have them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from mt.training.losses import lowered_precision

_ROWS = 1024  # pieces whose scores exist at a time


class Expected(NamedTuple):
    """Tensors, means over the sources.

    Attributes:
        cost: of a translation, under the model's own probabilities among those given.
        cheapest: minus the mean log probability of a piece of the translation that costs least.
    """

    cost: Any
    cheapest: Any


def expected(
    model: Any, source: Any, candidates: Any, costs: Any, *, sharpness: float = 1.0, precision: str = "auto"
) -> Expected:
    """What several translations of each source lead one to expect; both are to be lowered.

    The second teaches the model the best of what it finds itself, which it can learn to say at once, without searching
    (sequence-level interpolation, Kim and Rush 2016, https://aclanthology.org/D16-1139).

    Args:
        model: a MarianMTModel.
        source: ids, padded: (sources, pieces).
        candidates: ids of translations with `</s>`, padded: (sources x n, pieces), those of one source together.
        costs: of each translation: (sources, n).
        sharpness: what mean log probabilities are multiplied with before they are made to sum to 1.
        precision: as in the recipe.
    """
    import torch

    pad = int(model.config.pad_token_id)
    kept, own = candidates != pad, source != pad
    many = costs.shape[1]
    shifted = torch.cat([torch.full_like(candidates[:, :1], pad), candidates[:, :-1]], 1)
    device = model.device.type
    with torch.autocast(device, dtype=torch.bfloat16, enabled=lowered_precision(device, precision)):
        encoded = model.model.encoder(input_ids=source, attention_mask=own.long()).last_hidden_state
        hidden = model.model.decoder(
            input_ids=shifted,
            encoder_hidden_states=encoded.repeat_interleave(many, 0),
            encoder_attention_mask=own.repeat_interleave(many, 0).long(),
            use_cache=False,
        ).last_hidden_state[kept]
        logs = _log_probabilities(model, hidden, candidates[kept])
    owner = kept.nonzero()[:, 0]
    sums = torch.zeros(len(candidates), device=logs.device).index_add_(0, owner, logs)
    means = (sums / kept.sum(1)).view(-1, many)
    cheapest = means.gather(1, costs.argmin(1, keepdim=True))
    return Expected(((sharpness * means).softmax(1) * costs).sum(1).mean(), -cheapest.mean())


def _log_probabilities(model: Any, hidden: Any, wanted: Any) -> Any:
    """Of each wanted piece; the scores of all others are made again when the gradient is, instead of being kept."""
    import torch
    from torch.utils.checkpoint import checkpoint

    def part(rows: Any, right: Any) -> Any:
        scores = (model.lm_head(rows) + model.final_logits_bias).float()
        return scores.gather(1, right[:, None])[:, 0] - scores.logsumexp(1)

    pieces = zip(hidden.split(_ROWS), wanted.split(_ROWS), strict=True)
    return torch.cat([checkpoint(part, *both, use_reentrant=False) for both in pieces])
