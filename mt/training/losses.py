"""What a step minimises: smoothed cross-entropy, and where one attention head should look.

The guided head follows Garg et al. 2019 (https://aclanthology.org/D19-1453), so that translating also yields word
links, good enough to move names by. Its weights are computed beside the network from what goes into the last
cross-attention, so the network itself may run the fast attention that returns no weights.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from mt.training.cross_entropy import cross_entropy
from mt.training.recipe import Learning

_NEVER = -1e4  # score of padding; fits half precision


class Losses(NamedTuple):
    """Tensors: `total` is what is minimised, `words` the cross-entropy per target piece, `links` the head's or None."""

    total: Any
    words: Any
    links: Any


def lowered_precision(device: str, precision: str) -> bool:
    """Whether to compute in bfloat16: "auto" does where the hardware multiplies it fast."""
    import torch

    if precision != "auto":
        return precision == "bf16"
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


class Objective:
    """Losses of a MarianMTModel for batches of ids."""

    def __init__(self, model: Any, learning: Learning, *, head: int = 0, links_weight: float = 0.0) -> None:
        """`head` of the last cross-attention is guided if `links_weight` is not zero."""
        self._model, self._smoothing, self._head, self._weight = model, learning.smoothing, head, links_weight
        self._pad = int(model.config.pad_token_id)
        self._device = model.device.type
        self._low = lowered_precision(self._device, learning.precision)
        self._cross = model.model.decoder.layers[-1].encoder_attn
        self._inputs: dict[str, Any] = {}
        if links_weight:
            self._hook = self._cross.register_forward_pre_hook(self._keep, with_kwargs=True)

    def _keep(self, _: Any, positional: tuple[Any, ...], named: dict[str, Any]) -> None:
        """Keep what goes into the last cross-attention."""
        self._inputs["queries"] = positional[0] if positional else named["hidden_states"]
        self._inputs["keys"] = positional[1] if len(positional) > 1 else named["key_value_states"]

    def close(self) -> None:
        """Take the hook off the model."""
        if self._weight:
            self._hook.remove()

    def __call__(
        self, source: Any, target: Any, links: Any = None, shares: Any = None, *, plain: bool = False
    ) -> Losses:
        """Losses of one batch; `plain` leaves out label smoothing, to be compared between recipes.

        `links` and `shares` are what `WordLinks.wanted` gives, if any pair has word links.
        """
        smoothing = 0.0 if plain else self._smoothing
        kept = target != self._pad
        with self._autocast():
            last, bias = self._model.lm_head, self._model.final_logits_bias[0]
            words = cross_entropy(self._hidden(source, target, kept), last.weight, bias, target[kept], smoothing)
        if links is None or not self._weight:
            return Losses(words, words.detach(), None)
        guided = self._guided(source, links, shares)
        return Losses(words + self._weight * guided, words.detach(), guided.detach())

    def _hidden(self, source: Any, target: Any, kept: Any) -> Any:
        """What the last layer is given for the pieces that are not padding: (pieces, width)."""
        import torch

        shifted = torch.cat([torch.full_like(target[:, :1], self._pad), target[:, :-1]], 1)
        output = self._model.model(
            input_ids=source,
            attention_mask=(source != self._pad).long(),
            decoder_input_ids=shifted,
            use_cache=False,
        )
        return output.last_hidden_state[kept]

    def _guided(self, source: Any, links: Any, shares: Any) -> Any:
        """Cross-entropy between the head's attention and the links, over the target pieces that have any."""
        import torch
        from torch.nn import functional

        size = self._cross.head_dim
        part = slice(self._head * size, (self._head + 1) * size)
        query, key = self._cross.q_proj, self._cross.k_proj
        with self._autocast():
            queries = functional.linear(self._inputs["queries"], query.weight[part], query.bias[part]) * size**-0.5
            keys = functional.linear(self._inputs["keys"], key.weight[part], key.bias[part])
            scores = torch.bmm(queries, keys.transpose(1, 2)).float()
        scores = scores.masked_fill((source == self._pad)[:, None, :], _NEVER)
        rows, targets, sources = links
        return -(shares * scores.log_softmax(-1)[rows, targets, sources]).sum() / shares.sum()

    def _autocast(self) -> AbstractContextManager[Any]:
        import torch

        return torch.autocast(self._device, dtype=torch.bfloat16, enabled=self._low)
